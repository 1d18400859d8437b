package io.langsong.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.polling.DeviceNotice;
import io.langsong.testkit.Peers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real senders against the receiver: net-snmp's snmptrap and snmpinform, util-linux' logger. */
class PeersTest {
    private static final String LINK_DOWN = "1.3.6.1.6.3.1.1.5.3";
    private static final String[] SECURED = {
        "-v3", "-u", "canh-bao", "-l", "authPriv", "-a", "SHA-256", "-A", "authpass12", "-x", "AES", "-X", "privpass12"
    };

    @TempDir
    Path folder;

    private TestReceiver server;

    @BeforeEach
    void start() {
        server = new TestReceiver(
                folder,
                TestReceiver.device("ap1", "127.0.0.1"),
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
    void takesATrapOfVersion2c() throws Exception {
        assertThat(send(
                        "snmptrap",
                        "127.0.0.1",
                        community("-v2c", "bi-mat-ap1"),
                        "4200",
                        LINK_DOWN,
                        "1.3.6.1.2.1.2.2.1.1.7",
                        "i",
                        "7",
                        "1.3.6.1.2.1.2.2.1.8.7",
                        "i",
                        "2",
                        "1.3.6.1.2.1.31.1.1.1.1.7",
                        "s",
                        "ether7"))
                .isZero();

        DeviceMessage message = only("ap1");
        assertThat(message.kind()).isEqualTo("link-down");
        assertThat(message.protocol()).isEqualTo(Protocol.SNMP_V2C);
        assertThat(message.severity()).isEqualTo(Severity.WARNING);
        assertThat(message.body()).isEqualTo("ifIndex=7, ifOperStatus.7=down, ifName.7=ether7");
        assertThat(message.name()).isEqualTo(LINK_DOWN);
        await().untilAsserted(() -> assertThat(server.notices).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(DeviceNotice.Kind.LINK_DOWN);
            assertThat(notice.ifIndex()).isEqualTo(7);
        }));
        assertThat(server.asked).containsExactly(new DeviceId("ap1"));
    }

    @Test
    void takesTrapsOfVersion1() throws Exception {
        assertThat(send(
                        "snmptrap",
                        "127.0.0.1",
                        community("-v1", "bi-mat-ap1"),
                        "1.3.6.1.4.1.8072.3.2.10",
                        "10.0.0.7",
                        "0",
                        "0",
                        "55"))
                .isZero();
        assertThat(only("ap1").kind()).isEqualTo("cold-start");
        assertThat(send(
                        "snmptrap",
                        "127.0.0.1",
                        community("-v1", "bi-mat-ap1"),
                        "1.3.6.1.4.1.9999.1",
                        "",
                        "6",
                        "17",
                        "55",
                        "1.3.6.1.4.1.9999.1.5.0",
                        "s",
                        "hot"))
                .isZero();
        await().untilAsserted(() -> assertThat(server.of("ap1")).anySatisfy(message -> {
            assertThat(message.kind()).isEqualTo("trap");
            assertThat(message.name()).isEqualTo("1.3.6.1.4.1.9999.1.0.17");
            assertThat(message.body()).isEqualTo("1.3.6.1.4.1.9999.1.5.0=hot");
            assertThat(message.protocol()).isEqualTo(Protocol.SNMP_V1);
        }));
    }

    @Test
    void namesTheAlarmOfAUps() throws Exception {
        assertThat(send(
                        "snmptrap",
                        "127.0.0.1",
                        community("-v2c", "bi-mat-ap1"),
                        "",
                        "1.3.6.1.2.1.33.2.3",
                        "1.3.6.1.2.1.33.1.6.2.1.1.1",
                        "i",
                        "1",
                        "1.3.6.1.2.1.33.1.6.2.1.2.1",
                        "o",
                        "1.3.6.1.2.1.33.1.6.3.3",
                        "1.3.6.1.2.1.33.1.6.2.1.2.2",
                        "o",
                        "1.3.6.1.2.1.33.1.6.3.25"))
                .isZero();
        assertThat(only("ap1").body())
                .isEqualTo("upsAlarmId.1=1, upsAlarmDescr.1=upsAlarmLowBattery,"
                        + " upsAlarmDescr.2=1.3.6.1.2.1.33.1.6.3.25");
    }

    @Test
    void takesASecuredTrapAndRefusesOneThatIsNot() throws Exception {
        List<String> engine = List.of("-e", "0x8000000001020304");
        List<String> trap = new ArrayList<>(engine);
        trap.addAll(List.of(SECURED));
        trap.addAll(
                List.of("--clientaddr=127.0.0.2", "127.0.0.1:" + server.settings.trapPort(), "", "1.3.6.1.2.1.33.2.1"));
        assertThat(run("snmptrap", trap)).isZero();

        assertThat(only("ups1").kind()).isEqualTo("ups-on-battery");
        assertThat(only("ups1").protocol()).isEqualTo(Protocol.SNMP_V3);
        assertThat(run(
                        "snmptrap",
                        List.of(
                                "-e",
                                "0x8000000001020304",
                                "-v3",
                                "-u",
                                "canh-bao",
                                "-l",
                                "noAuthNoPriv",
                                "--clientaddr=127.0.0.2",
                                "127.0.0.1:" + server.settings.trapPort(),
                                "",
                                LINK_DOWN)))
                .isZero();
        assertThat(run(
                        "snmptrap",
                        List.of(
                                "-e",
                                "0x8000000001020304",
                                "-v3",
                                "-u",
                                "canh-bao",
                                "-l",
                                "authPriv",
                                "-a",
                                "SHA-256",
                                "-A",
                                "wrongpass12",
                                "-x",
                                "AES",
                                "-X",
                                "privpass12",
                                "--clientaddr=127.0.0.2",
                                "127.0.0.1:" + server.settings.trapPort(),
                                "",
                                LINK_DOWN)))
                .isZero();
        await().untilAsserted(
                        () -> assertThat(server.receiver.counts().refused()).isEqualTo(2));
        assertThat(server.of("ups1")).hasSize(1);
    }

