package io.langsong.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running (or killed) postmaster says of itself in {@code postmaster.pid}: pid, data directory, start time, port,
 * socket directory, address, shared memory, status, one a line (PostgreSQL, {@code src/include/utils/pidfile.h}).
 *
 * @param port TCP port; 0 where the postmaster had not written it yet
 * @param ready true when it accepts connections; false while it starts, recovers or stops
 */
record PostmasterFile(long pid, int port, boolean ready) {
    static Path in(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** Empty when there is no file, or one that a power cut left unreadable. */
    static Optional<PostmasterFile> read(Path data) throws IOException {
        try {
            return parse(Files.readString(in(data), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static Optional<PostmasterFile> parse(String text) {
        List<String> lines = text.lines().toList();
        try {
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines.get(0).strip()),
                    lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0,
                    lines.size() > 7 && lines.get(7).strip().equals("ready")));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the process of that number is still a postmaster on this data directory. After a restart of the machine, or
     * of a container where numbers are small, the number may belong to anybody, even to us.
     */
    boolean isAlive(Path data) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return false;
        }
        try {
            List<String> words =
                    List.of(Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"), StandardCharsets.UTF_8)
                            .split("\0"));
            return words.get(0).endsWith("postgres") && words.contains(data.toString());
        } catch (IOException e) {
            // No /proc here: the name of the program is the best that the system tells.
            return process.get().info().command().orElse("").endsWith("postgres");
        }
    }
}
