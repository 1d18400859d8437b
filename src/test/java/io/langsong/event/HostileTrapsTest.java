package io.langsong.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.snmp.Notification;
import io.langsong.snmp.NotificationReader;
import io.langsong.snmp.NotificationReader.Read;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.VariableBinding;

/** What is no trap, or not to be believed; the good ones are encoded by another library. */
class HostileTrapsTest {
    private static final int MUTATIONS = 200_000;
    private static final Duration MOMENT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private static PDU pdu(int type, String trap, VariableBinding... more) {
        PDU pdu = new PDU();
        pdu.setType(type);
        pdu.setRequestID(new Integer32(77));
        pdu.add(new VariableBinding(new OID("1.3.6.1.2.1.1.3.0"), new TimeTicks(1234)));
        pdu.add(new VariableBinding(new OID("1.3.6.1.6.3.1.1.4.1.0"), new OID(trap)));
        for (VariableBinding one : more) {
            pdu.add(one);
        }
        return pdu;
    }

    private static byte[] message(int version, String community, PDU pdu) throws Exception {
        int length =
                pdu.getBERLength() + new Integer32(version).getBERLength() + new OctetString(community).getBERLength();
        BEROutputStream out = new BEROutputStream(java.nio.ByteBuffer.allocate(length + 8));
        org.snmp4j.asn1.BER.encodeHeader(out, 0x30, length);
        new Integer32(version).encodeBER(out);
        new OctetString(community).encodeBER(out);
        pdu.encodeBER(out);
        byte[] octets = new byte[out.getBuffer().position()];
        out.getBuffer().flip();
        out.getBuffer().get(octets);
        return octets;
    }

    private static PDUv1 version1(int generic) {
        PDUv1 trap = new PDUv1();
        trap.setType(PDU.V1TRAP);
        trap.setEnterprise(new OID("1.3.6.1.4.1.9999"));
        trap.setAgentAddress(new IpAddress("10.0.0.7"));
        trap.setGenericTrap(generic);
        trap.setSpecificTrap(3);
        trap.setTimestamp(5);
        return trap;
    }

    @ParameterizedTest(name = "a PDU of type {0} is answered: {1}, kept: {2}")
    @CsvSource({
        "0xa0,false,false",
        "0xa1,false,false",
        "0xa2,false,false",
        "0xa3,false,false",
        "0xa5,false,false",
        "0xa6,true,true",
        "0xa7,false,true",
        "0xa8,false,false"
    })
    void onlyAnInformIsAnswered(String type, boolean answered, boolean kept) throws Exception {
        try (TestReceiver server = new TestReceiver(folder, TestReceiver.device("ap1", "127.0.0.1"))) {
            byte[] octets = message(1, "bi-mat-ap1", pdu(Integer.decode(type) - 256, "1.3.6.1.6.3.1.1.5.1"));

            byte[] answer = server.send("127.0.0.1", server.settings.trapPort(), octets, MOMENT);

            assertThat(answer != null).isEqualTo(answered);
            if (answer != null) {
                octets[indexOfPdu(octets)] = (byte) 0xa2;
                assertThat(answer).isEqualTo(octets);
            }
            await().untilAsserted(() -> assertThat(server.of("ap1")).hasSize(kept ? 1 : 0));
            assertThat(server.receiver.counts().malformed()).isEqualTo(kept ? 0 : 1);
        }
    }

    private static int indexOfPdu(byte[] octets) {
        int at = 0;
        while (octets[at] != (byte) 0xa6) {
            at++;
        }
        return at;
    }

    @Test
    void aPduOfAnotherVersionIsNone() throws Exception {
        try (TestReceiver server = new TestReceiver(folder, TestReceiver.device("ap1", "127.0.0.1"))) {
            for (byte[] octets : List.of(
                    message(1, "bi-mat-ap1", version1(0)),
                    message(0, "bi-mat-ap1", pdu(PDU.NOTIFICATION, "1.3.6.1.6.3.1.1.5.1")),
                    message(0, "bi-mat-ap1", version1(7)),
                    message(0, "bi-mat-ap1", version1(-1)),
                    message(2, "bi-mat-ap1", pdu(PDU.NOTIFICATION, "1.3.6.1.6.3.1.1.5.1")))) {
                server.send("127.0.0.1", server.settings.trapPort(), octets, Duration.ZERO);
            }
            await().untilAsserted(() ->
                    assertThat(server.receiver.counts().malformed()).isEqualTo(5));
            assertThat(server.of("ap1")).isEmpty();
        }
    }

    @Test
    void anInformThatIsSentAgainIsAcknowledgedAgainAndKeptOnce() throws Exception {
        try (TestReceiver server = new TestReceiver(folder, TestReceiver.device("ap1", "127.0.0.1"));
                java.net.DatagramSocket socket = new java.net.DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            byte[] octets = message(1, "bi-mat-ap1", pdu(PDU.INFORM, "1.3.6.1.6.3.1.1.5.4"));
            socket.setSoTimeout(5000);
            for (int i = 0; i < 2; i++) {
                socket.send(new java.net.DatagramPacket(
                        octets, octets.length, InetAddress.getByName("127.0.0.1"), server.settings.trapPort()));
                socket.receive(new java.net.DatagramPacket(new byte[2000], 2000));
            }
            await().untilAsserted(() -> assertThat(server.of("ap1"))
                    .singleElement()
                    .satisfies(one -> assertThat(one.times()).isEqualTo(1)));
            assertThat(server.receiver.counts().repeated()).isEqualTo(1);
        }
    }

