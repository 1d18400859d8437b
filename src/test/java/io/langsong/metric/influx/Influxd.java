package io.langsong.metric.influx;

import io.langsong.testkit.FreePort;
import io.langsong.testkit.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real influxd 1.6 on loopback, in a folder of its own; can be ended and started again. */
public final class Influxd implements AutoCloseable {
    private final Path program = Peers.require("influxd", "influxdb");
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final int port;
    private final int rpcPort;
    private Process process;

    public Influxd(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.port = FreePort.tcp();
        this.rpcPort = FreePort.tcp();
        Files.writeString(folder.resolve("influxdb.conf"), configuration());
        start();
    }

    private String configuration() {
        return """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                  dir = "%s/meta"
                [data]
                  dir = "%s/data"
                  wal-dir = "%s/wal"
                  index-version = "tsi1"
                  query-log-enabled = false
                [monitor]
                  store-enabled = false
                [http]
                  bind-address = "127.0.0.1:%d"
                  log-enabled = false
                  auth-enabled = false
                [ifql]
                  enabled = false
                """.formatted(rpcPort, folder, folder, folder, port);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void startUnlessItRuns() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            start();
        }
    }

    void start() throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        program.toString(),
                        "run",
                        "-config",
                        folder.resolve("influxdb.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!pings()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IOException("influxd does not start; see " + folder.resolve("log"));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    private boolean pings() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(address().resolve("/ping"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 204;
        } catch (IOException e) {
            return false;
        }
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public String query(String command) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(address().resolve("/query"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "q=" + URLEncoder.encode(command, StandardCharsets.UTF_8)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
