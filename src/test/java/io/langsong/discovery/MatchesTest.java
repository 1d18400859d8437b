package io.langsong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.polling.profile.Profiles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of what was found is in the inventory, and where it may stand. */
class MatchesTest {
    private static final String MAC = "00:1b:21:01:02:03";
    private final InventorySnapshot inventory = new InventorySnapshot(
            List.of(
                    new Village(new VillageId("man"), "Thôn Mận", 1, 100, null, null),
                    new Village(new VillageId("dong-mau"), "Thôn Đồng Mẫu", 2, 100, null, null),
                    new Village(new VillageId("pho-2"), "Phố 2", 3, 100, null, null)),
            List.of(),
            List.of(
                    site("man-nvh", "man", "Nhà văn hóa", Site.Kind.CULTURE_HOUSE),
                    site("man-th", "man", "Trường học", Site.Kind.SCHOOL),
                    site("mau-nvh", "dong-mau", "Nhà văn hóa", Site.Kind.CULTURE_HOUSE),
                    site("ubnd", "pho-2", "Trụ sở UBND xã", Site.Kind.PEOPLES_COMMITTEE)),
            List.of(device("man-ap1", "AP Thôn Mận 1", "10.20.0.5"), device("sw", "Switch xã", "10.20.0.1")),
            List.of(),
            List.of());

    private final Map<DeviceId, Marks> marks = Map.of(
            new DeviceId("man-ap1"), new Marks("old-name", "SN123456", "80001f8801", Set.of(MacAddress.parse(MAC))));

    private static Site site(String id, String village, String name, Site.Kind kind) {
        return new Site(new SiteId(id), new VillageId(village), name, kind, null, null, null);
    }

    private static Device device(String id, String name, String address) {
        return new Device(
                new DeviceId(id),
                name,
                new SiteId("man-nvh"),
                Device.Kind.ACCESS_POINT,
                address,
                161,
                null,
                null,
                Device.Reachability.NONE,
                List.of(),
                null,
                true,
                null);
    }

    @ParameterizedTest(name = "{0} at {1}: {6} by {8}")
    @CsvSource(nullValues = "-", textBlock = """
            # name,         address,   serial,   engine,     mac,               credential, group,  device,  by
            x,              10.20.0.5, -,        -,          -,                 0,          KNOWN,  man-ap1, ADDRESS
            x,              10.20.0.5, -,        -,          -,                 -1,         KNOWN,  man-ap1, ADDRESS
            x,              10.20.0.9, -,        -,          -,                 0,          NEW,    -,       -
            x,              10.20.0.9, -,        -,          -,                 -1,         UNREAD, -,       -
            x,              10.20.0.9, SN123456, -,          -,                 0,          MOVED,  man-ap1, SERIAL
            x,              10.20.0.9, -,        80001f8801, -,                 0,          MOVED,  man-ap1, ENGINE_ID
            x,              10.20.0.9, -,        -,          00:1b:21:01:02:03, 0,          MOVED,  man-ap1, MAC
            old-name,       10.20.0.9, -,        -,          -,                 0,          MOVED,  man-ap1, NAME
            ap thon man 1,  10.20.0.9, -,        -,          -,                 0,          MOVED,  man-ap1, NAME
            man-ap1,        10.20.0.9, -,        -,          -,                 0,          MOVED,  man-ap1, NAME
            man-ap1,        10.20.0.9, SN999999, -,          -,                 0,          NEW,    -,       -
            x,              10.20.0.9, SN999999, 80001f8801, 00:1b:21:01:02:03, 0,          NEW,    -,       -
            x,              10.20.0.9, -,        80001f8801, 00:1b:21:09:09:09, 0,          NEW,    -,       -
            x,              10.20.0.9, 0000000,  -,          -,                 0,          NEW,    -,       -
            """)
    void matches(
            String name,
            String address,
            String serial,
            String engine,
            String mac,
            int credential,
            Group group,
            String device,
            Marks.Mark by) {
        Matches.Match match = Matches.of(
                        List.of(found(1, name, address, serial, engine, mac, credential)), inventory, marks)
                .get(1);

        assertThat(match.group()).isEqualTo(group);
        assertThat(match.device()).isEqualTo(device == null ? null : new DeviceId(device));
        assertThat(match.by()).isEqualTo(by);
    }

    @Test
    void aDeviceThatAnswersAtItsAddressHasNotMoved() {
        Map<Integer, Matches.Match> matches = Matches.of(
                List.of(
                        found(1, "ap", "10.20.9.1", "SN123456", null, null, 0),
                        found(2, "ap", "10.20.0.5", "SN123456", null, null, 0),
                        found(3, "ap", "10.20.0.7", "SN777777", null, null, 0)),
                inventory,
                marks);

        assertThat(matches.get(1))
                .isEqualTo(new Matches.Match(Group.KNOWN, new DeviceId("man-ap1"), Marks.Mark.SERIAL, "10.20.0.5"));
        assertThat(matches.get(2).sameAs()).isNull();
        assertThat(matches.get(3).group()).isEqualTo(Group.NEW);
    }

