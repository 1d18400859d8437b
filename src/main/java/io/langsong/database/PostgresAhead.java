package io.langsong.database;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Starts the embedded PostgreSQL while the rest of the program still gets ready, so that on two processors neither waits for
 * the other. Its failure is told where the database is needed first.
 */
public final class PostgresAhead
        implements ApplicationContextInitializer<ConfigurableApplicationContext>, AutoCloseable {
    private volatile @Nullable CompletableFuture<EmbeddedPostgres> starting;

    /** Does nothing where an external database is set. */
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment environment = context.getEnvironment();
        if (StringUtils.hasText(environment.getProperty(DatabaseConfiguration.URL))) {
            return;
        }
        CompletableFuture<EmbeddedPostgres> future = new CompletableFuture<>();
        starting = future;
        Thread thread = new Thread(
                () -> {
                    try {
                        future.complete(start(environment));
                    } catch (Throwable failed) {
                        future.completeExceptionally(failed);
                    }
                },
                "postgres-ahead");
        thread.setDaemon(true);
        thread.start();
        context.getBeanFactory().registerSingleton("postgresAhead", this);
    }

    private static EmbeddedPostgres start(Environment environment) {
        DatabaseProperties settings =
                Binder.get(environment).bindOrCreate(DatabaseProperties.PREFIX, DatabaseProperties.class);
        return start(DataDirectory.at(Path.of(environment.getProperty(DataDirectory.SETTING, "./data"))), settings);
    }

    static EmbeddedPostgres start(DataDirectory directory, DatabaseProperties settings) {
        return new EmbeddedPostgres(
                        directory,
                        new EmbeddedPostgres.Options(settings.runAs(), Optional.empty(), Optional.empty(), Map.of()))
                .start();
    }

    /** Waits for it; empty where it was not begun. */
    Optional<EmbeddedPostgres> await() {
        CompletableFuture<EmbeddedPostgres> begun = starting;
        try {
            return begun == null ? Optional.empty() : Optional.of(begun.join());
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw failed;
        }
    }

    /** For a program that got no further: ends what was begun. */
    @Override
    public void close() {
        CompletableFuture<EmbeddedPostgres> begun = starting;
        if (begun != null) {
            EmbeddedPostgres postgres = begun.exceptionally(failed -> null).join();
            if (postgres != null) {
                postgres.close();
            }
        }
    }
}
