package io.langsong.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The channel against a modem that answers in pieces, at its leisure, and talks between. */
class GsmModemChannelTest {
    private static final String NUMBER = "+84912345678";
    private static final Instant NOW = Instant.parse("2026-06-05T07:05:30Z");

    private final FakeModem modem = new FakeModem();
    private GsmModemChannel channel = channel("tcp:127.0.0.1:" + modem.port(), null, 1);

    @AfterEach
    void stop() {
        channel.rest();
        modem.close();
    }

    @Test
    void sendsTheSubjectWithoutMarksAndKeepsTheReference() {
        SendResult result = channel.send(Letters.personal(NUMBER, "Mất kết nối: Thôn Mận, AP 2 (+3 điểm)"));

        assertThat(result).isEqualTo(new SendResult.Taken("254"));
        assertThat(modem.messages()).hasSize(1);
        assertThat(modem.messages().get(0).number()).isEqualTo(NUMBER);
        assertThat(modem.messages().get(0).text()).isEqualTo("Mat ket noi: Thon Man, AP 2 (+3 diem)");
        assertThat(modem.commands())
                .startsWith("AT", "ATE0", "AT+CMEE=1", "AT+CPIN?", "AT+CREG?", "AT+CMGF=0", "AT+CNMI=2,0,0,1,0");
    }

    @Test
    void theModemIsMadeReadyOnceForManyLetters() {
        for (int letter = 0; letter < 5; letter++) {
            assertThat(channel.send(Letters.personal(NUMBER, "s"))).isInstanceOf(SendResult.Taken.class);
        }

        assertThat(modem.commands()).filteredOn("AT+CPIN?"::equals).hasSize(1);
        assertThat(modem.messages()).hasSize(5);
    }

