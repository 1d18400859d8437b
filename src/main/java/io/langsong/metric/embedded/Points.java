package io.langsong.metric.embedded;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples of one series, in the order they were added: times and values by turns, so that a sample more touches one place in memory. Not
 * thread-safe.
 */
final class Points {
    private long[] samples;
    private int size;

    Points(int expected) {
        samples = new long[2 * Math.max(4, expected)];
    }

    /** @param values as many as {@code times} */
    static Points of(long[] times, long[] values) {
        Points points = new Points(times.length);
        for (int i = 0; i < times.length; i++) {
            points.add(times[i], values[i]);
        }
        return points;
    }

    void add(long at, long value) {
        if (2 * size == samples.length) {
            samples = Arrays.copyOf(samples, 4 * size);
        }
        samples[2 * size] = at;
        samples[2 * size + 1] = value;
        size++;
    }

    void addAll(Points others, long from, long until) {
        for (int i = 0; i < others.size; i++) {
            if (others.millis(i) >= from && others.millis(i) < until) {
                add(others.millis(i), others.bits(i));
            }
        }
    }

    int size() {
        return size;
    }

    long millis(int i) {
        return samples[2 * i];
    }

    long bits(int i) {
        return samples[2 * i + 1];
    }

    long[] times() {
        long[] times = new long[size];
        for (int i = 0; i < size; i++) {
            times[i] = millis(i);
        }
        return times;
    }

    long[] values() {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            values[i] = bits(i);
        }
        return values;
    }

    void clear() {
        size = 0;
    }

    /** Ascending by time; of several at one instant the one that was added last. */
    Points inOrder() {
        boolean ascending = true;
        for (int i = 1; i < size && ascending; i++) {
            ascending = millis(i - 1) < millis(i);
        }
        if (ascending) {
            return this;
        }
        TreeMap<Long, Long> sorted = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            sorted.put(millis(i), bits(i));
        }
        Points ordered = new Points(sorted.size());
        for (Map.Entry<Long, Long> point : sorted.entrySet()) {
            ordered.add(point.getKey(), point.getValue());
        }
        return ordered;
    }
}
