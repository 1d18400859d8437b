package io.langsong.firmware;

import io.langsong.access.Refused;
import io.langsong.database.DataDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files, each under its own checksum: no name that anybody gave becomes part of a path, and a file that is there is whole. Any thread.
 */
final class ImageStore {
    private static final Logger log = LoggerFactory.getLogger(ImageStore.class);
    /** The database stops when its disk is full; so much is left to it. */
    private static final long LEFT_TO_DATABASE = 512L << 20;

    private static final int BUFFER = 1 << 16;
    private static final Duration KEPT = Duration.ofDays(1);

    private final Path folder;
    private final long limit;
    private final ToLongFunction<Path> room;

    /** @param room octets that are free where a path lies */
    ImageStore(DataDirectory data, long limit, ToLongFunction<Path> room) {
        this.folder = data.path().resolve("firmware");
        this.limit = limit;
        this.room = room;
    }

    /**
     * Takes a file to its end and keeps it.
     *
     * @return its SHA-256
     * @throws IOException when whoever sends it breaks off
     */
    String take(InputStream sent) throws IOException {
        Files.createDirectories(folder);
        requireRoom(0);
        Path part = folder.resolve(UUID.randomUUID() + ".part");
        try {
            MessageDigest digest = sha256();
            long octets = write(sent, part, digest);
            if (octets == 0) {
                throw Refused.invalid(
                        "file", null, "firmware.refused.empty", List.of(), "is empty", "send a file of firmware");
            }
            String name = HexFormat.of().formatHex(digest.digest());
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
            return name;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void requireRoom(long more) {
        if (room.applyAsLong(folder) < LEFT_TO_DATABASE + more) {
            throw noRoom();
        }
    }

    private static Refused noRoom() {
        return Refused.conflict(
                "file",
                null,
                "firmware.refused.no-room",
                List.of(LEFT_TO_DATABASE >> 20),
                "does not fit onto the disk of the server, of which %d MB are left to the database"
                        .formatted(LEFT_TO_DATABASE >> 20),
                "remove firmware that is not used, or make room");
    }

    private long write(InputStream sent, Path part, MessageDigest digest) throws IOException {
        long octets = 0;
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new DigestOutputStream(Channels.newOutputStream(file), digest)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = sent.read(buffer); count >= 0; count = sent.read(buffer)) {
                octets += count;
                if (octets > limit) {
                    throw Refused.invalid(
                            "file",
                            null,
                            "firmware.refused.too-long",
                            List.of(limit >> 20),
                            "is longer than %d MB".formatted(limit >> 20),
                            "send a shorter one, or raise langsong.firmware.limit");
                }
                kept(out, buffer, count);
            }
            file.force(true);
        }
        return octets;
    }

    private void kept(OutputStream out, byte[] buffer, int count) throws IOException {
        try {
            out.write(buffer, 0, count);
        } catch (IOException failed) {
            if (room.applyAsLong(folder) < buffer.length) {
                throw noRoom();
            }
            throw failed;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Of what a box sends back. */
    static OutputStream digesting(MessageDigest digest) {
        return new DigestOutputStream(OutputStream.nullOutputStream(), digest);
    }

    static MessageDigest digest() {
        return sha256();
    }

    /** @param sha256 64 hexadecimal digits, which is looked at before anything else */
    Path path(String sha256) {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("No checksum: " + sha256);
        }
        return folder.resolve(sha256);
    }

    boolean has(String sha256) {
        return sha256.matches("[0-9a-f]{64}") && Files.isRegularFile(path(sha256));
    }

    void remove(String sha256) {
        try {
            Files.deleteIfExists(path(sha256));
        } catch (IOException failed) {
            log.warn("firmware file could not be removed sha256={}", sha256, failed);
        }
    }

    /** Removes files that nobody made an image of within a day, and what a server left that died while it took one. */
    void tidy(Predicate<String> used, Instant now) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                if (written.isBefore(now.minus(KEPT))
                        && !used.test(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failed) {
            log.warn("firmware that nobody uses could not be removed", failed);
        }
    }
}
