package io.langsong.testkit;

import io.langsong.database.EmbeddedPostgres;
import io.langsong.database.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** A real PostgreSQL for tests: one server a JVM, a freshly migrated database for each call. */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private TestDatabase() {}

    /** A database of its own with every migration applied; its url, user and password can be asked. */
    public static PGSimpleDataSource fresh() {
        return copyOf("migrated");
    }

    /** A database of its own in which nothing is. */
    public static PGSimpleDataSource empty() {
        return copyOf("template1");
    }

    private static PGSimpleDataSource copyOf(String template) {
        EmbeddedPostgres postgres = server();
        String name = "test" + NUMBER.incrementAndGet();
        JdbcClient.create(at(postgres, "postgres"))
                .sql("CREATE DATABASE " + name + " TEMPLATE " + template)
                .update();
        return at(postgres, name);
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            EmbeddedPostgres started = start();
            JdbcClient.create(at(started, "postgres"))
                    .sql("CREATE DATABASE migrated")
                    .update();
            Flyway.configure().dataSource(at(started, "migrated")).load().migrate();
            server = started;
        }
        return server;
    }

    private static EmbeddedPostgres start() {
        Path folder = temporary();
        EmbeddedPostgres postgres = TestPostgres.startUnsafe(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            postgres.close();
            FileSystemUtils.deleteRecursively(folder.toFile());
        }));
        return postgres;
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
