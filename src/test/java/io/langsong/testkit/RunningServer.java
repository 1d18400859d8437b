package io.langsong.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged program as the Debian package installs it: its own process, its own data directory, spoken to over HTTP alone. */
public final class RunningServer implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final JsonMapper json = JsonMapper.builder().build();
    private final Path folder;
    private final int port;
    private final List<String> settings;
    private Process process;

    /** @param folder for the data and the log; kept between starts */
    public RunningServer(Path folder, String... settings) {
        this.folder = folder;
        this.settings = List.of(settings);
        this.port = FreePort.tcp();
    }

    public int port() {
        return port;
    }

    /** Starts the process, and waits until it answers. */
    public RunningServer start() {
        launch();
        await(Duration.ofMinutes(3), "the server listens", this::answers);
        return this;
    }

    /** Starts the process; another one would answer in its place. */
    public void launch() {
        if (isAlive()) {
            throw new IllegalStateException("the server runs already");
        }
        List<String> args = new ArrayList<>(List.of(
                "serve",
                "--data-dir",
                folder.resolve("data").toString(),
                "--port",
                Integer.toString(port),
                "--server.address=127.0.0.1",
                // Servers of several tests run at a time.
                "--langsong.event.trap-port=0",
                "--langsong.event.syslog-udp-port=0",
                "--langsong.event.syslog-tcp-port=0"));
        args.addAll(settings);
        ProcessBuilder builder = Jar.forTest(Installed.command(args))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        try {
            Files.createDirectories(folder);
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isAlive() {
        return process != null && process.isAlive();
    }

    public Path log() {
        return folder.resolve("server.log");
    }

    /** Whether a line of the log contains {@code pattern}. */
    public boolean logged(String pattern) {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.anyMatch(Pattern.compile(pattern).asPredicate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("the server ended with " + process.exitValue() + ":\n" + lastOfLog());
        }
        try {
            return send(HttpRequest.newBuilder(uri("/actuator/health")).GET()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** @return the body of a GET, which must succeed */
    public JsonNode get(String path) {
        return exchange(HttpRequest.newBuilder(uri(path)).GET());
    }

    public JsonNode post(String path, String body) {
        return exchange(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public JsonNode put(String path, String body) {
        return exchange(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** @return the status code of a GET */
    public int status(String path) {
        try {
            return send(HttpRequest.newBuilder(uri(path)).GET()).statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = send(request);
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError(response.uri() + " gave " + response.statusCode() + ": " + response.body());
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(
                    request.header("Authorization", "Bearer " + Jar.TOKEN)
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** kill -9, of the server alone: what it started is left behind. */
    public void kill() {
        process.destroyForcibly();
        waitForEnd();
    }

    /** @param name as of kill: {@code STOP}, {@code CONT} */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            waitForEnd();
        }
    }

    private void waitForEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not end:\n" + lastOfLog());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String lastOfLog() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /** Asks again and again until it is so; threads and processes meet here, so time has to pass. */
    public void await(Duration longest, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + longest.toSeconds() + " s: " + what + "\n" + lastOfLog());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
