package io.langsong.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real net-snmp agent on a free loopback port, with its files in a folder of its own. */
public final class Snmpd implements AutoCloseable {
    public static final String SYS_NAME = "thon-man-ap1";

    private final Path program = Peers.require("snmpd", "snmpd");
    private final Path folder;
    private final int port;
    private Process process;

    /** @param more lines of snmpd.conf: createUser, rouser, extend */
    public Snmpd(Path folder, List<String> more) throws IOException {
        this.folder = folder;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        Files.createDirectories(folder.resolve("persist"));
        List<String> lines = new ArrayList<>(List.of(
                "agentAddress udp:127.0.0.1:" + port,
                "exactEngineID 0x80001f88046c616e67736f6e67",
                "sysName " + SYS_NAME,
                "dontLogTCPWrappersConnects yes",
                "rocommunity public 127.0.0.1"));
        lines.addAll(more);
        Files.write(folder.resolve("snmpd.conf"), lines);
    }

    /** Starts it so that it counts its boots, and waits until it answers. */
    public Snmpd start() throws IOException {
        launch(List.of(), folder + ":" + folder.resolve("persist"));
        return this;
    }

    /** Starts it so that it forgets its boots: they stay 1 and its time begins anew. */
    public void startForgetful() throws IOException {
        launch(List.of("-C", "-c", folder.resolve("snmpd.conf").toString()), folder.toString());
    }

    private void launch(List<String> more, String configuration) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "-f", "-LF", "w", folder.resolve("log").toString(), "-I", "-smux"));
        command.addAll(more);
        ProcessBuilder builder = withoutMibs(new ProcessBuilder(command), configuration)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment()
                .put("SNMP_PERSISTENT_DIR", folder.resolve("persist").toString());
        process = builder.start();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !ask("snmpget", "1.3.6.1.2.1.1.3.0").isEmpty());
    }

    /** What {@code snmpget} or {@code snmpbulkwalk} prints with {@code -On}; empty when there is no answer. */
    public String ask(String tool, String oid) {
        ProcessBuilder builder = withoutMibs(
                new ProcessBuilder(
                        Peers.require(tool, "snmp").toString(),
                        "-v2c",
                        "-cpublic",
                        "-t1",
                        "-r0",
                        "-On",
                        "127.0.0.1:" + port,
                        oid),
                "/nonexistent");
        try {
            Process asking =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder withoutMibs(ProcessBuilder builder, String configuration) {
        builder.environment().put("MIBS", "");
        builder.environment().put("SNMPCONFPATH", configuration);
        return builder;
    }

    /** kill -9. */
    public void stop() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        stop();
    }
}
