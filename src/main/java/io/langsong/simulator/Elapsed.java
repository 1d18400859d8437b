package io.langsong.simulator;

import java.time.Clock;

/**
 * The time inside the simulated network: it begins with the wall clock and from then on runs evenly, so that no counter
 * falls when somebody sets the clock. Any thread.
 */
final class Elapsed {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long startMillis;
    private final long startNanos;

    Elapsed(Clock clock) {
        this.startMillis = clock.millis();
        this.startNanos = System.nanoTime();
    }

    /** Milliseconds since 1970. */
    long millis() {
        return startMillis + (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
    }

    long startMillis() {
        return startMillis;
    }
}
