package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.TestProvisioning.Agent;
import io.langsong.testkit.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelTest {
    private static final DeviceId PLACE = new DeviceId("ap-1");
    private static final String CONTENT = """
            {"interfaces": [{"name": "wg0", "type": "wireguard", "private_key": "{{ wg_private_key }}", "port": 51820,
              "addresses": [{"proto": "static", "family": "ipv4", "address": "{{ wg_address }}", "mask": 16}]}],
             "wireguard_peers": [{"interface": "wg0", "public_key": "{{ wg_server_public_key }}", "preshared_key": "{{ wg_preshared_key }}",
              "allowed_ips": ["{{ wg_network }}"], "endpoint_host": "{{ wg_endpoint_host }}", "endpoint_port": 51820,
              "persistent_keepalive": 25, "route_allowed_ips": true}]}""";

    @TempDir
    private Path data;

    /** The vector of RFC 7748 section 6.1. */
    @Test
    void publicKeysAreThoseOfTheStandard() {
        assertThat(WireGuardKeys.publicKey("dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo="))
                .isEqualTo("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");
    }

    @Test
    void wireGuardMakesTheSamePublicKey() throws IOException, InterruptedException {
        Peers.require("wg", "wireguard-tools");
        for (int round = 0; round < 20; round++) {
            String key = WireGuardKeys.privateKey(new SecureRandom());
            Process wg = new ProcessBuilder("wg", "pubkey").start();
            wg.getOutputStream().write((key + "\n").getBytes(StandardCharsets.US_ASCII));
            wg.getOutputStream().close();
            String made = new String(wg.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            wg.waitFor();

            assertThat(WireGuardKeys.publicKey(key)).isEqualTo(made);
        }
    }

    @ParameterizedTest(name = "of {0} the server has {1}, then comes {2}")
    @CsvSource(textBlock = """
            10.99.0.0/16,   10.99.0.1,  10.99.0.2
            10.99.7.200/24, 10.99.7.1,  10.99.7.2
            10.0.0.8/29,    10.0.0.9,   10.0.0.10
            """)
    void addressesAreGivenInTheirOrder(String network, String server, String next) {
        TunnelNetwork addresses = TunnelNetwork.parse(network);

        assertThat(addresses.server()).isEqualTo(server);
        assertThat(addresses.free(Set.of())).contains(next);
    }

    @Test
    void aFullNetworkSaysSo() {
        TunnelNetwork addresses = TunnelNetwork.parse("10.0.0.0/29");

        assertThat(addresses.free(Set.of("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5")))
                .contains("10.0.0.6");
        assertThat(addresses.free(Set.of("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6")))
                .isEmpty();
        assertThat(addresses.written()).isEqualTo("10.0.0.0/29");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/30", "10.0.0.0/4", "fd00::/64", "x"})
    void aNetworkThatCanNotBeStopsTheStart(String network) {
        assertThatThrownBy(() -> new TunnelProperties(network, "vpn.xa.vn:51820", null, List.of(), true))
                .hasMessageContaining("langsong.provisioning.wireguard.network")
                .hasMessageContaining(network);
    }

    private TestProvisioning network(Path file, List<String> hook) {
        TestProvisioning network = new TestProvisioning(
                data, "none", new TunnelProperties("10.99.0.0/16", "vpn.xa.vn:51820", file, hook, true));
        network.villages(1);
        network.templates.add(
                new TemplateWish(
                        "Đường hầm",
                        "netjson",
                        "default",
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        CONTENT,
                        List.of(),
                        "thiết bị sau NAT"),
                "ha");
        return network;
    }

    @Test
    void theBoxGetsItsKeysAndIsAskedThroughTheTunnel() {
        TestProvisioning network = network(data.resolve("wg0.conf"), List.of());
        network.device("ap-1", 0);
        Agent agent = network.inService("ap-1", 0, network.secrets.make(null, "ha"));

        Tunnel.Peer peer = network.tunnel.of(PLACE).orElseThrow();
        Rendition rendition = network.accessPoints.letOut(PLACE).orElseThrow();
        assertThat(peer.address()).isEqualTo("10.99.0.2");
        assertThat(agent.applied).isEqualTo(1);
        assertThat(rendition.shown())
                .contains("10.99.0.2")
                .contains("vpn.xa.vn")
                .contains("********");
        assertThat(network.inventory.snapshot().device(PLACE).orElseThrow().address())
                .isEqualTo("10.99.0.2");
        assertThat(network.tunnel.serverSide())
                .contains("ListenPort = 51820")
                .contains("[Peer]\nPublicKey = " + peer.publicKey() + "\nPresharedKey = ")
                .contains("AllowedIPs = 10.99.0.2/32");
    }

    @Test
    void newKeysComeWithANewAddressAndTheOldOnesCarryUntilTheyAreApplied() {
        TestProvisioning network = network(data.resolve("wg0.conf"), List.of());
        Agent agent = network.inService("ap-1", 0, network.secrets.make(null, "ha"));
        String before = network.tunnel.of(PLACE).orElseThrow().publicKey();
        network.clock.advance(Duration.ofDays(90));

        network.accessPoints.rotateTunnelKeys(PLACE);
        assertThat(network.tunnel.serverSide())
                .contains(before)
                .contains("10.99.0.2/32")
                .contains("10.99.0.3/32");
        Proposal proposal =
                network.accessPoints.propose(network.accessPoints.find(PLACE).orElseThrow());
        network.accessPoints.letOut(PLACE, proposal.rendition().checksum());
        agent.look();

        assertThat(agent.applied).isEqualTo(2);
        assertThat(network.tunnel.serverSide()).doesNotContain(before).contains("10.99.0.3/32");
    }

    @Test
    void theServersSideIsWrittenForItsOwnerAloneAndTheHookIsRunOnce() throws IOException {
        Path file = data.resolve("wg0.conf");
        Path ran = data.resolve("ran");
        TestProvisioning network = network(file, List.of("sh", "-c", "echo x >> '" + ran + "'"));
        network.inService("ap-1", 0, network.secrets.make(null, "ha"));

        network.tunnel.write();
        network.tunnel.write();

        assertThat(file).content().contains("AllowedIPs = 10.99.0.2/32");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(ran).content().isEqualTo("x\n");
        network.accessPoints.retire(PLACE);
        network.tunnel.write();
        assertThat(file).content().doesNotContain("[Peer]");
        assertThat(ran).content().isEqualTo("x\nx\n");
    }

    @Test
    void aHookThatFailsIsSaidAndTriedAgain() {
        TestProvisioning network = network(data.resolve("wg0.conf"), List.of("false"));
        network.inService("ap-1", 0, network.secrets.make(null, "ha"));

        assertThatThrownBy(network.tunnel::write).hasMessageContaining("wg0.conf");
        assertThatThrownBy(network.tunnel::write).hasMessageContaining("wg0.conf");
    }
}
