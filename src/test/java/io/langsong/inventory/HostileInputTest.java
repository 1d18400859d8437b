package io.langsong.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputTest {
    private static final DeviceId ID = new DeviceId("ap1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0.0.0.0",
                "::",
                "0:0:0:0:0:0:0:0",
                "255.255.255.255",
                "224.0.0.1",
                "ff02::1",
                "127.1",
                "0177.0.0.1",
                "2130706433",
                "017700000001",
                "0x7f000001",
                "0x7f.0.0.1",
                "host.0x1",
                "256.1.1.1",
                "1.2.3.4.5",
                "10.0.0.0/8",
                "::ffff:127.0.0.1",
                "::1%",
                "::1%a b",
                "1::2::3",
                "12345::",
                ":::",
                "[::1]",
                "-oX",
                "a;b",
                "_x",
                "a_b",
                "host.",
                ".host",
                "a..b",
                "a b",
                "thôn.vn",
                "a\u0000b",
                "a\nb",
                "a\r\nHost: b",
                "\u202Eevil",
                "$(id)",
                "`id`",
                "a|b",
                "http://a",
                "user@host",
                "a,b",
                "１２７.0.0.1"
            })
    void refusesWhatIsNotTheAddressOfOneHost(String address) {
        assertThatThrownBy(() -> HostAddress.canonical(ID, "address", address))
                .isInstanceOf(InventoryRefused.class)
                .hasMessageContaining("address")
                .satisfies(e -> assertThat(e.getMessage().chars().noneMatch(Character::isISOControl))
                        .isTrue());
    }

    @ParameterizedTest(name = "{0} is kept as {1}")
    @CsvSource(textBlock = """
            10.20.1.5,                         10.20.1.5
            AP1.Example.VN,                    ap1.example.vn
            xn--thn-gla.vn,                    xn--thn-gla.vn
            ::1,                               ::1
            # RFC 5952 section 4
            2001:0DB8:0:0:1:0:0:1,             2001:db8::1:0:0:1
            2001:db8:0:1:1:1:1:1,              2001:db8:0:1:1:1:1:1
            2001:0:0:1:0:0:0:1,                2001:0:0:1::1
            fe80:0:0:0:0:0:0:1%eth0.7,         fe80::1%eth0.7
            2001:db8:0:0:0:0:0:0,              2001:db8::
            """)
    void keepsAddressesInOneForm(String entered, String kept) {
        assertThat(HostAddress.canonical(ID, "address", entered)).isEqualTo(kept);
    }

    @Test
    void boundsHostNames() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));

        assertThat(HostAddress.canonical(ID, "address", longest)).hasSize(253);
        for (String tooLong : List.of(longest + "a", "a".repeat(64), "1".repeat(65_536), ":".repeat(65_536))) {
            assertThatThrownBy(() -> HostAddress.canonical(ID, "address", tooLong))
                    .isInstanceOf(InventoryRefused.class)
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \t\u00A0\u3000",
                "a\u0000b",
                "a\r\nb",
                "a\tb",
                "a\u001b[31mb",
                "a\u0085b",
                "a\u2028b",
                "a\uFEFFb",
                "a\u202Eb",
                "a\u2066b",
                "a\u200Bb",
                "a\uD800b",
                "\uDC00",
                "\u200B"
            })
    void refusesNamesThatCanNotBeSeenOrBreakALine(String name) {
        assertThatThrownBy(() -> new PowerArea(new PowerAreaId("a"), name))
                .isInstanceOf(InventoryRefused.class)
                .hasMessageContaining("power-area a: name")
                .satisfies(e ->
                        assertThat(e.getMessage()).doesNotContain("\u0000", "\n", "\r", "\u001b", "\u202E", "\u2028"));
    }

    @Test
    void keepsNamesInNfcWithinTheirLength() {
        assertThat(new PowerArea(new PowerAreaId("a"), "  Tra\u0323m bie\u0302\u0301n a\u0301p ").name())
                .isEqualTo("Trạm biến áp");
        assertThat(new PowerArea(new PowerAreaId("a"), "👩‍🌾 <b>'\";--").name())
                .isEqualTo("👩‍🌾 <b>'\";--");
        assertThat(new PowerArea(new PowerAreaId("a"), "x".repeat(120)).name()).hasSize(120);
        for (int length : new int[] {121, 255, 256, 65_536}) {
            assertThatThrownBy(() -> new PowerArea(new PowerAreaId("a"), "x".repeat(length)))
                    .hasMessageContaining("has " + length + " characters; at most 120 fit");
        }
    }

    @ParameterizedTest(name = "port \"{0}\"")
    @ValueSource(
            strings = {
                "-1",
                "0",
                "65536",
                "2147483647",
                "2147483648",
                "9223372036854775808",
                "1e999",
                "NaN",
                "١٢",
                "007",
                "0x1F",
                "1,5",
                "1.5",
                " 1 2",
                "99999999999999999999999999"
            })
    void refusesNumbersThatAreNone(String port) {
        assertThatThrownBy(() -> read("port", port))
                .isInstanceOf(InventoryRefused.class)
                .hasMessageContaining("device ap1: port");
    }

    @ParameterizedTest(name = "interval \"{0}\" is {1}")
    @CsvSource(textBlock = """
            30,       PT30S
            2.5,      PT2.5S
            PT1M,     PT1M
            PT1H,     PT1H
            0.999,
            PT1H1S,
            PT1H59M,
            -30,
            PT0.0015S,
            PT1.0001S,
            P9999999999D,
            PT99999999999999999999S,
            1 phút,
            """)
    void readsIntervalsOfOneSecondToOneHour(String written, String read) {
        if (read == null) {
            assertThatThrownBy(() -> read("interval", written)).hasMessageContaining("device ap1: interval");
        } else {
            assertThat(read("interval", written).interval()).isEqualTo(Duration.parse(read));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "A", "a_b", "-a", "a-", "a b", "../etc", "a/b", "a\n", "á", "a.b", "'; DROP TABLE x;--"})
    void refusesIdsOfAnotherForm(String id) {
        assertThatThrownBy(() -> new DeviceId(id)).isInstanceOf(InventoryRefused.class);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(quoteCharacter = '"', textBlock = """
            Thôn Đồng Mẫu,            thon-dong-mau
            Nhà văn hóa (cơ sở 2),    nha-van-hoa-co-so-2
            ĐƯỜNG ưỡn  Ỷ,             duong-uon-y
            --a--,                    a
            村,                        device
            " OR 1=1",                or-1-1
            """)
    void makesIdsFromNames(String name, String id) {
        assertThat(Ids.from(name, "device", taken -> false)).isEqualTo(id);
    }

    @Test
    void numbersIdsThatAreTakenAndKeepsThemShort() {
        assertThat(Ids.from("AP", "device", List.of("ap", "ap-2")::contains)).isEqualTo("ap-3");
        String longName = "x".repeat(500);
        assertThat(new DeviceId(Ids.from(longName, "device", "x".repeat(63)::equals)).value())
                .hasSize(63)
                .endsWith("-2");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # version, community, user, auth, authKey, priv, privKey, field that is named
            4,  public, , , , , ,                                snmp.version
            '', public, , , , , ,                                snmp.version
            2c, , , , , , ,                                      snmp.community
            2c, public, admin, , , , ,                           snmp.user
            3,  public, admin, , , , ,                           snmp.community
            3,  , , , , , ,                                      snmp.user
            3,  , an-user-name-of-more-than-32-octets, , , , ,   snmp.user
            3,  , admin, SHA1, hidden-12, , ,                    snmp.authProtocol
            3,  , admin, SHA, hidden, , ,                        snmp.authKey
            3,  , admin, , hidden-12, , ,                        snmp.authProtocol
            3,  , admin, , , AES128, hidden-12,                  snmp.authProtocol
            3,  , admin, SHA, hidden-12, AES128, ,               snmp.privKey
            """)
    void refusesSnmpAccessThatCanNotWorkWithoutNamingSecrets(
            String version,
            String community,
            String user,
            String auth,
            String authKey,
            String priv,
            String privKey,
            String field) {
        assertThatThrownBy(() -> new SnmpAccess(version, community, user, auth, authKey, priv, privKey, null))
                .hasMessageStartingWith(field)
                .hasMessageNotContaining("hidden")
                .hasMessageNotContaining("public");
    }

    @Test
    void masksSecretsInEveryText() {
        Device device = TestInventory.device("ap1", SnmpAccess.community("2c", "hidden-community"));
        InventorySnapshot before = InventorySnapshot.EMPTY.with(List.of(device), TestInventory.NOW);
        InventoryDiff diff = InventoryDiff.between(
                before, List.of(TestInventory.device("ap1", SnmpAccess.community("2c", "hidden-other"))));

        assertThat(device.toString()).contains("***").doesNotContain("hidden");
        assertThat(diff.toString()).contains("snmp.community").doesNotContain("hidden");
        assertThatThrownBy(() -> SnmpAccess.community("2c", "hidden\u0000")).hasMessageNotContaining("hidden");
    }

    private static Device read(String field, String value) {
        Map<String, String> cells = new HashMap<>(
                Map.of("id", "ap1", "name", "AP", "site", "nvh", "kind", "access-point", "address", "127.21.0.1"));
        cells.put(field, value);
        return (Device) Form.named("devices").orElseThrow().read(cells, null);
    }
}
