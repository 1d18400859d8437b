package io.langsong.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Where files go that do not hold what they should: {@code damaged} beside them, for a person to look at, as long as there are few. */
public final class Damaged {
    private static final int MOST_KEPT = 20;

    private Damaged() {}

    /** @param move whether it is gone from its place then, kept or not */
    public static void setAside(Path file, boolean move) throws IOException {
        Path aside = file.resolveSibling("damaged");
        Files.createDirectories(aside);
        long there;
        try (Stream<Path> files = Files.list(aside)) {
            there = files.count();
        }
        if (there < MOST_KEPT) {
            Files.copy(file, aside.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        if (move) {
            Files.delete(file);
        }
    }
}
