package io.langsong.snmp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A value of RFC 2578 section 7.1 as it came off the wire, or the exception of RFC 3416 section 3 in its place. */
public sealed interface SnmpValue {

    /** INTEGER, Integer32 or an enumeration. */
    record Int(int value) implements SnmpValue {}

    /** Counter32, 0 to 2^32 - 1. */
    record Counter32(long value) implements SnmpValue {}

    /** Gauge32 or Unsigned32, 0 to 2^32 - 1. */
    record Gauge32(long value) implements SnmpValue {}

    /** TimeTicks, hundredths of a second, 0 to 2^32 - 1. */
    record TimeTicks(long value) implements SnmpValue {}

    /** Counter64; the {@code long} holds unsigned bits. */
    record Counter64(long bits) implements SnmpValue {}

    record ObjectId(Oid value) implements SnmpValue {}

    record IpAddress(InetAddress value) implements SnmpValue {}

    /** Opaque; {@link #asDouble} reads the Float and Double of net-snmp in it. */
    record Opaque(byte[] bytes) implements SnmpValue {
        @Override
        public boolean equals(Object other) {
            return other instanceof Opaque opaque && Arrays.equals(bytes, opaque.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Opaque[" + HexFormat.of().formatHex(bytes) + "]";
        }

        /** The number of an Opaque Float (9f 78 04) or Double (9f 79 08), else NaN. */
        public double asDouble() {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (bytes.length == 7 && buffer.getShort() == (short) 0x9f78 && buffer.get() == 4) {
                return buffer.getFloat();
            }
            buffer.rewind();
            if (bytes.length == 11 && buffer.getShort() == (short) 0x9f79 && buffer.get() == 8) {
                return buffer.getDouble();
            }
            return Double.NaN;
        }
    }

    /** OCTET STRING; the device decides its encoding, so treat the text as hostile wherever it is shown. */
    record Octets(byte[] bytes) implements SnmpValue {
        @Override
        public boolean equals(Object other) {
            return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Octets[" + asText() + "]";
        }

        /** The octets as UTF-8, or as ISO 8859-1 where they are not UTF-8; trailing NULs are left out. */
        public String asText() {
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] == 0) {
                end--;
            }
            if (isAscii(end)) {
                return new String(bytes, 0, end, StandardCharsets.US_ASCII);
            }
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, 0, end))
                        .toString();
            } catch (CharacterCodingException notUtf8) {
                return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
            }
        }

        private boolean isAscii(int end) {
            for (int i = 0; i < end; i++) {
                if (bytes[i] < 0) {
                    return false;
                }
            }
            return true;
        }
    }

    record Null() implements SnmpValue {}

    record NoSuchObject() implements SnmpValue {}

    record NoSuchInstance() implements SnmpValue {}

    record EndOfMibView() implements SnmpValue {}

    /** The agent sent something under this OID that is not a value of its type, as a Counter32 of 33 bits. */
    record Malformed(String reason) implements SnmpValue {}

    /** Whether this is a value, not an exception, NULL or a malformed one. */
    default boolean isPresent() {
        return !(this instanceof Null
                || this instanceof NoSuchObject
                || this instanceof NoSuchInstance
                || this instanceof EndOfMibView
                || this instanceof Malformed);
    }
}
