package io.langsong.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The one directory below which a server keeps what it must not lose: its database, its keys, its spools.
 *
 * @param path real path of an existing, writable directory; made with mode 0700 where we made it
 */
public record DataDirectory(Path path) {
    static final String SETTING = "langsong.data-dir";

    public DataDirectory {
        if (!path.isAbsolute() || !Files.isDirectory(path)) {
            throw new IllegalArgumentException("Data directory must be the absolute path of a directory: " + path);
        }
    }

    /**
     * Makes the directory where it is missing.
     *
     * @throws DatabaseStartException if it can not be made or written to
     */
    public static DataDirectory at(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            makePrivate(absolute);
            Path real = absolute.toRealPath();
            if (!Files.isWritable(real)) {
                throw new DatabaseStartException(
                        "Data directory %s is not writable for user %s"
                                .formatted(real, System.getProperty("user.name")),
                        "give it to this user (chown -R), or set %s (LANGSONG_DATA_DIR) to another directory"
                                .formatted(SETTING));
            }
            return new DataDirectory(real);
        } catch (IOException e) {
            throw new DatabaseStartException(
                    "Data directory %s can not be made or read by user %s: %s"
                            .formatted(absolute, System.getProperty("user.name"), e),
                    "make it and give it to this user, or set %s (LANGSONG_DATA_DIR) to another directory"
                            .formatted(SETTING),
                    e);
        }
    }

    /** A directory of mode 0700; one that exists is left as it is. */
    static void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
