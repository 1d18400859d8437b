package io.langsong.metric.embedded;

import io.langsong.metric.MetricStore.Summary;
import io.langsong.metric.embedded.Chunks.ChunkKey;
import io.langsong.metric.intake.SeriesRegistry.Registered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Sums up series over a range from what stands beside their chunks. Only chunks that the range cuts, and those of windows of which
 * there are samples in memory too, are decoded. For one question, on one thread.
 */
final class Summaries {
    /** Of one series, as far as it has been seen. */
    private static final class Sums {
        private final boolean counter;
        private long count;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double sum;
        private long firstMillis = Long.MAX_VALUE;
        private long firstBits;
        private long lastMillis = Long.MIN_VALUE;
        private long lastBits;

        Sums(boolean counter) {
            this.counter = counter;
        }

        void add(ChunkSums sums) {
            count += sums.count();
            min = Math.min(min, sums.min());
            max = Math.max(max, sums.max());
            sum += sums.sum();
            if (sums.firstMillis() < firstMillis) {
                firstMillis = sums.firstMillis();
                firstBits = sums.firstBits();
            }
            if (sums.lastMillis() > lastMillis) {
                lastMillis = sums.lastMillis();
                lastBits = sums.lastBits();
            }
        }

        Summary summary(Registered of) {
            return new Summary(
                    of.series(),
                    count,
                    min,
                    max,
                    counter ? Double.NaN : sum,
                    Instant.ofEpochMilli(firstMillis),
                    ChunkSums.value(firstBits, counter),
                    Instant.ofEpochMilli(lastMillis),
                    ChunkSums.value(lastBits, counter));
        }
    }

    private final Map<Integer, Sums> sums = new HashMap<>();
    private final Map<ChunkKey, Points> fresh = new HashMap<>();
    /** Windows of which chunks are decoded. */
    private final TreeSet<Long> opened = new TreeSet<>();

    private final List<Registered> series;
    private final long from;
    private final long until;

    /** @param until after {@code from} */
    Summaries(List<Registered> series, long from, long until) {
        this.series = series;
        this.from = from;
        this.until = until;
        series.forEach(one -> sums.put(one.id(), new Sums(one.isCounter())));
        open(from, from == Windows.of(from));
        open(until - 1, until == Windows.of(until));
    }

    private void open(long millis, boolean whole) {
        if (!whole) {
            opened.add(Windows.of(millis));
        }
    }

    /** Before {@link #readChunks}: what moves from memory into the table meanwhile is then seen in both, not in neither. */
    void readRecent(RecentSamples recent) {
        for (Registered one : series) {
            Points points = new Points(16);
            recent.of(one.id()).collect(from, until, points);
            for (int i = 0; i < points.size(); i++) {
                long window = Windows.of(points.millis(i));
                fresh.computeIfAbsent(new ChunkKey(one.id(), window), key -> new Points(256))
                        .add(points.millis(i), points.bits(i));
                opened.add(window);
            }
        }
    }

    void readChunks(Chunks chunks) {
        List<Integer> ids = series.stream().map(Registered::id).toList();
        chunks.atOneMoment(() -> {
            chunks.readFormer(ids, from, until, this::add);
            chunks.sums(ids, from, until, opened, (id, whole) -> of(id).add(whole));
            chunks.read(ids, opened, this::add);
        });
        List.copyOf(fresh.keySet()).forEach(key -> add(key, new Points(0)));
    }

    private void add(ChunkKey key, Points stored) {
        Points points = new Points(256);
        points.addAll(stored, from, until);
        Points later = fresh.remove(key);
        if (later != null) {
            points.addAll(later, from, until);
        }
        if (points.size() > 0) {
            Sums of = of(key.series());
            of.add(ChunkSums.of(points.inOrder(), of.counter));
        }
    }

    private Sums of(int id) {
        Sums known = sums.get(id);
        if (known == null) {
            throw new IllegalStateException("Series " + id + " was not asked for");
        }
        return known;
    }

    List<Summary> result() {
        List<Summary> result = new ArrayList<>(series.size());
        for (Registered one : series) {
            if (of(one.id()).count > 0) {
                result.add(of(one.id()).summary(one));
            }
        }
        return result;
    }
}
