package io.langsong.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged program as the Debian package lays it out: extracted, with its scripts, and with the archive of classes that
 * a rehearsal has made. A start takes half the work of one from the single jar.
 */
final class Installed {
    private static final Path HOME = Path.of("target/installed").toAbsolutePath();
    private static final Path SCRIPTS = Path.of("src/packaging/bin");

    private static final Path HOSTS = HOME.resolve("hosts");

    private static boolean ready;

    private Installed() {}

    static ProcessBuilder command(List<String> args) {
        prepare();
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("bin/langsong").toString()));
        command.addAll(args);
        ProcessBuilder builder = process(command);
        // As on a small machine: it starts sooner. And as on one whose own name nobody knows.
        builder.environment().put("LANGSONG_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Djdk.net.hosts.file=" + HOSTS);
        return builder;
    }

    private static synchronized void prepare() {
        if (ready) {
            return;
        }
        try {
            FileSystemUtils.deleteRecursively(HOME);
            run(
                    Jar.java().toString(),
                    "-Djarmode=tools",
                    "-jar",
                    Jar.JAR.toString(),
                    "extract",
                    "--destination",
                    HOME.toString());
            Files.createDirectory(HOME.resolve("cache"));
            Files.writeString(HOSTS, "127.0.0.1 localhost\n");
            FileSystemUtils.copyRecursively(SCRIPTS, Files.createDirectory(HOME.resolve("bin")));
            for (String script : List.of("langsong", "rehearse")) {
                if (!HOME.resolve("bin").resolve(script).toFile().setExecutable(true)) {
                    throw new IOException("not to be made executable: " + script);
                }
            }
            run(HOME.resolve("bin/rehearse").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ready = true;
    }

    private static void run(String... command) throws IOException {
        Path log = Files.createTempFile("langsong-installed", ".log");
        Process process = process(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(8, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("failed: " + List.of(command) + "\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        Files.delete(log);
    }

    private static ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }
}
