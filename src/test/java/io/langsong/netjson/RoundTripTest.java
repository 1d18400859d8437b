package io.langsong.netjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Of random configurations: what is read back says the same, and saying it again changes nothing. */
class RoundTripTest {
    private static final int ROUNDS = 2_000;
    private static final List<String> PROTOCOLS =
            List.of("802.11a", "802.11b", "802.11g", "802.11n", "802.11ac", "802.11ax", "802.11ad", "802.11be");
    private static final Map<String, List<Integer>> CHANNELS = Map.of(
            "802.11a", List.of(0, 36),
            "802.11b", List.of(0, 11),
            "802.11g", List.of(0, 14),
            "802.11ac", List.of(0, 149),
            "802.11ad", List.of(0, 2));
    private static final Map<String, List<String>> BANDS = Map.of(
            "802.11a", List.of("5g"),
            "802.11b", List.of("2g"),
            "802.11g", List.of("2g"),
            "802.11ac", List.of("5g"),
            "802.11ad", List.of("60g"));
    private static final List<String> PERSONAL =
            List.of("wpa_personal", "wpa_personal_mixed", "wpa2_personal", "wpa3_personal", "wpa3_personal_mixed");
    private static final List<String> ENTERPRISE = List.of(
            "wpa_enterprise", "wpa_enterprise_mixed", "wpa2_enterprise", "wpa2_enterprise_mixed", "wpa3_enterprise");

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private Random random = new Random();

    @ParameterizedTest
    @EnumSource
    void readingUndoesRendering(OpenWrt.Syntax syntax) {
        OpenWrt openWrt = new OpenWrt(syntax);
        for (int seed = 0; seed < ROUNDS; seed++) {
            random = new Random(seed);
            ObjectNode config = config(syntax);
            assertThat(Validation.of(config)).as("seed %d: %s", seed, config).isEmpty();

            Rendered rendered = openWrt.render(config);
            ObjectNode read = openWrt.parse(rendered.packages().text());

            assertThat(sections(openWrt.render(read)))
                    .as("seed %d: %s", seed, read)
                    .isEqualTo(sections(rendered));
            assertThat(openWrt.parseArchive(rendered.archive().octets()))
                    .as("seed %d", seed)
                    .isEqualTo(read);
        }
    }

