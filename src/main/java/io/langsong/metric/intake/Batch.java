package io.langsong.metric.intake;

import io.langsong.metric.MetricStore.Series;

/** Samples on their way into a store, oldest arrival first. Immutable as long as nobody writes into the arrays given. */
public final class Batch {
    private final Series[] series;
    private final long[] millis;
    private final long[] bits;
    private final int from;
    private final int until;

    Batch(Series[] series, long[] millis, long[] bits) {
        this(series, millis, bits, 0, series.length);
    }

    private Batch(Series[] series, long[] millis, long[] bits, int from, int until) {
        this.series = series;
        this.millis = millis;
        this.bits = bits;
        this.from = from;
        this.until = until;
    }

    public int size() {
        return until - from;
    }

    public Series series(int i) {
        return series[from + i];
    }

    /** Milliseconds since 1970 UTC. */
    public long millis(int i) {
        return millis[from + i];
    }

    /** As in {@link io.langsong.metric.Sample}. */
    public long bits(int i) {
        return bits[from + i];
    }

    /** The samples {@code [start, end)} of this batch, not copied. */
    Batch part(int start, int end) {
        return new Batch(series, millis, bits, from + start, from + end);
    }
}
