package io.langsong.dashboard;

import io.langsong.metric.SeriesQuery.Outline;
import io.langsong.metric.SeriesQuery.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Values at even steps; {@code NaN} where nothing was measured.
 *
 * @param values the mean of each step from {@code from} on
 * @param peaks the greatest single measurement of each
 */
record Curve(Instant from, Duration step, List<Double> values, List<Double> peaks) {
    Curve {
        values = List.copyOf(values);
        peaks = List.copyOf(peaks);
    }

    Curve(Instant from, Duration step, List<Double> values) {
        this(from, step, values, values);
    }

    static Curve of(Instant from, Duration step, Outline outline) {
        return new Curve(from, step, values(outline.means()), values(outline.peaks()));
    }

    private static List<Double> values(List<Step> steps) {
        return steps.stream().map(one -> one.value().orElse(Double.NaN)).toList();
    }

    /** Of which nothing is known. */
    static Curve nothing(Instant from, Duration step, int steps) {
        return new Curve(from, step, Collections.nCopies(steps, Double.NaN));
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
}
