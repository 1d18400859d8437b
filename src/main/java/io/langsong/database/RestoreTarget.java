package io.langsong.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where a backup is put: an embedded database that is made new beside the one in the data directory and takes its place at
 * {@link #finish}, or an external one. While it is open no server works on it. One thread.
 */
public final class RestoreTarget implements AutoCloseable {
    private final DataDirectory directory;
    private final Path staged;
    private final boolean external;
    private @Nullable DirectoryLock lock;
    private @Nullable EmbeddedPostgres fresh;
    private @Nullable Connection guard;
    private @Nullable DataSource source;

    private RestoreTarget(DataDirectory directory, Path staged, boolean external, DirectoryLock lock) {
        this.directory = directory;
        this.staged = staged;
        this.external = external;
        this.lock = lock;
    }

    /** Whether a data directory has an embedded database already, running or not. */
    public static boolean holdsDatabase(Environment environment) {
        return !isExternal(environment)
                && Files.exists(CommandDatabase.directory(environment).resolve("postgres/data"));
    }

    /** Whether the settings name a PostgreSQL that others run. */
    public static boolean isExternal(Environment environment) {
        return StringUtils.hasText(environment.getProperty(DatabaseConfiguration.URL));
    }

    /**
     * Locks the data directory and opens the database; changes nothing of what is there.
     *
     * @throws DatabaseStartException with the remedy, when a server works on it or it can not be made
     */
    public static RestoreTarget open(Environment environment) {
        DataDirectory directory = DataDirectory.at(CommandDatabase.directory(environment));
        CommandDatabase.refuseForeignRoot(directory);
        DirectoryLock lock = DirectoryLock.take(directory);
        RestoreTarget target = null;
        try {
            // A server or a restore that was killed leaves its PostgreSQL running.
            lock.close();
            endLeftover(directory);
            Path building = directory.path().resolve(StagedData.FOLDER);
            if (Files.isDirectory(building, LinkOption.NOFOLLOW_LINKS)) {
                endLeftover(new DataDirectory(building));
            }
            lock = DirectoryLock.take(directory);
            StagedData.finish(directory);
            target = new RestoreTarget(directory, StagedData.begin(directory), isExternal(environment), lock);
            if (target.external) {
                target.openExternal(environment);
            } else {
                target.openEmbedded(environment);
            }
            return target;
        } catch (IOException | SQLException e) {
            closeAfterFailure(target, lock);
            throw new DatabaseStartException(
                    "The backup can not be put into %s: %s".formatted(directory.path(), e),
                    "free space there, correct the permissions, and start again",
                    e);
        } catch (RuntimeException e) {
            closeAfterFailure(target, lock);
            throw e;
        }
    }

    private static void closeAfterFailure(@Nullable RestoreTarget target, DirectoryLock lock) {
        if (target == null) {
            lock.close();
        } else {
            target.close();
        }
    }

    private static void endLeftover(DataDirectory directory) throws IOException {
        Path data = directory.path().resolve("postgres/data");
        PostmasterFile file = PostmasterFile.read(data).orElse(null);
        if (file != null && file.isAlive(data)) {
            new EmbeddedPostgres(directory).start().close();
        }
    }

    private void openExternal(Environment environment) throws SQLException {
        DataSource opened = CommandDatabase.external(environment);
        Connection holding = opened.getConnection();
        guard = holding;
        try (Statement statement = holding.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT pg_try_advisory_lock(" + ActiveServer.ACTIVE_LOCK + ")")) {
            if (!row.next() || !row.getBoolean(1)) {
                throw new DatabaseStartException(
                        "A LangSong server works on that database", "stop all servers on it, then restore again");
            }
        }
        source = opened;
    }

    private void openEmbedded(Environment environment) throws IOException {
        if ("root".equals(System.getProperty("user.name"))) {
            // Where PostgreSQL runs as somebody else it must be able to pass; the server does the same at its start.
            Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(directory.path()));
            if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(directory.path(), permissions);
            }
        }
        EmbeddedPostgres started =
                PostgresAhead.start(new DataDirectory(staged.toRealPath()), CommandDatabase.settings(environment));
        fresh = started;
        source = CommandDatabase.at(started.port(), started.password());
    }

    /** Each connection is a new one. */
    public DataSource source() {
        DataSource opened = source;
        if (opened == null) {
            throw new IllegalStateException("The target is closed");
        }
        return opened;
    }

    public Path dataDirectory() {
        return directory.path();
    }

    /** Folder for {@code secret.key}, {@code profiles} and {@code firmware}, which {@link #finish} puts into the data directory. */
    public Path staged() {
        return staged;
    }

    /**
     * Puts everything in place. What was in the data directory before lies in the folder {@code aside} of it then.
     *
     * @param aside {@code before-restore-} and digits
     * @throws IOException when nothing was changed
     * @throws DatabaseStartException when it was begun; the next start of a server or a restore goes on with it
     */
    public void finish(String aside) throws IOException {
        if (fresh != null) {
            fresh.close();
            fresh = null;
        }
        StagedData.ready(directory, aside);
        try {
            StagedData.finish(directory);
        } catch (IOException e) {
            throw new DatabaseStartException(
                    "What was restored could not be put in place of what was there: " + e,
                    "correct that, and start the server or restore again: either goes on with what lies in %s, and what was there before lies in %s"
                            .formatted(staged, aside),
                    e);
        }
    }

    /** Without {@link #finish} everything that was there is as it was. What {@code finish} began stays for whoever goes on with it. */
    @Override
    public void close() {
        source = null;
        if (fresh != null) {
            fresh.close();
            fresh = null;
        }
        try {
            if (guard != null) {
                guard.close();
            }
            if (Files.exists(staged) && lock != null && !StagedData.isReady(directory)) {
                Folders.delete(staged);
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The folder %s was left behind: %s".formatted(staged, e.getMessage()), e);
        } finally {
            guard = null;
            if (lock != null) {
                lock.close();
                lock = null;
            }
        }
    }
}
