package io.langsong.metric.intake;

import io.langsong.metric.MetricStore.Series;
import org.jspecify.annotations.Nullable;

/** A queue of samples that costs 20 bytes each and grows up to what it is given. Not thread-safe. */
final class SampleRing {
    private @Nullable Series[] series = new @Nullable Series[1024];
    private long[] millis = new long[1024];
    private long[] bits = new long[1024];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(Series of, long at, long value) {
        if (size == millis.length) {
            grow();
        }
        int slot = (head + size) & (millis.length - 1);
        series[slot] = of;
        millis[slot] = at;
        bits[slot] = value;
        size++;
    }

    /** Removes the oldest, at most {@code most}. */
    Batch take(int most) {
        int n = Math.min(most, size);
        Series[] ofs = new Series[n];
        long[] ats = new long[n];
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
            int slot = (head + i) & (millis.length - 1);
            Series of = series[slot];
            if (of == null) {
                throw new IllegalStateException("An empty slot within the queue");
            }
            ofs[i] = of;
            ats[i] = millis[slot];
            values[i] = bits[slot];
        }
        drop(n);
        return new Batch(ofs, ats, values);
    }

    void drop(int n) {
        for (int i = 0; i < n; i++) {
            series[(head + i) & (millis.length - 1)] = null;
        }
        head = (head + n) & (millis.length - 1);
        size -= n;
    }

    private void grow() {
        int old = millis.length;
        @Nullable Series[] ofs = new @Nullable Series[old * 2];
        long[] ats = new long[old * 2];
        long[] values = new long[old * 2];
        for (int i = 0; i < size; i++) {
            int slot = (head + i) & (old - 1);
            ofs[i] = series[slot];
            ats[i] = millis[slot];
            values[i] = bits[slot];
        }
        series = ofs;
        millis = ats;
        bits = values;
        head = 0;
    }
}
