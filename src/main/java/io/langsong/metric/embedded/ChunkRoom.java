package io.langsong.metric.embedded;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How much room chunks take. Counted by what is in them, not by the files: those keep the room of what was deleted for what comes
 * next, so they would tell of too much long after it is gone.
 */
final class ChunkRoom {
    /**
     * What PostgreSQL 15 to 18 lays around a row: header and line pointer 28, the other columns 20, heads of the values and
     * padding 12; in the index 16 and a line pointer of 4 in pages that are three quarters full.
     */
    private static final double AROUND = 28 + 20 + 12 + 20 / 0.75;

    /**
     * Long values lie elsewhere in pieces of 1,996, each a row of its own with 40 around it and 20 in an index; of a page some room is
     * left in which no further row fits.
     */
    private static final double ELSEWHERE = 1.05;

    /** The same of a row for each series, in pages of which a tenth of a page stays empty. */
    private static final double AROUND_FORMER = 28 + 76 + 8 + 20 / 0.75 + 25;

    private final JdbcClient jdbc;

    ChunkRoom(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** @param cutoff from which window on what is kept takes no more than it may */
    record Split(long bytes, long cutoff) {}

    private record WindowRoom(long window, double bytes) {}

    /**
     * Splits the windows into those that may stay and those that must go.
     *
     * @param untouched windows from then on stay in any case
     */
    Split split(long mostBytes, long untouched) {
        double kept = 0;
        long cutoff = Long.MIN_VALUE;
        for (WindowRoom one : windows()) {
            double with = kept + one.bytes();
            if (with > mostBytes && one.window() < untouched) {
                cutoff = one.window() + Windows.LENGTH_MS;
                break;
            }
            kept = with;
        }
        return new Split(Math.round(kept), cutoff);
    }

    /** Newest first. The length of a long value is known without looking at it. */
    private List<WindowRoom> windows() {
        return jdbc.sql("""
                        SELECT window_ms, sum(bytes)::float8 FROM (
                            SELECT window_ms, ? + ? * (octet_length(sums) + octet_length(samples)) AS bytes FROM metric_bundle
                            UNION ALL
                            SELECT window_ms, ? + octet_length(samples) FROM metric_chunk) AS rooms
                        GROUP BY window_ms ORDER BY window_ms DESC
                        """)
                .params(AROUND, ELSEWHERE, AROUND_FORMER)
                .query((row, number) -> new WindowRoom(row.getLong(1), row.getDouble(2)))
                .list();
    }
}
