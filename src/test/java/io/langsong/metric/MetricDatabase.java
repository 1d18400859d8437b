package io.langsong.metric;

import io.langsong.testkit.TestDatabase;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One database for the tests of this module, which begin with empty tables: a new one for each would fill the disk. */
public final class MetricDatabase {
    private static DataSource database;

    private MetricDatabase() {}

    public static synchronized DataSource empty() {
        if (database == null) {
            database = TestDatabase.fresh();
        }
        JdbcClient.create(database)
                .sql("TRUNCATE metric_head, metric_chunk, metric_series")
                .update();
        return database;
    }
}
