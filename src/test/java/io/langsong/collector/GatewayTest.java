package io.langsong.collector;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.collector.TestCollector.Identity;
import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.Message.AssignedDevice;
import io.langsong.collector.wire.Message.Assignment;
import io.langsong.collector.wire.Message.CaughtUp;
import io.langsong.collector.wire.Message.Enrol;
import io.langsong.collector.wire.Message.Enrolled;
import io.langsong.collector.wire.Message.Figures;
import io.langsong.collector.wire.Message.Later;
import io.langsong.collector.wire.Message.Ping;
import io.langsong.collector.wire.Message.Pong;
import io.langsong.collector.wire.Message.Refusal;
import io.langsong.collector.wire.Message.Renew;
import io.langsong.collector.wire.Message.Taken;
import io.langsong.collector.wire.Message.Upload;
import io.langsong.collector.wire.Message.Welcome;
import io.langsong.collector.wire.MessageCodec;
import io.langsong.incident.Incident;
import io.langsong.incident.Incidents;
import io.langsong.incident.State;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.testkit.FreePort;
import io.langsong.testkit.WholeServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The port of the collectors in the whole server, with real TLS and real certificates. */
@WholeServer
@Import(GatewayTest.Recorded.class)
class GatewayTest {
    private static final Figures FIGURES =
            new Figures(3, 4_000, 1_000L, 12, 20 << 20, 64 << 20, 1 << 30, LeftOut.NOTHING);
    private static int port;
    private static boolean prepared;

    @TestConfiguration
    static class Recorded {
        @Bean
        @Primary
        RecordingIntake recordingIntake() {
            return new RecordingIntake();
        }
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        port = FreePort.tcp();
        registry.add("langsong.collectors.port", () -> port);
        registry.add("langsong.collectors.address", () -> "127.0.0.1");
        registry.add("langsong.collectors.lost-after", () -> "20s");
    }

    @Autowired
    private Gateway gateway;

    @Autowired
    private Collectors collectors;

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private Authority authority;

    @Autowired
    private Roster roster;

    @Autowired
    private Inventory inventory;

    @Autowired
    private Incidents incidents;