    @Test
    void aCommunityInATrapIsNeverShown() throws Exception {
        try (TestReceiver server = new TestReceiver(folder, TestReceiver.device("ap1", "127.0.0.1"))) {
            byte[] octets = message(
                    1,
                    "bi-mat-ap1",
                    pdu(
                            PDU.NOTIFICATION,
                            "1.3.6.1.4.1.1.2",
                            new VariableBinding(new OID("1.3.6.1.6.3.18.1.4.0"), new OctetString("rat-bi-mat")),
                            new VariableBinding(
                                    new OID("1.3.6.1.2.1.1.5.0"), new OctetString("<script>\u001b\u202e'--"))));
            server.send("127.0.0.1", server.settings.trapPort(), octets, Duration.ZERO);
            server.send("127.0.0.5", server.settings.trapPort(), octets, Duration.ZERO);

            await().untilAsserted(() -> assertThat(server.of("ap1"))
                    .singleElement()
                    .satisfies(one -> assertThat(one.body()).isEqualTo("sysName=<script>??'--")));
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(server.unknown.newest())
                            .singleElement()
                            .satisfies(one -> assertThat(one.lastBody()).doesNotContain("bi-mat")));
        }
    }

    @Test
    void whateverIsChangedInATrapNothingIsThrown() throws Exception {
        User user = new User("u", AuthProtocol.SHA256, "authpass12", PrivProtocol.AES128, "privpass12", "");
        NotificationReader reader = new NotificationReader(
                HexFormat.of().parseHex("800000000501020304"), 3, 0, (source, name) -> List.of(user));
        InetAddress source = InetAddress.getByName("127.0.0.1");
        List<byte[]> seeds = List.of(
                message(
                        1,
                        "public",
                        pdu(
                                PDU.NOTIFICATION,
                                "1.3.6.1.6.3.1.1.5.3",
                                new VariableBinding(new OID("1.3.6.1.2.1.2.2.1.1.7"), new Integer32(7)),
                                new VariableBinding(new OID("1.3.6.1.2.1.2.2.1.2.7"), new OctetString("ether7")))),
                message(1, "public", pdu(PDU.INFORM, "1.3.6.1.6.3.1.1.5.4")),
                message(0, "public", version1(6)),
                // A discovery, and a trap in the name of the user.
                HexFormat.of()
                        .parseHex("303a020103300f02024f43020300ffe304010402010304103"
                                + "00e0400020100020100040004000400301204000400a00c020216840201000201003000"),
                HexFormat.of()
                        .parseHex("3050020103300f02024f43020300ffe3040103020103041f301d0409800000000501020304"
                                + "020103020105040175040018040004000400041930170409800000000501020304"
                                + "0400a70802010102010002010030003000"));
        Random random = new Random(20261002);
        int heard = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] octets = Mutations.of(seeds.get(i % seeds.size()), random);
            Read read = reader.read(source, octets, 0, octets.length, 1_000_000_000L);
            if (read instanceof Read.Heard one) {
                heard++;
                Notification notification = one.notification();
                assertThat(TrapText.of(notification).length()).isLessThanOrEqualTo(Heard.LONGEST_BODY);
                int unused = TrapText.ifIndex(notification);
                KnownTrap.of(notification.trap()).ifPresent(known -> TrapText.notice(known, notification));
            }
        }
        assertThat(heard).isGreaterThan(1000);
    }

    @Test
    void aFloodOfOneSourceDoesNotCostAnotherItsMessage() throws Exception {
        try (TestReceiver server = new TestReceiver(
                folder, TestReceiver.device("loud", "127.0.0.1"), TestReceiver.device("quiet", "127.0.0.2"))) {
            for (int i = 0; i < 20_000; i++) {
                server.send(
                        "127.0.0.1",
                        server.settings.trapPort(),
                        message(1, "bi-mat-loud", pdu(PDU.NOTIFICATION, "1.3.6.1.4.1.1." + i)),
                        Duration.ZERO);
                if (i == 10_000 || i == 19_999) {
                    server.send(
                            "127.0.0.2",
                            server.settings.trapPort(),
                            message(1, "bi-mat-quiet", pdu(PDU.NOTIFICATION, "1.3.6.1.4.1.2." + i)),
                            Duration.ZERO);
                }
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(server.of("quiet")).hasSize(2));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                EventCounts counts = server.receiver.counts();
                assertThat(counts.waiting()).isZero();
                assertThat(counts.limited()).isPositive();
                assertThat(counts.received())
                        .isEqualTo(counts.limited() + counts.overflowed() + counts.stored() + counts.repeated());
            });
        }
    }
}
