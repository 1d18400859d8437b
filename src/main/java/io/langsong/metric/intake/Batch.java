package io.langsong.metric.intake;

import io.langsong.metric.MetricStore.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** The same samples, those of each metric together and in their order. */
    List<Batch> byMetric() {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        for (int i = from; i < until; i++) {
            places.computeIfAbsent(series[i].key().metric(), metric -> new ArrayList<>())
                    .add(i);
        }
        return places.values().stream().map(this::at).toList();
    }

    private Batch at(List<Integer> places) {
        return new Batch(
                places.stream().map(i -> series[i]).toArray(Series[]::new),
                places.stream().mapToLong(i -> millis[i]).toArray(),
                places.stream().mapToLong(i -> bits[i]).toArray());
    }

    /** The samples {@code [start, end)} of this batch, not copied. */
    Batch part(int start, int end) {
        return new Batch(series, millis, bits, from + start, from + end);
    }
}
