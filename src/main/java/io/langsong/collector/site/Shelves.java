package io.langsong.collector.site;

import io.langsong.journal.Segment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a backlog as they lie in its folder. */
final class Shelves {
    private static final Logger log = LoggerFactory.getLogger(Shelves.class);
    private static final Pattern NAME = Pattern.compile("[0-9]{16}\\.batches");

    private Shelves() {}

    /**
     * What an earlier process left.
     *
     * @param files oldest first
     */
    record Found(List<Path> files, long nextFile) {}

    static Path fileOf(Path folder, long number) {
        return folder.resolve(String.format(Locale.ROOT, "%016d.batches", number));
    }

    static long numberOf(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, 16));
    }

    /** What is not ours is left alone. */
    static Found in(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
        long nextFile = files.isEmpty() ? 0 : numberOf(files.get(files.size() - 1)) + 1;
        return new Found(withoutDropped(files), nextFile);
    }

    /** Files that were dropped were told of with the batch that took their room; a crash may have come between it and their end. */
    private static List<Path> withoutDropped(List<Path> files) throws IOException {
        long oldest = oldestKnownTo(files);
        List<Path> left = new ArrayList<>();
        for (Path file : files) {
            if (numberOf(file) < oldest) {
                Files.delete(file);
            } else {
                left.add(file);
            }
        }
        return left;
    }

    /** As the newest batch has it; 0 when none can be read. */
    private static long oldestKnownTo(List<Path> files) {
        for (int i = files.size() - 1; i >= 0; i--) {
            try {
                Block newest = newestIn(Segment.open(files.get(i)));
                if (newest != null) {
                    return newest.oldestFile();
                }
            } catch (IOException unreadable) {
                log.debug("file of batches can not be read file={}", files.get(i), unreadable);
            }
        }
        return 0;
    }

    private static @Nullable Block newestIn(@Nullable Segment segment) throws IOException {
        List<Segment.Place> places = segment == null ? List.of() : segment.places();
        for (int i = places.size() - 1; segment != null && i >= 0; i--) {
            byte[] content = segment.read(places.get(i));
            Block block = content == null ? null : Block.read(content);
            if (block != null) {
                return block;
            }
        }
        return null;
    }

    /**
     * What was being written at a crash is taken off, so that it does not look like damage once another file is the newest.
     *
     * @param octets at the end of the file
     */
    static void cut(Segment segment, long octets) throws IOException {
        try (FileChannel file = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
            file.truncate(segment.size() - octets);
            file.force(true);
        }
    }
}
