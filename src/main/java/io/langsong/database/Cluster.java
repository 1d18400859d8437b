package io.langsong.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one PostgreSQL: programs, data, logs.
 *
 * @param folder {@code <data directory>/postgres}
 * @param bin directory with {@code initdb}, {@code pg_ctl}, {@code postgres}
 * @param major version of those programs, e.g. 18
 */
record Cluster(Path folder, Path bin, PostgresUser user, int major) {
    static final String USER = "langsong";
    static final String PASSWORD_FILE = "langsong.password";

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final long ROOM_FOR_A_NEW_ONE = 300L << 20;
    private static final int BUILTIN_LOCALES_SINCE = 17;

    /** Unpacks the programs and makes the cluster, as far as that is not done yet. */
    static Cluster open(DataDirectory directory, EmbeddedPostgres.Options options) throws IOException {
        Path folder = directory.path().resolve("postgres");
        DataDirectory.makePrivate(folder);
        if (!Files.exists(folder.resolve("data"))) {
            refuseWithoutRoom(folder);
        }
        PostgresUser user = PostgresUser.choose(options.runAs(), folder);
        Path bin = options.binaries().isPresent()
                ? options.binaries().get()
                : PostgresBinaries.unpack(options.unpackInto().orElse(folder));
        Cluster cluster = new Cluster(folder, bin, user, majorVersion(bin));
        cluster.removeUnfinished();
        Folders.give(folder, user.uid(), user.gid());
        if (!Files.exists(cluster.data())) {
            cluster.make();
        }
        cluster.refuseOtherVersion();
        return cluster;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("log");
    }

    /** What the server said before its log opened. */
    Path startLog() {
        return folder.resolve("start.log");
    }

    String password() throws IOException {
        Path file = passwordFile(data());
        if (!Files.exists(file)) {
            throw new DatabaseStartException(
                    "The password of the embedded PostgreSQL is missing: " + file,
                    "bring that file back from a copy of the data directory, or restore a backup into a new data directory");
        }
        return Files.readString(file).strip();
    }

    /** Words of a command that runs one of our programs as the right user. */
    String[] command(String program, String... words) {
        List<String> all = new ArrayList<>();
        all.add(bin.resolve(program).toString());
        all.addAll(List.of(words));
        return user.command(all.toArray(new String[0]));
    }

    void configure(int port, Map<String, String> extra) throws IOException {
        writePrivate(data().resolve("postgresql.conf"), PostgresSettings.text(port, major, log(), extra));
        writePrivate(data().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        DataDirectory.makePrivate(log());
        hand(log());
        Files.deleteIfExists(startLog());
    }

    /** Removes the programs of earlier versions; call it only while ours run. */
    void removeOlderPrograms() throws IOException {
        for (Path other : below("bin-")) {
            if (!bin.startsWith(other)) {
                log.info("removing older postgres programs folder={}", other);
                Folders.delete(other);
            }
        }
    }

    /** The end of what the server wrote since {@link #configure}, for the message of a failed start. */
    String lastWords() throws IOException {
        StringBuilder words = new StringBuilder();
        if (Files.exists(startLog())) {
            words.append(end(startLog()));
        }
        if (Files.exists(startLog()) && Files.isDirectory(log())) {
            try (Stream<Path> files = Files.list(log())) {
                for (Path file : files.toList()) {
                    if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(startLog())) >= 0) {
                        words.append(end(file));
                    }
                }
            }
        }
        return words.toString().strip();
    }

    private static String end(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer text = ByteBuffer.allocate(2000);
            int length = Math.max(0, channel.read(text, Math.max(0, channel.size() - text.capacity())));
            return new String(text.array(), 0, length, StandardCharsets.UTF_8);
        }
    }

    private void make() throws IOException {
        log.info("making a new database folder={} version={}", data(), major);
        Path unfinished = Files.createTempDirectory(folder, "making-");
        Path passwordFile = Files.createTempFile(folder, "making-", ".password");
        writePrivate(passwordFile, randomPassword() + "\n");
        hand(unfinished);
        hand(passwordFile);
        List<String> words = new ArrayList<>(List.of(
                "--pgdata=" + unfinished,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--data-checksums",
                "--no-instructions"));
        // Needs nothing of the system, and sorts the same after an upgrade of it.
        words.addAll(
                major >= BUILTIN_LOCALES_SINCE
                        ? List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
                        : List.of("--locale=C.UTF-8"));
        Commands.Ended ended = Commands.run(command("initdb", words.toArray(new String[0])));
        if (!ended.succeeded()) {
            throw new DatabaseStartException(
                    "A new PostgreSQL database could not be made in %s: %s"
                            .formatted(data(), ended.output().strip()),
                    "%d MB are free there; free space, or correct what is said above, and start again"
                            .formatted(free(folder) >> 20));
        }
        Files.move(passwordFile, passwordFile(unfinished));
        Folders.sync(unfinished);
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(folder);
    }

    private void refuseOtherVersion() throws IOException {
        Path file = data().resolve("PG_VERSION");
        String made = Files.exists(file) ? Files.readString(file).strip() : "unknown";
        if (!made.equals(String.valueOf(major))) {
            throw new DatabaseStartException(
                    "The database in %s was made by PostgreSQL %s, and this program brings PostgreSQL %d"
                            .formatted(data(), made, major),
                    "start the LangSong that made it, take a backup (langsong backup FILE), and restore that into a new data directory");
        }
    }

    /** What a kill in the middle of unpacking or making has left. */
    private void removeUnfinished() throws IOException {
        for (String start : List.of("making-", "unpacking-")) {
            for (Path file : below(start)) {
                Folders.delete(file);
            }
        }
    }

    private List<Path> below(String start) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(start))
                    .toList();
        }
    }

    private static int majorVersion(Path bin) throws IOException {
        Commands.Ended ended = Commands.run(bin.resolve("postgres").toString(), "--version");
        Matcher matcher = VERSION.matcher(ended.output());
        if (!matcher.find()) {
            throw new DatabaseStartException(
                    "PostgreSQL in %s does not run here: %s"
                            .formatted(bin, ended.output().strip()),
                    "a file system mounted noexec and a system without glibc are the usual reasons; set %s to another file system, or set spring.datasource.url to a PostgreSQL of your own"
                            .formatted(DataDirectory.SETTING));
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static void refuseWithoutRoom(Path folder) throws IOException {
        if (free(folder) < ROOM_FOR_A_NEW_ONE) {
            throw new DatabaseStartException(
                    "A new database needs %d MB, and %d MB are free in %s"
                            .formatted(ROOM_FOR_A_NEW_ONE >> 20, free(folder) >> 20, folder),
                    "free space there, or set %s (LANGSONG_DATA_DIR) to another disk".formatted(DataDirectory.SETTING));
        }
    }

    static long free(Path folder) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        return disk.getUsableSpace();
    }

    private static Path passwordFile(Path data) {
        // Inside the data, so that one is never without the other.
        return data.resolve(PASSWORD_FILE);
    }

    private static String randomPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
        hand(file);
    }

    private void hand(Path file) throws IOException {
        if (Folders.owner(file) != user.uid()) {
            Files.setAttribute(file, "unix:gid", user.gid());
            Files.setAttribute(file, "unix:uid", user.uid());
        }
    }
}
