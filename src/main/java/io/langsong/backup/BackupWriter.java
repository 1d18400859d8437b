package io.langsong.backup;

import io.langsong.backup.BackupProgress.Step;
import io.langsong.backup.Manifest.Migration;
import io.langsong.backup.Manifest.Sequence;
import io.langsong.backup.Manifest.Stored;
import io.langsong.backup.Manifest.Table;
import io.langsong.secret.SecretKeys;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a backup: all tables as they were at one instant, while others go on writing. The file is there whole or not at all. Each
 * call has a connection of its own; any thread.
 */
final class BackupWriter {
    private static final int LOOK_AT_DISK_EVERY = 16 << 20;
    /** The database is read faster than the best compression would keep up with. */
    private static final int COMPRESSION = 3;

    /** By which clients of an access point are told apart for a day, and destroyed with it; a backup would keep it for longer. */
    private static final Set<String> OF_THE_DAY = Set.of("agent_day", "agent_day_client");

    private final Clock clock;
    private final String product;

    /** @param product version of this program */
    BackupWriter(Clock clock, String product) {
        this.clock = clock;
        this.product = product;
    }

    /**
     * What goes into a backup.
     *
     * @param database each connection is a new one
     * @param directory the data directory
     * @param key of the secrets in base64; null when there is none
     * @param passphrase null: the key stays out
     * @param firmware whether the images of firmware go in too, which an earlier program does not know, so that it could not put the backup back
     */
    record Source(
            DataSource database,
            Path directory,
            @Nullable String key,
            @Nullable String passphrase,
            boolean firmware) {
        @Override
        public String toString() {
            return "Source[" + directory + "]";
        }
    }

    /**
     * @param file that is not there yet
     * @param keepFree octets that stay free on its disk
     * @return what the file holds
     * @throws BackupRefused when the disk is full, or there is nothing to back up
     */
    Manifest write(Source source, Path file, long keepFree, BackupProgress progress) throws IOException, SQLException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        boolean done = false;
        try {
            Manifest manifest = writePart(source, part, keepFree, progress);
            BackupFile.seal(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            sync(file.toAbsolutePath().getParent());
            done = true;
            return manifest;
        } catch (IOException e) {
            if (isFull(part, e)) {
                throw full(part, e);
            }
            throw e;
        } finally {
            if (!done) {
                Files.deleteIfExists(part);
            }
        }
    }

    private Manifest writePart(Source source, Path part, long keepFree, BackupProgress progress)
            throws IOException, SQLException {
        try (FileChannel channel = FileChannel.open(
                        part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(part));
                OutputStream out = new BufferedOutputStream(
                        new RoomKeeping(Channels.newOutputStream(channel), part, keepFree), 1 << 16);
                ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
                Connection connection = source.database().getConnection()) {
            zip.setLevel(COMPRESSION);
            Instant madeAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            Catalogue database = new Catalogue(connection);
            database.plainText();
            connection.setAutoCommit(false);
            database.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            if (!database.isTrue("SELECT to_regclass('" + Catalogue.HISTORY + "') IS NOT NULL")) {
                throw new BackupRefused("nothing-there");
            }
            Map<String, List<String>> columns = database.tables();
            columns.keySet().removeAll(OF_THE_DAY);
            // So that nobody changes their form meanwhile.
            database.run("LOCK TABLE " + Catalogue.list(List.copyOf(columns.keySet())) + " IN ACCESS SHARE MODE");
            List<Migration> migrations = SchemaSteps.taken(database);
            List<Table> tables = new ArrayList<>();
            for (Map.Entry<String, List<String>> table : columns.entrySet()) {
                progress.at(Step.WRITE, table.getKey(), tables.size(), columns.size());
                tables.add(table(database, table.getKey(), table.getValue(), zip));
            }
            List<Sequence> sequences = database.sequences();
            String version = database.version();
            connection.rollback();
            String key = source.key();
            String passphrase = source.passphrase();
            List<Stored> files = files(source, zip);
            Manifest manifest = new Manifest(
                    Manifest.formatOf(files),
                    product,
                    madeAt,
                    version,
                    migrations,
                    tables,
                    sequences,
                    files,
                    key == null ? null : SecretKeys.keyId(key, "secret.key"),
                    key == null || passphrase == null ? null : SealedKey.seal(key, passphrase));
            zip.putNextEntry(new ZipEntry(BackupFile.MANIFEST));
            zip.write(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsBytes(manifest));
            zip.closeEntry();
            zip.setComment(BackupFile.UNSEALED);
            zip.finish();
            out.flush();
            return manifest;
        }
    }

