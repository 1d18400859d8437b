package io.langsong;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.langsong.testkit.Jar;
import io.langsong.testkit.RunningServer;
import io.langsong.testkit.Snmpd;
import io.langsong.testkit.WebhookReceiver;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole path with strangers at both ends: net-snmp's agent is polled in version 2c and 3, and a mail server takes what
 * is told. Interval 2 s, timeout 300 ms.
 */
@Execution(ExecutionMode.CONCURRENT)
class PathIT {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /** A request that was on the wire when the agent was killed counts as sent after it. */
    private static final Duration ON_THE_WIRE = Duration.ofMillis(50);

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> DEVICES = List.of("man-v2", "man-v3");
    private static final String V2C = "--community public";
    private static final String V3 =
            "-v 3 --user giamsat --auth SHA-256 --auth-key authpass12 --priv AES --priv-key privpass12";
    /** ifHCInOctets of the loopback interface, which Linux numbers 1. */
    private static final String LOOPBACK_IN_OCTETS = "1.3.6.1.2.1.31.1.1.1.6.1";

    @TempDir
    Path folder;

    private final GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private WebhookReceiver webhook;
    private Snmpd agent;
    private RunningServer server;

    @BeforeEach
    void start() throws IOException {
        agent = new Snmpd(
                        folder.resolve("snmpd"),
                        List.of("createUser giamsat SHA-256 \"authpass12\" AES \"privpass12\"", "rouser giamsat priv"))
                .start();
        mails.setUser("an@xa.example", "giamsat", "mat-khau");
        mails.start();
        webhook = new WebhookReceiver();
        Stream<String> settings = Stream.of(
                "--langsong.polling.interval=2s",
                "--langsong.polling.timeout=600ms",
                "--langsong.notification.recipients=an@xa.example",
                "--langsong.notification.email.host=127.0.0.1",
                "--langsong.notification.email.port=" + mails.getSmtp().getPort(),
                "--langsong.notification.email.from=LangSong <giamsat@xa.example>",
                "--langsong.notification.email.username=giamsat",
                "--langsong.notification.email.password=mat-khau",
                "--langsong.notification.email.tls=none");
        server = new RunningServer(
                        folder,
                        Stream.concat(settings, Stream.of(webhook.settings())).toArray(String[]::new))
                .start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        if (webhook != null) {
            webhook.close();
        }
        mails.stop();
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void anAgentThatDiesAndReturnsIsDatedAndToldOnce() throws Exception {
        BigInteger counterBefore = loopbackInOctets();
        for (String how : List.of(V2C, V3)) {
            assertThat(probed(how).get("sysName").asString()).isEqualTo(Snmpd.SYS_NAME);
        }
        enterInventory();
        server.await(
                SOON, "both devices are up with values", () -> DEVICES.stream().allMatch(this::isUpWithValues));
        for (String device : DEVICES) {
            assertThat(new BigInteger(
                            status(device).at("/metrics/if.in_octets/0/value").asString()))
                    .as("ifHCInOctets of %s", device)
                    .isBetween(counterBefore, loopbackInOctets());
        }

        Instant killing = Instant.now();
        agent.stop();
        Instant killed = Instant.now();
        server.await(SOON, "both outages are told", () -> told() == 2);
        for (String device : DEVICES) {
            assertHolds(onlyOutage(device).get("from"), killing.minus(ON_THE_WIRE), killed);
            assertThat(status(device).get("condition").asString()).isEqualTo("DOWN");
        }

        Instant returning = Instant.now();
        agent.start();
        Instant returned = Instant.now();
        server.await(SOON, "both recoveries are told", () -> told() == 4);
        for (String device : DEVICES) {
            JsonNode outage = onlyOutage(device);
            assertThat(outage.get("to").isNull())
                    .as("%s lasts, though told is %s", outage, server.get("/api/v1/notifications"))
                    .isFalse();
            assertHolds(outage.get("to"), returning, returned);
            assertThat(outage.get("cause").asString())
                    .as("hrSystemUptime went on, so the box did not restart: %s", outage)
                    .isEqualTo("LINK");
        }
        server.await(
                SOON,
                "they are polled again and again",
                () -> DEVICES.stream()
                        .allMatch(device ->
                                at(status(device), "lastGood").isAfter(returned.plus(INTERVAL.multipliedBy(3)))));
        assertEachTurningPointWasToldOnce();
    }

    private JsonNode probed(String how) {
        Jar.Ended probe = Jar.run(folder, ("probe 127.0.0.1 --json --port " + agent.port() + " " + how).split(" "));
        assertThat(probe.status()).as(probe.err()).isZero();
        return JsonMapper.shared().readTree(probe.out());
    }

    private BigInteger loopbackInOctets() {
        return new BigInteger(agent.ask("snmpget", LOOPBACK_IN_OCTETS).replaceAll("(?s).*Counter64: (\\d+).*", "$1"));
    }

    private void enterInventory() {
        server.post("/api/v1/villages", """
                {"id": "man", "name": "Thôn Mận", "position": 1, "people": 412}""");
        server.post("/api/v1/sites", """
                {"id": "man-nvh", "village": "man", "name": "Nhà văn hóa", "kind": "culture-house"}""");
        device("man-v2", "Điểm phát A", """
                {"version": "2c", "community": "public"}""");
        device("man-v3", "Điểm phát B", """
                {"version": "3", "user": "giamsat", "authProtocol": "SHA256", "authKey": "authpass12",
                 "privProtocol": "AES128", "privKey": "privpass12"}""");
    }

    private void device(String id, String name, String snmp) {
        server.post("/api/v1/devices", """
                {"id": "%s", "name": "%s", "site": "man-nvh", "kind": "access-point", "address": "127.0.0.1",
                 "port": %d, "snmp": %s}""".formatted(id, name, agent.port(), snmp));
    }

    private JsonNode status(String device) {
        return server.get("/api/v1/devices/" + device + "/status");
    }

    private boolean isUpWithValues(String device) {
        JsonNode status = status(device);
        return status.get("condition").asString().equals("UP")
                && status.at("/metrics").has("if.in_octets");
    }

    private JsonNode onlyOutage(String device) {
        JsonNode outages = server.get("/api/v1/outages?object=device:" + device);
        assertThat(outages).as("outages of %s", device).hasSize(1);
        return outages.get(0);
    }

    /** The bound contains an instant of {@code from} to {@code to}, and is as narrow as the polls allow. */
    private static void assertHolds(JsonNode bound, Instant from, Instant to) {
        assertThat(at(bound, "earliest")).isBeforeOrEqualTo(to);
        assertThat(at(bound, "latest")).isAfterOrEqualTo(from);
        assertThat(at(bound, "best")).isBetween(at(bound, "earliest"), at(bound, "latest"));
        assertThat(Duration.between(at(bound, "earliest"), at(bound, "latest")))
                .isLessThanOrEqualTo(INTERVAL.multipliedBy(3));
    }

    private static Instant at(JsonNode node, String field) {
        return OffsetDateTime.parse(node.get(field).asString()).toInstant();
    }

    /** Messages that every channel delivered. */
    private long told() {
        return server.get("/api/v1/notifications?state=delivered").size();
    }

    private void assertEachTurningPointWasToldOnce() throws MessagingException, IOException {
        assertThat(server.get("/api/v1/notifications")).hasSize(4).allSatisfy(message -> {
            assertThat(message.get("state").asString()).isEqualTo("delivered");
            assertThat(message.get("deliveries"))
                    .hasSize(2)
                    .allSatisfy(delivery ->
                            assertThat(delivery.get("attempts").asInt()).isEqualTo(1));
        });
        assertThat(mails.getReceivedMessages())
                .extracting(MimeMessage::getSubject)
                .containsExactlyInAnyOrder(
                        "Mất kết nối: Thôn Mận, Điểm phát A",
                        "Mất kết nối: Thôn Mận, Điểm phát B",
                        "Đã khôi phục: Thôn Mận, Điểm phát A",
                        "Đã khôi phục: Thôn Mận, Điểm phát B");
        for (MimeMessage mail : mails.getReceivedMessages()) {
            assertThat(mail.getContent().toString())
                    .contains("Địa điểm: Nhà văn hóa, Thôn Mận", "Bắt đầu: ")
                    .contains(
                            mail.getSubject().startsWith("Đã khôi phục")
                                    ? "Nguyên nhân phỏng đoán: có thể do đường truyền"
                                    : "Số người bị ảnh hưởng (ước tính): 412");
        }
        assertThat(webhook.received())
                .extracting(WebhookReceiver.Received::key)
                .hasSize(4)
                .doesNotHaveDuplicates();
    }
}
