package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.provisioning.TestProvisioning.Agent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the overview waits to hear what differs. {@code LANGSONG_LONG=true} for 1,000 access points. */
class StandingsScaleTest {
    private static final int COUNT = "true".equals(System.getenv("LANGSONG_LONG")) ? 1_000 : 100;

    @TempDir
    private Path data;

    @Test
    void isToldHowAllStand() {
        TestProvisioning network = new TestProvisioning(data, "none");
        network.villages(20);
        network.template();
        network.templates.add(
                new TemplateWish(
                        "Máy",
                        "netjson",
                        "default",
                        10,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        box(),
                        List.of(),
                        "mạng mới"),
                "ha");
        String secret = network.secrets.make(null, "ha");
        for (int number = 0; number < COUNT; number++) {
            Agent agent = network.inService("ap-%04d".formatted(number), number % 20, secret);
            assertThat(agent.applied).isEqualTo(1);
        }
        Standings standings = network.standings();

        System.out.printf("standings access-points=%d%n", COUNT);
        told("first", standings);
        told("again", standings);
        network.values.set(Level.SITE, "site-3", "ssid", "Khác", false, "ha");
        List<Standing> after = told("a site changed", standings);
        assertThat(after.stream().filter(Standing::changed)).hasSize(COUNT / 20);
        network.values.set(Level.COMMUNE, "", "ssid", "Tất cả", false, "ha");
        after = told("the commune changed", standings);
        assertThat(after).allMatch(Standing::changed);
        told("again", standings);
    }

    /** As much as a box is told in earnest: radios, networks with their addresses, a firewall of some rules, files. */
    private static String box() {
        StringBuilder text = new StringBuilder("""
                {"general": {"timezone": "Asia/Ho Chi Minh", "maintainer": "{{ name }} {{ id }}"},
                 "radios": [
                  {"name": "radio0", "driver": "mac80211", "protocol": "802.11n", "channel": 6, "channel_width": 20, "country": "VN"},
                  {"name": "radio1", "driver": "mac80211", "protocol": "802.11ac", "channel": 36, "channel_width": 80, "country": "VN"}],
                 "ntp": {"enabled": true, "server": ["0.vn.pool.ntp.org", "1.vn.pool.ntp.org"]},
                 "firewall": [""");
        for (int rule = 0; rule < 30; rule++) {
            text.append(
                    "%s{\"config_name\": \"rule\", \"config_value\": \"r%d\", \"src\": \"wan\", \"proto\": \"tcp\", \"dest_port\": \"%d\", \"target\": \"DROP\"}"
                            .formatted(rule == 0 ? "" : ",", rule, 1000 + rule));
        }
        text.append("], \"interfaces\": [");
        for (int network = 0; network < 6; network++) {
            text.append("""
                    %s{"name": "wlan%d", "type": "wireless", "addresses": [{"proto": "static", "family": "ipv4", "address": "10.9.%d.1", "mask": 24}],
                      "wireless": {"radio": "radio%d", "mode": "access_point", "ssid": "{{ ssid }}", "isolate": true,
                        "encryption": {"protocol": "wpa2_personal", "cipher": "ccmp", "key": "{{ wifi_key }}"}}}""".formatted(network == 0 ? "" : ",", network, network, network % 2));
        }
        return text.append("], \"files\": [{\"path\": \"/etc/banner\", \"mode\": \"0644\", \"contents\": \"")
                .append("Wi-Fi cong cong ".repeat(50))
                .append("\"}]}")
                .toString();
    }

    private static List<Standing> told(String what, Standings standings) {
        long begun = System.nanoTime();
        List<Standing> all = standings.all();
        System.out.printf(
                "standings %s: %d ms%n",
                what, Duration.ofNanos(System.nanoTime() - begun).toMillis());
        assertThat(all).hasSize(COUNT);
        return all;
    }
}
