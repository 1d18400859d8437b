package io.langsong.wifi;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.access.Refused;
import io.langsong.netjson.OpenWrt;
import io.langsong.netjson.Variables;
import io.langsong.provisioning.Level;
import io.langsong.testkit.SharedFixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What boxes get of a network, read back as they read it. */
class WifiRenderingTest {
    private static final String PASSWORD = "mat khau 8";
    private static final Map<String, String> RADIOS = Map.of(
            "wifi1",
            "5ghz-a:20mhz,5ghz-ax:20/40/80mhz",
            "wifi2",
            "2ghz-g:20mhz,2ghz-ax:20/40mhz",
            "wifi3",
            "6ghz-ax:20/160mhz");

    @TempDir
    private Path data;

    private static Map<String, JsonNode> wireless(byte[] archive) {
        Map<String, JsonNode> networks = new TreeMap<>();
        for (JsonNode one :
                new OpenWrt(OpenWrt.Syntax.DSA).parseArchive(archive).path("interfaces")) {
            if (one.has("wireless")) {
                networks.put(one.path("name").asString(""), one.path("wireless"));
            }
        }
        return networks;
    }

    private static RouterOsBox box(byte[] script, int times) {
        RouterOsBox box = new RouterOsBox(RADIOS);
        for (int i = 0; i < times; i++) {
            box.run(new String(script, StandardCharsets.UTF_8));
        }
        return box;
    }

