package io.langsong.metric;

import io.langsong.metric.MetricStore.Series;
import java.time.Instant;

/**
 * One value of one series at one instant, exact: a counter keeps its 64 bits.
 *
 * @param of the series; who gives samples of one again and again gives the same object, so that what waits to be written
 *     refers to few
 * @param bits of a gauge the bits of a {@code double}, of a counter the unsigned number itself
 */
public record Sample(Series of, Instant at, long bits) {
    /** @throws IllegalArgumentException when {@code series} does not measure {@code metric} */
    public Sample(SeriesKey series, Metric metric, Instant at, long bits) {
        this(new Series(series, metric), at, bits);
    }

    /** @throws IllegalArgumentException when {@code value} is not finite: NaN is the absence of a sample, not a sample */
    public static Sample gauge(SeriesKey series, Metric metric, Instant at, double value) {
        return gauge(new Series(series, metric), at, value);
    }

    /** @throws IllegalArgumentException when {@code value} is not finite: NaN is the absence of a sample, not a sample */
    public static Sample gauge(Series series, Instant at, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Sample of " + series + " is not a finite number: " + value);
        }
        return new Sample(series, at, Double.doubleToRawLongBits(value));
    }

    /** @param value unsigned, as read */
    public static Sample counter(SeriesKey series, Metric metric, Instant at, long value) {
        return new Sample(series, metric, at, value);
    }

    public SeriesKey series() {
        return of.key();
    }

    public Metric metric() {
        return of.metric();
    }

    public double asDouble() {
        if (metric().kind() == Metric.Kind.GAUGE) {
            return Double.longBitsToDouble(bits);
        }
        double lower = (double) (bits & Long.MAX_VALUE);
        return bits < 0 ? lower + 0x1p63 : lower;
    }
}
