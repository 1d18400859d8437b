package io.langsong.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/** Puts BER elements together and takes them apart, on the primitives of the library. */
final class Ber {
    private Ber() {}

    /** One element with the given tag around parts that are elements already (or the raw content). */
    static byte[] wrap(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
            BER.encodeHeader(out, tag, length);
            for (byte[] part : parts) {
                out.write(part);
            }
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] sequence(byte[]... parts) {
        return wrap(BER.SEQUENCE, parts);
    }

    static byte[] octets(byte[] content) {
        return wrap(BER.OCTETSTRING, content);
    }

    static byte[] integer(int value) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(6);
            BER.encodeInteger(out, BER.INTEGER, value);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] varBind(OID oid, Variable value) {
        int length = oid.getBERLength() + value.getBERLength();
        ByteBuffer buffer = ByteBuffer.allocate(length + 6);
        try {
            BEROutputStream out = new BEROutputStream(buffer);
            BER.encodeHeader(out, BER.SEQUENCE, length);
            oid.encodeBER(out);
            value.encodeBER(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    /** Reads the header of an element. @return length of its content, which lies wholly in the stream */
    static int enter(BERInputStream in, int tag) throws IOException {
        BER.MutableByte found = new BER.MutableByte();
        int length = BER.decodeHeader(in, found, true);
        if ((found.getValue() & 0xff) != (tag & 0xff)) {
            throw new IOException("Expected tag %02x, found %02x".formatted(tag & 0xff, found.getValue() & 0xff));
        }
        if (length < 0 || length > in.available()) {
            throw new IOException("Length " + length + " runs over the end");
        }
        return length;
    }

    static int readInteger(BERInputStream in) throws IOException {
        return BER.decodeInteger(in, new BER.MutableByte());
    }

    static byte[] readOctets(BERInputStream in) throws IOException {
        byte[] content = new byte[enter(in, BER.OCTETSTRING)];
        if (in.read(content) < content.length && content.length > 0) {
            throw new IOException("The string is cut short");
        }
        return content;
    }

    static int position(BERInputStream in) {
        return (int) in.getPosition();
    }
}
