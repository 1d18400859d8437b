package io.langsong.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps a second server out of a data directory. The kernel drops it with the process, however that ends. */
final class DirectoryLock implements AutoCloseable {
    /**
     * Directories held by this process. A POSIX lock belongs to the process and is lost when <em>any</em> channel to its
     * file is closed, so a second attempt in this process must not even open the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * @throws DatabaseStartException if another server, in this process or in another, has the directory
     */
    static DirectoryLock take(DataDirectory data) {
        Path directory = data.path();
        if (!HELD.add(directory)) {
            throw taken(directory, String.valueOf(ProcessHandle.current().pid()));
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(
                    directory.resolve("langsong.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw taken(directory, read(channel));
            }
            locked = true;
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(directory, channel);
        } catch (IOException e) {
            throw new DatabaseStartException(
                    "Data directory %s can not be locked: %s".formatted(directory, e),
                    "free space on its disk, give it to user %s, or set %s to a directory on a local file system"
                            .formatted(System.getProperty("user.name"), DataDirectory.SETTING),
                    e);
        } finally {
            if (!locked) {
                HELD.remove(directory);
                closeQuietly(channel);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(directory);
        }
    }

    private static DatabaseStartException taken(Path directory, String pid) {
        return new DatabaseStartException(
                "Data directory %s is in use by another LangSong server, process %s".formatted(directory, pid),
                "stop that process, or set %s (LANGSONG_DATA_DIR) to another directory"
                        .formatted(DataDirectory.SETTING));
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "unknown" : pid;
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
