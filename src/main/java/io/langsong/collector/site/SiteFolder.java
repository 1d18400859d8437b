package io.langsong.collector.site;

import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.MessageCodec;
import io.langsong.collector.wire.WireException;
import io.langsong.secret.SecretBox;
import io.langsong.secret.SecretKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The data directory of a collector: {@code identity} (mode 600), {@code assignment} (sealed with {@code secret.key}), {@code profiles}, {@code batches}. One process has
 * it. One thread.
 */
final class SiteFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SiteFolder.class);
    private static final CBORMapper CBOR = new CBORMapper();
    private static final String PLACE = "collector assignment";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final FileChannel lock;
    private @Nullable SecretBox box;

    private SiteFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** @throws SiteException when it can not be written, or another process has it */
    static SiteFolder open(Path folder) {
        try {
            if (Files.notExists(folder)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
            }
            FileChannel lock = FileChannel.open(
                    folder.resolve("collector.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            if (!isTaken(lock)) {
                return new SiteFolder(folder, lock);
            }
            lock.close();
        } catch (IOException refused) {
            throw new SiteException(
                    "The data directory %s can not be used: %s; give it to user %s, or name another with --data-dir"
                            .formatted(folder, refused, System.getProperty("user.name")),
                    refused);
        }
        throw new SiteException(
                "The data directory %s is in use by another collector; stop that one, or name another with --data-dir"
                        .formatted(folder));
    }

    private static boolean isTaken(FileChannel lock) throws IOException {
        try {
            FileLock got = lock.tryLock();
            return got == null;
        } catch (OverlappingFileLockException inThisProcess) {
            return true;
        }
    }

    Path batches() {
        return folder.resolve("batches");
    }

    Path profiles() {
        return folder.resolve("profiles");
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    /** Octets that may still be written. */
    long free() throws IOException {
        FileStore disk = Files.getFileStore(folder);
        return disk.getUsableSpace();
    }

    /** @throws SiteException when it is open to other users, or damaged */
    Optional<Kept> kept() {
        Path file = folder.resolve("identity");
        try {
            EnumSet<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            open.removeAll(OWNER);
            if (!open.isEmpty()) {
                throw new SiteException("%s is open to other users; close it with: chmod 600 %s".formatted(file, file));
            }
            return Optional.of(CBOR.readValue(Files.readAllBytes(file), Kept.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | JacksonException | IllegalArgumentException damaged) {
            throw new SiteException(
                    "%s can not be read: %s; remove it, and enrol again with a new token"
                            .formatted(file, damaged.getClass().getSimpleName()),
                    damaged);
        }
    }

    void keep(Kept kept) throws IOException {
        write(folder.resolve("identity"), CBOR.writeValueAsBytes(kept));
    }

    /** What was last assigned; empty when nothing was, or it can not be read any more: then the server sends it again. */
    Optional<Message.Assignment> assignment() {
        Path file = folder.resolve("assignment");
        try {
            byte[] sealed = Files.readAllBytes(file);
            byte[] octets = Base64.getDecoder().decode(box(true).open(sealed, PLACE));
            return MessageCodec.decode(octets) instanceof Message.Assignment assignment
                    ? Optional.of(assignment)
                    : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (WireException | IllegalStateException | IllegalArgumentException unusable) {
            log.warn("assignment kept can not be used, the server is asked for it reason={}", unusable.getMessage());
        } catch (IOException unreadable) {
            log.warn("assignment kept can not be read file={} reason={}", file, unreadable.toString());
        }
        return Optional.empty();
    }

    /** Sealed, since it holds the credentials of devices. */
    void keep(Message.Assignment assignment) throws IOException {
        String octets = Base64.getEncoder().encodeToString(MessageCodec.encode(assignment));
        write(folder.resolve("assignment"), box(false).seal(octets, PLACE));
    }

    private SecretBox box(boolean needed) {
        SecretBox opened = box;
        if (opened == null) {
            opened = SecretKeys.open(folder, null, needed);
            box = opened;
        }
        return opened;
    }

    /** Whole or not at all. */
    private static void write(Path file, byte[] octets) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(half);
        try (FileChannel out = FileChannel.open(
                half,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer left = ByteBuffer.wrap(octets);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            try (FileChannel names = FileChannel.open(parent, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
