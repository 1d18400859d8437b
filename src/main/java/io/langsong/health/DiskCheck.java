package io.langsong.health;

import io.langsong.database.DataDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Whether there is room where the data are, and the disk takes what is written. */
@Component
final class DiskCheck implements HealthCheck {
    static final String NAME = "disk";

    private static final String PROBE = ".disk-check";
    /** PostgreSQL stops when its log of writes finds no room; that may hold 256 MB. */
    private static final DataSize FULL = DataSize.ofMegabytes(300);

    private static final DataSize LITTLE = DataSize.ofGigabytes(2);
    /** Of a small disk a tenth is full, a fifth is little. */
    private static final int FULL_SHARE = 10;

    private static final int LITTLE_SHARE = 5;

    private final DataDirectory directory;

    DiskCheck(DataDirectory directory) {
        this.directory = directory;
    }

    static Finding judge(DataSize free, DataSize total, String folder) {
        if (free.toBytes() < Math.min(FULL.toBytes(), total.toBytes() / FULL_SHARE)) {
            return Finding.of(NAME, Level.BROKEN, "full", free, total, folder);
        }
        return free.toBytes() < Math.min(LITTLE.toBytes(), total.toBytes() / LITTLE_SHARE)
                ? Finding.of(NAME, Level.WATCH, "little", free, total, folder)
                : Finding.of(NAME, Level.FINE, "fine", free, total, folder);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        try {
            FileStore store = Files.getFileStore(directory.path());
            Finding room = judge(
                    DataSize.ofBytes(store.getUsableSpace()),
                    DataSize.ofBytes(store.getTotalSpace()),
                    directory.path().toString());
            return Optional.of(room.level() == Level.BROKEN ? room : written().orElse(room));
        } catch (IOException e) {
            return Optional.of(unwritable(e));
        }
    }

    /** A disk that fails is mounted read-only by the kernel, or answers with errors; how much of it is free says neither. */
    private Optional<Finding> written() {
        Path probe = directory.path().resolve(PROBE);
        try {
            try (FileChannel channel = FileChannel.open(
                    probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                channel.write(ByteBuffer.wrap(new byte[] {1}));
                channel.force(true);
            }
            Files.delete(probe);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(e));
        }
    }

    private Finding unwritable(IOException e) {
        return Finding.of(NAME, Level.BROKEN, "unwritable", directory.path().toString(), reason(e));
    }

    /** What the system said, without the name of our file before it. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : String.valueOf(e.getMessage());
    }
}
