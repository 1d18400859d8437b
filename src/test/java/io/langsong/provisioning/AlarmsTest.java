package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.Alarm.Kind;
import io.langsong.provisioning.Backup.Cause;
import io.langsong.provisioning.BackupTable.Newest;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.PushBox.Family;
import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmsTest {
    private static final Instant NOON = Instant.parse("2026-08-04T05:00:00Z");
    private static final ProvisioningProperties SETTINGS =
            new ProvisioningProperties("open", "none", Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofDays(3));

    @TempDir
    private Path data;

    private final DataSource database = TestDatabase.fresh();
    private PushBox box;
    private PushNetwork network;

    @AfterEach
    void stop() throws IOException {
        if (box != null) {
            box.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @ParameterizedTest(name = "{0} {1} since {2} min, away {3}, backup {4} {5} h old: {6}")
    @CsvSource(nullValues = "-", textBlock = """
            # method,      status,  since, away, backup,  age, wrong
            openwrt-ssh,   applied,   900, false, same,     1, ''
            openwrt-ssh,   applied,     5, false, differs,  1, drift
            openwrt-ssh,   modified,   59, false, same,     1, ''
            openwrt-ssh,   modified,   60, false, same,     1, drift
            openwrt-ssh,   error,      60, false, same,     1, drift
            # An outage is told by itself, and a change that waits for the box is no news.
            openwrt-ssh,   modified,  900, true,  same,     1, ''
            # What is on its way is not drift of the one before.
            openwrt-ssh,   modified,    5, false, differs,  1, ''
            openwrt-ssh,   applied,   900, false, same,    72, ''
            openwrt-ssh,   applied,   900, false, same,    73, old-backup
            openwrt-ssh,   applied,   900, true,  differs, 73, drift old-backup
            # None yet: it counts from when the box was configured, four days ago.
            openwrt-ssh,   applied,   900, false, -,        0, old-backup
            # Of boxes with an agent nothing is fetched.
            openwrt-agent, applied,   900, false, -,        0, ''
            openwrt-agent, error,      61, false, -,        0, drift
            openwrt-agent, modified,   61, false, -,        0, drift
            openwrt-agent, modified,   61, true,  -,        0, ''
            """)
    void isAlarmedWhenSomebodyShouldLook(
            String method, String status, int minutes, boolean away, String backup, int hours, String wrong) {
        DeviceId id = PushNetwork.AP;
        Instant configured = NOON.minus(Duration.ofDays(4));
        AccessPoint one = new AccessPoint(
                id,
                1,
                "Thôn 0 AP 1",
                new SiteId("site-0"),
                Method.valueOf(method.toUpperCase(Locale.ROOT).replace('-', '_')),
                null,
                Set.of(),
                Set.of(),
                "",
                null,
                Notes.NONE,
                new Life(configured, configured, configured, configured, null, null));
        Delivery delivery = new Delivery(
                Status.valueOf(status.toUpperCase(Locale.ROOT)),
                NOON.minus(Duration.ofMinutes(minutes)),
                "let-out",
                status.equals("applied") ? "let-out" : null,
                false,
                NOON,
                away,
                false,
                null);
        Newest newest = backup == null
                ? null
                : new Newest(id, NOON.minus(Duration.ofHours(hours)), "now", backup.equals("same") ? "now" : "then");

        assertThat(Alarms.wrong(one, delivery, newest, SETTINGS, NOON))
                .extracting(Kind::code)
                .containsExactly(wrong.isEmpty() ? new String[0] : wrong.split(" "));
    }

    @Test
    void whatSomebodyChangedByHandIsToldOnceAndEndsByItself() throws Exception {
        QuickTime time = QuickTime.usual();
        box = PushBox.of(Family.OPENWRT, data.resolve("sshd"));
        network = new PushNetwork(database, data, time);
        network.plan(Family.OPENWRT);
        network.adopt(box.server);
        network.push();
        network.alarms.look(time.instant());
        assertThat(network.alarms.open()).isEmpty();
        Backup good = network.backups.of(PushNetwork.AP).get(0);
        box.byHand();
        Backup bad = network.fetches.now(PushNetwork.AP);
        assertThat(bad.cause()).isEqualTo(Cause.ASKED);

        network.alarms.look(time.instant());
        network.alarms.look(time.instant());

        assertThat(network.alarms.open())
                .extracting(Alarm::place, Alarm::kind)
                .containsExactly(tuple(PushNetwork.AP, Kind.DRIFT));
        assertThat(told()).hasSize(1);
        assertThat(told().get(0)).contains(PushNetwork.AP.value(), "khác với cấu hình đã cho ra");
        network.restores.restore(PushNetwork.AP, good.id());
        network.push();
        network.alarms.look(time.instant());
        assertThat(network.alarms.open()).isEmpty();
        assertThat(told()).hasSize(1);
        network.alarms.look(time.instant().plus(Duration.ofDays(4)));
        assertThat(network.alarms.open()).extracting(Alarm::kind).containsExactly(Kind.OLD_BACKUP);
        assertThat(told()).hasSize(2);
    }

    private List<String> told() {
        return network.jdbc
                .sql("SELECT subject FROM notification_message WHERE key LIKE 'provisioning-alarm-%' ORDER BY key")
                .query(String.class)
                .list();
    }
}
