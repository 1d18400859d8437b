package io.langsong.metric;

import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.SeriesQuery.Function;
import io.langsong.metric.SeriesQuery.Step;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What the samples of each step become, taken in portion by portion in the order of time. One thread. */
final class StepValues {
    private static final int NONE = -1;

    private final Steps steps;
    private final Metric.Kind kind;
    private final Function function;
    private final double[] values;

    /** The step whose samples are being taken in; it may go on in the next portion. */
    private int step = NONE;

    private int count;
    private double mean;
    private double least;
    private double greatest;
    private double last;

    /** All of the step, where a percentile is asked for. */
    private double[] samples = new double[0];

    StepValues(Steps steps, Metric.Kind kind, Function function) {
        this.steps = steps;
        this.kind = kind;
        this.function = function;
        this.values = new double[steps.count()];
        Arrays.fill(values, Double.NaN);
    }

    /**
     * Takes in {@code [from, until)}, which begins where the portion before it ended.
     *
     * @param points ascending by time, also from before and after the portion
     */
    void take(List<Point> points, Instant from, Instant until) {
        hold(points, from, until);
        for (Point point : points) {
            if (!point.at().isBefore(from) && point.at().isBefore(until)) {
                add(steps.at(point.at().toEpochMilli()), value(point.bits()));
            }
        }
    }

    /**
     * Fills steps between two samples that came when they were due with the earlier of them. Where two portions meet, both do so
     * alike.
     */
    private void hold(List<Point> points, Instant from, Instant until) {
        boolean[] late = Gaps.behind(points, Gaps.PUNCTUAL);
        for (int i = 1; i < points.size(); i++) {
            Point earlier = points.get(i - 1);
            Point later = points.get(i);
            if (!late[i] && earlier.at().isBefore(until) && later.at().isAfter(from)) {
                int first = Math.max(0, steps.at(earlier.at().toEpochMilli()) + 1);
                int end = Math.min(steps.count(), steps.at(later.at().toEpochMilli()));
                if (first < end) {
                    Arrays.fill(values, first, end, value(earlier.bits()));
                }
            }
        }
    }

    private void add(int of, double value) {
        if (of != step) {
            close();
            step = of;
            count = 0;
        }
        boolean first = count == 0;
        count++;
        // Bit by bit: the sum of huge values has no double.
        mean = first ? value : mean + (value - mean) / count;
        least = first ? value : Math.min(least, value);
        greatest = first ? value : Math.max(greatest, value);
        last = value;
        if (percent() > 0) {
            if (count > samples.length) {
                samples = Arrays.copyOf(samples, Math.max(64, 2 * samples.length));
            }
            samples[count - 1] = value;
        }
    }

    private void close() {
        if (step != NONE) {
            values[step] = switch (function) {
                case MEAN -> mean;
                case MIN -> least;
                case MAX -> greatest;
                case P50, P90, P95, P99 -> percentile();
                case LAST, RATE -> last;
            };
        }
    }

    private int percent() {
        return switch (function) {
            case P50 -> 50;
            case P90 -> 90;
            case P95 -> 95;
            case P99 -> 99;
            default -> 0;
        };
    }

    /** By the nearest rank: a value that was measured, never one between two. */
    private double percentile() {
        Arrays.sort(samples, 0, count);
        return samples[(int) (((long) count * percent() + 99) / 100) - 1];
    }

    private double value(long bits) {
        if (kind == Metric.Kind.GAUGE) {
            return Double.longBitsToDouble(bits);
        }
        return bits >= 0 ? bits : (double) (bits >>> 1) * 2;
    }

    /** After the last portion. */
    List<Step> result() {
        close();
        return steps.with(values);
    }
}