    /** Wireless networks whose interfaces have addresses come first when they are read; to a device the order means nothing. */
    private static String sections(Rendered rendered) {
        UciPackages packages = rendered.packages();
        return packages.names().stream()
                .sorted()
                .map(name -> name + "\n"
                        + packages.sections(name).stream()
                                .map(UciSection::text)
                                .sorted()
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    private boolean maybe() {
        return random.nextBoolean();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String text() {
        return one(List.of("x", "it's", "a b", "\"", "\\", "# $(x)", "xã Sơn", "{}", "0", "1", "-"));
    }

    private ObjectNode config(OpenWrt.Syntax syntax) {
        ObjectNode config = json.objectNode();
        if (maybe()) {
            ObjectNode general = config.putObject("general").put("hostname", "ap" + random.nextInt(99));
            if (maybe()) {
                general.put("timezone", one(List.of("Asia/Ho_Chi_Minh", "Europe/Rome", "UTC")));
            }
            if (maybe()) {
                general.put("notes", text());
            }
            if (maybe()) {
                general.put("ula_prefix", "fd00::/48").put("globals_id", one(List.of("globals", "own")));
            }
        }
        if (maybe()) {
            config.putObject("ntp").put("enabled", maybe()).putArray("server").add("10.0.0.1");
        }
        ArrayNode interfaces = config.putArray("interfaces");
        for (int i = random.nextInt(4); i > 0; i--) {
            interfaces.add(ethernet("eth" + i));
        }
        if (maybe()) {
            interfaces.add(bridge(syntax));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            interfaces.add(wireless("wlan" + i));
        }
        if (maybe()) {
            config.putArray("dns_servers").add("1.1.1.1").add("2.2.2.2");
            config.putArray("dns_search").add("lan");
        }
        if (maybe()) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                config.withArray("radios").add(radio("radio" + i));
            }
        }
        if (maybe()) {
            others(config);
        }
        return config;
    }

    private ObjectNode ethernet(String name) {
        ObjectNode one = json.objectNode().put("name", name).put("type", one(List.of("ethernet", "virtual", "other")));
        if (maybe()) {
            one.put("network", name.replace("eth", "net"));
        }
        if (maybe()) {
            one.put("mac", "00:11:22:33:44:55").put("mtu", 1400);
        }
        if (maybe()) {
            one.put("autostart", maybe()).put("disabled", maybe()).put("metric", text());
        }
        addresses(one);
        return one;
    }

    private void addresses(ObjectNode one) {
        if (maybe()) {
            return;
        }
        ArrayNode addresses = one.putArray("addresses");
        for (int i = random.nextInt(3); i > 0; i--) {
            ObjectNode address = addresses.addObject().put("proto", "static").put("family", "ipv4");
            address.put("address", "10.0." + i + ".1").put("mask", 8 + random.nextInt(25));
            if (i == 1 && maybe()) {
                address.put("gateway", one(List.of("10.0.1.2", "192.168.1.1")));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            ObjectNode address = addresses.addObject().put("proto", "static").put("family", "ipv6");
            address.put("address", "fd00:" + i + "::1").put("mask", random.nextInt(129));
            if (i == 1 && maybe()) {
                address.put("gateway", "fe80::1");
            }
        }
        for (String family : List.of("ipv4", "ipv6")) {
            if (maybe()) {
                addresses.addObject().put("proto", "dhcp").put("family", family);
            }
        }
    }

    private ObjectNode bridge(OpenWrt.Syntax syntax) {
        ObjectNode one = json.objectNode().put("name", "br-lan").put("type", "bridge");
        ArrayNode members = one.putArray("bridge_members");
        if (maybe()) {
            members.add("lan1").add("wlan1");
        }
        if (maybe()) {
            one.put("network", "lan");
        }
        if (maybe()) {
            one.put("stp", maybe())
                    .put("hello_time", 2)
                    .put("igmp_snooping", maybe())
                    .put("txqueuelen", 1000);
        }
        addresses(one);
        if (syntax == OpenWrt.Syntax.DSA && maybe()) {
            ArrayNode vlans = one.putArray("vlan_filtering");
            for (int vlan = 1; vlan < 4; vlan++) {
                vlans.addObject()
                        .put("vlan", vlan)
                        .putArray("ports")
                        .addObject()
                        .put("ifname", "lan1")
                        .put("tagging", one(List.of("t", "u")))
                        .put("primary_vid", vlan == 2);
            }
        }
        return one;
    }

    private ObjectNode wireless(String name) {
        ObjectNode one = json.objectNode().put("name", name).put("type", "wireless");
        if (maybe()) {
            one.put("mac", "00:11:22:33:44:55").put("disabled", maybe());
        }
        addresses(one);
        ObjectNode wireless = one.putObject("wireless").put("radio", "radio0");
        if (maybe()) {
            wireless.put("id", "own_" + name);
        }
        if (maybe()) {
            wireless.putArray("network").add("lan").add("guest");
        }
        switch (random.nextInt(4)) {
            case 0 -> wireless.put("mode", "802.11s").put("mesh_id", text());
            case 1 -> wireless.put("mode", "adhoc").put("ssid", text()).put("bssid", "00:11:22:33:44:55");
            case 2 -> wireless.put("mode", "station").put("ssid", text()).put("wds", maybe());
            default ->
                wireless.put("mode", "access_point")
                        .put("ssid", text())
                        .put("hidden", maybe())
                        .put("isolate", maybe())
                        .put("rts_threshold", 1300)
                        .put("anything", text());
        }
        if (maybe()) {
            wireless.set(
                    "encryption", encryption(wireless.path("mode").asString("").equals("access_point")));
        }
        return one;
    }

    private ObjectNode encryption(boolean accessPoint) {
        ObjectNode encryption = json.objectNode();
        switch (random.nextInt(accessPoint ? 6 : 5)) {
            case 0 -> encryption.put("protocol", "none");
            case 1 -> encryption.put("protocol", one(PERSONAL)).put("key", "pass word " + text());
            case 2 ->
                encryption
                        .put("protocol", one(List.of("wep_open", "wep_shared")))
                        .put("key", one(List.of("abcde", "0123456789", "abcdefghijklm", "00112233445566778899aabbcc")));
            case 3 -> encryption.put("protocol", "owe").put("ieee80211w", one(List.of("1", "2")));
            case 4 -> {
                encryption.put("protocol", one(ENTERPRISE)).put("cipher", one(List.of("auto", "ccmp", "tkip+ccmp")));
                if (accessPoint) {
                    encryption
                            .put("server", "10.0.0.1")
                            .put("key", "secret" + text())
                            .put("port", 1812);
                } else {
                    encryption
                            .put("eap_type", one(List.of("tls", "ttls", "peap")))
                            .put("identity", text())
                            .put("password", text());
                }
            }
            default ->
                encryption.put("protocol", "wps").put("wps_label", maybe()).put("wps_pushbutton", maybe());
        }
        return encryption;
    }

    private ObjectNode radio(String name) {
        ObjectNode radio = json.objectNode().put("name", name).put("driver", "mac80211");
        String protocol = one(PROTOCOLS);
        boolean wide = protocol.matches("802.11(ac|ax|be)");
        int width = wide ? one(List.of(20, 40, 80, 160)) : 20;
        radio.put("protocol", protocol).put("channel_width", width);
        radio.put("channel", one(CHANNELS.getOrDefault(protocol, List.of(0, 1, 11, 36, 149))));
        radio.put("band", one(BANDS.getOrDefault(protocol, List.of("2g", "5g"))));
        if (maybe()) {
            radio.put("disabled", maybe()).put("tx_power", random.nextInt(20)).put("country", "VN");
        }
        return radio;
    }

    private void others(ObjectNode config) {
        List<String> targets = new ArrayList<>(List.of("10.0.0.0/8", "0.0.0.0/0", "fd00::/8", "::/0"));
        for (int i = random.nextInt(4); i >= 0; i--) {
            ObjectNode route = config.withArray("routes").addObject();
            route.put("device", "wan").put("destination", one(targets)).put("cost", i);
            route.put("next", route.get("destination").stringValue().contains(":") ? "fe80::1" : "");
            config.withArray("ip_rules")
                    .addObject()
                    .put("src", one(targets))
                    .put("lookup", "7")
                    .put("invert", maybe());
            config.withArray("firewall")
                    .addObject()
                    .put("config_name", one(List.of("rule", "zone")))
                    .put("value", text())
                    .putArray("list")
                    .add(text())
                    .add(text());
        }
        config.withArray("led")
                .addObject()
                .put("name", "USB1")
                .put("sysfs", "a:b")
                .put("trigger", "none");
        config.withArray("zerotier")
                .addObject()
                .put("name", "zt")
                .put("disabled", maybe())
                .putArray("networks")
                .addObject()
                .put("id", "9536600adf654321")
                .put("ifname", "owzt654321")
                .put("allow_dns", maybe());
    }
}
