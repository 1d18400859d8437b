package io.langsong.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The one jar, as a stranger would run it. */
public final class Jar {
    static final String TOKEN = "token-of-a-test-that-runs-the-jar";

    static final Path JAR = Path.of("target/langsong.jar");

    private Jar() {}

    /** How a run ended. */
    public record Ended(int status, String out, String err) {}

    /** Runs it to its end. @param folder for what it writes */
    public static Ended run(Path folder, String... args) {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        try {
            Process process = forTest(command(args))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "not ended: " + List.of(args) + "\n" + Files.readString(out) + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static ProcessBuilder command(String... args) {
        List<String> command = new ArrayList<>(List.of(
                java().toString(),
                "-Xmx512m",
                // As on a small machine: it starts sooner.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    /** With what {@link RunningServer} signs in with. */
    static ProcessBuilder forTest(ProcessBuilder builder) {
        builder.environment().put("LANGSONG_API_TOKEN", TOKEN);
        builder.environment().put("LANGSONG_ADMIN_PASSWORD", "a-password-of-a-test-1");
        return builder;
    }

    /** Processes that have {@code folder} in their command line: a server on it, or the PostgreSQL of its data. */
    public static Stream<ProcessHandle> processesOf(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()));
    }
}
