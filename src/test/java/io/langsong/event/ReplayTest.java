package io.langsong.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.snmp.EngineClock;
import io.langsong.snmp.MetEngine;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.testkit.Peers;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traps of version 3 as net-snmp sends them, recorded and played again to a program that has begun anew. */
class ReplayTest {
    private static final String ENGINE = "8000000001020304";
    private static final String ON_BATTERY = "1.3.6.1.2.1.33.2.1";
    private static final User USER =
            new User("canh-bao", AuthProtocol.SHA256, "authpass12", PrivProtocol.AES128, "privpass12", "");

    @TempDir
    Path folder;

    private TestReceiver server;

    @BeforeEach
    void start() {
        server = new TestReceiver(
                folder,
                TestReceiver.device(
                        "ups1",
                        "127.0.0.2",
                        new SnmpAccess("3", null, "canh-bao", "SHA256", "authpass12", "AES128", "privpass12", null)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
    }

    @Test
    void whatWasHeardBeforeARestartIsNotBelievedAgain() throws Exception {
        byte[] trap = recorded(5, 1000, ON_BATTERY);
        send(trap);
        awaitStored(1);

        server.restart(Clock.systemUTC());
        send(trap);
        awaitRefused(1);
        send(recorded(4, 9000, ON_BATTERY));
        awaitRefused(2);

        send(recorded(5, 1001, ON_BATTERY));
        awaitHeard(2);
        assertThat(server.receiver.counts().refused()).isEqualTo(2);
    }

    @Test
    void theClockOfASenderGoesOnWhileWeAreAway() throws Exception {
        byte[] heldBack = recorded(5, 1100, ON_BATTERY);
        send(recorded(5, 1000, ON_BATTERY));
        awaitStored(1);

        server.restart(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)));
        send(heldBack);
        awaitRefused(1);
        send(recorded(5, 1600, ON_BATTERY));
        awaitHeard(2);
    }

    @Test
    void aSenderThatHasBegunAnewIsBelieved() throws Exception {
        send(recorded(5, 1000, ON_BATTERY));
        awaitStored(1);

        server.restart(Clock.systemUTC());
        send(recorded(6, 3, ON_BATTERY));
        awaitHeard(2);
        assertThat(server.receiver.counts().refused()).isZero();
    }

    @Test
    void whatAPollKnowsOfTheClockCountsForTrapsToo() throws Exception {
        polled(7, 50);
        server.restart(Clock.systemUTC());
        send(recorded(6, 9000, ON_BATTERY));
        awaitRefused(1);
        send(recorded(7, 51, ON_BATTERY));
        awaitHeard(1);

        // An agent that keeps no count of its starts: a poll has found out, so its traps are heard again.
        polled(1, 20);
        server.restart(Clock.systemUTC());
        send(recorded(1, 21, ON_BATTERY));
        awaitHeard(2);
        assertThat(server.receiver.counts().refused()).isEqualTo(1);
    }

    /** Two cuts of a line an hour apart; what was said in the first comes ten minutes late, in the second half an hour. */
    @Test
    void whatACollectorHeardLongAgoIsJudgedByThatTime() throws Exception {
        Instant now = Instant.now();
        relayed(recorded(5, 5_000, ON_BATTERY), now.minusSeconds(600));
        awaitStored(1);
        server.restart(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
        relayed(recorded(5, 5_000 + 600 + 1_800, ON_BATTERY), now.plusSeconds(1_800));

        awaitHeard(2);
        assertThat(server.receiver.counts().refused()).isZero();
    }

    @Test
    void whatWasSaidBeforeButComesAfterwardsIsNoReplay() throws Exception {
        Instant now = Instant.now();
        relayed(recorded(5, 5_000, ON_BATTERY), now.minusSeconds(60));
        relayed(recorded(5, 5_000 - 1_140, ON_BATTERY), now.minusSeconds(1_200));
        awaitHeard(2);
        // This one was said long before it came in at the collector.
        relayed(recorded(5, 5_000 - 1_140, ON_BATTERY), now.minusSeconds(60));
        awaitRefused(1);
    }

    private void relayed(byte[] trap, Instant at) throws Exception {
        server.receiver.relayed(
                "tram",
                Set.of(new DeviceId("ups1")),
                new EventReceiver.Relayed(true, InetAddress.getByName("127.0.0.2"), trap, at, true));
    }

    private void polled(int boots, int time) {
        server.met.clear();
        server.met.add(new MetEngine(
                new InetSocketAddress("127.0.0.2", 1161),
                USER,
                ENGINE,
                System.nanoTime(),
                new EngineClock(ENGINE, boots, time, System.nanoTime()),
                null));
    }

    private void awaitStored(int messages) {
        await().untilAsserted(() -> assertThat(server.of("ups1")).hasSize(messages));
    }

    /** How often in all, whether in rows of their own or not. */
    private void awaitHeard(int times) {
        await().untilAsserted(() -> assertThat(server.of("ups1").stream()
                        .mapToLong(DeviceMessage::times)
                        .sum())
                .isEqualTo(times));
    }

    private void awaitRefused(int count) {
        await().untilAsserted(
                        () -> assertThat(server.receiver.counts().refused()).isEqualTo(count));
    }

    private void send(byte[] trap) throws Exception {
        byte[] unused = server.send("127.0.0.2", server.settings.trapPort(), trap, Duration.ZERO);
    }

    /** What snmptrap sends for an engine that has begun {@code boots} times, {@code time} seconds ago. */
    private byte[] recorded(int boots, int time, String trap) throws Exception {
        try (DatagramSocket listening = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            listening.setSoTimeout(20_000);
            ProcessBuilder builder = new ProcessBuilder(
                    Peers.require("snmptrap", "snmp").toString(),
                    "-e",
                    "0x" + ENGINE,
                    "-Z",
                    boots + "," + time,
                    "-v3",
                    "-u",
                    USER.name(),
                    "-l",
                    "authPriv",
                    "-a",
                    "SHA-256",
                    "-A",
                    "authpass12",
                    "-x",
                    "AES",
                    "-X",
                    "privpass12",
                    "127.0.0.1:" + listening.getLocalPort(),
                    "",
                    trap);
            builder.environment().put("MIBS", "");
            builder.environment().put("SNMPCONFPATH", "/nonexistent");
            builder.environment()
                    .put("SNMP_PERSISTENT_DIR", folder.resolve("persist").toString());
            Process process = builder.redirectErrorStream(true).start();
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            listening.receive(packet);
            assertThat(process.waitFor()).isZero();
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }
    }
}
