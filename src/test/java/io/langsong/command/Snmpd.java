package io.langsong.command;

import io.langsong.testkit.Peers;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** net-snmp's agent on a free port of loopback, with what a Wi-Fi device has. */
final class Snmpd implements AutoCloseable {
    final int port;
    private final Process process;

    /**
     * @param folder for its files
     * @param extra lines of its configuration
     */
    Snmpd(Path folder, String extra) throws IOException, InterruptedException {
        Path program = Peers.require("snmpd", "snmpd");
        Path get = Peers.require("snmpget", "snmp");
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path persistent = Files.createDirectories(folder.resolve("persist"));
        Files.writeString(folder.resolve("snmpd.conf"), """
                agentAddress udp:127.0.0.1:%d
                sysName thon-man-ap1
                dontLogTCPWrappersConnects yes
                rocommunity public 127.0.0.1
                createUser probe SHA-256 "authpass12" AES "privpass12"
                rouser probe priv
                %s
                """.formatted(port, extra));
        ProcessBuilder agent = new ProcessBuilder(
                program.toString(),
                "-f",
                "-LF",
                "w",
                folder.resolve("snmpd.log").toString(),
                "-I",
                "-smux");
        environment(agent, folder + ":" + persistent).put("SNMP_PERSISTENT_DIR", persistent.toString());
        process = agent.redirectErrorStream(true)
                .redirectOutput(folder.resolve("snmpd.out").toFile())
                .start();
        for (int tries = 0; tries < 30; tries++) {
            ProcessBuilder ask = new ProcessBuilder(
                    get.toString(), "-v2c", "-cpublic", "-t1", "-r0", "127.0.0.1:" + port, "1.3.6.1.2.1.1.3.0");
            environment(ask, folder.toString());
            if (ask.redirectErrorStream(true)
                            .redirectOutput(folder.resolve("ask.out").toFile())
                            .start()
                            .waitFor()
                    == 0) {
                return;
            }
        }
        throw new IllegalStateException("snmpd does not answer: " + Files.readString(folder.resolve("snmpd.log")));
    }

    /** What {@code snmpbulkwalk -On} prints. */
    String bulkwalk(String oid) throws IOException {
        ProcessBuilder walk = new ProcessBuilder(
                Peers.require("snmpbulkwalk", "snmp").toString(), "-v2c", "-cpublic", "-On", "127.0.0.1:" + port, oid);
        environment(walk, "/nonexistent");
        return new String(walk.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> environment(ProcessBuilder builder, String configuration) {
        builder.environment().put("MIBS", "");
        builder.environment().put("SNMPCONFPATH", configuration);
        return builder.environment();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
