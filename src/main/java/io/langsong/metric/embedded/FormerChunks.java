package io.langsong.metric.embedded;

import io.langsong.metric.embedded.Bundle.Key;
import io.langsong.metric.embedded.Chunks.ChunkKey;
import io.langsong.metric.embedded.Chunks.ChunkTaker;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code metric_chunk}: a row for each series and window, as they were kept before there were bundles. Nothing is written here any more,
 * and once all is moved nothing is asked of it either.
 */
final class FormerChunks {
    private static final int ROWS_AT_ONCE = 500;
    private static final int EXPIRED_AT_ONCE = 20_000;
    private static final int WINDOWS_AT_ONCE = 50;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final TransactionTemplate reading;
    private volatile boolean gone;

    FormerChunks(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.template = new JdbcTemplate(dataSource);
        this.template.setFetchSize(ROWS_AT_ONCE);
        this.reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Sees whether there are any. */
    void look() {
        gone = first().isEmpty();
    }

    /** Whether nothing is left, which stays so. */
    boolean areGone() {
        return gone;
    }

    private List<Integer> first() {
        return jdbc.sql("SELECT series FROM metric_chunk ORDER BY series LIMIT 1")
                .query(Integer.class)
                .list();
    }

    /** Hands over what the series have in windows that touch {@code [from, until)}. */
    void read(Collection<Integer> series, long from, long until, ChunkTaker taker) {
        if (gone) {
            return;
        }
        reading.executeWithoutResult(status -> template.query(
                """
                SELECT series, window_ms, samples FROM metric_chunk
                WHERE series = ANY (?::integer[]) AND window_ms >= ? AND window_ms < ?
                """,
                row -> {
                    taker.take(new ChunkKey(row.getInt(1), row.getLong(2)), ChunkCodec.decode(row.getBytes(3)));
                },
                series.toArray(Integer[]::new),
                Windows.of(from),
                until));
    }

    /** The newest sample of each series that has one here. */
    Map<Integer, Points> newest(Collection<Integer> series) {
        Map<Integer, Points> newest = new HashMap<>();
        if (gone) {
            return newest;
        }
        template.query(
                """
                SELECT asked.series, chunk.samples
                FROM unnest(?::integer[]) AS asked (series), LATERAL (
                    SELECT samples FROM metric_chunk
                    WHERE metric_chunk.series = asked.series ORDER BY window_ms DESC LIMIT 1) AS chunk
                """,
                row -> {
                    Points points = ChunkCodec.decode(row.getBytes(2));
                    int last = points.size() - 1;
                    newest.put(
                            row.getInt(1), Points.of(new long[] {points.millis(last)}, new long[] {points.bits(last)}));
                },
                (Object) series.toArray(Integer[]::new));
        return newest;
    }

    /** Some bundles of which something is still here; empty: nothing is. */
    List<Key> next() {
        List<Integer> first = first();
        if (first.isEmpty()) {
            return List.of();
        }
        int bundle = first.get(0) / Bundle.SERIES;
        return jdbc.sql("""
                        SELECT DISTINCT window_ms FROM metric_chunk WHERE series >= ? AND series < ?
                        ORDER BY window_ms LIMIT ?
                        """)
                .param(bundle * Bundle.SERIES)
                .param((bundle + 1) * Bundle.SERIES)
                .param(WINDOWS_AT_ONCE)
                .query((row, number) -> new Key(bundle, row.getLong(1)))
                .list();
    }

    /** Gives back the room of a table from which everything was moved; in a transaction of the caller, and not for long. */
    void giveBackRoom() {
        // A question that is being answered may hold the table; others would have to wait behind this.
        template.execute("SET LOCAL lock_timeout = '1s'");
        template.execute("""
                DO $$ BEGIN
                    LOCK TABLE metric_chunk;
                    IF NOT EXISTS (SELECT FROM metric_chunk) THEN
                        TRUNCATE metric_chunk;
                    END IF;
                END $$
                """);
        gone = first().isEmpty();
    }

    /** Hands over what there is of these bundles and deletes it, in the transaction of the caller. */
    void take(Collection<Key> bundles, ChunkTaker taker) {
        if (gone) {
            return;
        }
        List<ChunkKey> keys = bundles.stream()
                .flatMap(key -> IntStream.range(0, Bundle.SERIES)
                        .mapToObj(place -> new ChunkKey(key.bundle() * Bundle.SERIES + place, key.window())))
                .toList();
        template.query(
                """
                DELETE FROM metric_chunk USING unnest(?::integer[], ?::bigint[]) AS asked (series, window_ms)
                WHERE metric_chunk.series = asked.series AND metric_chunk.window_ms = asked.window_ms
                RETURNING metric_chunk.series, metric_chunk.window_ms, samples
                """,
                row -> {
                    taker.take(new ChunkKey(row.getInt(1), row.getLong(2)), ChunkCodec.decode(row.getBytes(3)));
                },
                keys.stream().map(ChunkKey::series).toArray(Integer[]::new),
                keys.stream().map(ChunkKey::window).toArray(Long[]::new));
    }

    /** Deletes those of windows before {@code window}, in portions so that no transaction is long. @return their samples */
    long deleteBefore(long window) {
        if (gone) {
            return 0;
        }
        long samples = 0;
        List<Long> deleted;
        do {
            deleted = jdbc.sql("""
                            DELETE FROM metric_chunk WHERE (series, window_ms) IN
                                (SELECT series, window_ms FROM metric_chunk WHERE window_ms < ? LIMIT ?)
                            RETURNING n
                            """)
                    .param(window)
                    .param(EXPIRED_AT_ONCE)
                    .query(Long.class)
                    .list();
            samples += deleted.stream().mapToLong(n -> n).sum();
        } while (deleted.size() == EXPIRED_AT_ONCE);
        return samples;
    }
}
