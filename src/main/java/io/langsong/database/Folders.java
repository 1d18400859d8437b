package io.langsong.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the file API of the JDK has no single call for. Symbolic links are never followed. */
final class Folders {
    private Folders() {}

    static void allowReading(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static void allowRunning(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, @Nullable IOException problem) throws IOException {
                Files.delete(done);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Gives everything below to a user, unless the folder is that user's already. */
    static void give(Path folder, int uid, int gid) throws IOException {
        if (owner(folder) == uid) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.toList();
        }
        // The folder itself comes last, so that a kill in the middle is repaired at the next start.
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.setAttribute(all.get(i), "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(all.get(i), "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes names in a folder survive a power cut, where the system lets a directory be opened (Linux does). */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