    @Test
    void aBoxWithTwoAddressesIsOneAndTwoOfOneNameAreTwo() {
        Map<Integer, Matches.Match> matches = Matches.of(
                List.of(
                        found(1, "router", "10.20.8.1", null, "80001f88aa", null, 0),
                        found(2, "router", "10.20.9.1", null, "80001f88aa", null, 0),
                        found(3, "man-ap1", "10.20.9.2", null, null, null, 0),
                        found(4, "man-ap1", "10.20.9.3", null, null, null, 0)),
                inventory,
                marks);

        assertThat(matches.get(1).sameAs()).isNull();
        assertThat(matches.get(2).sameAs()).isEqualTo("10.20.8.1");
        assertThat(matches.get(3).group()).isEqualTo(Group.NEW);
        assertThat(matches.get(4).group()).isEqualTo(Group.NEW);
    }

    @ParameterizedTest(name = "location {0}, name {1}: {2}")
    @CsvSource(nullValues = "-", textBlock = """
            Nhà văn hóa thôn Mận,        -,               man-nvh
            nha van hoa thon man,        -,               man-nvh
            Truong hoc - Thon Man,       -,               man-th
            Thôn Mận,                    -,               man-nvh
            thon dong mau,               -,               mau-nvh
            Đồng Mẫu,                    -,               mau-nvh
            Nhà văn hóa,                 -,               -
            Tru so UBND xa,              -,               ubnd
            -,                           dong-mau-ap2,    mau-nvh
            Unknown,                     ap-thon-man-1,   man-nvh
            Thon Man,                    dong-mau-ap1,    man-nvh
            Manchester,                  -,               -
            'Sitting on the Dock',       localhost,       -
            <script>,                    -,               -
            """)
    void guessesTheSite(String location, String name, String site) {
        assertThat(Guesses.site(location, name, inventory)).isEqualTo(site == null ? null : new SiteId(site));
    }

    @ParameterizedTest(name = "{0} of {1}, services {2}, forwards {3}: {4}")
    @CsvSource(nullValues = "-", textBlock = """
            thon-man-ap2, mikrotik,           78, true,  ACCESS_POINT
            ubnd-sw1,     mikrotik,           78, true,  SWITCH
            xa-router,    -,                  0,  false, ROUTER
            -,            -,                  0,  false, OTHER
            -,            ups,                64, false, UPS
            -,            ubiquiti-unifi,     64, false, ACCESS_POINT
            -,            mikrotik,           78, true,  ROUTER
            capital,      grandstream-switch, 2,  false, SWITCH
            -,            generic,            2,  false, SWITCH
            -,            generic,            72, true,  ROUTER
            """)
    void guessesTheKind(String name, String profile, int services, boolean forwards, Device.Kind kind) {
        assertThat(Guesses.kind(
                        name,
                        profile == null ? null : Profiles.load().byName(profile).orElseThrow(),
                        services,
                        forwards))
                .isEqualTo(kind);
    }

    @Test
    void keepsOneLineOfWhatADeviceSends() {
        assertThat(DeviceText.kept("a\u202Eb\r\nSet-Cookie\u0000 x", 255)).isEqualTo("a b Set-Cookie x");
        assertThat(DeviceText.kept("\u0007\u200B", 255)).isNull();
        assertThat(DeviceText.kept("ậ".repeat(300), 255)).hasSize(255);
        assertThat(DeviceText.plain("Thôn ĐỒNG-Mẫu")).isEqualTo("thon dong mau");
    }

    @Test
    void theGatewayIsInTheTableOfRoutes() {
        assertThat(Gateway.of(List.of(
                                "Iface\tDestination\tGateway\tFlags",
                                "eth0\t0000140A\t00000000\t0001",
                                "eth0\t00000000\t0100140A\t0003"))
                        .orElseThrow()
                        .getHostAddress())
                .isEqualTo("10.20.0.1");
        assertThat(Gateway.of(List.of("Iface"))).isEmpty();
    }

    private static Found found(
            int number, String name, String address, String serial, String engine, String mac, int credential) {
        return new Found(
                number,
                address,
                161,
                credential,
                credential < 0 ? "auth" : null,
                null,
                List.of(),
                null,
                null,
                name,
                null,
                null,
                null,
                null,
                serial,
                engine,
                Device.Kind.OTHER,
                mac == null ? List.of() : List.of(mac),
                null);
    }
}
