package io.langsong.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Short programs: run, waited for, their words read. */
final class Commands {
    /**
     * @param exitValue 127 when there is no such program
     * @param output both streams
     */
    record Ended(int exitValue, String output) {
        boolean succeeded() {
            return exitValue == 0;
        }
    }

    private Commands() {}

    static Ended run(String... words) throws IOException {
        ProcessBuilder builder = builder(words).redirectErrorStream(true);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Ended(127, String.valueOf(e.getMessage()));
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Ended(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + words[0], e);
        }
    }

    static boolean succeeds(String... words) throws IOException {
        return run(words).succeeded();
    }

    static String output(String... words) throws IOException {
        return run(words).output();
    }

    /** Without what in our environment would steer PostgreSQL: its variables, the language, the time zone. */
    static ProcessBuilder builder(String... words) {
        ProcessBuilder builder = new ProcessBuilder(List.of(words));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        return builder;
    }
}
