package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.netjson.DeviceReading;
import io.langsong.netjson.NetJson;
import io.langsong.netjson.NetJsonException;
import io.langsong.netjson.OpenWrt;
import io.langsong.netjson.UciPackages;
import io.langsong.netjson.UciSection;
import io.langsong.netjson.Variables;
import io.langsong.provisioning.TemplateWish.VariableWish;
import io.langsong.testkit.SharedFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RouterTemplateTest {
    private static final String ROUTER = """
            package system

            config system 'system'
            \toption hostname 'may-cu'
            \toption timezone '<+07>-7'
            \toption zonename 'Asia/Ho Chi Minh'

            package network

            config globals 'globals'
            \toption ula_prefix 'fd12:3456::/48'

            config device 'device_lan'
            \toption name 'br-lan'
            \toption type 'bridge'
            \tlist ports 'lan1'

            config interface 'lan'
            \toption device 'br-lan'
            \toption proto 'static'
            \toption ipaddr '10.4.2.1'
            \toption netmask '255.255.255.0'

            config interface 'wan'
            \toption device 'eth0'
            \toption proto 'pppoe'
            \toption username 'xa-ba-thuoc'
            \toption password 'mat-khau-pppoe'

            config interface 'wg0'
            \toption proto 'wireguard'
            \toption private_key 'aGFpIGJhIG1vdCBoYWkgYmEgbW90IGhhaSBiYSBtb3Q='
            \tlist addresses '10.99.0.7/32'

            package wireless

            config wifi-device 'radio0'
            \toption type 'mac80211'
            \toption band '2g'
            \toption channel '6'
            \toption htmode 'HT20'

            config wifi-iface 'wifi_wlan0'
            \toption device 'radio0'
            \toption ifname 'wlan0'
            \toption macaddr '00:11:22:33:44:55'
            \toption mode 'ap'
            \toption network 'lan'
            \toption ssid 'Xã {{ wlan0_key }}'
            \toption encryption 'psk2+ccmp'
            \toption key 'khong-ai-biet'

            config wifi-iface 'wifi_wlan1'
            \toption device 'radio0'
            \toption ifname 'wlan1'
            \toption mode 'ap'
            \toption network 'lan'
            \toption ssid 'Trường'
            \toption encryption 'psk2+ccmp'
            \toption key 'khong-ai-biet'

            package firewall

            config rule
            \toption name 'Chan <b>'
            \toption src 'wan'
            \toption target 'DROP'

            package uhttpd

            config uhttpd 'main'
            \toption key '/etc/uhttpd.key'

            package openwisp

            config controller 'http'
            \toption url 'https://khac.example.vn'
            \toption shared_secret 'bi-mat-cua-may-chu'
            """;

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, VariableWish> variables(RouterTemplate template) {
        return template.variables().stream().collect(Collectors.toMap(VariableWish::name, one -> one));
    }

    @Test
    void secretsAndWhatIsTheRoutersOwnAreTakenOut() {
        RouterTemplate template = RouterTemplate.of(octets(ROUTER));

        assertThat(template.problems()).isEmpty();
        assertThat(template.unread()).isEmpty();
        assertThat(template.toString())
                .doesNotContain("khong-ai-biet", "mat-khau-pppoe", "aGFpIGJh", "bi-mat-cua-may-chu");
        assertThat(template.content())
                .contains("\"hostname\" : \"{{ name }}\"", "\"key\" : \"{{ wlan0_key }}\"", "\"{{ lan_address }}\"")
                .contains("/etc/uhttpd.key", "Trường", "Chan <b>")
                .doesNotContain("may-cu", "10.4.2.1", "fd12:3456", "00:11:22", "xa-ba-thuoc", "openwisp", "10.99.0.7");
        Map<String, VariableWish> variables = variables(template);
        assertThat(variables)
                .containsOnlyKeys(
                        "lan_address",
                        "network_wan_username",
                        "network_wan_password",
                        "wg0_address",
                        "wg0_private_key",
                        "wlan0_key",
                        "wlan0_ssid");
        assertThat(variables.values().stream().filter(VariableWish::secret).map(VariableWish::name))
                .containsExactlyInAnyOrder("network_wan_password", "wg0_private_key", "wlan0_key");
        assertThat(variables.get("lan_address").about())
                .as("what it was, to be seen")
                .isEqualTo("10.4.2.1");
        assertThat(variables.get("lan_address").type()).isEqualTo("ipv4");
        assertThat(template.leftOut())
                .containsEntry("/general/ula_prefix", "fd12:3456::/48")
                .containsValue("00:11:22:33:44:55")
                .containsKey("/openwisp");
    }

    @Test
    void whatLooksLikeAPlaceForASecretGetsNone() {
        TakenOut taken = TakenOut.of(DeviceReading.ofText(ROUTER).config());

        assertThat(taken.values()).containsEntry("wlan0_ssid", "Xã {{ wlan0_key }}");
        assertThat(again(taken).toString()).contains("Xã {{ wlan0_key }}");
    }

    @Test
    void itBecomesATemplate(@org.junit.jupiter.api.io.TempDir Path data) {
        TestProvisioning network = new TestProvisioning(data, "none");
        network.villages(1);
        RouterTemplate proposed = RouterTemplate.of(octets(ROUTER));
        network.templates.add(
                new TemplateWish(
                        "Từ máy cũ",
                        "netjson",
                        "default",
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        proposed.content(),
                        proposed.variables(),
                        "lấy từ máy"),
                "ha");
        AccessPoint place = network.plan("ap-1", 0);
        assertThat(network.accessPoints.propose(place).problems())
                .hasSize(proposed.required().size());
        TakenOut.of(DeviceReading.ofText(ROUTER).config())
                .values()
                .forEach((name, value) -> network.values.set(Level.ACCESS_POINT, "ap-1", name, value, false, "ha"));

        Proposal proposal = network.accessPoints.propose(place);

        assertThat(proposal.problems()).isEmpty();
        assertThat(Objects.requireNonNull(proposal.rendition()).shown())
                .contains("option hostname 'may-cu'", "option ipaddr '10.4.2.1'", "option key '********'")
                .doesNotContain("khong-ai-biet");
    }

    @Test
    void anArchiveSaysWhichFilesWereNotTaken() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(archive))) {
            for (String name : List.of("etc/config/network", "etc/shadow", "etc/dropbear/authorized_keys")) {
                byte[] contents = octets("config interface 'lan'\n\toption proto 'dhcp'\n\toption device 'eth0'\n");
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(contents.length);
                tar.putArchiveEntry(entry);
                tar.write(contents);
                tar.closeArchiveEntry();
            }
        }

        RouterTemplate template = RouterTemplate.of(archive.toByteArray());

        assertThat(template.content()).contains("\"eth0\"");
        assertThat(template.files()).containsExactly("etc/dropbear/authorized_keys", "etc/shadow");
    }

    @Test
    void whatIsOfNoKnownKindIsCarriedOrListed() {
        RouterTemplate template = RouterTemplate.of(octets("""
                package wireless

                config wifi-device 'radio0'
                \toption type 'mac80211'
                \toption band '2g'
                \toption channel '6'
                \toption htmode 'HT20'
                \toption disabled 'maybe'

                config wifi-iface 'odd'
                \toption device 'radio0'
                \toption mode 'ap'
                \toption ssid 'Xã'
                \toption encryption 'gi-do-la'
                \toption key 'khong-ai-biet'
                """));

        assertThat(template.unread()).isEmpty();
        assertThat(template.problems()).isEmpty();
        assertThat(template.content())
                .as("what is of no known kind is carried as it stands")
                .contains(
                        "\"encryption\" : \"gi-do-la\"", "\"config_name\" : \"wifi-iface\"", "\"disabled\" : \"maybe\"")
                .doesNotContain("khong-ai-biet");
        // Packages whose names mean something of their own can not be carried so.
        assertThat(RouterTemplate.of(octets("""
                        package openvpn

                        config openvpn 'xa'
                        \toption mode 'server'
                        \toption proto 'udp'
                        \toption dev_type 'tun'
                        \toption dev 'tun0'
                        \toption enabled '1'
                        \toption password 'khong-ai-biet'
                        \toption verb 'to'
                        """)).unread()).containsExactly("openvpn.xa.verb='to'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"network.lan=interface\n", "package network\nconfig interface 'lan\n", "xin chào"})
    void whatIsNeitherIsRefused(String text) {
        assertThatThrownBy(() -> RouterTemplate.of(octets(text))).isInstanceOf(NetJsonException.class);
    }

    @Test
    void aBrokenArchiveIsRefused() {
        assertThatThrownBy(() -> RouterTemplate.of(new byte[] {0x1f, (byte) 0x8b, 8, 0, 1}))
                .isInstanceOf(NetJsonException.class);
    }

    /** Of all that is known to be read: with the values put in again it is the same UCI, and no secret stands in the content. */
    @Test
    void renderedBackItIsTheSame() throws IOException {
        List<String> texts = new ArrayList<>(ownVectors());
        texts.addAll(sharedVectors());
        int read = 0;
        int withSecrets = 0;
        for (String text : texts) {
            DeviceReading reading;
            try {
                reading = DeviceReading.ofText(text);
            } catch (NetJsonException notUci) {
                continue;
            }
            if (!reading.problems().isEmpty()) {
                continue;
            }
            OpenWrt openWrt = new OpenWrt(reading.syntax());
            TakenOut taken = TakenOut.of(reading.config());
            assertThat(sections(openWrt.render(again(taken)).packages()))
                    .as(text)
                    .isEqualTo(sections(openWrt.render(reading.config()).packages()));
            String content = RouterTemplate.of(reading).content();
            taken.secrets().stream()
                    .filter(secret -> secret.length() > 3)
                    .forEach(secret -> assertThat(values(content)).as(text).noneMatch(value -> value.equals(secret)));
            read++;
            withSecrets += taken.secrets().isEmpty() ? 0 : 1;
        }
        System.out.printf(
                "templates from routers: %d texts, %d read, %d with secrets%n", texts.size(), read, withSecrets);
        assertThat(read).isGreaterThan(100);
        assertThat(withSecrets).isGreaterThan(20);
    }

    /** Everything of our own vectors is read: what is rendered is what was there. */
    @Test
    void ofOurOwnVectorsNothingIsLost() throws IOException {
        for (String text : ownVectors()) {
            DeviceReading reading = DeviceReading.ofText(text);

            assertThat(reading.problems()).isEmpty();
            assertThat(reading.unread()).as(text).isEmpty();
            assertThat(new OpenWrt(reading.syntax())
                            .render(again(TakenOut.of(reading.config())))
                            .packages()
                            .text())
                    .isEqualTo(text);
        }
    }

    private static List<String> values(String content) {
        List<String> values = new ArrayList<>();
        collect(NetJson.read(content), values);
        return values;
    }

    private static void collect(JsonNode node, List<String> values) {
        if (node.isContainer()) {
            node.forEach(one -> collect(one, values));
        } else {
            values.add(node.asString(""));
        }
    }

    private static ObjectNode again(TakenOut taken) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        taken.values().forEach(context::put);
        ObjectNode filled = new Variables(context).into(taken.config());
        taken.leftOut().forEach((place, value) -> {
            JsonPointer pointer = JsonPointer.compile(place);
            ((ObjectNode) filled.at(pointer.head())).set(pointer.last().getMatchingProperty(), value);
        });
        return filled;
    }

    private static String sections(UciPackages packages) {
        return packages.names().stream()
                .sorted()
                .map(name -> name + " "
                        + packages.sections(name).stream()
                                .map(RouterTemplateTest::section)
                                .toList())
                .collect(Collectors.joining("\n"));
    }

    private static String section(UciSection section) {
        return section.type() + " " + section.name() + " "
                + section.options().entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue().items())
                        .toList();
    }

    private static List<String> ownVectors() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RouterTemplateTest.class.getResourceAsStream("/netjson/vectors.json"))) {
            return JsonMapper.shared()
                    .readTree(in)
                    .valueStream()
                    .map(one -> one.get("uci")
                            .valueStream()
                            .map(JsonNode::stringValue)
                            .collect(Collectors.joining("\n", "", "\n")))
                    .toList();
        }
    }

    private static List<String> sharedVectors() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(SharedFixtures.require("netjson"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".json")).toList()) {
                for (JsonNode vector :
                        JsonMapper.shared().readTree(Files.readString(file)).path("vectors")) {
                    if (vector.at("/input/backend").asString("").equals("OpenWrt")) {
                        Stream.of(vector.at("/expected/text"), vector.at("/input/native"))
                                .filter(JsonNode::isString)
                                .map(JsonNode::stringValue)
                                .forEach(texts::add);
                    }
                }
            }
        }
        return texts;
    }
}
