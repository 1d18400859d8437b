package io.langsong.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.Device;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.snmp.EngineClock;
import io.langsong.snmp.Notification;
import io.langsong.snmp.Notification.Origin;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.snmp.SnmpCredentials.Version;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ap1 has an address of its own; nat1, nat2 and nat3 share one; v1 and v2 are two of version 3 with one user. */
class OriginsTest {
    private static final User USER = new User("u", AuthProtocol.SHA256, "authpass12", null, null, "");

    private final List<Device> devices = List.of(
            TestReceiver.device("ap1", "10.4.0.1"),
            TestReceiver.device("nat1", "10.4.0.9", SnmpAccess.community("2c", "chung")),
            TestReceiver.device("nat2", "10.4.0.9", SnmpAccess.community("2c", "chung")),
            TestReceiver.device("nat3", "10.4.0.9", SnmpAccess.community("2c", "rieng")),
            TestReceiver.device("v1", "10.4.0.20", secured()),
            TestReceiver.device("v2", "10.4.0.21", secured()));
    private final Senders senders = senders();
    private final Origins origins = new Origins(
            () -> senders,
            new SenderEngines(null, null, Clock.systemUTC()),
            TestReceiver.settings(List.of("10.4.0.0/24 cua-mang", "10.5.0.0/24 cua-mang"), List.of("10.5.0.2")));

    private static SnmpAccess secured() {
        return new SnmpAccess("3", null, "u", "SHA256", "authpass12", null, null, null);
    }

    private Senders senders() {
        List<io.langsong.inventory.InventoryObject> all = new ArrayList<>(devices);
        all.add(new Village(new VillageId("man"), "Thôn Man", 1, 100, null, null));
        all.add(new Site(
                new SiteId("nvh"), new VillageId("man"), "Nhà văn hóa", Site.Kind.CULTURE_HOUSE, null, null, null));
        return new Senders(
                InventorySnapshot.of(all),
                device -> Optional.of(address(device.address())),
                device -> device.id().value().startsWith("v") ? Optional.of(USER) : Optional.empty());
    }

    @ParameterizedTest(name = "from {0} with {1}, agent {2}, sysName {3}, proxied {4}: {5}")
    @CsvSource({
        "10.4.0.1,  bi-mat-ap1, ,          ,      ,         ap1",
        "10.4.0.1,  bi-mat-ap1, 10.4.0.20, ,      ,         ap1",
        "10.4.0.1,  cua-mang,   ,          ,      ,         ap1",
        "10.4.0.1,  public,     ,          ,      ,         refused",
        "10.4.0.20, public,     ,          ,      ,         refused",
        // One address of several: by community, sysName, agent-addr.
        "10.4.0.9,  rieng,      ,          ,      ,         nat3",
        "10.4.0.9,  chung,      ,          ,      ,         nobody",
        "10.4.0.9,  chung,      ,          nat2,  ,         nat2",
        "10.4.0.9,  chung,      ,          AP NAT1, ,       nat1",
        "10.4.0.9,  chung,      ,          nat3,  ,         nobody",
        // A router that is not in the inventory.
        "10.9.0.1,  bi-mat-ap1, 10.4.0.1,  ,      ,         ap1",
        "10.9.0.1,  public,     10.4.0.1,  ,      ,         nobody",
        "10.9.0.1,  bi-mat-ap1, ,          ap1,   ,         nobody",
        "10.9.0.1,  bi-mat-ap1, ,          ,      10.4.0.1, nobody",
        // A network that is trusted, and a relay in it.
        "10.5.0.1,  cua-mang,   ,          ap1,   ,         ap1",
        "10.5.0.1,  cua-mang,   ,          ,      10.4.0.1, nobody",
        "10.5.0.2,  cua-mang,   ,          ,      10.4.0.1, ap1",
        "10.5.0.2,  public,     ,          ,      10.4.0.1, nobody",
    })
    void findsWhoseATrapIs(
            String source,
            String community,
            @Nullable String agent,
            @Nullable String sysName,
            @Nullable String proxied,
            String whose) {
        List<VarBind> varBinds = new ArrayList<>();
        if (sysName != null) {
            varBinds.add(new VarBind(
                    Oid.parse("1.3.6.1.2.1.1.5.0"), new SnmpValue.Octets(sysName.getBytes(StandardCharsets.UTF_8))));
        }
        if (proxied != null) {
            varBinds.add(new VarBind(Oid.parse("1.3.6.1.6.3.18.1.3.0"), new SnmpValue.IpAddress(address(proxied))));
        }
        Notification notification = new Notification(
                new Origin.Community(Version.V2C, community),
                false,
                Oid.parse("1.3.6.1.6.3.1.1.5.3"),
                1,
                agent == null ? null : address(agent),
                0,
                varBinds);

        assertThat(said(origins.of(address(source), notification))).isEqualTo(whose);
    }

    @Test
    void findsWhoseASecuredTrapIsByWhatItsEngineWasSeenAs() {
        assertThat(said(origins.of(address("10.9.0.1"), secured("0a"))))
                .as("two have that user")
                .isEqualTo("nobody");
        assertThat(said(origins.of(address("10.4.0.21"), secured("0a")))).isEqualTo("v2");
        assertThat(said(origins.of(address("10.9.0.1"), secured("0a")))).isEqualTo("v2");
        assertThat(said(origins.of(address("10.9.0.1"), secured("0b")))).isEqualTo("nobody");
        assertThat(origins.named(address("10.9.0.1"), "u")).containsExactly(USER);
        assertThat(origins.named(address("10.4.0.1"), "x")).isEmpty();
    }

    private static Notification secured(String engineId) {
        return new Notification(
                new Origin.User(USER, engineId, new EngineClock(engineId, 1, 1, 0)),
                false,
                Oid.parse("1.3.6.1.6.3.1.1.5.3"),
                1,
                null,
                0,
                List.of());
    }

    @ParameterizedTest(name = "syslog from {0} of {1}: {2}")
    @CsvSource({
        "10.4.0.1, anything, ap1",
        "10.4.0.9, nat2,     nat2",
        "10.4.0.9, other,    nobody",
        "10.9.0.1, ap1,      nobody",
        "10.5.0.2, ap1,      ap1",
        "10.5.0.2, 10.4.0.1, ap1",
    })
    void findsWhoseASyslogMessageIs(String source, String hostname, String whose) {
        assertThat(said(origins.of(address(source), hostname))).isEqualTo(whose);
    }

    private static String said(Origins.Whose whose) {
        return whose instanceof Origins.Whose.Of of
                ? of.device().value()
                : whose instanceof Origins.Whose.NotAllowed ? "refused" : "nobody";
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
