package io.langsong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.polling.profile.Profiles;
import io.langsong.simulator.Commune;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import io.langsong.snmp.SnmpCredentials;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpEngine;
import io.langsong.testkit.FreePort;
import io.langsong.testkit.Snmpd;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans of real agents, of the simulated commune, and of nobody, on loopback. */
class ScannerTest {
    private static final SnmpCredentials PUBLIC = new SnmpCredentials.Community(SnmpCredentials.Version.V2C, "public");
    private static final SnmpCredentials WRONG =
            new SnmpCredentials.Community(SnmpCredentials.Version.V2C, "khong-dung");

    private final SnmpEngine engine = new SnmpEngine();
    private final Ear ear = new Ear();

    private static final class Ear implements Scanner.Listener {
        final List<Answer> answers = new CopyOnWriteArrayList<>();
        final CountDownLatch over = new CountDownLatch(1);

        @Override
        public void answered(Answer answer) {
            answers.add(answer);
        }

        @Override
        public void ended() {
            over.countDown();
        }
    }

    @BeforeEach
    void start() {
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Scanner scan(String ranges, int port, int rate, int retries, boolean neighbours, SnmpCredentials... all)
            throws InterruptedException {
        List<Integer> numbers = IntStream.range(0, all.length).boxed().toList();
        Scanner scanner = new Scanner(
                engine,
                Profiles.load(),
                new Scanner.Settings(rate, Duration.ofMillis(300), retries, neighbours),
                AddressRanges.parse(ranges).addresses().stream()
                        .map(address -> new Scanner.Aim(new InetSocketAddress(address, port), numbers))
                        .toList(),
                List.of(all),
                ear);
        scanner.start();
        assertThat(ear.over.await(60, TimeUnit.SECONDS)).as("the scan ends").isTrue();
        return scanner;
    }

    @Test
    void aDeadRangeEndsAfterItsTriesAndNotOneDatagramMore() throws Exception {
        Scanner scanner = scan("127.9.9.0/27", FreePort.tcp(), 5000, 1, true, WRONG, PUBLIC);

        assertThat(ear.answers).isEmpty();
        assertThat(scanner.progress()).isEqualTo(new Scanner.Progress(30, 30, 0, 0, 30 * 2 * 2));
        assertThat(engine.counts().sent()).isEqualTo(30 * 2 * 2);
        assertThat(engine.counts().timedOut()).isEqualTo(30 * 2 * 2);
    }

    @Test
    void anEngineThatHasStoppedEndsAScanToo() throws Exception {
        Scanner scanner = new Scanner(
                engine,
                Profiles.load(),
                new Scanner.Settings(5000, Duration.ofMillis(300), 0, true),
                AddressRanges.parse("127.9.0.0/20").addresses().stream()
                        .map(address -> new Scanner.Aim(new InetSocketAddress(address, 4000), List.of(0)))
                        .toList(),
                List.of(PUBLIC),
                ear);
        scanner.start();
        scanner.cancel();

        assertThat(ear.over.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(scanner.progress().looked()).isLessThan(4094);
    }

    @Test
    void readsRealAgentsByWhicheverCredentialFitsAndSeesWhoSeesWhom(@TempDir Path folder) throws Exception {
        int port = FreePort.tcp();
        SnmpCredentials user = new SnmpCredentials.User(
                "giamsat", AuthProtocol.SHA, "khoa-xac-thuc", PrivProtocol.AES128, "khoa-ma-hoa", "");
        SnmpCredentials stranger =
                new SnmpCredentials.User("nguoi-la", AuthProtocol.SHA, "khoa-xac-thuc", null, null, "");
        try (Snmpd first = agent(folder.resolve("1"), port, 1, List.of("sysLocation Nha van hoa thon Man"));
                Snmpd second = agent(
                        folder.resolve("2"),
                        port,
                        2,
                        List.of(
                                "createUser giamsat SHA khoa-xac-thuc AES khoa-ma-hoa",
                                "rouser giamsat priv",
                                "sysName sw-\u0007<b>1</b>",
                                "override 1.0.8802.1.1.2.1.4.1.1.4.0.3.1 integer 7",
                                "override 1.0.8802.1.1.2.1.4.1.1.5.0.3.1 octet_str \"ap-1\"",
                                "override 1.0.8802.1.1.2.1.4.1.1.9.0.3.1 octet_str \"ap-1\""));
                Snmpd third = agent(folder.resolve("3"), port, 3, List.of("com2sec x 127.1.9.9 khac", "sysName x3"))) {
            first.start();
            second.start();
            third.start();

            Scanner scanner = scan("127.1.77.0/29", port, 1000, 1, true, stranger, WRONG, PUBLIC, user);

            Map<String, Answer> found = new TreeMap<>();
            ear.answers.forEach(
                    answer -> found.put(answer.address().getAddress().getHostAddress(), answer));
            assertThat(found.keySet()).containsExactly("127.1.77.1", "127.1.77.2", "127.1.77.3");
            Answer ap = found.get("127.1.77.1");
            assertThat(ap.credential()).isEqualTo(2);
            assertThat(ap.sysLocation()).isEqualTo("Nha van hoa thon Man");
            assertThat(ap.recognised().reason()).isNotBlank();
            assertThat(ap.engineId()).isEqualTo("80001f88046c616e67000001");
            assertThat(scanner.progress().answered()).isEqualTo(3);
            assertThat(scanner.neighbours().sightings().get("127.1.77.2 " + port))
                    .contains(new Sighting(Sighting.Source.LLDP, scannerPort(scanner, port), "127.1.77.1 " + port));
        }
    }

    /** The name of the port depends on this machine's third interface, if it has one. */
    private static String scannerPort(Scanner scanner, int port) {
        return scanner.neighbours().sightings().get("127.1.77.2 " + port).stream()
                .filter(one -> one.source() == Sighting.Source.LLDP)
                .findFirst()
                .orElseThrow()
                .port();
    }

    private static Snmpd agent(Path folder, int port, int number, List<String> more) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "agentAddress udp:127.1.77." + number + ":" + port,
                "exactEngineID 0x80001f88046c616e6700000" + number,
                "sysName ap-" + number));
        lines.addAll(more);
        return new Snmpd(folder, lines);
    }

    @Test
    void findsEveryDeviceOfACommuneInARange() throws Exception {
        int port = FreePort.tcp();
        SimulatorOptions options = SimulatorOptions.usual()
                .withVillages(6)
                .withAddress("127.61.0.0")
                .withPort(port);
        Simulator simulator = new Simulator(options, Clock.systemUTC());
        simulator.start();
        try {
            List<Commune.Device> there = simulator.commune().devices().stream()
                    .filter(device -> device.address().startsWith("127.61.0."))
                    .toList();
            Commune.Access access = there.stream()
                    .map(Commune.Device::access)
                    .filter(one -> one.version().equals("2c"))
                    .findFirst()
                    .orElseThrow();
            List<String> readable = there.stream()
                    .filter(device -> device.access().version().equals("2c")
                            && device.access().community().equals(access.community()))
                    .map(Commune.Device::address)
                    .toList();

            Scanner scanner = scan(
                    "127.61.0.0/24",
                    port,
                    2000,
                    2,
                    false,
                    new SnmpCredentials.Community(SnmpCredentials.Version.V2C, access.community()));

            assertThat(ear.answers.stream()
                            .filter(answer -> answer.recognised() != null)
                            .map(answer -> answer.address().getAddress().getHostAddress()))
                    .containsAll(readable);
            assertThat(scanner.progress().looked()).isEqualTo(254);
            assertThat(ear.answers)
                    .filteredOn(answer -> answer.recognised() != null)
                    .allSatisfy(answer ->
                            assertThat(answer.recognised().profile().name()).isNotBlank());
        } finally {
            simulator.stop();
        }
    }
}
