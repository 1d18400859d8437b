package io.langsong.simulator;

import java.util.Random;

/**
 * The traffic of one site through time: its rhythm, made uneven by letting time run a little faster and slower in
 * waves. The waves are gentle enough for time never to run backwards, so the volume never falls. Immutable; any thread.
 */
final class Flow {
    private static final double SHORT_SECONDS = 97;
    private static final double LONG_SECONDS = 613;
    /** Shares of the rate that the waves take away or add; together below 1, or time would run backwards. */
    private static final double SHORT_SHARE = 0.30;

    private static final double LONG_SHARE = 0.35;
    private static final double TURN = 2 * Math.PI;

    private final Rhythm rhythm;
    private final double shortPhase;
    private final double longPhase;
    private final double origin;

    /** @param origin instant, milliseconds since 1970, from which the volume is counted; keeps figures small and exact */
    Flow(Rhythm rhythm, long seed, long origin) {
        Random random = new Random(seed);
        this.rhythm = rhythm;
        this.shortPhase = TURN * random.nextDouble();
        this.longPhase = TURN * random.nextDouble();
        this.origin = rhythm.sum(uneven(origin));
    }

    /** @return activity now, 0.02 to 1 */
    double level(long at) {
        return rhythm.level(uneven(at));
    }

    /** @return seconds of full activity from the origin to {@code at} */
    double volume(long at) {
        return rhythm.sum(uneven(at)) - origin;
    }

    private double uneven(long at) {
        double seconds = at / 1000.0;
        return seconds
                + SHORT_SHARE * SHORT_SECONDS / TURN * Math.sin(TURN * seconds / SHORT_SECONDS + shortPhase)
                + LONG_SHARE * LONG_SECONDS / TURN * Math.sin(TURN * seconds / LONG_SECONDS + longPhase);
    }
}
