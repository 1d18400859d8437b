package io.langsong.metric;

import io.langsong.metric.CounterRates.Stretch;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.SeriesQuery.Function;
import io.langsong.metric.SeriesQuery.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** A range of time cut into equal steps, and what falls into each. */
final class Steps {
    private final long startMillis;
    private final long stepMillis;
    private final int count;

    /** @throws IllegalArgumentException saying what is wrong with the range or the step */
    Steps(Instant from, Instant until, Duration step) {
        if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.compareTo(Duration.ofDays(3660)) > 0) {
            throw new IllegalArgumentException("A step must be from one second to ten years: " + step);
        }
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("A range must end after it begins: from " + from + " to " + until);
        }
        if (from.isBefore(Instant.EPOCH) || until.isAfter(Instant.parse("2200-01-01T00:00:00Z"))) {
            throw new IllegalArgumentException("A range must lie between 1970 and 2200: from " + from + " to " + until);
        }
        long midnight = -SeriesQuery.DAY_OF.getTotalSeconds() * 1000L;
        stepMillis = step.toMillis();
        startMillis = Math.floorDiv(from.toEpochMilli() - midnight, stepMillis) * stepMillis + midnight;
        long untilMillis = until.plusNanos(999_999).toEpochMilli();
        long steps = (untilMillis - startMillis + stepMillis - 1) / stepMillis;
        if (steps > SeriesQuery.MOST_POINTS) {
            throw new IllegalArgumentException("%d points are more than %d; make the step longer or the range shorter"
                    .formatted(steps, SeriesQuery.MOST_POINTS));
        }
        count = (int) steps;
    }

    Instant start() {
        return Instant.ofEpochMilli(startMillis);
    }

    Instant end() {
        return Instant.ofEpochMilli(startMillis + count * stepMillis);
    }

    /** @param points ascending by time, also from before and after the range */
    List<Step> values(List<Point> points, Metric.Kind kind, Function function) {
        double[] values = new double[count];
        Arrays.fill(values, Double.NaN);
        hold(points, kind, values);
        double[] samples = new double[points.size()];
        int first = 0;
        while (first < samples.length) {
            int step = step(points.get(first).at().toEpochMilli());
            int end = first;
            while (end < samples.length && step(points.get(end).at().toEpochMilli()) == step) {
                samples[end] = value(points.get(end).bits(), kind);
                end++;
            }
            if (step >= 0 && step < count) {
                values[step] = one(samples, first, end, function);
            }
            first = end;
        }
        return steps(values);
    }

    /** Fills steps between two samples that came when they were due with the earlier of them. */
    private void hold(List<Point> points, Metric.Kind kind, double[] values) {
        boolean[] late = Gaps.behind(points, Gaps.PUNCTUAL);
        for (int i = 1; i < points.size(); i++) {
            if (!late[i]) {
                int after = step(points.get(i - 1).at().toEpochMilli()) + 1;
                int until = step(points.get(i).at().toEpochMilli());
                double held = value(points.get(i - 1).bits(), kind);
                for (int between = Math.max(0, after); between < Math.min(until, count); between++) {
                    values[between] = held;
                }
            }
        }
    }

    private static double one(double[] samples, int first, int end, Function function) {
        return switch (function) {
            case MEAN -> mean(samples, first, end);
            case MIN -> Arrays.stream(samples, first, end).min().orElse(Double.NaN);
            case MAX -> Arrays.stream(samples, first, end).max().orElse(Double.NaN);
            case P50 -> percentile(samples, first, end, 50);
            case P90 -> percentile(samples, first, end, 90);
            case P95 -> percentile(samples, first, end, 95);
            case P99 -> percentile(samples, first, end, 99);
            case LAST, RATE -> samples[end - 1];
        };
    }

    /** Bit by bit: the sum of huge values has no double. */
    private static double mean(double[] samples, int first, int end) {
        double mean = samples[first];
        for (int i = first + 1; i < end; i++) {
            mean += (samples[i] - mean) / (i - first + 1);
        }
        return mean;
    }

    /** By the nearest rank: a value that was measured, never one between two. */
    private static double percentile(double[] samples, int first, int end, int percent) {
        double[] sorted = Arrays.copyOfRange(samples, first, end);
        Arrays.sort(sorted);
        return sorted[(sorted.length * percent + 99) / 100 - 1];
    }

    /** The mean of what is known of each step, weighted by time. */
    List<Step> rates(List<Stretch> stretches) {
        double[] rise = new double[count];
        double[] seconds = new double[count];
        for (Stretch stretch : stretches) {
            long from = Math.max(startMillis, stretch.from().toEpochMilli());
            long until =
                    Math.min(startMillis + count * stepMillis, stretch.until().toEpochMilli());
            while (from < until) {
                int step = step(from);
                long end = Math.min(until, startMillis + (step + 1) * stepMillis);
                rise[step] += stretch.perSecond() * (end - from) / 1e3;
                seconds[step] += (end - from) / 1e3;
                from = end;
            }
        }
        double[] rates = new double[count];
        for (int i = 0; i < count; i++) {
            rates[i] = seconds[i] > 0 ? rise[i] / seconds[i] : Double.NaN;
        }
        return steps(rates);
    }

    private int step(long millis) {
        return (int) Math.floorDiv(millis - startMillis, stepMillis);
    }

    private static double value(long bits, Metric.Kind kind) {
        if (kind == Metric.Kind.GAUGE) {
            return Double.longBitsToDouble(bits);
        }
        return bits >= 0 ? bits : (double) (bits >>> 1) * 2;
    }

    private List<Step> steps(double[] values) {
        List<Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(new Step(
                    Instant.ofEpochMilli(startMillis + i * stepMillis),
                    Double.isNaN(values[i]) ? OptionalDouble.empty() : OptionalDouble.of(values[i])));
        }
        return steps;
    }
}
