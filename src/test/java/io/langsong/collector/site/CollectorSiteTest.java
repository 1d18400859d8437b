package io.langsong.collector.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Datagram;
import io.langsong.collector.wire.Dating;
import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.Sync;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real polls of simulated devices, over real TLS to a server that can be made to behave badly. */
class CollectorSiteTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private final ThreadLocalRandom random = ThreadLocalRandom.current();
    private final Simulator simulator = new Simulator(
            SimulatorOptions.usual()
                    .withVillages(1)
                    .withAddress("127.%d.0.0".formatted(random.nextInt(40, 250)))
                    .withPort(random.nextInt(20_000, 60_000)),
            Clock.systemUTC());

    @TempDir
    private Path folder;

    private TestServer server;
    private Clock wall = Clock.systemUTC();
    private final List<CollectorSite> sites = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        simulator.start();
        server = new TestServer(new TestAuthority()).start(0);
        server.assignment = Assignments.of(simulator.commune(), Assignments.pace(1_000, null));
    }

    @AfterEach
    void stop() throws Exception {
        sites.forEach(CollectorSite::stop);
        server.close();
        simulator.stop();
    }

    private SiteOptions options(@Nullable String token) {
        return new SiteOptions(folder, token == null ? null : address(), token, 0, 0, "test");
    }

    private ServerAddress address() {
        return new ServerAddress("127.0.0.1", server.port);
    }

    private CollectorSite begun(@Nullable String token) throws Exception {
        CollectorSite site = CollectorSite.open(options(token), wall);
        sites.add(site);
        site.start();
        return site;
    }

    private void ended(CollectorSite site) {
        site.stop();
        sites.remove(site);
    }

    private List<PollResult> results() {
        return server.batches().stream()
                .flatMap(batch -> batch.results().stream())
                .toList();
    }

    @Test
    void itEnrolsAndBringsWhatTheDevicesSaid() throws Exception {
        begun(server.token);
        int devices = Objects.requireNonNull(server.assignment).devices().size();

        await().atMost(SOON)
                .until(() -> results().stream()
                                .filter(result -> result.outcome() == Outcome.ANSWERED
                                        && result.samples().size() > 5)
                                .map(PollResult::device)
                                .distinct()
                                .count()
                        == devices);
        List<Batch> batches = server.batches();
        assertThat(batches)
                .extracting(Batch::number)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, batches.size()).boxed().toList());
        for (int i = 1; i < batches.size(); i++) {
            assertThat(batches.get(i).from()).isEqualTo(batches.get(i - 1).until());
        }
        assertThat(server.hears(Message.CaughtUp.class)).isTrue();
        assertThat(server.shown.get(0).getSubjectX500Principal().getName()).isEqualTo("CN=tram-1");
        assertThat(Files.getPosixFilePermissions(folder.resolve("identity")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(folder.resolve("assignment"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(Objects.requireNonNull(
                        Objects.requireNonNull(server.assignment)
                                .devices()
                                .get(0)
                                .access()
                                .community(),
                        "v2c"));
    }

    /** In 1976, and in a year to come; the server's own clock is five hours away from both. */
    @Test
    void whateverTheClockOnTheWallSaysResultsAreDatedByTheServers() throws Exception {
        server.clockOffset = Duration.ofHours(5);
        server.certificateAge = Duration.ofHours(6);
        for (String year : List.of("1976-01-01T00:00:00Z", "2076-01-01T00:00:00Z")) {
            wall = Clock.fixed(Instant.parse(year), ZoneOffset.UTC);
            server.came.clear();
            CollectorSite site = begun(Files.exists(folder.resolve("identity")) ? null : server.token);
            await().atMost(SOON).until(() -> newest(Instant.parse(year)).isPresent());
            Instant now = server.now();
            Batch last = newest(Instant.parse(year)).orElseThrow();
            Sync sync = Objects.requireNonNull(last.sync());
            assertThat(sync.error()).isLessThan(1_000);
            assertThat(Dating.by(sync).date(last.results().get(0)).at())
                    .isBetween(now.minusSeconds(20), now.plusSeconds(1));
            ended(site);
        }
    }

    private Optional<Batch> newest(Instant startedAt) {
        return server.batches().stream()
                .filter(batch -> batch.life().startedAt().equals(startedAt))
                .filter(batch -> !batch.results().isEmpty())
                .max(Comparator.comparing(Batch::number));
    }

    @Test
    void withoutALineItGoesOnAlsoAfterARestartAndBringsAllLater() throws Exception {
        CollectorSite first = begun(server.token);
        await().atMost(SOON).until(() -> results().size() > 5);
        int port = server.port;
        server.close();
        ended(first);
        CollectorSite second = begun(null);
        Path batches = folder.resolve("batches");
        await().atMost(SOON)
                .until(() -> Files.list(batches)
                                .mapToLong(file -> file.toFile().length())
                                .sum()
                        > 1_000);
        ended(second);
        TestServer again = new TestServer(server.authority);
        again.assignment = server.assignment;
        server = again;
        again.start(port);
        begun(null);

        await().atMost(SOON)
                .until(() -> again.batches().stream()
                                .filter(batch -> !batch.results().isEmpty())
                                .map(batch -> batch.life().id())
                                .distinct()
                                .count()
                        >= 2);
        await().atMost(SOON).until(() -> again.hears(Message.CaughtUp.class));
    }

    @Test
    void whatTheServerCanNotKeepIsSentAgain() throws Exception {
        server.away = true;
        begun(server.token);
        await().atMost(SOON).until(() -> server.hears(Message.Ping.class));
        server.away = false;
        await().atMost(SOON)
                .until(() -> server.hears(Message.CaughtUp.class) && results().size() > 5);
        assertThat(server.batches()).extracting(Batch::number).contains(1L);
    }

    @Test
    void theCertificateIsRenewedAfterHalfOfItsLifeByTheServersClock() throws Exception {
        server.certificateLasts = Duration.ofDays(1);
        server.certificateAge = Duration.ofHours(13);
        begun(server.token);
        await().atMost(SOON).until(() -> server.hears(Message.Renew.class));
        server.certificateAge = Duration.ofHours(1);
        await().atMost(SOON).until(() -> server.shown.size() >= 2);

        assertThat(server.shown.get(1).getSerialNumber())
                .isNotEqualTo(server.shown.get(0).getSerialNumber());
        assertThat(server.shown.get(1).getPublicKey())
                .isNotEqualTo(server.shown.get(0).getPublicKey());
    }

    /** As of a collector that was without a line for long. It calls once for the new one, and is in with that. */
    @Test
    void aCertificateThatIsOverIsRenewedToo() throws Exception {
        server.firstIsOver = true;
        begun(server.token);
        await().atMost(SOON).until(() -> server.hears(Message.CaughtUp.class));

        assertThat(server.shown).hasSize(2);
        assertThat(server.said.stream()
                        .filter(one -> !(one instanceof Message.Ping))
                        .map(one -> one.getClass().getSimpleName()))
                .containsExactly("Enrol", "Hello", "Renew", "Hello", "CaughtUp");
    }

    /** Without a pace, as of a server to come. It is kept on the disk like any other. */
    @Test
    void anAssignmentThatCanNotBeFollowedDoesNotKeepItFromCallingTheServer() throws Exception {
        Message.Assignment good = Objects.requireNonNull(server.assignment);
        server.assignment = new Message.Assignment("odd", good.devices(), good.profiles(), null);
        CollectorSite first = begun(server.token);
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("assignment")));
        ended(first);
        server.assignment = good;
        begun(null);

        await().atMost(SOON).until(() -> results().size() > 5);
    }

    @Test
    void whoDoesNotComeInIsToldWhy() throws Exception {
        TestAuthority other = new TestAuthority();

        assertThatThrownBy(() -> begun("ls1.nonsense")).hasMessageContaining("copy the whole command line");
        assertThatThrownBy(() -> begun(null)).hasMessageContaining("--enrol TOKEN");
        assertThatThrownBy(() -> begun(server.authority.token())).hasMessageContaining("issue a new token");
        assertThatThrownBy(() -> begun(other.token())).hasMessageContaining("not the server of the token");
        server.refusal = "This token has expired; issue a new\u001b[2J\ntoken";
        assertThatThrownBy(() -> begun(server.token))
                .hasMessage("The server refuses: This token has expired; issue a new [2J token");
        server.stopListening();
        assertThatThrownBy(() -> begun(server.token)).hasMessageContaining("nobody takes the connection");
        assertThatThrownBy(() -> CollectorSite.open(
                        new SiteOptions(folder, new ServerAddress("no.such.host.invalid", 1), server.token, 0, 0, "t"),
                        wall))
                .hasMessageContaining("no host of that name");
    }

    @Test
    void anotherCollectorIsNoServer() throws Exception {
        CollectorSite site = begun(server.token);
        await().atMost(SOON).until(() -> results().size() > 1);
        ended(site);
        int port = server.port;
        server.close();
        try (TestServer thief = new TestServer(server.authority)) {
            thief.start(port, TestAuthority.pair(), KeyPurposeId.id_kp_clientAuth);
            begun(null);
            await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> thief.said.isEmpty());
        }
        server = new TestServer(server.authority);
    }

    @Test
    void aDirectoryHasOneCollector() throws Exception {
        begun(server.token);

        assertThatThrownBy(() -> begun(null)).hasMessageContaining("in use by another collector");
    }

    @Test
    void trapsAndSyslogGoOnAsTheOctetsThatCame() throws Exception {
        int trap = random.nextInt(20_000, 60_000);
        CollectorSite site =
                CollectorSite.open(new SiteOptions(folder, address(), server.token, trap, trap + 1, "test"), wall);
        sites.add(site);
        site.start();
        await().atMost(SOON).until(() -> server.hears(Message.Hello.class));
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 1_000; i++) {
                byte[] octets = {0x30, (byte) i};
                socket.send(new DatagramPacket(octets, octets.length, InetAddress.getLoopbackAddress(), trap));
            }
            byte[] text = "<13>hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(text, text.length, InetAddress.getLoopbackAddress(), trap + 1));
        }

        await().atMost(SOON)
                .until(() -> server.batches().stream()
                        .anyMatch(batch -> batch.datagrams().stream()
                                .anyMatch(one -> one.kind() == Datagram.Kind.SYSLOG && one.octets().length == 9)));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(server.batches().stream()
                                .mapToLong(batch -> batch.datagrams().size()
                                        + batch.leftOut().datagrams())
                                .sum())
                        .isEqualTo(1_001));
        assertThat(server.batches().stream()
                        .mapToLong(batch -> batch.datagrams().size())
                        .sum())
                .isBetween(200L, 300L);
    }
}
