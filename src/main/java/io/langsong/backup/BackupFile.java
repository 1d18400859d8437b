package io.langsong.backup;

import io.langsong.backup.BackupProgress.Step;
import io.langsong.backup.Manifest.Stored;
import io.langsong.backup.Manifest.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A backup that is there: a ZIP with {@code manifest.json}, one entry a table as COPY writes it, and files. Its comment, the last
 * octets of it, is the SHA-256 of all that stand before that number. One thread.
 */
final class BackupFile implements AutoCloseable {
    static final String MANIFEST = "manifest.json";

    private static final int HEX = 64;
    private static final String COMMENT = "langsong backup sha256:";
    /** The comment before the number is known. */
    static final String UNSEALED = COMMENT + "0".repeat(HEX);

    private static final long LONGEST_MANIFEST = 64 << 20;
    private static final Pattern STORED = Pattern.compile("profiles(/[^/\\\\\\p{Cntrl}]{1,200}){1,10}");
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path path;
    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(Path path, ZipFile zip, Manifest manifest) {
        this.path = path;
        this.zip = zip;
        this.manifest = manifest;
    }

    /** Puts the number into the comment, and the file onto the disk. */
    static void seal(Path file) throws IOException {
        long end = Files.size(file) - HEX;
        byte[] hex = HexFormat.of().formatHex(sha256(file, end)).getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(hex), end);
            channel.force(true);
        }
    }

    /**
     * Opens a file whose octets are those that were written.
     *
     * @throws BackupRefused when it is no backup, is damaged, or of a later form
     */
    static BackupFile open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new BackupRefused("no-file", path);
        }
        if (!Files.isRegularFile(path)) {
            throw new BackupRefused("no-backup", path);
        }
        if (!Files.isReadable(path)) {
            throw new BackupRefused("not-readable", path, System.getProperty("user.name"));
        }
        refuseDamage(path);
        return read(path);
    }

    /** What a file says of itself, without a look at all of it; empty when it is no backup. */
    static Optional<Manifest> manifest(Path path) {
        try (BackupFile file = read(path)) {
            return Optional.of(file.manifest);
        } catch (BackupRefused | IOException none) {
            return Optional.empty();
        }
    }

    private static BackupFile read(Path path) throws IOException {
        ZipFile zip = null;
        boolean opened = false;
        try {
            zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
            ZipEntry entry = zip.getEntry(MANIFEST);
            if (entry == null || entry.getSize() > LONGEST_MANIFEST) {
                throw new BackupRefused("no-backup", path);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] json = in.readNBytes((int) LONGEST_MANIFEST);
                int format = JSON.readTree(json).path("format").asInt(0);
                if (format > Manifest.FORMAT) {
                    throw new BackupRefused("later-format", path, format, Manifest.FORMAT);
                }
                BackupFile file = new BackupFile(path, zip, JSON.readValue(json, Manifest.class));
                file.refuseStrangeNames();
                opened = true;
                return file;
            }
        } catch (JacksonException | ZipException e) {
            throw new BackupRefused(e, "no-backup", path);
        } finally {
            if (zip != null && !opened) {
                zip.close();
            }
        }
    }

    private static void refuseDamage(Path path) throws IOException {
        long size = Files.size(path);
        if (size < COMMENT.length() + HEX) {
            throw new BackupRefused("no-backup", path);
        }
        ByteBuffer tail = ByteBuffer.allocate(COMMENT.length() + HEX);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (tail.hasRemaining() && channel.read(tail, size - tail.capacity() + tail.position()) >= 0) {
                continue;
            }
        }
        String comment = new String(tail.array(), StandardCharsets.ISO_8859_1);
        String hex = HexFormat.of().formatHex(sha256(path, size - HEX));
        if (!comment.equals(COMMENT + hex)) {
            // A ZIP by its first letters: ours, cut off or changed.
            throw new BackupRefused(startsAsZip(path) ? "damaged" : "no-backup", path);
        }
    }

    private static boolean startsAsZip(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(2), StandardCharsets.ISO_8859_1).equals("PK");
        }
    }

    private static byte[] sha256(Path path, long until) throws IOException {
        MessageDigest sha256 = RowsDigest.sha256();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            long left = until;
            while (left > 0) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                int read = channel.read(buffer);
                if (read < 0) {
                    break;
                }
                left -= read;
                sha256.update(buffer.flip());
            }
        }
        return sha256.digest();
    }

    /** Whoever made the file may have meant harm. */
    private void refuseStrangeNames() {
        boolean strange = manifest.tables().stream()
                        .anyMatch(table -> !NAME.matcher(table.name()).matches())
                || manifest.files().stream().anyMatch(BackupFile::isStrange);
        if (strange) {
            throw new BackupRefused("no-backup", path);
        }
    }

    private static boolean isStrange(Stored file) {
        if (file.isFirmware()) {
            return !Manifest.IMAGE.matcher(file.sha256()).matches();
        }
        return !STORED.matcher(file.path()).matches()
                || !Path.of(file.path()).normalize().equals(Path.of(file.path()));
    }

    Path path() {
        return path;
    }

    Manifest manifest() {
        return manifest;
    }

    /** Compares each table and file with what the manifest says of it. @throws BackupRefused when one is another */
    void check(BackupProgress progress) throws IOException {
        int done = 0;
        for (Table table : manifest.tables()) {
            progress.at(Step.CHECK, table.name(), done++, manifest.tables().size());
            check(table.entry(), table.sha256());
        }
        for (Stored file : manifest.files()) {
            check(file.entry(), file.sha256());
        }
    }

    private void check(String entry, String expected) throws IOException {
        MessageDigest sha256 = RowsDigest.sha256();
        try (InputStream in = content(entry)) {
            byte[] some = new byte[1 << 16];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                sha256.update(some, 0, read);
            }
        }
        if (!HexFormat.of().formatHex(sha256.digest()).equals(expected)) {
            throw new BackupRefused("damaged", path);
        }
    }

    InputStream content(String entry) throws IOException {
        @Nullable ZipEntry found = zip.getEntry(entry);
        if (found == null) {
            throw new BackupRefused("damaged", path);
        }
        return zip.getInputStream(found);
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
