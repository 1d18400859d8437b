package io.langsong.backup;

import io.langsong.backup.BackupProgress.Step;
import io.langsong.backup.Manifest.Stored;
import io.langsong.backup.Manifest.Table;
import io.langsong.database.RestoreTarget;
import io.langsong.secret.SecretKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Puts a backup into an empty database and data directory. Everything is checked before anything is touched; what is not whole
 * in the end is not there: an embedded database is built beside the old one, an external one bears a mark until it is whole,
 * with which no server starts and the next restore begins anew. One thread.
 */
public final class Restore {
    /** Of names that we give to files and folders. */
    static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Environment environment;
    private final Asked asked;
    private final Clock clock;
    private final String product;
    private final BackupProgress progress;

    /**
     * @param passphrase null: none was given
     * @param keyFile with the key of the secrets; null: it comes from the backup, or is in the data directory
     * @param withoutKey whether to go on where there is no key, and leave the secrets unreadable
     * @param replace whether what is there may be put aside
     * @param by who asks, as the operating system names that person
     */
    public record Asked(
            Path file,
            @Nullable String passphrase,
            @Nullable Path keyFile,
            boolean withoutKey,
            boolean replace,
            String by) {
        @Override
        public String toString() {
            return "Asked[" + file + "]";
        }
    }

    /**
     * @param aside where lies what was there before: a folder, or the backup of an external database; null when nothing was
     * @param keyMissing whether there are secrets that can not be opened
     */
    public record Done(
            Instant madeAt, int tables, long rows, @Nullable Path aside, boolean keyMissing) {}

    /**
     * @param environment with the settings of the server
     * @param product version of this program
     */
    public Restore(Environment environment, Asked asked, Clock clock, String product, BackupProgress progress) {
        this.environment = environment;
        this.asked = asked;
        this.clock = clock;
        this.product = product;
        this.progress = progress;
    }

    /**
     * @throws BackupRefused with the remedy; nothing was changed, unless an external database was emptied, which its words say then
     * @throws io.langsong.database.DatabaseStartException when a server works on the target, or it can not be reached
     */
    public Done run() throws IOException, SQLException {
        try (BackupFile backup = BackupFile.open(asked.file())) {
            backup.check(progress);
            Manifest manifest = backup.manifest();
            List<String> unknown = SchemaSteps.unknown(manifest.migrations());
            if (!unknown.isEmpty()) {
                throw new BackupRefused("newer", asked.file(), manifest.product(), product, String.join(", ", unknown));
            }
            String key = new KeySearch(environment, asked).find(manifest);
            if (RestoreTarget.holdsDatabase(environment) && !asked.replace()) {
                throw new BackupRefused("not-empty", environment.getProperty("langsong.data-dir", "./data"));
            }
            try (RestoreTarget target = RestoreTarget.open(environment)) {
                return put(backup, target, key);
            }
        }
    }

    private Done put(BackupFile backup, RestoreTarget target, @Nullable String key) throws IOException, SQLException {
        String stamp = STAMP.format(clock.instant());
        RestoreLoad load = new RestoreLoad(target.source(), backup, progress);
        boolean external = RestoreTarget.isExternal(environment);
        Path before = external
                ? copyOfWhatIsThere(target, stamp)
                : target.dataDirectory().resolve("before-restore-" + stamp);
        load.clear(external ? before : null);
        try {
            fill(backup, target, key, load, external, stamp);
        } catch (IOException | SQLException | RuntimeException e) {
            if (!external) {
                throw e;
            }
            String reason = e instanceof BackupRefused refused ? String.valueOf(refused.getMessage()) : e.toString();
            throw before == null
                    ? new BackupRefused(e, "emptied", reason)
                    : new BackupRefused(e, "emptied-copy", reason, before);
        }
        Manifest manifest = backup.manifest();
        return new Done(
                manifest.madeAt(),
                manifest.tables().size(),
                manifest.tables().stream().mapToLong(Table::rows).sum(),
                before != null && Files.exists(before) ? before : null,
                manifest.keyId() != null && key == null && !keyIsInTheEnvironment());
    }

