package io.langsong.health;

import io.langsong.database.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Whether there is room where the data are. */
@Component
final class DiskCheck implements HealthCheck {
    static final String NAME = "disk";
    /** PostgreSQL stops when its log of writes finds no room; that may hold 256 MB. */
    private static final DataSize FULL = DataSize.ofMegabytes(300);

    private static final DataSize LITTLE = DataSize.ofGigabytes(2);

    private final DataDirectory directory;

    DiskCheck(DataDirectory directory) {
        this.directory = directory;
    }

    static Finding judge(DataSize free, DataSize total, String folder) {
        if (free.compareTo(FULL) < 0) {
            return Finding.of(NAME, Level.BROKEN, "full", free, total, folder);
        }
        return free.compareTo(LITTLE) < 0
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
            return Optional.of(judge(
                    DataSize.ofBytes(store.getUsableSpace()),
                    DataSize.ofBytes(store.getTotalSpace()),
                    directory.path().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
