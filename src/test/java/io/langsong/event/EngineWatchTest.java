package io.langsong.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.event.EngineFault.Kind;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.snmp.EngineClock;
import io.langsong.snmp.MetEngine;
import io.langsong.snmp.MetEngine.SetBack;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.testkit.TestClock;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What polls met, over a real database: a fault begins, is seen again, outlasts a restart, and ends. */
@ExtendWith(OutputCaptureExtension.class)
class EngineWatchTest {
    private static final Instant NOON = Instant.parse("2026-10-05T05:00:00Z");
    private static final String ONE = "8000000001020304";
    private static final String OTHER = "8000000001020305";
    private static final User USER =
            new User("canh-bao", AuthProtocol.SHA256, "authpass12", PrivProtocol.AES128, "privpass12", "");
    private static final SnmpAccess ACCESS =
            new SnmpAccess("3", null, "canh-bao", "SHA256", "authpass12", "AES128", "privpass12", null);

    private final TestClock clock = new TestClock(NOON);
    private TestReceiver server;
    private EngineWatch watch;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = new TestReceiver(folder, device("ap2"), device("ap3"), device("ap4"), device("ap5"));
        watch = server.watch(clock);
        watch.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        watch.stop();
        server.close();
    }

    private static Device device(String id) {
        return TestReceiver.device(id, address(id), ACCESS);
    }

    private static String address(String id) {
        return "127.0.0." + id.substring(2);
    }

    private void met(String device, String engineId, int boots) {
        met(device, engineId, boots, null);
    }

    private void met(String device, String engineId, int boots, @Nullable SetBack setBack) {
        InetSocketAddress at = new InetSocketAddress(address(device), 1161);
        server.met.removeIf(one -> one.address().equals(at));
        long nanos = System.nanoTime();
        server.met.add(new MetEngine(at, USER, engineId, nanos, new EngineClock(engineId, boots, 100, nanos), setBack));
    }

    private void look() {
        clock.advance(Duration.ofMinutes(1));
        watch.look();
    }

    /** As a program that ends and begins anew, and has polled nobody yet. */
    private void restart() {
        watch.stop();
        server.met.clear();
        watch = server.watch(clock);
        watch.start();
    }

    private List<String> devices(EngineFault fault) {
        return fault.members().stream().map(one -> one.device().value()).toList();
    }

    @Test
    void devicesOfOneEngineIdAreOneFaultUntilEachHasItsOwn(CapturedOutput log) {
        met("ap2", ONE, 1);
        met("ap3", ONE, 20);
        met("ap4", ONE, 7);
        met("ap5", OTHER, 1);
        look();
        look();
        EngineFault fault = server.faults.all().get(0);
        assertThat(server.faults.all()).hasSize(1);
        assertThat(fault.kind()).isEqualTo(Kind.SHARED_ID);
        assertThat(fault.engineId()).isEqualTo(ONE);
        assertThat(devices(fault)).containsExactly("ap2", "ap3", "ap4");
        assertThat(fault.members().get(0).address()).isEqualTo("127.0.0.2:1161");
        assertThat(fault.firstAt()).isBetween(NOON, NOON.plusSeconds(60));
        assertThat(fault.lasts()).isTrue();
        assertThat(log.getOut().split("snmp engine id shared by devices", -1)).hasSize(2);
        assertThat(log.getOut()).contains("count=3 devices=[ap2, ap3, ap4]");

        restart();
        look();
        assertThat(server.faults.all())
                .singleElement()
                .satisfies(still -> assertThat(devices(still)).containsExactly("ap2", "ap3", "ap4"));

        // Seen for long, it is written that it was.
        clock.advance(Duration.ofHours(1));
        met("ap2", ONE, 1);
        look();
        assertThat(server.faults.all().get(0).lastAt()).isAfter(NOON.plusSeconds(3_600));
        assertThat(server.faults.all().get(0).firstAt()).isBefore(NOON.plusSeconds(61));

        met("ap3", "8000000001020306", 1);
        look();
        assertThat(devices(server.faults.all().get(0))).containsExactly("ap2", "ap4");
        assertThat(server.faults.of(new DeviceId("ap3"))).isEmpty();
        assertThat(server.faults.of(new DeviceId("ap4"))).hasSize(1);

        met("ap4", "8000000001020307", 1);
        look();
        assertThat(server.faults.all()).noneMatch(EngineFault::lasts).hasSize(2);
        assertThat(server.faults.of(new DeviceId("ap2"))).isEmpty();
    }

    @Test
    void aClockThatGoesBackAgainAndAgainIsOneFaultUntilBootsGrow() {
        met("ap2", ONE, 1, new SetBack(9, 1, System.nanoTime()));
        look();
        look();
        EngineFault fault = server.faults.of(new DeviceId("ap2")).get(0);
        assertThat(fault.kind()).isEqualTo(Kind.SET_BACK);
        assertThat(List.of(fault.times(), (long) fault.bootsBefore(), (long) fault.boots()))
                .containsExactly(1L, 9L, 1L);

        met("ap2", ONE, 1, new SetBack(1, 1, System.nanoTime()));
        look();
        restart();
        look();
        met("ap2", ONE, 1, new SetBack(1, 1, System.nanoTime()));
        look();
        assertThat(server.faults.all()).singleElement().satisfies(again -> {
            assertThat(again.times()).isEqualTo(3);
            assertThat(again.lastAt()).isAfter(again.firstAt());
            assertThat(again.lasts()).isTrue();
        });

        restart();
        met("ap2", ONE, 2);
        look();
        assertThat(server.faults.all()).singleElement().matches(over -> !over.lasts());
    }

    @Test
    void whatConcernsADeviceThatIsNoLongerReadSoIsOver() {
        met("ap2", ONE, 1);
        met("ap3", ONE, 1);
        met("ap4", ONE, 1, new SetBack(2, 1, System.nanoTime()));
        look();
        assertThat(server.faults.all()).hasSize(2);

        server.apply(TestReceiver.device("ap4", "127.0.0.4"));
        server.apply(TestReceiver.device("ap3", "127.0.0.3"));
        look();
        assertThat(server.faults.all()).noneMatch(EngineFault::lasts);
    }

    private void rename(String table, String name) {
        new JdbcTemplate(server.database).execute("ALTER TABLE " + table + " RENAME TO " + name);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsLost() {
        met("ap2", ONE, 1, new SetBack(9, 1, System.nanoTime()));
        rename("event_engine_fault", "away");
        look();
        rename("away", "event_engine_fault");
        look();
        assertThat(server.faults.of(new DeviceId("ap2"))).hasSize(1);
    }
}