    /** The key search has seen that it is the right one. */
    private boolean keyIsInTheEnvironment() {
        return StringUtils.hasText(environment.getProperty("langsong.secret-key"));
    }

    private void fill(
            BackupFile backup,
            RestoreTarget target,
            @Nullable String key,
            RestoreLoad load,
            boolean external,
            String stamp)
            throws IOException, SQLException {
        progress.at(Step.SCHEMA, "", 0, 1);
        SchemaSteps.take(target.source(), backup.manifest().migrations());
        load.load();
        progress.at(Step.SCHEMA, "", 1, 1);
        SchemaSteps.takeAll(target.source());
        putFiles(backup, target.staged(), key);
        // Where the database is our own its end is what counts; where it is not, the mark in it is the last to go.
        if (external) {
            target.finish("before-restore-" + stamp);
            complete(target, load, backup);
        } else {
            complete(target, load, backup);
            target.finish("before-restore-" + stamp);
        }
    }

    /** An external database can not be put aside by a rename. @return null when there is nothing in it */
    private @Nullable Path copyOfWhatIsThere(RestoreTarget target, String stamp) throws IOException, SQLException {
        try (Connection connection = target.source().getConnection()) {
            Catalogue there = new Catalogue(connection);
            if (RestoreLoad.isUnfinished(there)) {
                return RestoreLoad.copyBefore(there).map(Path::of).orElse(null);
            }
            if (there.names('r').isEmpty()) {
                return null;
            }
            if (!asked.replace()) {
                throw new BackupRefused(
                        "not-empty", connection.getMetaData().getURL().replaceAll("\\?.*", ""));
            }
            // Other programs keep the history of their tables as we do.
            if (!there.names('r').containsAll(List.of(Catalogue.HISTORY, "database_epoch"))) {
                throw new BackupRefused(
                        "not-ours", connection.getMetaData().getURL().replaceAll("\\?.*", ""));
            }
        }
        Path folder = target.dataDirectory().resolve(ServerBackups.FOLDER);
        Files.createDirectories(folder);
        Path file = folder.resolve("before-restore-" + stamp + ".zip");
        BackupWriter.Source source = new BackupWriter.Source(
                target.source(),
                target.dataDirectory(),
                SecretKeys.text(target.dataDirectory(), environment.getProperty("langsong.secret-key"))
                        .orElse(null),
                asked.passphrase(),
                true);
        new BackupWriter(clock, product).write(source, file, 0, progress);
        return file;
    }

    private static void putFiles(BackupFile backup, Path staged, @Nullable String key) throws IOException {
        if (key != null) {
            SecretKeys.put(staged, key);
        }
        for (Stored file : backup.manifest().files()) {
            Path place = staged.resolve(file.path()).normalize();
            if (!place.startsWith(staged)) {
                throw new IllegalStateException(file.path() + " would lie outside of the data directory");
            }
            Files.createDirectories(Objects.requireNonNull(place.getParent()));
            try (InputStream content = backup.content(file.entry())) {
                Files.copy(content, place);
            }
        }
    }

    /** From here on a server may work with it. */
    private void complete(RestoreTarget target, RestoreLoad load, BackupFile backup) throws IOException, SQLException {
        try (Connection connection = target.source().getConnection()) {
            Catalogue database = new Catalogue(connection);
            connection.setAutoCommit(false);
            load.settle(database);
            try (PreparedStatement row = connection.prepareStatement(
                    "INSERT INTO backup_restore (restored_at, made_at, product, file, asked_by) VALUES (?, ?, ?, ?, ?)")) {
                row.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
                row.setObject(2, backup.manifest().madeAt().atOffset(ZoneOffset.UTC));
                row.setString(3, backup.manifest().product());
                row.setString(4, String.valueOf(asked.file().getFileName()));
                row.setString(5, asked.by());
                row.executeUpdate();
            }
            RestoreLoad.unmark(database);
            connection.commit();
        }
    }
}
