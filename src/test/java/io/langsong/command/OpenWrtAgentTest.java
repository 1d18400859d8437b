package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.Peers;
import io.langsong.testkit.Snmpd;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code agents/snmpd} gives an access point to say is read, by a real agent and the shell that OpenWrt has. */
class OpenWrtAgentTest {
    private static final Path SCRIPT = Path.of("agents/snmpd/snmp-wifi").toAbsolutePath();

    @TempDir
    private Path folder;

    /** {@code iw} as it is on a box with two radios and three access points, one of them of a hostile name. */
    private Snmpd snmpd() throws IOException {
        Path shell = Peers.require("busybox", "busybox");
        Path iw = folder.resolve("iw");
        Files.copy(
                Objects.requireNonNull(getClass().getResourceAsStream("/agents/iw")),
                iw,
                StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(iw, PosixFilePermissions.fromString("rwxr-xr-x"));
        String run = "/usr/bin/env PATH=%s:/usr/bin:/bin LANGSONG_STATE=%s %s sh %s "
                .formatted(folder, folder.resolve("state"), shell, SCRIPT);
        return new Snmpd(folder, List.of("extend distro " + run + "distro", "extend langsong-wifi " + run + "wifi"))
                .start();
    }

    private String probe(int port) throws IOException {
        Path targets = Files.writeString(
                folder.resolve("t.csv"), "address,port,version,community\n127.0.0.1,%d,2c,public\n".formatted(port));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Commands.run(
                new PrintWriter(out), new PrintWriter(err), "probe", "--targets", targets.toString(), "--json");
        assertThat(status).as(err.toString()).isZero();
        return out.toString();
    }

    @Test
    void radiosAndClientsAreRead() throws IOException {
        try (Snmpd snmpd = snmpd()) {
            JsonNode found = JsonMapper.shared().readTree(probe(snmpd.port()));

            assertThat(found.get("profile").asString()).isEqualTo("openwrt");
            List<String> wifi = found.get("metrics")
                    .valueStream()
                    .filter(one -> one.get("name").asString().startsWith("wifi."))
                    .map(one -> "%s %s %s"
                            .formatted(
                                    one.get("name").asString().substring(5),
                                    one.get("index").asString(),
                                    one.get("value").asInt()))
                    .toList();
            assertThat(wifi)
                    .contains(
                            "frequency phy1 5180",
                            "channel phy1 36",
                            "noise phy1 -95",
                            "power phy1 23",
                            "frequency phy0 2437",
                            "channel phy0 6",
                            "clients ssid Thôn Mận 3",
                            "clients ssid a|b $(id) \\\"x\" 0",
                            "clients  3")
                    .noneMatch(one -> one.startsWith("noise phy0") || one.contains("uid="));
        }
    }
}
