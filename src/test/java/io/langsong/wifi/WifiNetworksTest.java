package io.langsong.wifi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import io.langsong.provisioning.Proposal.Problem;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.TemplateWish;
import io.langsong.wifi.WifiNetworks.Look;
import io.langsong.wifi.WifiNetworks.Standing;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WifiNetworksTest {
    private static final String SECRET = "khong-ai-biet-1";

    @TempDir
    private Path data;

    private TestWifi wifi;

    @BeforeEach
    void start() {
        wifi = new TestWifi(data);
    }

    /** All rows of what a network is made of. */
    private List<String> rows() {
        return Stream.of("wifi_network", "wifi_number", "provisioning_template", "provisioning_value", "access_audit")
                .flatMap(table -> wifi
                        .provisioning
                        .jdbc
                        .sql("SELECT '" + table + " ' || t::text FROM " + table + " t ORDER BY 1")
                        .query(String.class)
                        .list()
                        .stream())
                .toList();
    }

    private void editByHand(String id) {
        Template there = wifi.provisioning.templates.find(id).orElseThrow();
        wifi.provisioning.templates.change(
                id,
                new TemplateWish(
                        there.name(),
                        there.dialect().code(),
                        "default",
                        there.rank(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        "{\"general\": {}}",
                        List.of(),
                        "sửa tay"),
                there.version(),
                "lan");
    }

    @Test
    void aNetworkIsTwoTemplatesAndASealedPassword() {
        WifiNetwork network = wifi.networks.add(
                TestWifi.wish("Xã").secured(Security.WPA2, SECRET).in("thon-0").done(), "ha");

        assertThat(network.id()).isEqualTo(1);
        Template openWrt = wifi.provisioning.templates.find("wifi-1").orElseThrow();
        assertThat(openWrt.scope().villages()).extracting(Object::toString).containsExactly("thon-0");
        assertThat(openWrt.variables())
                .extracting(one -> one.name() + (one.secret() ? "*" : ""))
                .contains("wifi_1_ssid", "wifi_1_key*", "wifi_2g_radio");
        assertThat(wifi.provisioning.templates.find("wifi-1-routeros")).isPresent();
        Standing standing = wifi.networks.find(1).orElseThrow();
        assertThat(standing.network()).isEqualTo(network);
        assertThat(standing.keyed()).isTrue();
        assertThat(standing.edited()).isEmpty();
        assertThat(standing.uses()).containsExactlyInAnyOrder(wifi.openWrt, wifi.routerOs);
        assertThat(rows()).noneMatch(row -> row.contains(SECRET));
        assertThat(wifi.provisioning
                        .accessPoints
                        .propose(wifi.routerOs)
                        .rendition()
                        .shown())
                .doesNotContain(SECRET);
        assertThat(wifi.provisioning
                        .accessPoints
                        .propose(wifi.openWrt)
                        .rendition()
                        .shown())
                .doesNotContain(SECRET);
    }

    @Test
    void aChangeKeepsThePasswordAndWritesTheTemplatesAnew() {
        wifi.networks.add(TestWifi.wish("Xã").secured(Security.WPA2, SECRET).done(), "ha");
        int rank = wifi.provisioning.templates.find("wifi-1").orElseThrow().rank();

        wifi.networks.change(
                1, TestWifi.wish("Phường").secured(Security.WPA3, "").vlan(7).done(), 1, "ha");

        Standing after = wifi.networks.find(1).orElseThrow();
        assertThat(after.network().version()).isEqualTo(2);
        assertThat(after.keyed()).isTrue();
        Template template = wifi.provisioning.templates.find("wifi-1").orElseThrow();
        assertThat(template.content()).contains("wpa3_personal", "br-v7");
        assertThat(template.rank()).isEqualTo(rank);
        assertThatThrownBy(() -> wifi.networks.change(1, TestWifi.wish("x").done(), 1, "ha"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.CHANGED_MEANWHILE));

        wifi.networks.change(1, TestWifi.wish("Phường").done(), 2, "ha");
        assertThat(wifi.networks.find(1).orElseThrow().keyed()).isFalse();
    }

    @Test
    void whatSomebodyChangedByHandIsNotWrittenOverUnasked() {
        wifi.networks.add(TestWifi.wish("Xã").done(), "ha");
        editByHand("wifi-1");
        assertThat(wifi.networks.find(1).orElseThrow().edited()).containsExactly("wifi-1");
        List<String> before = rows();

        assertThatThrownBy(() -> wifi.networks.change(1, TestWifi.wish("Phường").done(), 1, "ha"))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.field()).isEqualTo("overwrite");
                    assertThat(refused.details()).containsExactly("wifi-1");
                });
        assertThatThrownBy(() -> wifi.networks.remove(1, 1, false, "thôi", "ha"))
                .isInstanceOf(Refused.class);
        assertThat(rows()).isEqualTo(before);

        wifi.networks.change(1, TestWifi.wish("Phường").over().done(), 1, "ha");
        assertThat(wifi.networks.find(1).orElseThrow().edited()).isEmpty();
        assertThat(wifi.provisioning.templates.find("wifi-1").orElseThrow().content())
                .contains("wifi1-2g");
    }

    @Test
    void aTemplateThatSomebodyEndedComesBackWhenThatIsWanted() {
        wifi.networks.add(TestWifi.wish("Xã").done(), "ha");
        wifi.provisioning.templates.remove("wifi-1-routeros", 1, "thôi", "lan");
        assertThat(wifi.networks.find(1).orElseThrow().edited()).containsExactly("wifi-1-routeros");

        wifi.networks.change(1, TestWifi.wish("Xã").over().done(), 1, "ha");

        assertThat(wifi.provisioning
                        .templates
                        .find("wifi-1-routeros")
                        .orElseThrow()
                        .version())
                .isEqualTo(3);
        assertThat(wifi.networks.find(1).orElseThrow().edited()).isEmpty();
    }

    @Test
    void whatIsRemovedTakesItsTemplatesAndPasswordAlongAndItsNumberIsNotGivenAgain() {
        wifi.networks.add(TestWifi.wish("Xã").secured(Security.WPA2, SECRET).done(), "ha");

        wifi.networks.remove(1, 1, false, "thôi", "ha");

        assertThat(wifi.networks.all()).isEmpty();
        assertThat(wifi.provisioning.templates.all()).isEmpty();
        assertThat(wifi.provisioning.values.all()).isEmpty();
        assertThat(wifi.networks.add(TestWifi.wish("Xã").done(), "ha").id()).isEqualTo(2);
        assertThat(wifi.provisioning
                        .jdbc
                        .sql("SELECT action || ' ' || subject FROM access_audit WHERE action LIKE 'wifi.%' ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("wifi.network.add wifi:1", "wifi.network.remove wifi:1", "wifi.network.add wifi:2");
    }

    @Test
    void lookingKeepsNothing() {
        wifi.networks.add(TestWifi.wish("Xã").done(), "ha");
        List<String> before = rows();

        Look added = wifi.networks.look(
                null, TestWifi.wish("Phường").secured(Security.WPA2, SECRET).done(), wifi.routerOs.id(), "ha");
        Look changed = wifi.networks.look(1L, TestWifi.wish("Mới").done(), null, "ha");

        assertThat(added.network().id()).isEqualTo(2);
        assertThat(added.place()).isEqualTo(wifi.routerOs);
        assertThat(added.proposal().rendition().shown())
                .contains("langsong-wifi-2-2g")
                .doesNotContain(SECRET);
        assertThat(changed.proposal().problems()).isEmpty();
        assertThat(changed.proposal().rendition().shown()).contains("option ssid 'Mới'");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void whatCanNotBeRenderedIsSaid() {
        wifi.networks.add(TestWifi.wish("Xã").secured(Security.WPA2, SECRET).done(), "ha");
        wifi.provisioning.values.set(io.langsong.provisioning.Level.COMMUNE, "", "wifi_1_key", null, true, "ha");

        assertThat(wifi.provisioning.accessPoints.propose(wifi.openWrt).problems())
                .containsExactly(new Problem.Missing("wifi_1_key"));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("ssid", TestWifi.wish(" ")),
                Arguments.of("ssid", TestWifi.wish("Ủy ban nhân dân xã Bá Thước")),
                Arguments.of("ssid", TestWifi.wish("a\u0007b")),
                Arguments.of("ssid", TestWifi.wish("a\u202eb")),
                Arguments.of("bands", TestWifi.wish("a").on(List.of())),
                Arguments.of("bands", TestWifi.wish("a").on(List.of("7"))),
                Arguments.of("bands", TestWifi.wish("a").on(List.of("2.4", "6"))),
                Arguments.of("vlan", TestWifi.wish("a").vlan(4095)),
                Arguments.of("vlan", TestWifi.wish("a").vlan(0)),
                Arguments.of("downKbit", TestWifi.wish("a").limited(0, null)),
                Arguments.of("upKbit", TestWifi.wish("a").limited(null, 63)),
                Arguments.of("days", TestWifi.wish("a").between("06:00", "22:00")),
                Arguments.of("days", TestWifi.wish("a").between("06:00", "22:00", "thứ hai")),
                Arguments.of("from", TestWifi.wish("a").between("6h", "22:00", "monday")),
                Arguments.of("until", TestWifi.wish("a").between("06:00", "", "monday")),
                Arguments.of("villages", TestWifi.wish("a").in("Thôn Man")),
                Arguments.of("password", TestWifi.wish("a").secured(Security.WPA2, "")),
                Arguments.of("password", TestWifi.wish("a").secured(Security.WPA2, "1234567")),
                Arguments.of("password", TestWifi.wish("a").secured(Security.WPA3, "mật khẩu dài")),
                Arguments.of("password", TestWifi.wish("a").secured(Security.WPA3, "x".repeat(64))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wrong")
    void whatIsWrongIsRefusedAtItsFieldAndNothingIsKept(String field, TestWifi.Wish wish) {
        List<String> before = rows();

        assertThatThrownBy(() -> wifi.networks.add(wish.done(), "ha"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.field()).isEqualTo(field));
        assertThat(rows()).isEqualTo(before);
    }
}