    @Autowired
    private RecordingIntake intake;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void prepare() {
        intake.away = false;
        intake.tookMillis = 0;
        if (!prepared) {
            prepared = true;
            List<InventoryObject> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                VillageId village = new VillageId("thon-" + i);
                all.add(new Village(village, "Thôn " + i, i + 1, 100, null, null));
                all.add(new Site(
                        new SiteId("site-" + i), village, "Nhà " + i, Site.Kind.CULTURE_HOUSE, null, null, null));
                all.add(device("ap-" + i, "site-" + i, "kin-dao-" + i));
            }
            inventory.apply(all);
        }
    }

    private static Device device(String id, String site, @Nullable String community) {
        return new Device(
                new DeviceId(id),
                id,
                new SiteId(site),
                Device.Kind.ACCESS_POINT,
                "127.99.0.1",
                1161,
                community == null ? null : SnmpAccess.community("2c", community),
                null,
                Device.Reachability.NONE,
                List.of(),
                null,
                true,
                null);
    }

    private CollectorId add(String name, String... sites) {
        CollectorId id = collectors
                .add(null, new CollectorWish(name, List.of(sites), null, null, null, null, null, null))
                .id();
        await().atMost(Duration.ofSeconds(15)).until(() -> gateway.address().isPresent());
        return id;
    }

    private String token(CollectorId id) {
        return enrolment.issueToken(id, "admin").token();
    }

    private TestCollector dial(Identity identity) throws Exception {
        return dial(identity, "127.0.0.1");
    }

    private TestCollector dial(Identity identity, String from) throws Exception {
        return TestCollector.dial(port, from, anyToken(), identity);
    }

    /** Says as much of the authority as any. */
    private String anyToken() {
        return EnrolmentToken.random(authority.fingerprint()).text();
    }

    private static Refusal refusal(TestCollector line) throws IOException {
        while (true) {
            if (line.receive() instanceof Refusal refusal) {
                return refusal;
            }
        }
    }

    private static void assertEnds(TestCollector line) {
        assertThatThrownBy(() -> {
                    while (true) {
                        line.receive();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aTokenIsGoodForOneProcess() throws Exception {
        CollectorId id = add("Một lần");
        String token = token(id);
        KeyPair pair = TestCollector.pair();

        X509Certificate first = enrolled(token, pair);
        assertThat(first.getSubjectX500Principal().getName()).isEqualTo("CN=" + id);
        assertThat(Duration.between(Instant.now(), first.getNotAfter().toInstant())
                        .toDays())
                .isBetween(363L, 365L);
        // The answer was lost: the same key asks once more.
        X509Certificate again = enrolled(token, pair);
        assertThat(code(token, TestCollector.pair())).isEqualTo("token-used");
        try (TestCollector line = dial(new Identity(pair.getPrivate(), List.of(first, authority.certificate())))) {
            line.send(TestCollector.hello(UUID.randomUUID(), ""));
            assertThat(refusal(line).code()).isEqualTo("certificate-replaced");
        }
        try (TestCollector line = dial(new Identity(pair.getPrivate(), List.of(again, authority.certificate())))) {
            line.send(TestCollector.hello(UUID.randomUUID(), ""));
            assertThat(line.receive(Welcome.class).collector()).isEqualTo(id.value());
        }
        assertThat(code(token, pair)).isEqualTo("token-used");
    }

    private X509Certificate enrolled(String token, KeyPair pair) throws Exception {
        try (TestCollector line = TestCollector.dial(port, "127.0.0.1", token, null)) {
            line.send(new Enrol(token, TestCollector.request(pair), "1.0"));
            return TestCollector.chain(line.receive(Enrolled.class)).get(0);
        }
    }

    private String code(String token, KeyPair pair) throws Exception {
        try (TestCollector line = TestCollector.dial(port, "127.0.0.1", anyToken(), null)) {
            line.send(new Enrol(token, TestCollector.request(pair), "1.0"));
            return refusal(line).code();
        }
    }

    @Test
    void tokensThatAreWrongOldOrOfAnotherServerOpenNothing() throws Exception {
        CollectorId id = add("Mã sai");
        String old = token(id);
        String token = token(id);
        KeyPair pair = TestCollector.pair();

        assertThat(code("abc", pair)).isEqualTo("token-malformed");
        assertThat(code(anyToken(), pair)).isEqualTo("token-unknown");
        assertThat(code(old, pair)).isEqualTo("token-unknown");
        jdbc.sql(
                        "UPDATE collector_token SET issued_at = now() - interval '8 days', expires_at = now() - interval '1 second'")
                .update();
        assertThat(code(token, pair)).isEqualTo("token-expired");
        String foreign = EnrolmentToken.random(new byte[16]).text();
        assertThatThrownBy(() -> TestCollector.dial(port, "127.0.0.1", foreign, null))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("Another authority");
        try (TestCollector line = TestCollector.dial(port, "127.0.0.1", anyToken(), null)) {
            line.send(new Enrol(token(id), new byte[] {1, 2, 3}, "1.0"));
            assertThat(refusal(line).code()).isEqualTo("request-damaged");
        }
        assertThat(jdbc.sql("SELECT count(*) FROM collector_token WHERE encode(digest, 'escape') LIKE :token")
                        .param("token", "%" + token.split("\\.")[1] + "%")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void withoutACertificateOfOursNobodySaysHello() throws Exception {
        add("Người lạ");
        try (TestCollector line = TestCollector.dial(port, "127.0.0.1", anyToken(), null)) {
            line.send(TestCollector.hello(UUID.randomUUID(), ""));
            assertThat(refusal(line).code()).isEqualTo("no-certificate");
            assertEnds(line);
        }
        try (TestCollector line = TestCollector.dial(port, "127.0.0.1", anyToken(), null)) {
            line.upload(UUID.randomUUID(), 1);
            assertThat(refusal(line).code()).isEqualTo("hello-first");
        }
        KeyPair pair = TestCollector.pair();
        Identity forged =
                new Identity(pair.getPrivate(), List.of(SelfSigned.of(authority.certificate(), "CN=nguoi-la", pair)));
        assertThatThrownBy(() -> {
                    try (TestCollector line = dial(forged)) {
                        line.send(TestCollector.hello(UUID.randomUUID(), ""));
                        line.receive();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aRevokedCollectorIsPutOutAndKeptOut() throws Exception {
        CollectorId id = add("Thu hồi");
        Identity identity = TestCollector.enrol(port, token(id));
        try (TestCollector line = welcomed(identity, UUID.randomUUID())) {
            enrolment.revoke(id);
            assertThat(refusal(line).code()).isEqualTo("certificate-revoked");
            assertEnds(line);
        }
        try (TestCollector line = dial(identity)) {
            line.send(TestCollector.hello(UUID.randomUUID(), ""));
            assertThat(refusal(line).code()).isEqualTo("certificate-revoked");
        }
        Identity anew = TestCollector.enrol(port, token(id));
        welcomed(anew, UUID.randomUUID()).close();
    }

    private TestCollector welcomed(Identity identity, UUID life) throws Exception {
        return welcomed(identity, life, "127.0.0.1");
    }

    private TestCollector welcomed(Identity identity, UUID life, String from) throws Exception {
        TestCollector line = dial(identity, from);
        line.send(TestCollector.hello(life, ""));
        line.receive(Welcome.class);
        return line;
    }

    @Test
    void aCertificateIsRenewedFromItsHalfOnAndThenHoldsNoMore() throws Exception {
        CollectorId id = add("Gia hạn");
        Identity young = TestCollector.enrol(port, token(id));
        try (TestCollector line = welcomed(young, UUID.randomUUID())) {
            line.send(new Renew(TestCollector.request(TestCollector.pair())));
            assertThat(refusal(line).code()).isEqualTo("too-early");
        }
        KeyPair pair = TestCollector.pair();
        Identity old = aged(id, pair, Duration.ofDays(200), Duration.ofDays(165));
        KeyPair next = TestCollector.pair();
        Identity renewed;
        try (TestCollector line = welcomed(old, UUID.randomUUID())) {
            line.send(new Renew(TestCollector.request(next)));
            renewed = new Identity(next.getPrivate(), TestCollector.chain(line.receive(Enrolled.class)));
        }
        // The new one was not used yet: the collector may have died before it wrote it down.
        welcomed(old, UUID.randomUUID()).close();
        welcomed(renewed, UUID.randomUUID()).close();
        try (TestCollector line = dial(old)) {
            line.send(TestCollector.hello(UUID.randomUUID(), ""));
            assertThat(refusal(line).code()).isEqualTo("certificate-replaced");
        }
    }

    /** As of a collector that was away for long. It says nothing else with it. */
    @Test
    void aCertificateThatIsOverIsGoodForTheNextAlone() throws Exception {
        CollectorId id = add("Quá hạn");
        Identity over = aged(id, TestCollector.pair(), Duration.ofDays(366), Duration.ofSeconds(-1));
        assertThat(codeOfHello(over)).isEqualTo("certificate-expired");
        try (TestCollector line = dial(over)) {
            line.upload(UUID.randomUUID(), 1);
            assertThat(refusal(line).code()).isEqualTo("hello-first");
        }
        Identity renewed = renewed(over);
        assertThat(codeOfHello(over)).as("the answer may be lost").isEqualTo("certificate-expired");
        welcomed(renewed, UUID.randomUUID()).close();
        assertThat(codeOfRenewal(over)).isEqualTo("certificate-replaced");

        Identity again = aged(id, TestCollector.pair(), Duration.ofDays(366), Duration.ofSeconds(-1));
        enrolment.revoke(id);
        assertThat(codeOfRenewal(again)).isEqualTo("certificate-revoked");
        try (TestCollector line = TestCollector.dial(port, "127.0.0.1", anyToken(), null)) {
            line.send(new Renew(TestCollector.request(TestCollector.pair())));
            assertThat(refusal(line).code()).isEqualTo("no-certificate");
        }
    }

    private Identity renewed(Identity by) throws Exception {
        KeyPair next = TestCollector.pair();
        try (TestCollector line = dial(by)) {
            line.send(new Renew(TestCollector.request(next)));
            return new Identity(next.getPrivate(), TestCollector.chain(line.receive(Enrolled.class)));
        }
    }

    private String codeOfRenewal(Identity by) throws Exception {
        try (TestCollector line = dial(by)) {
            line.send(new Renew(TestCollector.request(TestCollector.pair())));
            return refusal(line).code();
        }
    }

    private String codeOfHello(Identity by) throws Exception {
        try (TestCollector line = dial(by)) {
            line.send(TestCollector.hello(UUID.randomUUID(), ""));
            return refusal(line).code();
        }
    }

    @Test
    void aCertificateThatIsNewerThanTheRecordIsTakenIntoItUnlessItWasRevoked() throws Exception {
        CollectorId id = add("Khôi phục");
        KeyPair pair = TestCollector.pair();
        Duration day = Duration.ofDays(1);
        Identity older = issued(id, pair, day.multipliedBy(310), day.multipliedBy(55));
        Identity kept = aged(id, pair, day.multipliedBy(300), day.multipliedBy(65));
        Identity newer = issued(id, pair, day.multipliedBy(100), day.multipliedBy(265));

        assertThat(codeOfHello(older)).isEqualTo("certificate-replaced");
        assertThat(codeOfHello(issued(id, pair, day.negated(), day.multipliedBy(366))))
                .as("not from a time to come")
                .isEqualTo("certificate-replaced");
        assertThat(codeOfHello(issued(id, pair, day.multipliedBy(200), Duration.ofSeconds(-1))))
                .as("not one that is over")
                .isEqualTo("certificate-replaced");
        welcomed(newer, UUID.randomUUID()).close();
        assertThat(codeOfHello(kept)).isEqualTo("certificate-replaced");
        welcomed(newer, UUID.randomUUID()).close();

        enrolment.revoke(id);
        assertThat(codeOfHello(issued(id, pair, day, day))).isEqualTo("certificate-revoked");
    }

    private Identity issued(CollectorId id, KeyPair pair, Duration age, Duration left) {
        Instant now = Instant.now();
        X509Certificate made = authority.issue(id, pair.getPublic(), now.minus(age), now.plus(left));
        return new Identity(pair.getPrivate(), List.of(made, authority.certificate()));
    }

    /** Revoked after its certificate was looked at: the database does so in the instant in which the arrival is written down. */
    @Test
    void whoeverIsRevokedWhileComingInIsPutOut() throws Exception {
        CollectorId id = add("Vừa thu hồi");
        Identity identity = TestCollector.enrol(port, token(id));
        jdbc.sql("""
                CREATE FUNCTION revoke_on_arrival() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  NEW.serial := NULL; NEW.serial_from := NULL; NEW.serial_until := NULL; NEW.serial_before := NULL;
                  RETURN NEW;
                END $$
                """).update();
        jdbc.sql(
                        "CREATE TRIGGER revoke_on_arrival BEFORE UPDATE OF connected_at ON collector_record FOR EACH ROW WHEN (NEW.id = '%s') EXECUTE FUNCTION revoke_on_arrival()"
                                .formatted(id))
                .update();
        try (TestCollector line = dial(identity)) {
            line.send(TestCollector.hello(UUID.randomUUID(), ""));
            Message first = line.receive();
            assertThat(first).isInstanceOf(Refusal.class);
            assertThat(((Refusal) first).code()).isEqualTo("certificate-revoked");
            assertThat(roster.line(id)).isEmpty();
        } finally {
            jdbc.sql("DROP FUNCTION revoke_on_arrival() CASCADE").update();
        }
    }

    /** A batch takes minutes on a thin line. */
    @Test
    void whoSendsPartOfAMessageIsHeard() throws Exception {
        CollectorId id = add("Đường hẹp");
        try (TestCollector line = welcomed(TestCollector.enrol(port, token(id)), UUID.randomUUID())) {
            line.sendRaw(ByteBuffer.allocate(4).putInt(100_000).array());
            for (int i = 0; i < 3; i++) {
                Instant before = Instant.now();
                line.sendRaw(new byte[1_000]);
                await().until(() -> !roster.standing(id).heardAt().isBefore(before));
            }
        }
    }

    private Identity aged(CollectorId id, KeyPair pair, Duration age, Duration left) {
        Instant now = Instant.now();
        X509Certificate made = authority.issue(id, pair.getPublic(), now.minus(age), now.plus(left));
        new CollectorTable(jdbc)
                .certify(
                        id,
                        new Collector.Certificate(
                                Enrolment.serial(made),
                                made.getNotBefore().toInstant(),
                                made.getNotAfter().toInstant(),
                                false,
                                null));
        return new Identity(pair.getPrivate(), List.of(made, authority.certificate()));
    }

    @Test
    void anAssignmentHoldsItsOwnDevicesAndTheirSecretsAlone() throws Exception {
        CollectorId id = add("Của mình", "site-0");
        Identity identity = TestCollector.enrol(port, token(id));
        String revision;
        try (TestCollector line = dial(identity)) {
            line.send(TestCollector.hello(UUID.randomUUID(), ""));
            Assignment first = line.receive(Assignment.class);
            revision = first.revision();
            assertThat(first.devices()).extracting(AssignedDevice::id).containsExactly("ap-0");
            assertThat(first.devices().get(0).access().community()).isEqualTo("kin-dao-0");
            assertThat(first.pace().interval()).isEqualTo(30_000);
            assertThat(new String(MessageCodec.encode(first), StandardCharsets.ISO_8859_1))
                    .contains("kin-dao-0")
                    .doesNotContain("kin-dao-1", "kin-dao-2");

            inventory.save(device("ap-0b", "site-0", "moi-0b"));
            inventory.save(device("ap-khong", "site-0", null));
            Assignment second = line.receive(Assignment.class);
            assertThat(second.devices()).extracting(AssignedDevice::id).containsExactly("ap-0", "ap-0b");
            assertThat(second.revision()).isNotEqualTo(revision);
            revision = second.revision();

            // What does not concern it tells it nothing: the next that comes is of its own change.
            inventory.save(device("ap-1b", "site-1", "moi-1b"));
            collectors.change(id, new CollectorWish("Của mình", List.of("site-0"), 60, null, null, 64, 16, null), null);
            Assignment third = line.receive(Assignment.class);
            assertThat(third.pace().interval()).isEqualTo(60_000);
            assertThat(third.pace().budget()).isEqualTo(64_000L);
            assertThat(third.devices()).hasSize(2).allMatch(device -> Objects.equals(device.budget(), 16_000L));
            revision = third.revision();
        }
        assertThat(collectors.deviceIds())
                .extracting(DeviceId::value)
                .contains("ap-0", "ap-0b")
                .doesNotContain("ap-1");
        try (TestCollector line = dial(identity)) {
            line.send(TestCollector.hello(UUID.randomUUID(), revision));
            line.receive(Welcome.class);
            line.send(new Ping(6_000, FIGURES));
            assertThat(line.receive()).as("no assignment that it has").isInstanceOf(Pong.class);
        }
        collectors.remove(id);
        assertThat(collectors.serving(new SiteId("site-0"))).isEmpty();
        try (TestCollector line = dial(identity)) {
            line.send(TestCollector.hello(UUID.randomUUID(), revision));
            assertThat(refusal(line).code()).isEqualTo("certificate-revoked");
        }
    }

    @Test
    void whatCanNotBeKeptNowComesLaterOnTheSameLine() throws Exception {
        CollectorId id = add("Mất cơ sở dữ liệu");
        UUID life = UUID.randomUUID();
        try (TestCollector line = welcomed(TestCollector.enrol(port, token(id)), life)) {
            intake.away = true;
            line.upload(life, 1);
            Later later = line.receive(Later.class);
            assertThat(later.number()).isEqualTo(1);
            assertThat(later.millis()).isPositive();
            intake.away = false;
            line.upload(life, 1);
            Taken taken = line.receive(Taken.class);
            assertThat(taken.life()).isEqualTo(life);
            // What is there already is acknowledged once more.
            line.upload(life, 1);
            assertThat(line.receive(Taken.class).number()).isEqualTo(1);
            assertThat(intake.kept).contains(id + " " + life + " 1");

            byte[] damaged = BatchCodec.encode(TestCollector.batch(life, 2));
            damaged[damaged.length - 1] ^= 1;
            line.send(new Upload(damaged));
            assertThat(line.receive(Taken.class).number()).isEqualTo(2);
            assertThat(intake.kept).doesNotContain(id + " " + life + " 2");

            line.send(new CaughtUp());
            await().until(() -> intake.told.contains("caught up " + id));
        }
    }

    @Test
    void aPingIsAnsweredWhileTheDatabaseIsSlow() throws Exception {
        CollectorId id = add("Chậm");
        UUID life = UUID.randomUUID();
        try (TestCollector line = welcomed(TestCollector.enrol(port, token(id)), life)) {
            intake.tookMillis = 1_000;
            for (int i = 1; i <= 6; i++) {
                line.upload(life, i);
            }
            line.send(new Ping(10_000, FIGURES));
            Message first = line.receive();
            while (first instanceof Assignment) {
                first = line.receive();
            }
            assertThat(first).isInstanceOf(Pong.class);
            assertThat(((Pong) first).at()).isEqualTo(10_000);
            for (int i = 1; i <= 6; i++) {
                assertThat(line.receive(Taken.class).number()).isEqualTo(i);
            }
        }
        Roster.Standing standing = roster.standing(id);
        assertThat(standing.presence().figures()).isEqualTo(FIGURES);
        assertThat(standing.presence().waiting()).isEqualTo(3);
        // It believes that this is 1970.
        assertThat(standing.presence().clockOffset()).isLessThan(Duration.ofDays(-365 * 40));
    }

    @Test
    void manyBatchesAtOnceAreBoundedAndAllTaken() throws Exception {
        CollectorId id = add("Nhiều lô");
        UUID life = UUID.randomUUID();
        try (TestCollector line = welcomed(TestCollector.enrol(port, token(id)), life)) {
            intake.tookMillis = 2;
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 1; i <= 500; i++) {
                        line.upload(life, i);
                    }
                } catch (IOException e) {
                    intake.told.add("not sent " + e);
                }
            });
            sender.start();
            for (int i = 1; i <= 500; i++) {
                assertThat(line.receive(Taken.class).number()).isEqualTo(i);
            }
            sender.join();
        }
        assertThat(intake.told).noneMatch(said -> said.startsWith("two at a time") || said.startsWith("not sent"));
    }

    @Test
    void twoProcessesWithOneCertificateAreNoticed() throws Exception {
        CollectorId id = add("Hai bản");
        Identity identity = TestCollector.enrol(port, token(id));
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        TestCollector first = welcomed(identity, one);
        TestCollector second = welcomed(identity, other);
        assertThat(refusal(first).code()).isEqualTo("displaced");
        assertThat(roster.standing(id).twinSeenAt())
                .as("it may have started anew")
                .isNull();
        // The same life that dials again is no other.
        TestCollector again = welcomed(identity, other);
        assertThat(refusal(second).code()).isEqualTo("displaced");
        assertThat(roster.standing(id).twinSeenAt()).isNull();
        TestCollector back = welcomed(identity, one);
        assertThat(roster.standing(id).twinSeenAt()).isNotNull();
        for (TestCollector line : List.of(first, second, again, back)) {
            line.close();
        }
    }

    @Test
    void strangersMaySendLittleAndMustHurry() throws Exception {
        CollectorId id = add("Khách");
        try (TestCollector line = TestCollector.dial(port, "127.0.0.1", anyToken(), null)) {
            line.sendRaw(ByteBuffer.allocate(4)
                    .putInt(MessageCodec.LARGEST_OF_STRANGERS + 1)
                    .array());
            assertEnds(line);
        }
        for (int length : new int[] {0, -1, Integer.MIN_VALUE}) {
            try (TestCollector line = TestCollector.dial(port, "127.0.0.1", anyToken(), null)) {
                line.sendRaw(ByteBuffer.allocate(4).putInt(length).array());
                assertEnds(line);
            }
        }
        UUID life = UUID.randomUUID();
        try (TestCollector line = welcomed(TestCollector.enrol(port, token(id)), life)) {
            line.sendRaw(ByteBuffer.allocate(4).putInt(MessageCodec.LARGEST + 1).array());
            assertEnds(line);
        }
        long before = System.nanoTime();
        try (TestCollector slow = TestCollector.dial(port, "127.7.0.1", anyToken(), null);
                TestCollector two = TestCollector.dial(port, "127.7.0.1", anyToken(), null);
                TestCollector three = TestCollector.dial(port, "127.7.0.1", anyToken(), null);
                TestCollector four = TestCollector.dial(port, "127.7.0.1", anyToken(), null)) {
            assertThatThrownBy(() -> TestCollector.dial(port, "127.7.0.1", anyToken(), null))
                    .isInstanceOf(IOException.class);
            // Another address is another's.
            TestCollector.dial(port, "127.7.0.2", anyToken(), null).close();
            assertThatThrownBy(() -> {
                        slow.sendRaw(new byte[] {0, 0, 10, 0});
                        while (true) {
                            slow.sendRaw(new byte[] {0});
                            Thread.sleep(300);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    @Test
    void noiseEndsALineAndHurtsNobody() throws Exception {
        CollectorId id = add("Nhiễu");
        Identity identity = TestCollector.enrol(port, token(id));
        Random random = new Random(20261201);
        UUID life = UUID.randomUUID();
        int ended = 0;
        for (int i = 0; i < 40; i++) {
            try (TestCollector line = welcomed(identity, life)) {
                for (int frame = 0; frame < 50; frame++) {
                    line.sendRaw(noise(random));
                }
                line.send(new Ping(i, FIGURES));
                line.receive(Pong.class);
            } catch (IOException | AssertionError end) {
                ended++;
            }
        }
        assertThat(ended).isGreaterThan(35);
        try (TestCollector sane = welcomed(identity, life)) {
            sane.upload(life, 9);
            assertThat(sane.receive(Taken.class).number()).isEqualTo(9);
        }
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[1 + random.nextInt(60)];
        random.nextBytes(noise);
        noise[0] = (byte) random.nextInt(16);
        return ByteBuffer.allocate(4 + noise.length)
                .putInt(noise.length)
                .put(noise)
                .array();
    }

    @Test
    void twoHundredComeAtOnce() throws Exception {
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            CollectorId id = add("Trạm %03d".formatted(i));
            KeyPair pair = TestCollector.pair();
            identities.add(aged(id, pair, Duration.ofDays(1), Duration.ofDays(364)));
        }
        ExecutorService many = Executors.newFixedThreadPool(50);
        List<Future<TestCollector>> lines = new ArrayList<>();
        long before = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            Identity identity = identities.get(i);
            String from = "127.8.%d.1".formatted(i);
            lines.add(many.submit(() -> {
                UUID life = UUID.randomUUID();
                TestCollector line = welcomed(identity, life, from);
                for (int batch = 1; batch <= 5; batch++) {
                    line.upload(life, batch);
                }
                for (int batch = 1; batch <= 5; batch++) {
                    assertThat(line.receive(Taken.class).number()).isEqualTo(batch);
                }
                return line;
            }));
        }
        for (Future<TestCollector> line : lines) {
            line.get(90, SECONDS);
        }
        System.out.println("200 collectors welcomed with 1000 batches taken in "
                + Duration.ofNanos(System.nanoTime() - before).toMillis() + " ms");
        assertThat(roster.lines()).hasSizeGreaterThanOrEqualTo(200);
        for (Future<TestCollector> line : lines) {
            line.get().close();
        }
        many.shutdown();
        for (Collector one : collectors.all()) {
            if (one.name().startsWith("Trạm ")) {
                collectors.remove(one.id());
            }
        }
    }

    @Test
    void aLostCollectorIsOneIncidentUntilItIsBack() throws Exception {
        CollectorId id = add("Mất trạm", "site-2");
        Identity identity = TestCollector.enrol(port, token(id));
        welcomed(identity, UUID.randomUUID()).close();

        await().atMost(Duration.ofSeconds(45)).until(() -> intake.told.contains("lost " + id));
        await().atMost(Duration.ofSeconds(10)).until(() -> ours(id).size() == 1);
        Incident incident = ours(id).get(0);
        assertThat(incident.state()).isEqualTo(State.OPEN);
        assertThat(incident.villages()).containsExactly(new VillageId("thon-2"));
        assertThat(collectors.find(id).orElseThrow().lostAt()).isNotNull();
        assertThat(subjects(incident)).singleElement().asString().contains("Mất trạm", "1 thiết bị", "1 thôn");

        welcomed(identity, UUID.randomUUID()).close();
        assertThat(ours(id)).isEmpty();
        assertThat(incidents.find(incident.number()).orElseThrow().state()).isEqualTo(State.RESOLVED);
        assertThat(subjects(incident)).hasSize(2);
        assertThat(collectors.find(id).orElseThrow().lostAt()).isNull();
        assertThat(intake.told.stream().filter(("lost " + id)::equals)).hasSize(1);
    }

    private List<Incident> ours(CollectorId id) {
        return incidents.open().stream()
                .filter(incident -> incident.state().isLive())
                .filter(incident -> incident.object().toString().equals("collector:" + id))
                .toList();
    }

    private List<String> subjects(Incident incident) {
        return incidents.messages(incident).stream()
                .map(posted -> posted.subject())
                .toList();
    }
}
