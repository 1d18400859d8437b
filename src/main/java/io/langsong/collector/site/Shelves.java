package io.langsong.collector.site;

import io.langsong.journal.Damaged;
import io.langsong.journal.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
     * @param shelves oldest first
     * @param unreadable files that hold nothing of ours, and were put aside
     */
    record Found(List<Shelf> shelves, long nextFile, long unreadable) {}

    static Path fileOf(Path folder, long number) {
        return folder.resolve(String.format(Locale.ROOT, "%016d.batches", number));
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
        List<Shelf> found = new ArrayList<>();
        long nextFile = 0;
        long unreadable = 0;
        for (Path file : files) {
            long number = Long.parseLong(file.getFileName().toString().substring(0, 16));
            nextFile = number + 1;
            try {
                Segment segment = Segment.open(file);
                if (segment == null) {
                    log.error("file of batches is damaged from its beginning file={}", file);
                    Damaged.setAside(file, true);
                    unreadable++;
                } else {
                    found.add(new Shelf(number, segment));
                }
            } catch (IOException refused) {
                log.error("file of batches can not be read file={} reason={}", file, refused.toString());
            }
        }
        return new Found(withoutDropped(found), nextFile, unreadable);
    }

    /** Files that were dropped were told of with the batch that took their room; a crash may have come between it and their end. */
    private static List<Shelf> withoutDropped(List<Shelf> found) throws IOException {
        long oldest = found.isEmpty() ? 0 : oldestKnownTo(found.get(found.size() - 1));
        List<Shelf> left = new ArrayList<>();
        for (Shelf shelf : found) {
            if (shelf.file < oldest) {
                shelf.segment.delete();
            } else {
                left.add(shelf);
            }
        }
        return left;
    }

    private static long oldestKnownTo(Shelf newest) throws IOException {
        for (int i = newest.waiting.size() - 1; i >= 0; i--) {
            Block block = newest.waiting.get(i).read();
            if (block != null) {
                return block.oldestFile();
            }
        }
        return 0;
    }
}