    static Stream<Arguments> eachSecurityOnEachBand() {
        List<List<String>> bands =
                List.of(List.of("2.4"), List.of("5"), List.of("6"), List.of("2.4", "5"), List.of("2.4", "5", "6"));
        return Stream.of(Security.values())
                .flatMap(security -> bands.stream()
                        .filter(some -> some.stream()
                                .allMatch(band -> security.worksOn(Band.of(band).orElseThrow())))
                        .map(some -> Arguments.of(security, some)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("eachSecurityOnEachBand")
    void bothFamiliesOpenWhatWasAsked(Security security, List<String> bands) {
        TestWifi wifi = new TestWifi(data);
        wifi.networks.add(
                TestWifi.wish("Xã Bá Thước")
                        .secured(security, security.hasPassword() ? PASSWORD : "")
                        .on(bands)
                        .done(),
                "ha");

        Map<String, JsonNode> openWrt = wireless(wifi.rendered(wifi.openWrt.id()));
        Map<String, Map<String, String>> routerOs =
                box(wifi.rendered(wifi.routerOs.id()), 1).menu("/interface wifi");

        Set<String> expected = new LinkedHashSet<>();
        for (String code : bands) {
            Band band = Band.of(code).orElseThrow();
            expected.add("wifi1-" + band.suffix());
            if (security == Security.OWE_TRANSITION && band != Band.GHZ_6) {
                expected.add("wifi1o-" + band.suffix());
            }
        }
        assertThat(openWrt.keySet()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(routerOs).hasSameSizeAs(expected);
        for (String code : bands) {
            Band band = Band.of(code).orElseThrow();
            JsonNode one = openWrt.get("wifi1-" + band.suffix());
            assertThat(one.path("ssid").asString("")).isEqualTo("Xã Bá Thước");
            assertThat(one.path("radio").asString("")).isEqualTo("radio" + band.ordinal());
            assertThat(one.path("isolate").asBoolean(false)).isTrue();
            assertThat(one.path("hidden").asBoolean(true)).isFalse();
            assertThat(one.path("encryption").path("protocol").asString("")).isEqualTo(openWrtProtocol(security, band));
            assertThat(one.path("encryption").path("key").asString(""))
                    .isEqualTo(security.hasPassword() ? PASSWORD : "");
        }
        assertThat(routerOs.get(
                        "langsong-wifi-1-" + Band.of(bands.get(0)).orElseThrow().suffix()))
                .containsEntry("disabled", "no")
                .containsKey("master-interface");
    }

    private static String openWrtProtocol(Security security, Band band) {
        boolean six = band == Band.GHZ_6;
        return switch (security) {
            case OPEN -> "none";
            case OWE -> "owe";
            case OWE_TRANSITION -> six ? "owe" : "none";
            case WPA2 -> "wpa2_personal";
            case WPA2_WPA3 -> six ? "wpa3_personal" : "wpa3_personal_mixed";
            case WPA3 -> "wpa3_personal";
        };
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("eachSecurityOnEachBand")
    void aScriptThatRunsTwiceLeavesOneOfEach(Security security, List<String> bands) {
        TestWifi wifi = new TestWifi(data);
        wifi.networks.add(
                TestWifi.wish("Mạng 1")
                        .secured(security, security.hasPassword() ? PASSWORD : "")
                        .on(bands)
                        .vlan(20)
                        .limited(20_000, 5_000)
                        .between("06:00", "22:00", "monday")
                        .done(),
                "ha");
        wifi.networks.add(TestWifi.wish("Mạng 2").vlan(20).done(), "ha");
        byte[] script = wifi.rendered(wifi.routerOs.id());

        RouterOsBox once = box(script, 1);
        RouterOsBox thrice = box(script, 3);

        assertThat(thrice.menus).isEqualTo(once.menus);
        assertThat(once.menu("/system scheduler")).containsOnlyKeys("langsong-wifi-1");
        assertThat(once.menu("/queue simple")).containsOnlyKeys("langsong-wifi-1");
        assertThat(once.menu("/queue simple").get("langsong-wifi-1").get("max-limit"))
                .isEqualTo("5000k/20000k");
        assertThat(once.menu("/queue simple")
                        .get("langsong-wifi-1")
                        .get("target")
                        .split(","))
                .allMatch(name -> once.menu("/interface wifi").containsKey(name));
        assertThat(once.menu("/interface bridge vlan")).containsOnlyKeys("20");
        assertThat(once.menu("/interface wifi datapath").get("langsong-wifi-1"))
                .containsEntry("vlan-id", "20")
                .containsEntry("client-isolation", "yes");
        once.menu("/interface wifi configuration").values().stream()
                .filter(one -> one.get("name").startsWith("langsong-wifi-1-")
                        && !one.get("name").endsWith("-owe"))
                .forEach(one -> assertThat(one).containsEntry("ssid", "Mạng 1").containsEntry("mode", "ap"));
        // What is written for a terminal takes away all of the one network, and nothing of the other.
        once.run(wifi.networks.routerOsRemoval(
                wifi.networks.find(1).orElseThrow().network()));
        once.menus.forEach((menu, items) ->
                assertThat(items.keySet()).as(menu).noneMatch(name -> name.startsWith("langsong-wifi-1")));
        assertThat(once.menu("/interface wifi")).containsOnlyKeys("langsong-wifi-2-2g", "langsong-wifi-2-5g");
    }

    @Test
    void routerOsIsToldTheSecurityOfEachBand() {
        TestWifi wifi = new TestWifi(data);
        wifi.networks.add(
                TestWifi.wish("a")
                        .secured(Security.WPA2_WPA3, PASSWORD)
                        .on(List.of("5", "6"))
                        .hidden()
                        .done(),
                "ha");
        wifi.networks.add(
                TestWifi.wish("b")
                        .secured(Security.OWE_TRANSITION, "")
                        .on(List.of("2.4"))
                        .done(),
                "ha");
        RouterOsBox box = box(wifi.rendered(wifi.routerOs.id()), 1);

        Map<String, Map<String, String>> security = box.menu("/interface wifi security");
        assertThat(security.get("langsong-wifi-1-5g"))
                .containsEntry("authentication-types", "wpa2-psk,wpa3-psk")
                .containsEntry("passphrase", PASSWORD);
        assertThat(security.get("langsong-wifi-1-6g")).containsEntry("authentication-types", "wpa3-psk");
        assertThat(security.get("langsong-wifi-2-2g")).containsEntry("authentication-types", "");
        assertThat(security.get("langsong-wifi-2-2g-owe")).containsEntry("authentication-types", "owe");
        Map<String, Map<String, String>> wifis = box.menu("/interface wifi");
        assertThat(wifis.get("langsong-wifi-2-2g"))
                .containsEntry("security.owe-transition-interface", "langsong-wifi-2-2g-owe")
                .containsEntry("master-interface", "wifi2");
        assertThat(wifis.get("langsong-wifi-2-2g-owe"))
                .containsEntry("security.owe-transition-interface", "langsong-wifi-2-2g");
        Map<String, Map<String, String>> configuration = box.menu("/interface wifi configuration");
        assertThat(configuration.get("langsong-wifi-1-5g")).containsEntry("hide-ssid", "yes");
        assertThat(configuration.get("langsong-wifi-2-2g")).containsEntry("hide-ssid", "no");
        assertThat(configuration.get("langsong-wifi-2-2g-owe")).containsEntry("hide-ssid", "yes");
    }

    @Test
    void openWrtGetsABridgeForAVlanQueuesForLimitsAndFilesForHours() {
        TestWifi wifi = new TestWifi(data);
        wifi.networks.add(
                TestWifi.wish("a")
                        .vlan(20)
                        .limited(20_000, null)
                        .between("22:00", "05:00", "friday")
                        .on(List.of("5"))
                        .done(),
                "ha");
        wifi.networks.add(
                TestWifi.wish("b")
                        .vlan(20)
                        .together()
                        .between("06:00", "22:00", "monday")
                        .on(List.of("5"))
                        .done(),
                "ha");
        wifi.provisioning.values.set(Level.COMMUNE, "", "wifi_uplink", "br-lan", false, "ha");

        String text =
                wifi.provisioning.accessPoints.propose(wifi.openWrt).rendition().shown();
        byte[] archive = wifi.rendered(wifi.openWrt.id());
        JsonNode config = new OpenWrt(OpenWrt.Syntax.DSA).parseArchive(archive);

        assertThat(text)
                .contains("config interface 'v20'", "option device 'br-v20'", "list ports 'br-lan.20'")
                .contains(
                        "config queue 'wifi_wifi1s_5g'",
                        "option download '0'",
                        "option upload '20000'",
                        "option interface 'wifi1s-5g'")
                .contains("# path: /etc/langsong/wifi/1\n", "# path: /etc/langsong/wifi/2\n")
                .containsOnlyOnce("# path: /etc/hotplug.d/net/60-langsong-wifi-hours")
                .containsOnlyOnce("# path: /etc/hotplug.d/net/61-langsong-wifi-limits")
                .doesNotContain("# path: /etc/crontabs/root");
        assertThat(wireless(archive).get("wifi1s-5g").path("isolate").asBoolean(false))
                .isTrue();
        assertThat(wireless(archive).get("wifi2s-5g").path("isolate").asBoolean(true))
                .isFalse();
        assertThat(config.toString()).contains("\"bridge_members\":[\"br-lan.20\"]");
        assertThat(text).contains("option network 'v20'").doesNotContain("option network 'lan'");
    }

    @Test
    void earlierOpenWrtGetsTheSameInItsOwnSyntax() {
        TestWifi wifi = new TestWifi(data);
        WifiNetwork network = wifi.networks.add(
                TestWifi.wish("a")
                        .secured(Security.WPA2, PASSWORD)
                        .vlan(20)
                        .on(List.of("2.4"))
                        .done(),
                "ha");
        ObjectNode values = JsonMapper.shared()
                .createObjectNode()
                .put("wifi_uplink", "eth0")
                .put("wifi_2g_radio", "radio0")
                .put(network.ssidVariable(), "a")
                .put(network.keyVariable(), PASSWORD);
        ObjectNode content = (ObjectNode) JsonMapper.shared().readTree(OpenWrtWifi.content(network));

        String uci = new OpenWrt(OpenWrt.Syntax.OLD)
                .render(new Variables(values).into(content))
                .text(false);

        assertThat(uci)
                .contains("config interface 'v20'", "option type 'bridge'", "option ifname 'eth0.20'")
                .contains("config wifi-iface 'wifi_wifi1_2g'", "option encryption 'psk2'", "option network 'v20'");
    }

    @Test
    void namesOfInterfacesAreShortEnoughForLinux() {
        WifiNetwork network = CheckedNetwork.of(
                999_999,
                1,
                TestWifi.wish("a").between("06:00", "22:00", "monday").done());

        assertThat(OpenWrtWifi.interfaceName(network, Band.GHZ_2_4, true)).hasSizeLessThanOrEqualTo(15);
    }

    private static List<String> hostile() throws Exception {
        List<String> texts = new ArrayList<>(List.of(
                "{{ name }}",
                "{{wifi_1_key}}",
                "${wifi_1_key}",
                "[(${wifi_1_key})]",
                "[[${name}]]",
                "[# th:if=\"${x}\"]",
                "\"; /system reboot; \"",
                "$[/system reboot]",
                "`reboot`$(reboot)",
                "a\\",
                "\\\"; /user add name=x; #",
                "it's 'quoted'",
                "' option key 'x",
                "'\\''; reboot; '\\''",
                "</script>&lt;b>",
                "=1+1",
                "{ } = # ; ~ ^ % !",
                "Xã Bá Thước ạ",
                "Wi-Fi 🌾 thôn",
                "[/] ]",
                "{\"a\": 1}"));
        try (Stream<Path> files = Files.list(SharedFixtures.require("netjson"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                collect(JsonMapper.shared().readTree(Files.readString(file)), texts);
            }
        }
        return texts.stream().distinct().toList();
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isString()) {
            texts.add(node.stringValue());
        }
        node.forEach(child -> collect(child, texts));
    }

    @Test
    void noNameAndNoPasswordIsMoreThanThat() throws Exception {
        TestWifi wifi = new TestWifi(data);
        WifiNetwork made = wifi.networks.add(
                TestWifi.wish("a")
                        .secured(Security.WPA2, PASSWORD)
                        .on(List.of("2.4"))
                        .done(),
                "ha");
        int version = 1;
        int names = 0;
        int passwords = 0;
        for (String text : hostile()) {
            String password = text.length() >= 8 ? text : text + "12345678".substring(text.length());
            WifiNetworkWish wish = TestWifi.wish(text)
                    .secured(Security.WPA2, PASSWORD)
                    .on(List.of("2.4"))
                    .done();
            WifiNetworkWish other = TestWifi.wish("a")
                    .secured(Security.WPA2, password)
                    .on(List.of("2.4"))
                    .done();
            if (isTaken(wifi, made, wish, version)) {
                version++;
                names++;
                String ssid = wifi.networks.find(1).orElseThrow().network().ssid();
                assertThat(ssid).isEqualTo(java.text.Normalizer.normalize(text.strip(), java.text.Normalizer.Form.NFC));
                requireRendered(wifi, ssid, PASSWORD);
            }
            if (isTaken(wifi, made, other, version)) {
                version++;
                passwords++;
                requireRendered(wifi, "a", password);
            }
        }
        assertThat(names).isGreaterThan(100);
        assertThat(passwords).isGreaterThan(100);
    }

    private static boolean isTaken(TestWifi wifi, WifiNetwork made, WifiNetworkWish wish, int version) {
        try {
            wifi.networks.change(made.id(), wish, version, "ha");
            return true;
        } catch (Refused refused) {
            assertThat(refused.field()).isIn("ssid", "password");
            if (refused.field().equals("password")) {
                assertThat(refused.getMessage()).doesNotContain(wish.password());
            }
            return false;
        }
    }

    private static void requireRendered(TestWifi wifi, String ssid, String password) {
        Map<String, JsonNode> openWrt = wireless(wifi.rendered(wifi.openWrt.id()));
        assertThat(openWrt).containsOnlyKeys("wifi1-2g");
        assertThat(openWrt.get("wifi1-2g").path("ssid").asString("")).isEqualTo(ssid);
        assertThat(openWrt.get("wifi1-2g").path("encryption").path("key").asString(""))
                .isEqualTo(password);
        RouterOsBox box = box(wifi.rendered(wifi.routerOs.id()), 1);
        assertThat(box.menu("/interface wifi configuration").get("langsong-wifi-1-2g"))
                .containsEntry("ssid", ssid);
        assertThat(box.menu("/interface wifi security").get("langsong-wifi-1-2g"))
                .containsEntry("passphrase", password);
    }
}