    @Test
    void aStatusReportIsAReceipt() throws IOException {
        Sent sent = sent(channel.send(Letters.personal(NUMBER, "s")));
        assertThat(channel.receipts(List.of(sent))).isEmpty();

        modem.report(254, NUMBER, 0x30);
        assertThat(channel.receipts(List.of(sent))).as("it is still tried").isEmpty();
        modem.report(254, "+84999999999", 0x00);
        modem.report(253, NUMBER, 0x00);
        assertThat(channel.receipts(List.of(sent))).as("of others").isEmpty();

        modem.report(254, "0912345678", 0x00);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(channel.receipts(List.of(sent)))
                        .containsExactly(new Receipt.Arrived(sent.delivery())));
    }

    @Test
    void aReportThatComesInTheMiddleOfTheNextLetterCounts() throws IOException {
        Sent sent = sent(channel.send(Letters.personal(NUMBER, "first")));
        String pdu = SmsReader.report(254, NUMBER, 0x00);
        modem.between = "\r\n+CDS: " + (pdu.length() / 2 - 1) + "\r\n" + pdu + "\r\n\r\nRING\r\n";

        assertThat(channel.send(Letters.personal(NUMBER, "second"))).isEqualTo(new SendResult.Taken("255"));

        assertThat(channel.receipts(List.of(sent))).containsExactly(new Receipt.Arrived(sent.delivery()));
    }

    @Test
    void whatTheNetworkGaveUpIsLost() throws IOException {
        Sent sent = sent(channel.send(Letters.personal(NUMBER, "s")));

        modem.report(254, NUMBER, 0x46);

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(channel.receipts(List.of(sent)))
                        .containsExactly(
                                new Receipt.Lost(sent.delivery(), "status report 0x46: validity period expired")));
    }

    @Test
    void aLongTextHasArrivedWhenAllItsPartsHave() throws IOException {
        channel.rest();
        channel = channel("tcp:127.0.0.1:" + modem.port(), null, 2);

        Sent sent = sent(channel.send(Letters.personal(NUMBER, "dai ".repeat(60).strip())));

        assertThat(sent.remoteId()).as("references come round").isEqualTo("254,255");
        assertThat(modem.messages().get(0).text() + modem.messages().get(1).text())
                .isEqualTo("dai ".repeat(60).strip());
        modem.report(255, NUMBER, 0x00);
        assertThat(channel.receipts(List.of(sent))).isEmpty();
        modem.report(254, NUMBER, 0x00);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(channel.receipts(List.of(sent)))
                        .containsExactly(new Receipt.Arrived(sent.delivery())));
    }

    @Test
    void aModemWithoutReportsHasSaidAllThereIsToSay() {
        modem.reports = false;

        assertThat(channel.send(Letters.personal(NUMBER, "s"))).isEqualTo(new SendResult.Delivered("254"));
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        +CMS ERROR: 38   | Postponed | network out of order
        +CMS ERROR: 42   | Postponed | congestion
        +CMS ERROR: 69   | Postponed | facility not implemented
        +CMS ERROR: 21   | Postponed | credit
        +CMS ERROR: 331  | Postponed | no network
        +CMS ERROR: 500  | Postponed | unknown error
        +CMS ERROR: 771  | Postponed | its maker
        +CMS ERROR: 1    | Refused   | unassigned number
        +CMS ERROR: 28   | Refused   | unidentified subscriber
        +CMS ERROR: 304  | Refused   | invalid PDU
        +CME ERROR: 30   | Postponed | no network
        ERROR            | Postponed | ERROR
        """)
    void aRefusalIsToldInWords(String said, String expected, String words) {
        modem.refusal = said;

        SendResult result = channel.send(Letters.personal(NUMBER, "s"));

        assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(result.toString()).contains(words);
        modem.refusal = null;
        assertThat(channel.send(Letters.personal(NUMBER, "s"))).isEqualTo(new SendResult.Taken("254"));
    }

    @ParameterizedTest(name = "card {0}, PIN {1}, network {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        SIM PIN | 1234 | 0,1 | Taken
        SIM PIN | 9999 | 0,1 | wrong PIN
        SIM PIN |      | 0,1 | the card is not ready: SIM PIN
        SIM PUK | 1234 | 0,1 | the card is not ready: SIM PUK
        READY   |      | 2,5 | Taken
        READY   |      | 0,2 | looks for a network
        READY   |      | 0,3 | does not let the card in
        READY   |      | 0,0 | check the aerial
        """)
    void itIsReadyOrSaysWhatIsMissing(String card, @Nullable String pin, String registration, String said) {
        channel = channel("tcp:127.0.0.1:" + modem.port(), pin, 1);
        modem.card = card;
        modem.registration = registration;

        SendResult result = channel.send(Letters.personal(NUMBER, "s"));

        assertThat(result.toString()).contains(said).doesNotContain("9999", "1234");
        assertThat(modem.commands())
                .filteredOn(command -> command.startsWith("AT+CPIN="))
                .hasSizeLessThan(2);
    }

    @Test
    void aSilentModemIsTriedAgainLater() {
        modem.silent = true;
        assertThat(channel.send(Letters.personal(NUMBER, "s")))
                .isEqualTo(SendResult.Postponed.because("the modem does not answer AT; check the port and its speed"));

        modem.silent = false;
        assertThat(channel.send(Letters.personal(NUMBER, "s"))).isInstanceOf(SendResult.Taken.class);
    }

    @Test
    void aLineThatBreaksIsOpenedAgain() throws IOException {
        modem.hangsUp = true;
        assertThat(channel.send(Letters.personal(NUMBER, "s")))
                .isInstanceOfSatisfying(
                        SendResult.Postponed.class,
                        late -> assertThat(late.answered()).isFalse());
        assertThat(channel.send(Letters.personal(NUMBER, "s"))).isInstanceOf(SendResult.Taken.class);

        channel.rest();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(channel("tcp:127.0.0.1:" + port, null, 1).send(Letters.personal(NUMBER, "s")))
                .isInstanceOf(SendResult.Postponed.class);
    }

    /** A pseudo-terminal is a serial port to whoever opens it; python joins it to the modem. */
    @Test
    void aSerialPortIsOpenedAsAFile(@TempDir Path folder) throws Exception {
        Path python = Path.of("/usr/bin/python3");
        Assumptions.assumeTrue(Files.isExecutable(python) && Files.isExecutable(Path.of("/usr/bin/stty")));
        Path name = folder.resolve("name");
        Process bridge = new ProcessBuilder(
                        python.toString(), "-c", """
                import os, pty, select, socket, sys
                master, slave = pty.openpty()
                modem = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
                with open(sys.argv[2] + ".new", "w") as file:
                    file.write(os.ttyname(slave))
                os.rename(sys.argv[2] + ".new", sys.argv[2])
                while True:
                    for ready in select.select([master, modem], [], [])[0]:
                        octets = os.read(master, 100) if ready == master else modem.recv(100)
                        if not octets:
                            sys.exit()
                        if ready == master:
                            modem.sendall(octets)
                        else:
                            os.write(master, octets)
                """, Integer.toString(modem.port()), name.toString())
                .inheritIO()
                .start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(name));
            channel = channel(Files.readString(name), null, 1);

            Sent sent = sent(channel.send(Letters.personal(NUMBER, "Mất kết nối")));
            assertThat(modem.messages().get(0).text()).isEqualTo("Mat ket noi");

            modem.report(254, NUMBER, 0x00);
            List<Receipt> receipts = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> {
                receipts.addAll(channel.receipts(List.of(sent)));
                return !receipts.isEmpty();
            });
            assertThat(receipts).containsExactly(new Receipt.Arrived(sent.delivery()));
        } finally {
            channel.rest();
            bridge.destroyForcibly();
        }
        assertThat(channel("/dev/ttyKhongCo", null, 1)
                        .send(Letters.personal(NUMBER, "s"))
                        .toString())
                .contains("is the modem plugged in?");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        /etc/passwd       | 1234 | device
        /dev/../etc/passwd | 1234 | device
        tcp:host          | 1234 | device
        /dev/ttyUSB0      | 12   | pin
        """)
    void wrongSettingsAreRefused(String device, String pin, String named) {
        assertThatThrownBy(() -> settings(device, pin, 1))
                .hasMessageContaining("gsm-modem." + named)
                .hasMessageNotContaining("\"12\"");
    }

    private static Sent sent(SendResult result) {
        assertThat(result).isInstanceOf(SendResult.Taken.class);
        return new Sent(UUID.randomUUID(), NUMBER, ((SendResult.Taken) result).remoteId(), NOW);
    }

    private static GsmModemChannel channel(String device, @Nullable String pin, int parts) {
        return new GsmModemChannel(settings(device, pin, parts));
    }

    private static GsmModemSettings settings(String device, @Nullable String pin, int parts) {
        return new GsmModemSettings(
                device, 115200, pin, List.of(), true, parts, Duration.ofMillis(800), Duration.ofSeconds(3));
    }
}
