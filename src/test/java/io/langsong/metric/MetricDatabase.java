package io.langsong.metric;

import io.langsong.testkit.TestDatabase;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One database for the tests of this module, which begin with empty tables: a new one for each would fill the disk. */
public final class MetricDatabase {
    private static DataSource database;

    private MetricDatabase() {}

    public static TransactionTemplate transactions(DataSource database) {
        return new TransactionTemplate(new JdbcTransactionManager(database));
    }

    public static synchronized DataSource empty() {
        if (database == null) {
            database = TestDatabase.fresh();
        }
        JdbcClient.create(database)
                .sql("TRUNCATE metric_head, metric_chunk, metric_bundle, metric_series RESTART IDENTITY")
                .update();
        return database;
    }
}
