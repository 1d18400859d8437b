package io.langsong.metric;

import java.time.Instant;

/**
 * One value of one series at one instant, exact: a counter keeps its 64 bits.
 *
 * @param bits of a gauge the bits of a {@code double}, of a counter the unsigned number itself
 */
public record Sample(SeriesKey series, Metric metric, Instant at, long bits) {
    public Sample {
        if (!series.metric().equals(metric.name())) {
            throw new IllegalArgumentException("Series " + series + " does not measure " + metric.name());
        }
    }

    /** @throws IllegalArgumentException when {@code value} is not finite: NaN is the absence of a sample, not a sample */
    public static Sample gauge(SeriesKey series, Metric metric, Instant at, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Sample of " + series + " is not a finite number: " + value);
        }
        return new Sample(series, metric, at, Double.doubleToRawLongBits(value));
    }

    /** @param value unsigned, as read */
    public static Sample counter(SeriesKey series, Metric metric, Instant at, long value) {
        return new Sample(series, metric, at, value);
    }

    public double asDouble() {
        if (metric.kind() == Metric.Kind.GAUGE) {
            return Double.longBitsToDouble(bits);
        }
        double lower = (double) (bits & Long.MAX_VALUE);
        return bits < 0 ? lower + 0x1p63 : lower;
    }
}
