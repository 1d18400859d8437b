package io.langsong.dashboard;

import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Values at even steps; {@code NaN} where nothing was measured.
 *
 * @param values the mean of each step from {@code from} on
 * @param peaks the greatest single measurement of each
 */
record Curve(Instant from, Duration step, List<Double> values, List<Double> peaks) {
    /** Two reads further apart than this say nothing about the time between them. */
    private static final Duration LONGEST_PAIR = Duration.ofMinutes(15);
    /** Fastest line that is believed when a 32-bit counter seems to have wrapped: 1 Gbit/s. */
    private static final double FASTEST_OCTETS_PER_SECOND = 125e6;

    /** Faster than any port there is to ask here, 100 Gbit/s: no rate, but a counter that was set anew. */
    private static final double IMPOSSIBLE_OCTETS_PER_SECOND = 12.5e9;

    Curve {
        values = List.copyOf(values);
        peaks = List.copyOf(peaks);
    }

    Curve(Instant from, Duration step, List<Double> values) {
        this(from, step, values, values);
    }

    /** Mean of the samples of each step. */
    static Curve ofGauge(List<Point> points, Instant from, Duration step, int steps) {
        Means means = new Means(from, step, steps);
        points.forEach(point -> means.add(point.at(), Double.longBitsToDouble(point.bits())));
        return means.curve();
    }

    /** Mean rate a second in each step; a pair over which the device restarted gives none. */
    static Curve ofCounter(List<Point> points, Metric.Kind kind, Instant from, Duration step, int steps) {
        Means means = new Means(from, step, steps);
        for (int i = 1; i < points.size(); i++) {
            Point earlier = points.get(i - 1);
            Point later = points.get(i);
            Duration elapsed = Duration.between(earlier.at(), later.at());
            double rate = rate(earlier.bits(), later.bits(), kind, elapsed);
            if (!Double.isNaN(rate)) {
                means.add(later.at(), rate);
            }
        }
        return means.curve();
    }

    private static double rate(long earlier, long later, Metric.Kind kind, Duration elapsed) {
        if (elapsed.isZero() || elapsed.isNegative() || elapsed.compareTo(LONGEST_PAIR) > 0) {
            return Double.NaN;
        }
        double seconds = elapsed.toNanos() / 1e9;
        if (Long.compareUnsigned(later, earlier) >= 0) {
            double rate = (later - earlier) / seconds;
            return rate <= IMPOSSIBLE_OCTETS_PER_SECOND ? rate : Double.NaN;
        }
        // A 32-bit counter wraps from its last quarter into its first; elsewhere a smaller value is a restart.
        // A 64-bit counter does not wrap in the life of a device, so it restarted (RFC 2578 section 7.1.10).
        double wrapped = (later + (1L << 32) - earlier) / seconds;
        boolean wrap = kind == Metric.Kind.COUNTER32
                && earlier >= 3L << 30
                && later < 1L << 30
                && wrapped <= FASTEST_OCTETS_PER_SECOND;
        return wrap ? wrapped : Double.NaN;
    }

    Curve times(double factor) {
        return new Curve(
                from,
                step,
                values.stream().map(value -> value * factor).toList(),
                peaks.stream().map(peak -> peak * factor).toList());
    }

    /** Step by step; where only some have a value, those count. Peaks of several need not have met, so the means are taken. */
    static Curve sum(List<Curve> curves) {
        if (curves.size() == 1) {
            return curves.get(0);
        }
        Curve first = curves.get(0);
        List<Double> sums = new ArrayList<>();
        for (int i = 0; i < first.values.size(); i++) {
            int step = i;
            List<Double> known = curves.stream()
                    .map(curve -> curve.values.get(step))
                    .filter(value -> !value.isNaN())
                    .toList();
            sums.add(known.isEmpty() ? Double.NaN : known.stream().reduce(0.0, Double::sum));
        }
        return new Curve(first.from, first.step, sums);
    }

    double max() {
        return known(peaks).max().orElse(Double.NaN);
    }

    double mean() {
        return known(values).average().orElse(Double.NaN);
    }

    double last() {
        return known(values).reduce(Double.NaN, (earlier, later) -> later);
    }

    boolean isEmpty() {
        return Double.isNaN(last());
    }

    /** Of the steps {@code [first, end)} the mean and the peak; NaN where nothing was measured. */
    double mean(int first, int end) {
        return known(values.subList(first, end)).average().orElse(Double.NaN);
    }

    double max(int first, int end) {
        return known(peaks.subList(first, end)).max().orElse(Double.NaN);
    }

    private static DoubleStream known(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).filter(value -> !Double.isNaN(value));
    }

    private static final class Means {
        private final Instant from;
        private final Duration step;
        private final double[] sums;
        private final double[] peaks;
        private final int[] counts;

        Means(Instant from, Duration step, int steps) {
            this.from = from;
            this.step = step;
            this.sums = new double[steps];
            this.peaks = new double[steps];
            this.counts = new int[steps];
        }

        void add(Instant at, double value) {
            long index = Math.floorDiv(Duration.between(from, at).toMillis(), step.toMillis());
            if (index >= 0 && index < sums.length) {
                sums[(int) index] += value;
                peaks[(int) index] = counts[(int) index] == 0 ? value : Math.max(peaks[(int) index], value);
                counts[(int) index]++;
            }
        }

        Curve curve() {
            List<Double> values = new ArrayList<>();
            List<Double> greatest = new ArrayList<>();
            for (int i = 0; i < sums.length; i++) {
                values.add(counts[i] == 0 ? Double.NaN : sums[i] / counts[i]);
                greatest.add(counts[i] == 0 ? Double.NaN : peaks[i]);
            }
            return new Curve(from, step, values, greatest);
        }
    }
}
