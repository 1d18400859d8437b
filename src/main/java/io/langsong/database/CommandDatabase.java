package io.langsong.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.StringUtils;

/**
 * The database of a server for a command beside it: that of a running server is shared, one that is stopped is started for as
 * long as this is open. One thread.
 */
public final class CommandDatabase implements AutoCloseable {
    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final Duration MOMENT = Duration.ofMillis(200);

    private final DataSource source;
    private final @Nullable EmbeddedPostgres ours;

    private CommandDatabase(DataSource source, @Nullable EmbeddedPostgres ours) {
        this.source = source;
        this.ours = ours;
    }

    /**
     * @param environment with the settings of the server
     * @throws DatabaseStartException with the remedy, when there is none or it can not be reached
     */
    public static CommandDatabase open(Environment environment) {
        if (StringUtils.hasText(environment.getProperty(DatabaseConfiguration.URL))) {
            return new CommandDatabase(external(environment), null);
        }
        Path directory = directory(environment);
        try {
            Path data = directory.resolve("postgres/data");
            if (Files.exists(directory) && !Files.isExecutable(directory)) {
                throw new AccessDeniedException(directory.toString());
            }
            if (!Files.exists(data)) {
                throw new DatabaseStartException(
                        "There is no database in " + directory,
                        "name the data directory with --data-dir or LANGSONG_DATA_DIR, or set spring.datasource.url");
            }
            DataDirectory found = new DataDirectory(directory.toRealPath());
            Optional<DataSource> running = running(found.path().resolve("postgres/data"));
            if (running.isPresent()) {
                return new CommandDatabase(running.get(), null);
            }
            refuseForeignRoot(found);
            EmbeddedPostgres started = PostgresAhead.start(found, settings(environment));
            return new CommandDatabase(at(started.port(), started.password()), started);
        } catch (AccessDeniedException e) {
            throw new DatabaseStartException(
                    "User %s may not read %s".formatted(System.getProperty("user.name"), e.getFile()),
                    "run the command as the user of the server (sudo -u USER)",
                    e);
        } catch (IOException e) {
            throw new DatabaseStartException(
                    "The database in %s can not be read: %s".formatted(directory, e),
                    "correct the permissions of that directory",
                    e);
        }
    }

    /** What root makes there, the server that the directory belongs to could neither read nor move. */
    static void refuseForeignRoot(DataDirectory directory) {
        try {
            String owner = Files.getOwner(directory.path()).getName();
            if ("root".equals(System.getProperty("user.name")) && !"root".equals(owner)) {
                throw new DatabaseStartException(
                        "%s belongs to %s, and its server could not use what root makes there"
                                .formatted(directory.path(), owner),
                        "run the command as that user: sudo -u " + owner);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each connection is a new one, without the limits that the server puts on its own. */
    public DataSource source() {
        return source;
    }

    @Override
    public void close() {
        if (ours != null) {
            ours.close();
        }
    }

    static Path directory(Environment environment) {
        return Path.of(environment.getProperty(DataDirectory.SETTING, "./data"))
                .toAbsolutePath()
                .normalize();
    }

    static DatabaseProperties settings(Environment environment) {
        return Binder.get(environment).bindOrCreate(DatabaseProperties.PREFIX, DatabaseProperties.class);
    }

    static DataSource external(Environment environment) {
        ExternalDatabase database = new ExternalDatabase(
                environment.getRequiredProperty(DatabaseConfiguration.URL),
                environment.getProperty("spring.datasource.username"),
                environment.getProperty("spring.datasource.password"));
        // Whoever waits at a terminal wants to know.
        database.await(Duration.ZERO);
        DriverManagerDataSource source = new DriverManagerDataSource(database.url());
        if (database.user() != null) {
            source.setUsername(database.user());
        }
        if (database.password() != null) {
            source.setPassword(database.password());
        }
        return source;
    }

    /** Of a server that is starting it waits until its database answers. */
    private static Optional<DataSource> running(Path data) throws IOException {
        Deadline deadline = new Deadline(STARTING);
        while (true) {
            PostmasterFile file = PostmasterFile.read(data).orElse(null);
            if (file == null || !file.isAlive(data) || deadline.passed()) {
                return Optional.empty();
            }
            if (file.ready() && file.port() > 0) {
                String password =
                        Files.readString(data.resolve(Cluster.PASSWORD_FILE)).strip();
                if (answers(file.port(), password)) {
                    return Optional.of(at(file.port(), password));
                }
            }
            Deadline.pause(MOMENT);
        }
    }

    private static boolean answers(int port, String password) {
        Properties properties = new Properties();
        properties.putAll(Map.of("user", Cluster.USER, "password", password, "connectTimeout", "5"));
        try (Connection connection = DriverManager.getConnection(url(port), properties)) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    static DataSource at(int port, String password) {
        return new DriverManagerDataSource(url(port), Cluster.USER, password);
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, EmbeddedPostgres.DATABASE);
    }
}
