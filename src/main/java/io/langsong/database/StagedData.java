package io.langsong.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a restore puts in the place of a data directory's content: built beside it, in {@code restoring}, and put in place by
 * renames. From the moment the file {@code ready} is there the renames are finished by whoever comes next, so that a kill
 * leaves what was there before or all of the new.
 */
final class StagedData {
    static final String FOLDER = "restoring";

    private static final Logger log = LoggerFactory.getLogger(StagedData.class);
    private static final String READY = "ready";
    /** All that a data directory holds and a backup brings. */
    private static final List<String> ITEMS = List.of("postgres", "secret.key", "profiles", "firmware");

    private static final Pattern ASIDE = Pattern.compile("before-restore-[0-9TZ]{1,30}");

    private StagedData() {}

    /** An empty folder to build in. Under the lock of the data directory, with no PostgreSQL left in the folder. */
    static Path begin(DataDirectory data) throws IOException {
        Path folder = data.path().resolve(FOLDER);
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Folders.delete(folder);
        }
        DataDirectory.makePrivate(folder);
        return folder;
    }

    /**
     * From here on the new content is the one that counts.
     *
     * @param aside name of the folder that takes what was there before
     * @throws IOException also when something could not be put aside; nothing is changed then
     */
    static void ready(DataDirectory data, String aside) throws IOException {
        Path folder = data.path().resolve(FOLDER);
        for (String item : ITEMS) {
            if (Files.exists(folder.resolve(item))) {
                requireMovable(data, data.path().resolve(item));
            }
        }
        Folders.sync(folder);
        Path half = folder.resolve(READY + ".part");
        Files.writeString(half, aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(half, folder.resolve(READY), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(folder);
    }

    /** A folder that goes to another one is changed by that, and a mount stays where it is. */
    private static void requireMovable(DataDirectory data, Path place) throws IOException {
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isWritable(place)) {
            throw new IOException("%s belongs to %s and can not be put aside"
                    .formatted(place, Files.getOwner(place).getName()));
        }
        if (!Files.getFileStore(place).equals(Files.getFileStore(data.path()))) {
            throw new IOException("%s is a mount of its own and can not be put aside".formatted(place));
        }
    }

    static boolean isReady(DataDirectory data) {
        return Files.exists(data.path().resolve(FOLDER).resolve(READY));
    }

    /** Puts in place what is ready; does nothing where nothing is. Under the lock of the data directory. */
    static void finish(DataDirectory data) throws IOException {
        Path folder = data.path().resolve(FOLDER);
        Path ready = folder.resolve(READY);
        if (!Files.exists(ready)) {
            return;
        }
        String aside = Files.readString(ready).strip();
        if (!ASIDE.matcher(aside).matches()) {
            throw new IOException("%s does not name where to put what was there".formatted(ready));
        }
        for (String item : ITEMS) {
            Path fresh = folder.resolve(item);
            Path place = data.path().resolve(item);
            if (!Files.exists(fresh)) {
                continue;
            }
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                Path before = data.path().resolve(aside);
                DataDirectory.makePrivate(before);
                Files.move(place, before.resolve(item), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        }
        Folders.sync(data.path());
        Folders.delete(folder);
        log.info("restored data put in place folder={} before={}", data.path(), aside);
    }
}
