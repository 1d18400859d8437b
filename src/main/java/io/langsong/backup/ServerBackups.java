package io.langsong.backup;

import io.langsong.database.DataDirectory;
import io.langsong.secret.SecretKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/** The backups of a server, in the folder {@code backups} of its data directory: makes them, lists them, drops old ones. Any thread. */
public final class ServerBackups {
    /** Of the calendar job that makes them. */
    public static final String JOB = "backup";

    static final String FOLDER = "backups";

    private static final Logger log = LoggerFactory.getLogger(ServerBackups.class);
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
    /** Below it the health page says that the disk is full. */
    private static final long KEPT_FREE = 300L << 20;

    private static final int UPGRADES_KEPT = 2;
    private static final String NIGHTLY = "langsong-";
    private static final String BEFORE_UPGRADE = "before-upgrade-";
    private static final Pattern NAME =
            Pattern.compile("(langsong|before-upgrade|before-restore)-\\d{8}T\\d{6}Z\\.zip");

    private final DataSource database;
    private final DataDirectory directory;
    private final Environment environment;
    private final BackupProperties settings;
    private final BackupWriter writer;
    private final Clock clock;

    /**
     * One that is there.
     *
     * @param name of the file
     * @param size octets
     * @param product version of the program that made it
     * @param rows in all tables
     * @param withKey whether the key of the secrets is in it, under the passphrase
     */
    public record Backup(String name, Instant madeAt, long size, String product, long rows, boolean withKey) {}

    /** @param database each connection is a new one */
    ServerBackups(
            DataSource database,
            DataDirectory directory,
            Environment environment,
            BackupProperties settings,
            BackupWriter writer,
            Clock clock) {
        this.database = database;
        this.directory = directory;
        this.environment = environment;
        this.settings = settings;
        this.writer = writer;
        this.clock = clock;
    }

    /** When one is made by itself, as a calendar job takes it. */
    public String cron() {
        return settings.cron();
    }

    /** Whether there is a passphrase, so that the key of the secrets goes into each. */
    public boolean sealsKey() {
        return !settings.passphrase().isEmpty() || !settings.passphraseFile().isEmpty();
    }

    /** Where they lie. */
    public Path folder() {
        return directory.path().resolve(FOLDER);
    }

    /** Newest first; what can not be read as a backup is left out. */
    public List<Backup> list() {
        List<Backup> all = new ArrayList<>();
        for (Path file : files()) {
            BackupFile.manifest(file)
                    .ifPresent(manifest -> all.add(new Backup(
                            file.getFileName().toString(),
                            manifest.madeAt(),
                            size(file),
                            manifest.product(),
                            manifest.tables().stream()
                                    .mapToLong(Manifest.Table::rows)
                                    .sum(),
                            manifest.key() != null)));
        }
        all.sort(Comparator.comparing(Backup::madeAt).reversed());
        return all;
    }

    /** When the newest was made; empty when there is none. Cheap. */
    public Optional<Instant> newest() {
        return files().stream().map(ServerBackups::madeAt).max(Comparator.naturalOrder());
    }

    /** The file of that name; empty when there is none. */
    public Optional<Path> file(String name) {
        return files().stream()
                .filter(file -> file.getFileName().toString().equals(name))
                .findFirst();
    }

    /** Makes one, and drops those that are not kept. What a kill left half is dropped too. */
    public void make() {
        tidyHalves();
        make(NIGHTLY);
        tidy();
    }

    /** Before tables take a new form. */
    Path makeBeforeUpgrade() {
        // A supervisor starts again and again whoever is killed at it.
        tidyHalves();
        Path made = make(BEFORE_UPGRADE);
        List<Path> all = files().stream()
                .filter(file -> file.getFileName().toString().startsWith(BEFORE_UPGRADE))
                .sorted(Comparator.comparing(ServerBackups::madeAt).reversed())
                .toList();
        all.stream().skip(UPGRADES_KEPT).forEach(ServerBackups::drop);
        return made;
    }

    private Path make(String kind) {
        long begun = System.nanoTime();
        try {
            if (!Files.isDirectory(folder())) {
                Files.createDirectory(
                        folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path file = folder().resolve(kind + Restore.STAMP.format(clock.instant()) + ".zip");
            Manifest manifest = writer.write(
                    new BackupWriter.Source(
                            database,
                            directory.path(),
                            SecretKeys.text(directory.path(), environment.getProperty("langsong.secret-key"))
                                    .orElse(null),
                            settings.phrase(),
                            // The version before has to be able to put it back, and firmware stays where it is.
                            !kind.equals(BEFORE_UPGRADE)),
                    file,
                    KEPT_FREE,
                    BackupProgress.NONE);
            log.info(
                    "backup made file={} tables={} bytes={} withKey={} tookMs={}",
                    file.getFileName(),
                    manifest.tables().size(),
                    size(file),
                    manifest.key() != null,
                    (System.nanoTime() - begun) / 1_000_000);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No backup was made, since %s can not be written: %s".formatted(folder(), e.getMessage()), e);
        } catch (SQLException e) {
            throw new IllegalStateException("No backup was made: " + e.getMessage(), e);
        }
    }

    private void tidy() {
        List<Path> nightly = files().stream()
                .filter(file -> file.getFileName().toString().startsWith(NIGHTLY))
                .toList();
        Set<Instant> kept = new Retention(settings.daily(), settings.weekly(), ZONE)
                .kept(nightly.stream().map(ServerBackups::madeAt).toList());
        nightly.stream().filter(file -> !kept.contains(madeAt(file))).forEach(ServerBackups::drop);
    }

    private void tidyHalves() {
        for (Path file : below()) {
            String name = file.getFileName().toString();
            if (name.endsWith(".part")
                    && NAME.matcher(name.substring(0, name.length() - ".part".length()))
                            .matches()) {
                drop(file);
            }
        }
    }

    private static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
            log.info("backup dropped file={}", file.getFileName());
        } catch (IOException e) {
            log.warn("old backup can not be dropped file={} reason={}", file, e.toString());
        }
    }

    private List<Path> files() {
        return below().stream()
                .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                .toList();
    }

    private List<Path> below() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder())) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant madeAt(Path file) {
        String name = file.getFileName().toString();
        return Restore.STAMP.parse(
                name.substring(name.length() - "20260101T000000Z.zip".length(), name.length() - 4), Instant::from);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