    @Test
    void acknowledgesInforms() throws Exception {
        assertThat(send(
                        "snmpinform",
                        "127.0.0.1",
                        community("-v2c", "bi-mat-ap1", "-t", "2", "-r", "0"),
                        "",
                        "1.3.6.1.6.3.1.1.5.4"))
                .isZero();
        assertThat(only("ap1").kind()).isEqualTo("link-up");
        List<String> secured = new ArrayList<>(List.of(SECURED));
        secured.addAll(List.of(
                "-t",
                "2",
                "-r",
                "1",
                "--clientaddr=127.0.0.2",
                "127.0.0.1:" + server.settings.trapPort(),
                "",
                "1.3.6.1.6.3.1.1.5.1"));
        assertThat(run("snmpinform", secured)).isZero();
        assertThat(only("ups1").kind()).isEqualTo("cold-start");
        assertThat(server.receiver.counts().discoveries()).isEqualTo(1);
    }

    @Test
    void leavesAnInformOfAStrangerUnanswered() throws Exception {
        assertThat(send(
                        "snmpinform",
                        "127.0.0.9",
                        community("-v2c", "bi-mat-ap1", "-t", "1", "-r", "0"),
                        "",
                        LINK_DOWN))
                .isNotZero();
        assertThat(send("snmpinform", "127.0.0.1", community("-v2c", "public", "-t", "1", "-r", "0"), "", LINK_DOWN))
                .isNotZero();

        assertThat(server.of("ap1")).isEmpty();
        assertThat(server.receiver.counts().unknown()).isEqualTo(1);
        assertThat(server.receiver.counts().refused()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(server.unknown.newest())
                        .singleElement()
                        .satisfies(sender -> assertThat(sender.address()).isEqualTo("127.0.0.9")));
    }

    @Test
    void takesSyslogOfBothFormsOnBothProtocols() throws Exception {
        String udp = Integer.toString(server.settings.syslogUdpPort());
        String tcp = Integer.toString(server.settings.syslogTcpPort());
        for (String form : List.of("--rfc5424", "--rfc3164")) {
            logger("-n", "127.0.0.1", "-d", "-P", udp, form, "-t", "sshd", "-p", "auth.err", "udp " + form);
            logger("-n", "127.0.0.1", "-T", "-P", tcp, form, "-t", "sshd", "-p", "auth.err", "tcp " + form);
            logger(
                    "-n",
                    "127.0.0.1",
                    "-T",
                    "--octet-count",
                    "-P",
                    tcp,
                    form,
                    "-t",
                    "sshd",
                    "-p",
                    "auth.err",
                    "counted " + form);
        }

        await().untilAsserted(() -> assertThat(server.of("ap1")).hasSize(6));
        assertThat(server.of("ap1")).allSatisfy(message -> {
            assertThat(message.kind()).isEqualTo("syslog");
            assertThat(message.severity()).isEqualTo(Severity.ERROR);
            assertThat(message.name()).isEqualTo("sshd");
        });
        assertThat(server.of("ap1"))
                .extracting(message -> message.body().replaceFirst(" \\[timeQuality.*", ""))
                .containsExactlyInAnyOrder(
                        "udp --rfc5424",
                        "udp --rfc3164",
                        "tcp --rfc5424",
                        "tcp --rfc3164",
                        "counted --rfc5424",
                        "counted --rfc3164");
    }

    private DeviceMessage only(String device) {
        await().untilAsserted(() -> assertThat(server.of(device)).hasSize(1));
        return server.of(device).get(0);
    }

    /** @param options before the target; {@code rest} stands behind it */
    private int send(String program, String from, List<String> options, String... rest) throws Exception {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--clientaddr=" + from, "127.0.0.1:" + server.settings.trapPort()));
        all.addAll(List.of(rest));
        return run(program, all);
    }

    private static List<String> community(String version, String community, String... more) {
        List<String> options = new ArrayList<>(List.of(version, "-c", community));
        options.addAll(List.of(more));
        return options;
    }

    private int run(String program, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Peers.require(program, program.equals("logger") ? "bsdutils" : "snmp")
                .toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MIBS", "");
        builder.environment().put("SNMPCONFPATH", "/nonexistent");
        builder.environment()
                .put("SNMP_PERSISTENT_DIR", folder.resolve("persist").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(said).isTrue();
        return process.exitValue();
    }

    private void logger(String... arguments) throws Exception {
        assertThat(run("logger", List.of(arguments))).isZero();
    }
}
