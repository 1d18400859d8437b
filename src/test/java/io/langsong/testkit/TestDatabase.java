package io.langsong.testkit;

import com.zaxxer.hikari.HikariDataSource;
import io.langsong.database.EmbeddedPostgres;
import io.langsong.database.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A real PostgreSQL for tests: one server a JVM, a freshly migrated database for each call. */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ScheduledExecutorService HOUSEKEEPER = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "test-databases");
        thread.setDaemon(true);
        return thread;
    });
    private static @Nullable EmbeddedPostgres server;
    private static @Nullable DataSource administration;

    static {
        System.setProperty("com.zaxxer.hikari.housekeeping.periodMs", "2000");
    }

    private TestDatabase() {}

    /** A database of its own with every migration applied, behind a pool, since a new connection costs more than most tests. */
    public static DataSource fresh() {
        return pooled(unpooled());
    }

    /** As {@link #fresh}, each connection a new one; its url, user and password can be asked. */
    public static PGSimpleDataSource unpooled() {
        return copyOf("migrated");
    }

    /** A database of its own in which nothing is; each connection a new one. */
    public static PGSimpleDataSource empty() {
        return copyOf("template1");
    }

    /** The same database behind a pool. Nobody ends these pools, not even a context that had one as a bean: a connection that nobody uses goes by itself. */
    public static DataSource pooled(PGSimpleDataSource database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(database);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(Duration.ofSeconds(10).toMillis());
        pool.setScheduledExecutor(HOUSEKEEPER);
        return new DelegatingDataSource(pool);
    }

    /** File by file: by way of the log of transactions, as is usual, it takes four times as long. */
    private static PGSimpleDataSource copyOf(String template) {
        EmbeddedPostgres postgres = server();
        String name = "test" + NUMBER.incrementAndGet();
        JdbcClient.create(administration)
                .sql("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy")
                .update();
        return at(postgres, name);
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            EmbeddedPostgres started = start();
            quickToEnter(started);
            administration = pooled(at(started, "postgres"));
            JdbcClient.create(administration).sql("CREATE DATABASE migrated").update();
            Flyway.configure().dataSource(at(started, "migrated")).load().migrate();
            server = started;
        }
        return server;
    }

    /** Thousands of connections are made, and 4,096 rounds of a hash for each are a tenth of what all tests cost. */
    private static void quickToEnter(EmbeddedPostgres postgres) {
        try (Connection connection = at(postgres, "postgres").getConnection();
                Statement statement = connection.createStatement()) {
            if (connection.getMetaData().getDatabaseMajorVersion() >= 16) {
                statement.execute("SET scram_iterations = 1");
                statement.execute("ALTER ROLE %s PASSWORD '%s'".formatted(postgres.user(), postgres.password()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EmbeddedPostgres start() {
        Path folder = temporary();
        EmbeddedPostgres postgres = TestPostgres.startUnsafe(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres, folder)));
        return postgres;
    }

    /**
     * Hundreds of databases are more than can be written down and deleted in the half minute that Surefire leaves a Java for
     * its end: nothing is written, and another process deletes.
     */
    private static void end(EmbeddedPostgres postgres, Path folder) {
        try {
            command("kill", "-QUIT", Long.toString(postgres.pid())).waitFor();
            postgres.close();
            command("rm", "-rf", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process command(String... words) throws IOException {
        return new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("langsong-test-pg");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PGSimpleDataSource at(EmbeddedPostgres postgres, String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {postgres.port()});
        source.setDatabaseName(database);
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        return source;
    }
}
