package io.langsong.metric.embedded;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Samples of one series as two columns, in the order they were added. Not thread-safe. */
final class Points {
    private long[] millis;
    private long[] bits;
    private int size;

    Points(int expected) {
        millis = new long[Math.max(4, expected)];
        bits = new long[millis.length];
    }

    void add(long at, long value) {
        if (size == millis.length) {
            millis = Arrays.copyOf(millis, size * 2);
            bits = Arrays.copyOf(bits, size * 2);
        }
        millis[size] = at;
        bits[size++] = value;
    }

    void addAll(Points others, long from, long until) {
        for (int i = 0; i < others.size; i++) {
            if (others.millis[i] >= from && others.millis[i] < until) {
                add(others.millis[i], others.bits[i]);
            }
        }
    }

    int size() {
        return size;
    }

    long millis(int i) {
        return millis[i];
    }

    long bits(int i) {
        return bits[i];
    }

    void clear() {
        size = 0;
    }

    /** Ascending by time; of several at one instant the one that was added last. */
    Points inOrder() {
        boolean ascending = true;
        for (int i = 1; i < size && ascending; i++) {
            ascending = millis[i - 1] < millis[i];
        }
        if (ascending) {
            return this;
        }
        TreeMap<Long, Long> sorted = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            sorted.put(millis[i], bits[i]);
        }
        Points ordered = new Points(sorted.size());
        for (Map.Entry<Long, Long> point : sorted.entrySet()) {
            ordered.add(point.getKey(), point.getValue());
        }
        return ordered;
    }
}
