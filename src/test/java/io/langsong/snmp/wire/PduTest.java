package io.langsong.snmp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Opaque;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** Our BER against SNMP4J's, and where ours is meant to differ. */
class PduTest {
    private final Random random = new Random(20261123);

    @Test
    void readsWhatSnmp4jWrites() throws Exception {
        for (int message = 0; message < 5_000; message++) {
            PDU pdu = new PDU();
            pdu.setType(PDU.RESPONSE);
            pdu.setRequestID(new Integer32(random.nextInt()));
            pdu.setErrorStatus(random.nextInt(19));
            pdu.setErrorIndex(random.nextInt(10));
            List<VarBind> expected = new ArrayList<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                int[] name = randomOid();
                Variable variable = randomVariable();
                pdu.add(new VariableBinding(new OID(name), variable));
                expected.add(new VarBind(Oid.of(name), ours(variable)));
            }

            Pdu read = Pdu.read(reader(SampleMessages.encode(pdu)));

            assertThat(read.type()).isEqualTo(Tag.RESPONSE);
            assertThat(read.requestId()).isEqualTo(pdu.getRequestID().getValue());
            assertThat(read.errorStatus()).isEqualTo(pdu.getErrorStatus());
            assertThat(read.errorIndex()).isEqualTo(pdu.getErrorIndex());
            assertThat(read.varBinds()).isEqualTo(expected);
            assertThat(read.unnamed()).isZero();
        }
    }

    @Test
    void writesWhatSnmp4jReads() throws Exception {
        BerWriter out = new BerWriter();
        for (int message = 0; message < 2_000; message++) {
            List<Oid> oids = IntStream.range(0, 1 + random.nextInt(60))
                    .mapToObj(i -> Oid.of(randomOid()))
                    .toList();
            int requestId = random.nextInt();
            boolean bulk = random.nextBoolean();
            PduRequest request = new PduRequest(
                    bulk ? Tag.GET_BULK : Tag.GET,
                    oids.stream().map(Oid::ber).toArray(byte[][]::new),
                    bulk ? random.nextInt(256) : 0);

            request.writeMessage(out, 1, "làng".getBytes(StandardCharsets.UTF_8), requestId);

            BERInputStream in = new BERInputStream(ByteBuffer.wrap(out.toByteArray()));
            BER.decodeHeader(in, new BER.MutableByte());
            Integer32 version = new Integer32();
            version.decodeBER(in);
            OctetString community = new OctetString();
            community.decodeBER(in);
            PDU pdu = new PDU();
            pdu.decodeBER(in);
            assertThat(version.getValue()).isEqualTo(1);
            assertThat(new String(community.getValue(), StandardCharsets.UTF_8)).isEqualTo("làng");
            assertThat(pdu.getType()).isEqualTo(bulk ? PDU.GETBULK : PDU.GET);
            assertThat(pdu.getRequestID().getValue()).isEqualTo(requestId);
            assertThat(pdu.getErrorIndex()).isEqualTo(request.maxRepetitions());
            assertThat(pdu.getVariableBindings().stream()
                            .map(bound -> Oid.of(bound.getOid().getValue())))
                    .isEqualTo(oids);
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(textBlock = """
            # value as tag, length, content -> what is read
            41050100000000,         Malformed
            410500ffffffff,         Counter32[value=4294967295]
            4104ffffffff,           Counter32[value=4294967295]
            4100,                   Malformed
            4209000000000000000007, Gauge32[value=7]
            4609010000000000000000, Malformed
            460900ffffffffffffffff, Counter64[bits=-1]
            02050000000005,         Int[value=5]
            0205ff80000000,         Int[value=-2147483648]
            02050080000000,         Malformed
            0200,                   Malformed
            4005c0a8000101,         Malformed
            06028108,               ObjectId[value=2.56]
            06022b80,               Malformed
            06062b9080808000,       Malformed
            450100,                 Malformed
            5f1f0100,               Malformed
            30020500,               Malformed
            0500,                   Null[]
            8000,                   NoSuchObject[]
            """)
    void aWrongValueCostsOnlyItself(String value, String read) throws Exception {
        String wrong = "06052b06010101" + value;
        String right = "06052b06010102020107";
        String list = sequence(wrong) + sequence(right);

        Pdu pdu = Pdu.read(reader(HexFormat.of().parseHex(wrap("a2", "020107020100020100" + wrap("30", list)))));

        assertThat(pdu.varBinds()).hasSize(2);
        assertThat(pdu.varBinds().get(0).value().toString()).startsWith(read);
        assertThat(pdu.varBinds().get(1).value()).isEqualTo(new SnmpValue.Int(7));
    }

    @Test
    void aVarBindWithoutAnOidForANameIsLeftOut() throws Exception {
        String list = sequence("06022b80020101") + sequence("06052b06010102020107");

        Pdu pdu = Pdu.read(reader(HexFormat.of().parseHex(wrap("a2", "020107020100020100" + wrap("30", list)))));

        assertThat(pdu.unnamed()).isEqualTo(1);
        assertThat(pdu.varBinds()).containsExactly(new VarBind(Oid.parse("1.3.6.1.1.2"), new SnmpValue.Int(7)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a2800201070201000201003000, indefinite",
        "a2850000000009020107020100, length of 5 octets",
        "a20a0201070201000201003000, early",
        "a20c0201070201000201003000, beyond",
        "a2030201, beyond",
        "a2, early",
        "a20d02010702010002010030000500, too many"
    })
    void aWrongStructureIsRefusedWhole(String pdu, String why) {
        assertThatThrownBy(() -> Pdu.read(reader(HexFormat.of().parseHex(pdu))))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(why);
    }

    private static String sequence(String content) {
        return wrap("30", content);
    }

    private static String wrap(String tag, String content) {
        return tag + "%02x".formatted(content.length() / 2) + content;
    }

    private int[] randomOid() {
        int[] arcs = random.ints(2 + random.nextInt(20)).toArray();
        arcs[0] = random.nextInt(3);
        arcs[1] = random.nextInt(40);
        for (int i = 2; i < arcs.length; i++) {
            arcs[i] >>>= random.nextInt(32);
        }
        return arcs;
    }

    private Variable randomVariable() {
        byte[] octets = new byte[random.nextInt(200)];
        random.nextBytes(octets);
        long unsigned = random.nextLong() >>> (32 + random.nextInt(32));
        return switch (random.nextInt(11)) {
            case 0 -> new Integer32(random.nextInt() >> random.nextInt(32));
            case 1 -> new Counter32(unsigned);
            case 2 -> new Gauge32(unsigned);
            case 3 -> new TimeTicks(unsigned);
            case 4 -> new Counter64(random.nextLong() >>> random.nextInt(64));
            case 5 -> new OctetString(octets);
            case 6 -> new OID(randomOid());
            case 7 -> new IpAddress(new byte[] {10, (byte) random.nextInt(), 0, 1});
            case 8 -> new Opaque(octets);
            case 9 -> Null.noSuchInstance;
            default -> Null.endOfMibView;
        };
    }

    private static SnmpValue ours(Variable variable) throws Exception {
        if (variable instanceof Integer32 integer) {
            return new SnmpValue.Int(integer.getValue());
        } else if (variable instanceof Counter32 counter) {
            return new SnmpValue.Counter32(counter.getValue());
        } else if (variable instanceof TimeTicks ticks) {
            return new SnmpValue.TimeTicks(ticks.getValue());
        } else if (variable instanceof Gauge32 gauge) {
            return new SnmpValue.Gauge32(gauge.getValue());
        } else if (variable instanceof Counter64 counter) {
            return new SnmpValue.Counter64(counter.getValue());
        } else if (variable instanceof Opaque opaque) {
            return new SnmpValue.Opaque(opaque.getValue());
        } else if (variable instanceof OctetString string) {
            return new SnmpValue.Octets(string.getValue());
        } else if (variable instanceof OID oid) {
            return new SnmpValue.ObjectId(Oid.of(oid.getValue()));
        } else if (variable instanceof IpAddress address) {
            return new SnmpValue.IpAddress(InetAddress.getByAddress(address.toByteArray()));
        }
        return variable.getSyntax() == Null.noSuchInstance.getSyntax()
                ? new SnmpValue.NoSuchInstance()
                : new SnmpValue.EndOfMibView();
    }

    private static BerReader reader(byte[] octets) {
        return new BerReader(octets, 0, octets.length);
    }
}