    private static Table table(Catalogue database, String name, List<String> columns, ZipOutputStream zip)
            throws IOException, SQLException {
        RowsDigest digest = new RowsDigest();
        MessageDigest sha256 = RowsDigest.sha256();
        zip.putNextEntry(new ZipEntry("tables/" + name + ".copy"));
        CopyOut copy = database.copyOut(name, columns);
        for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
            digest.add(row);
            sha256.update(row);
            zip.write(row);
        }
        zip.closeEntry();
        return new Table(name, columns, digest.rows(), HexFormat.of().formatHex(sha256.digest()), digest.hex());
    }

    /** Device profiles that people wrote, and images of firmware; all else that counts is in the database. */
    private static List<Stored> files(Source source, ZipOutputStream zip) throws IOException {
        List<Stored> files = new ArrayList<>();
        for (Path file : below(source.directory().resolve(Manifest.PROFILES))) {
            store(source.directory(), file, zip, files);
        }
        if (source.firmware()) {
            // It is compressed already.
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : below(source.directory().resolve(Manifest.FIRMWARE))) {
                if (Manifest.IMAGE.matcher(file.getFileName().toString()).matches()) {
                    store(source.directory(), file, zip, files);
                }
            }
            zip.setLevel(COMPRESSION);
        }
        return files;
    }

    private static List<Path> below(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    private static void store(Path directory, Path file, ZipOutputStream zip, List<Stored> files) throws IOException {
        String path = directory.relativize(file).toString().replace('\\', '/');
        MessageDigest sha256 = RowsDigest.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            zip.putNextEntry(new ZipEntry("files/" + path));
            long size = in.transferTo(new DigestOutputStream(zip, sha256));
            zip.closeEntry();
            files.add(new Stored(path, size, HexFormat.of().formatHex(sha256.digest())));
        } catch (NoSuchFileException gone) {
            // Somebody removed it since it was listed.
            return;
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void sync(@Nullable Path folder) throws IOException {
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Java has no type for it, and the words come in the language of the system. */
    private static boolean isFull(Path part, IOException e) throws IOException {
        return e instanceof NoRoom
                || (Files.exists(part) && Files.getFileStore(part).getUsableSpace() < 1 << 20);
    }

    private static BackupRefused full(Path part, IOException e) throws IOException {
        Path folder = part.toAbsolutePath().getParent();
        return new BackupRefused(e, "disk-full", String.valueOf(folder), free(part) >> 20);
    }

    private static long free(Path part) throws IOException {
        return Files.getFileStore(
                        Files.exists(part) ? part : part.toAbsolutePath().getParent())
                .getUsableSpace();
    }

    private static final class NoRoom extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** PostgreSQL stops when its own disk is full: a backup stops before. */
    private static final class RoomKeeping extends OutputStream {
        private final OutputStream out;
        private final Path file;
        private final long keepFree;
        private long untilLook;

        RoomKeeping(OutputStream out, Path file, long keepFree) {
            this.out = out;
            this.file = file;
            this.keepFree = keepFree;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            untilLook -= length;
            if (keepFree > 0 && untilLook < 0) {
                untilLook = LOOK_AT_DISK_EVERY;
                if (Files.getFileStore(file).getUsableSpace() < keepFree) {
                    throw new NoRoom();
                }
            }
            out.write(octets, from, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
