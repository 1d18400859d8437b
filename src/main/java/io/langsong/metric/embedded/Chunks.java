package io.langsong.metric.embedded;

import io.langsong.metric.embedded.Bundle.Key;
import io.langsong.metric.embedded.Bundle.Member;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code metric_bundle}, a row for {@value Bundle#SERIES} series and a window, and what is left in {@code metric_chunk}.
 * A chunk, which is what one series has in one window, is in one of the two.
 */
final class Chunks {
    private static final int ROWS_AT_ONCE = 500;
    private static final int EXPIRED_AT_ONCE = 1_000;

    /** Names one chunk. */
    record ChunkKey(int series, long window) {
        Key bundle() {
            return new Key(series / Bundle.SERIES, window);
        }
    }

    /**
     * One chunk to be.
     *
     * @param points in order, at least one
     */
    record Chunk(ChunkKey key, Points points) {}

    /** Takes what stands beside a chunk. */
    interface SumsTaker {
        void take(int series, ChunkSums sums);
    }

    /** Takes one chunk. */
    interface ChunkTaker {
        void take(ChunkKey key, Points points);
    }

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final JdbcTemplate streaming;
    private final TransactionTemplate reading;
    private final TransactionTemplate snapshot;
    private final FormerChunks former;

    /** @param former of the same database */
    Chunks(DataSource dataSource, FormerChunks former) {
        this.jdbc = JdbcClient.create(dataSource);
        this.template = new JdbcTemplate(dataSource);
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(ROWS_AT_ONCE);
        this.reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.snapshot = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.former = former;
    }

    /** Samples of the series in windows that touch {@code [from, until)}, by window; where one is twice the later holds. */
    List<Points> read(int series, long from, long until) {
        // What is moved meanwhile is seen twice rather than not at all.
        List<Points> read = new ArrayList<>();
        former.read(List.of(series), from, until, (key, points) -> read.add(points));
        stream(
                """
                SELECT bundle, window_ms, sums, samples FROM metric_bundle
                WHERE bundle = ? AND window_ms >= ? AND window_ms < ? ORDER BY window_ms
                """,
                (key, row) -> Bundle.decode(
                        key,
                        row.getBytes(3),
                        row.getBytes(4),
                        one -> one == series,
                        (chunk, points) -> read.add(points)),
                series / Bundle.SERIES,
                Windows.of(from),
                until);
        return read;
    }

    /** Runs questions that see the tables as they were when the first began: what is moved meanwhile must not be counted twice. */
    void atOneMoment(Runnable questions) {
        if (former.areGone()) {
            questions.run();
        } else {
            snapshot.executeWithoutResult(status -> questions.run());
        }
    }

    /** Hands over the chunks of these series that have not been moved into bundles yet. */
    void readFormer(Collection<Integer> series, long from, long until, ChunkTaker taker) {
        former.read(series, from, until, taker);
    }

    /** Hands over what stands beside the chunks that lie in {@code [from, until)}, except for former ones. */
    void sums(Collection<Integer> series, long from, long until, Collection<Long> without, SumsTaker taker) {
        Set<Integer> wanted = new HashSet<>(series);
        stream(
                """
                SELECT bundle, window_ms, sums FROM metric_bundle
                WHERE bundle = ANY (?::integer[]) AND window_ms >= ? AND window_ms < ? AND window_ms <> ALL (?::bigint[])
                """,
                (key, row) -> {
                    for (Member member : new Bundle(key, row.getBytes(3)).members()) {
                        if (wanted.contains(member.series())) {
                            taker.take(member.series(), member.sums());
                        }
                    }
                },
                bundles(series),
                Windows.of(from),
                until,
                without.toArray(Long[]::new));
    }

    /** Hands over the chunks of some series in some windows, except for former ones. */
    void read(Collection<Integer> series, Collection<Long> windows, ChunkTaker taker) {
        Set<Integer> wanted = new HashSet<>(series);
        stream(
                """
                SELECT bundle, window_ms, sums, samples FROM metric_bundle
                WHERE bundle = ANY (?::integer[]) AND window_ms = ANY (?::bigint[])
                """,
                (key, row) -> Bundle.decode(key, row.getBytes(3), row.getBytes(4), wanted::contains, taker),
                bundles(series),
                windows.toArray(Long[]::new));
    }

    /** The newest sample of each series that has one in a chunk. */
    Map<Integer, Points> newest(Collection<Integer> series) {
        Map<Integer, Points> newest = former.newest(series);
        template.query(
                """
                SELECT asked.series, newest.window_ms, newest.sums
                FROM unnest(?::integer[]) AS asked (series), LATERAL (
                    SELECT window_ms, sums FROM metric_bundle
                    WHERE bundle = asked.series / 32 AND members >> asked.series % 32 & 1 = 1
                    ORDER BY window_ms DESC LIMIT 1) AS newest
                """,
                row -> {
                    int asked = row.getInt(1);
                    for (Member member :
                            new Bundle(new ChunkKey(asked, row.getLong(2)).bundle(), row.getBytes(3)).members()) {
                        if (member.series() == asked) {
                            newest.merge(
                                    asked,
                                    last(member.sums()),
                                    (old, other) -> old.millis(0) > other.millis(0) ? old : other);
                        }
                    }
                },
                (Object) series.toArray(Integer[]::new));
        return newest;
    }

    private static Points last(ChunkSums sums) {
        return Points.of(new long[] {sums.lastMillis()}, new long[] {sums.lastBits()});
    }

    /** Deletes chunks of windows before {@code window}, in portions so that no transaction is long. @return their samples */
    long deleteBefore(long window) {
        long samples = former.deleteBefore(window);
        Deleted deleted;
        do {
            deleted = jdbc.sql("""
                            WITH gone AS (
                                DELETE FROM metric_bundle WHERE (bundle, window_ms) IN
                                    (SELECT bundle, window_ms FROM metric_bundle WHERE window_ms < ? LIMIT ?)
                                RETURNING n)
                            SELECT count(*), coalesce(sum(n), 0) FROM gone
                            """)
                    .param(window)
                    .param(EXPIRED_AT_ONCE)
                    .query((row, number) -> new Deleted(row.getLong(1), row.getLong(2)))
                    .single();
            samples += deleted.samples();
        } while (deleted.rows() == EXPIRED_AT_ONCE);
        return samples;
    }

    private record Deleted(long rows, long samples) {}

    /** Deletes those of the given series that have no chunk. @return which */
    List<Integer> deleteSeriesWithoutChunk(Collection<Integer> series) {
        return jdbc.sql("""
                        DELETE FROM metric_series WHERE id = ANY (?::integer[])
                            AND NOT EXISTS (SELECT FROM metric_chunk WHERE metric_chunk.series = id)
                            AND NOT EXISTS (
                                SELECT FROM metric_bundle WHERE bundle = id / 32 AND members >> id % 32 & 1 = 1)
                        RETURNING id
                        """)
                .param((Object) series.toArray(Integer[]::new))
                .query((row, number) -> row.getInt(1))
                .list();
    }

    /** Takes a row that begins with its key. */
    private interface RowTaker {
        void take(Key key, ResultSet row) throws SQLException;
    }

    /** Not all rows at once: those of a year do not fit into the memory. */
    private void stream(String sql, RowTaker taker, Object... parameters) {
        // PostgreSQL sends rows in portions only within a transaction.
        reading.executeWithoutResult(status -> streaming.query(
                sql,
                row -> {
                    taker.take(key(row), row);
                },
                parameters));
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(row.getInt(1), row.getLong(2));
    }

    private static Integer[] bundles(Collection<Integer> series) {
        return series.stream().map(number -> number / Bundle.SERIES).distinct().toArray(Integer[]::new);
    }
}
