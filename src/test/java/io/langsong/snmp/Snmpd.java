package io.langsong.snmp;

import io.langsong.testkit.Peers;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real net-snmp agent on a free loopback port, with its files in a folder of its own. */
final class Snmpd implements AutoCloseable {
    private final Path program = Peers.require("snmpd", "snmpd");
    private final Path folder;
    private final int port;
    private Process process;

    /** @param users lines of snmpd.conf: createUser, rouser */
    Snmpd(Path folder, List<String> users) throws IOException {
        this.folder = folder;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        Files.createDirectories(folder.resolve("persist"));
        List<String> lines = new ArrayList<>(List.of(
                "agentAddress udp:127.0.0.1:" + port,
                "exactEngineID 0x80001f88046c616e67736f6e67",
                "sysName ap-0001.test",
                "dontLogTCPWrappersConnects yes",
                "rocommunity public 127.0.0.1"));
        lines.addAll(users);
        Files.write(folder.resolve("snmpd.conf"), lines);
    }

    /** Starts it so that it counts its boots. */
    void start() throws IOException {
        launch(List.of(), folder + ":" + folder.resolve("persist"));
    }

    /** Starts it so that it forgets its boots: they stay 1 and its time begins anew. */
    void startForgetful() throws IOException {
        launch(List.of("-C", "-c", folder.resolve("snmpd.conf").toString()), folder.toString());
    }

    private void launch(List<String> more, String configuration) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "-f", "-LF", "w", folder.resolve("log").toString(), "-I", "-smux"));
        command.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.environment()
                .put("SNMP_PERSISTENT_DIR", folder.resolve("persist").toString());
        builder.environment().put("SNMPCONFPATH", configuration);
        builder.environment().put("MIBS", "");
        process = builder.start();
    }

    void stop() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void close() {
        stop();
    }
}
