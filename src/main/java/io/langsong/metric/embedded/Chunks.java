package io.langsong.metric.embedded;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables {@code metric_head} and {@code metric_chunk}. */
final class Chunks {
    private static final int ROWS_AT_ONCE = 20;
    private static final int EXPIRED_AT_ONCE = 20_000;

    /** Names one chunk: at most one there is of a series and a window. */
    record ChunkKey(int series, long window) {}

    /**
     * One chunk to be.
     *
     * @param points in order, at least one
     */
    record Chunk(ChunkKey key, boolean counter, Points points) {}

    /** Takes one row of the head. */
    interface HeadTaker {
        void take(long id, byte[] samples);
    }

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final JdbcTemplate streaming;
    private final TransactionTemplate reading;
    private final TransactionTemplate writing;

    /** @param writing on the same database */
    Chunks(DataSource dataSource, TransactionTemplate writing) {
        this.jdbc = JdbcClient.create(dataSource);
        this.template = new JdbcTemplate(dataSource);
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(ROWS_AT_ONCE);
        this.reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.writing = writing;
    }

    /** @return the row's id, higher than all before */
    long insertHead(int n, byte[] samples) {
        return writing.execute(status -> jdbc.sql("INSERT INTO metric_head (n, samples) VALUES (?, ?) RETURNING id")
                .param(n)
                .param(samples)
                .query(Long.class)
                .single());
    }

    /** Hands over every row of the head, oldest first. */
    void replayHead(HeadTaker taker) {
        // PostgreSQL sends rows in portions only within a transaction.
        reading.executeWithoutResult(status ->
                streaming.query("SELECT id, samples FROM metric_head ORDER BY id", row -> {
                    taker.take(row.getLong(1), row.getBytes(2));
                }));
    }

    void deleteHead(long upToId) {
        writing.executeWithoutResult(status ->
                jdbc.sql("DELETE FROM metric_head WHERE id <= ?").param(upToId).update());
    }

    /** Samples of the series in windows that touch {@code [from, until)}, by window. */
    List<byte[]> read(int series, long from, long until) {
        return jdbc.sql("""
                        SELECT samples FROM metric_chunk
                        WHERE series = ? AND window_ms >= ? AND window_ms < ? ORDER BY window_ms
                        """)
                .param(series)
                .param(Windows.of(from))
                .param(until)
                .query((row, number) -> row.getBytes(1))
                .list();
    }

    /** The newest chunk of each series that has one. */
    Map<Integer, byte[]> newest(Collection<Integer> series) {
        Map<Integer, byte[]> newest = new HashMap<>();
        template.query(
                """
                SELECT asked.series, chunk.samples
                FROM unnest(?::integer[]) AS asked (series), LATERAL (
                    SELECT samples FROM metric_chunk
                    WHERE metric_chunk.series = asked.series ORDER BY window_ms DESC LIMIT 1) AS chunk
                """,
                row -> {
                    newest.put(row.getInt(1), row.getBytes(2));
                },
                (Object) series.toArray(Integer[]::new));
        return newest;
    }

    /** Adds these to what is stored of the same windows, in one transaction; a sample of the same instant is replaced. */
    void merge(List<Chunk> chunks) {
        writing.executeWithoutResult(status -> {
            Map<ChunkKey, byte[]> stored = stored(chunks);
            List<Object[]> rows = new ArrayList<>(chunks.size());
            for (Chunk chunk : chunks) {
                rows.add(row(chunk, merged(stored.get(chunk.key()), chunk.points())));
            }
            template.batchUpdate("""
                    INSERT INTO metric_chunk (series, window_ms, first_ms, last_ms, n,
                        min_value, max_value, sum_value, first_value, last_value, samples)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (series, window_ms) DO UPDATE
                    SET first_ms = excluded.first_ms, last_ms = excluded.last_ms, n = excluded.n,
                        min_value = excluded.min_value, max_value = excluded.max_value, sum_value = excluded.sum_value,
                        first_value = excluded.first_value, last_value = excluded.last_value,
                        samples = excluded.samples
                    """, rows);
        });
    }

    private Map<ChunkKey, byte[]> stored(List<Chunk> chunks) {
        Map<ChunkKey, byte[]> stored = new HashMap<>();
        template.query(
                """
                SELECT series, window_ms, samples FROM metric_chunk
                JOIN unnest(?::integer[], ?::bigint[]) AS asked (series, window_ms) USING (series, window_ms)
                """,
                row -> {
                    stored.put(new ChunkKey(row.getInt(1), row.getLong(2)), row.getBytes(3));
                },
                chunks.stream().map(chunk -> chunk.key().series()).toArray(Integer[]::new),
                chunks.stream().map(chunk -> chunk.key().window()).toArray(Long[]::new));
        return stored;
    }

    private static Points merged(byte @Nullable [] stored, Points points) {
        if (stored == null) {
            return points;
        }
        Points all = ChunkCodec.decode(stored);
        all.addAll(points, Long.MIN_VALUE, Long.MAX_VALUE);
        return all.inOrder();
    }

    private static Object[] row(Chunk chunk, Points points) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < points.size(); i++) {
            double value = value(points.bits(i), chunk.counter());
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
        }
        int last = points.size() - 1;
        return new Object[] {
            chunk.key().series(),
            chunk.key().window(),
            points.millis(0),
            points.millis(last),
            points.size(),
            least,
            most,
            sum,
            value(points.bits(0), chunk.counter()),
            value(points.bits(last), chunk.counter()),
            ChunkCodec.encode(points)
        };
    }

    private static double value(long bits, boolean counter) {
        if (!counter) {
            return Double.longBitsToDouble(bits);
        }
        return bits >= 0 ? bits : (double) (bits & Long.MAX_VALUE) + 0x1p63;
    }

    /** Deletes chunks of windows before {@code window}, in portions so that no transaction is long. */
    void deleteBefore(long window) {
        int deleted;
        do {
            deleted = jdbc.sql("""
                            DELETE FROM metric_chunk WHERE (series, window_ms) IN
                                (SELECT series, window_ms FROM metric_chunk WHERE window_ms < ? LIMIT ?)
                            """).param(window).param(EXPIRED_AT_ONCE).update();
        } while (deleted == EXPIRED_AT_ONCE);
    }

    /** Deletes those of the given series that have no chunk. @return which */
    List<Integer> deleteSeriesWithoutChunk(Collection<Integer> series) {
        return jdbc.sql("""
                        DELETE FROM metric_series WHERE id = ANY (?::integer[])
                            AND NOT EXISTS (SELECT FROM metric_chunk WHERE metric_chunk.series = metric_series.id)
                        RETURNING id
                        """)
                .param((Object) series.toArray(Integer[]::new))
                .query((row, number) -> row.getInt(1))
                .list();
    }
}
