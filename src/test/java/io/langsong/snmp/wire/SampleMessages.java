package io.langsong.snmp.wire;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BEROutputStream;
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

/** Good messages, for tests to begin from and to spoil. */
final class SampleMessages {
    static final byte[] COMMUNITY = "public".getBytes(StandardCharsets.US_ASCII);
    static final int REQUEST_ID = 0x12345678;
    static final User USER =
            new User("lsuser", AuthProtocol.SHA256, "authpass12", PrivProtocol.AES128, "privpass12", "");
    static final byte[] ENGINE_ID = HexFormat.of().parseHex("80001f88046c616e67736f6e672d686f7374696c65");

    /** Columns of the table in {@link #table}. */
    static final byte[][] COLUMNS = {
        Oid.parse("1.3.6.1.2.1.2.2.1.2").ber(),
        Oid.parse("1.3.6.1.2.1.31.1.1.1.6").ber()
    };

    private SampleMessages() {}

    /** A PDU with a value of every type of SMIv2. */
    static byte[] everyType() {
        List<Variable> values = List.of(
                new Integer32(-7),
                new OctetString("xin chào"),
                new Null(),
                new OID("1.3.6.1.4.1.8072.3.2.4294967295"),
                new IpAddress("10.20.0.5"),
                new Counter32(4294967295L),
                new Gauge32(300),
                new TimeTicks(1),
                new Opaque(new byte[] {(byte) 0x9f, 0x78, 4, 0x41, (byte) 0xac, 0, 0}),
                new Counter64(-1),
                Null.noSuchObject,
                Null.noSuchInstance,
                Null.endOfMibView);
        PDU pdu = response();
        for (int i = 0; i < values.size(); i++) {
            pdu.add(new VariableBinding(new OID("1.3.6.1.4.1.99999." + (i + 126) + ".0"), values.get(i)));
        }
        return encode(pdu);
    }

    /** A PDU with three rows of {@link #COLUMNS}. */
    static byte[] table() {
        PDU pdu = response();
        for (int row = 1; row <= 3; row++) {
            pdu.add(new VariableBinding(new OID("1.3.6.1.2.1.2.2.1.2." + row), new OctetString("port " + row)));
            pdu.add(new VariableBinding(new OID("1.3.6.1.2.1.31.1.1.1.6." + row), new Counter64(1L << (row * 20))));
        }
        return encode(pdu);
    }

    private static PDU response() {
        PDU pdu = new PDU();
        pdu.setType(PDU.RESPONSE);
        pdu.setRequestID(new Integer32(REQUEST_ID));
        return pdu;
    }

    static byte[] encode(PDU pdu) {
        try {
            BEROutputStream out = new BEROutputStream(ByteBuffer.allocate(pdu.getBERLength()));
            pdu.encodeBER(out);
            return out.getBuffer().array();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A message of version 2c with this PDU. */
    static byte[] version2c(byte[] pdu) {
        BerWriter out = new BerWriter();
        out.reset();
        out.raw(pdu);
        out.octetString(COMMUNITY);
        out.integer(1);
        out.wrap(Tag.SEQUENCE, 0);
        return out.toByteArray();
    }

    /** A message of version 3, authenticated and encrypted, that answers variables without values. */
    static byte[] version3() {
        BerWriter out = new BerWriter();
        new UsmEngine(USER, ENGINE_ID, new UsmKeys())
                .writeRequest(out, 1, 1, new PduRequest(Tag.RESPONSE, COLUMNS, 0), 0);
        return out.toByteArray();
    }

    /** A scoped PDU as it is found after decryption. */
    static byte[] scoped(byte[] pdu) {
        BerWriter out = new BerWriter();
        out.reset();
        out.raw(pdu);
        out.octetString(new byte[0]);
        out.octetString(ENGINE_ID);
        out.wrap(Tag.SEQUENCE, 0);
        return out.toByteArray();
    }
}
