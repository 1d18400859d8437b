package io.langsong.metric.embedded;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code metric_head}: the log of what is not in chunks yet. */
final class HeadRows {
    private static final int ROWS_AT_ONCE = 20;

    /** Takes one row. */
    interface Taker {
        void take(long id, byte[] samples);
    }

    private final JdbcClient jdbc;
    private final JdbcTemplate streaming;
    private final TransactionTemplate reading;
    private final TransactionTemplate writing;

    /** @param writing on the same database */
    HeadRows(DataSource dataSource, TransactionTemplate writing) {
        this.jdbc = JdbcClient.create(dataSource);
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(ROWS_AT_ONCE);
        this.reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.writing = writing;
    }

    /** @return the row's id, higher than all before */
    long insert(int n, byte[] samples) {
        return writing.execute(status -> jdbc.sql("INSERT INTO metric_head (n, samples) VALUES (?, ?) RETURNING id")
                .param(n)
                .param(samples)
                .query(Long.class)
                .single());
    }

    /** Hands over every row, oldest first. */
    void replay(Taker taker) {
        // PostgreSQL sends rows in portions only within a transaction.
        reading.executeWithoutResult(status ->
                streaming.query("SELECT id, samples FROM metric_head ORDER BY id", row -> {
                    taker.take(row.getLong(1), row.getBytes(2));
                }));
    }

    void deleteUpTo(long id) {
        writing.executeWithoutResult(status ->
                jdbc.sql("DELETE FROM metric_head WHERE id <= ?").param(id).update());
    }
}
