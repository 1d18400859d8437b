package io.langsong.metric;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * The rate of one counter from reading to reading, for whoever judges samples as they come: what {@link SeriesQuery} makes of
 * the same readings later, by what is known until then. One thread at a time.
 */
public final class LiveRate {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final Metric.Kind kind;
    private long bits;
    private long at = NOT_YET;

    /** @param kind of the counter, no gauge */
    public LiveRate(Metric.Kind kind) {
        this.kind = kind;
    }

    /**
     * @param now later than at the call before; milliseconds since 1970, as {@code voidedAt}
     * @param reading as unsigned number
     * @param portSpeed of the port that counts, bit/s; NaN where none is known
     * @param voidedAt when the device was last seen to have started anew, or its counters to have; readings up to then and
     *     after do not belong together
     * @param longest so much apart and nothing is said of the time between
     * @return per second since the reading before, never negative; NaN when it can not be told
     */
    public double next(long now, long reading, double portSpeed, long voidedAt, Duration longest) {
        long before = at;
        long earlier = bits;
        at = now;
        bits = reading;
        if (before == NOT_YET || voidedAt > before || now - before > longest.toMillis()) {
            return Double.NaN;
        }
        double seconds = (now - before) / 1e3;
        OptionalDouble most = knows(portSpeed) ? OptionalDouble.of(portSpeed / 8) : OptionalDouble.empty();
        OptionalDouble rise = CounterRates.rise(earlier, reading, kind, seconds, most);
        return rise.isPresent() ? rise.getAsDouble() / seconds : Double.NaN;
    }

    /** Whether what a port gives as its speed, bit/s, is one. */
    public static boolean knows(double portSpeed) {
        return portSpeed > 0 && portSpeed != SeriesQuery.SPEED_UNKNOWN;
    }

    /**
     * Whether a device began anew between two readings of its uptime.
     *
     * @param before at the first, seconds
     * @param now at the second
     * @param passed between them by our clock
     */
    public static boolean restarted(double before, double now, Duration passed) {
        return CounterRates.isRestart(before, now, passed.toMillis() / 1e3);
    }
}
