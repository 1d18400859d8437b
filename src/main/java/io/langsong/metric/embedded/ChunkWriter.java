package io.langsong.metric.embedded;

import io.langsong.metric.embedded.Bundle.Key;
import io.langsong.metric.embedded.Chunks.Chunk;
import io.langsong.metric.embedded.Chunks.ChunkKey;
import io.langsong.metric.embedded.Chunks.ChunkTaker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes rows of {@code metric_bundle}, and moves into them what is left in {@code metric_chunk}. One thread at a time. */
final class ChunkWriter {
    private final JdbcTemplate template;
    private final TransactionTemplate writing;
    private final FormerChunks former;

    /**
     * @param writing on the same database
     * @param former of the same database
     */
    ChunkWriter(DataSource dataSource, TransactionTemplate writing, FormerChunks former) {
        this.template = new JdbcTemplate(dataSource);
        this.writing = writing;
        this.former = former;
    }

    /** Adds these to what is stored of the same windows, in one transaction; a sample of the same instant is replaced. */
    void merge(List<Chunk> chunks, IntPredicate isCounter) {
        Map<Key, Map<Integer, Points>> bundles = new LinkedHashMap<>();
        for (Chunk chunk : chunks) {
            bundles.computeIfAbsent(chunk.key().bundle(), key -> new TreeMap<>())
                    .put(chunk.key().series(), chunk.points());
        }
        merge(bundles, isCounter);
    }

    /**
     * Moves some former chunks into bundles, in one transaction.
     *
     * @return whether there may be more
     */
    boolean moveFormer(IntPredicate isCounter) {
        if (former.areGone()) {
            return false;
        }
        List<Key> next = former.next();
        if (next.isEmpty()) {
            writing.executeWithoutResult(status -> former.giveBackRoom());
            return false;
        }
        Map<Key, Map<Integer, Points>> bundles = new LinkedHashMap<>();
        next.forEach(key -> bundles.put(key, Map.of()));
        merge(bundles, isCounter);
        return true;
    }

    private void merge(Map<Key, Map<Integer, Points>> added, IntPredicate isCounter) {
        writing.executeWithoutResult(status -> {
            Map<Key, Map<Integer, Points>> bundles = new LinkedHashMap<>();
            added.keySet().forEach(key -> bundles.put(key, new TreeMap<>()));
            ChunkTaker taker = (key, points) ->
                    Objects.requireNonNull(bundles.get(key.bundle())).merge(key.series(), points, ChunkWriter::joined);
            former.take(added.keySet(), taker);
            stored(added.keySet(), taker);
            added.forEach((key, series) ->
                    series.forEach((number, points) -> taker.take(new ChunkKey(number, key.window()), points)));
            upsert(bundles, isCounter);
        });
    }

    private static Points joined(Points stored, Points later) {
        stored.addAll(later, Long.MIN_VALUE, Long.MAX_VALUE);
        return stored.inOrder();
    }

    private void stored(Collection<Key> keys, ChunkTaker taker) {
        template.query(
                """
                SELECT bundle, window_ms, sums, samples FROM metric_bundle
                JOIN unnest(?::integer[], ?::bigint[]) AS asked (bundle, window_ms) USING (bundle, window_ms)
                """,
                row -> {
                    Bundle.decode(
                            new Key(row.getInt(1), row.getLong(2)),
                            row.getBytes(3),
                            row.getBytes(4),
                            any -> true,
                            taker);
                },
                keys.stream().map(Key::bundle).toArray(Integer[]::new),
                keys.stream().map(Key::window).toArray(Long[]::new));
    }

    private void upsert(Map<Key, Map<Integer, Points>> bundles, IntPredicate isCounter) {
        List<Object[]> rows = new ArrayList<>(bundles.size());
        bundles.forEach((key, series) -> {
            Bundle.Row row = BundleWriter.write(key, series, isCounter);
            rows.add(new Object[] {
                key.window(), key.bundle(), row.members(), row.sampleCount(), row.directory(), row.samples()
            });
        });
        template.batchUpdate("""
                INSERT INTO metric_bundle (window_ms, bundle, members, n, sums, samples) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (bundle, window_ms) DO UPDATE
                SET members = excluded.members, n = excluded.n, sums = excluded.sums, samples = excluded.samples
                """, rows);
    }
}
