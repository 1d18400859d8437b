package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.Peers;
import io.langsong.testkit.Snmpd;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
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

    /**
     * {@code iw} as it is on a box with three radios and five access points, two of them of hostile names. Of the second radio only the second access point
     * tells what is heard, of the third none, and the clients of its second are not told.
     */
    private List<String> shell() throws IOException {
        Path iw = folder.resolve("iw");
        Files.copy(
                Objects.requireNonNull(getClass().getResourceAsStream("/agents/iw")),
                iw,
                StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(iw, PosixFilePermissions.fromString("rwxr-xr-x"));
        return List.of(
                "/usr/bin/env",
                "PATH=%s:/usr/bin:/bin".formatted(folder),
                "LANGSONG_STATE=" + folder.resolve("state"),
                Peers.require("busybox", "busybox").toString(),
                "sh",
                SCRIPT.toString());
    }

    private Snmpd snmpd() throws IOException {
        String run = String.join(" ", shell()) + " ";
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
                            "noise phy0 -88",
                            "frequency phy2 2412",
                            "clients ssid Thôn Mận 3",
                            "clients ssid a|b $(id) \\\"x\" 0",
                            "clients ssid A?radio|phy9|5180|36|-1|99|30??B 0",
                            "clients  3")
                    .noneMatch(one -> one.startsWith("noise phy2")
                            || one.matches("\\w+ phy9 .*")
                            || one.contains("away")
                            || one.contains("uid="));
        }
    }

    private List<String> wifi() throws IOException {
        Process run = new ProcessBuilder(shell()).redirectErrorStream(true).start();
        return new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void aRadioIsToldOnceByWhicheverOfItsNetworksAnswers() throws IOException {
        assertThat(wifi())
                .filteredOn(line -> line.startsWith("radio|"))
                .containsExactly("radio|phy1|5180|36|-95|35|23", "radio|phy0|2437|6|-88|25|20", "radio|phy2|2412|1|||");
    }

    @Test
    void clientsThatAreNotToldAreNotNone() throws IOException {
        assertThat(wifi())
                .filteredOn(line -> line.startsWith("clients|"))
                .extracting(line -> line.split("\\|")[1] + " " + line.split("\\|")[2])
                .containsExactly("phy1-ap0 2", "phy0-ap1 0", "phy0-ap0 1", "phy2-ap0 0");
    }

    @Test
    void theShareCountsFromTheLastAnswer() throws IOException {
        Path state = Files.writeString(folder.resolve("state"), "phy1 500 45\nphy2 7 3\n");

        assertThat(wifi()).contains("radio|phy1|5180|36|-95|60|23");
        assertThat(state).content().isEqualTo("phy1 1000 345\nphy0 2000 500\nphy2 7 3\n");
    }
}
