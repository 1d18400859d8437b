package io.langsong.snmp.wire;

import io.langsong.snmp.Oid;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Writes BER from the last octet to the first, so that every length is known when its header is written. Reused: one
 * message at a time, by one thread.
 */
public final class BerWriter {
    private byte[] octets = new byte[2048];
    private int start = octets.length;

    public void reset() {
        start = octets.length;
    }

    /** Octets written since the last reset. */
    public int size() {
        return octets.length - start;
    }

    public void copyTo(ByteBuf out) {
        out.writeBytes(octets, start, size());
    }

    byte[] toByteArray() {
        return Arrays.copyOfRange(octets, start, octets.length);
    }

    /** Puts the header before what has been written since {@code sizeBefore}. */
    void wrap(int tag, int sizeBefore) {
        int length = size() - sizeBefore;
        if (length < 0x80) {
            octet(length);
        } else {
            int count = 0;
            for (int rest = length; rest != 0; rest >>>= 8) {
                octet(rest);
                count++;
            }
            octet(0x80 | count);
        }
        octet(tag);
    }

    void integer(int value) {
        int before = size();
        int rest = value;
        do {
            octet(rest);
            rest >>= 8;
        } while (rest != octets[start] >> 7);
        wrap(Tag.INTEGER, before);
    }

    void octetString(byte[] value) {
        int before = size();
        raw(value);
        wrap(Tag.OCTET_STRING, before);
    }

    void raw(byte[] value) {
        require(value.length);
        start -= value.length;
        System.arraycopy(value, 0, octets, start, value.length);
    }

    void nullValue() {
        octet(0);
        octet(Tag.NULL);
    }

    /** An OID that {@link #canWrite} allows; a single sub-identifier is written with a zero behind it. */
    void oid(Oid oid) {
        int before = size();
        for (int i = oid.length() - 1; i >= 2; i--) {
            arc(oid.arc(i));
        }
        arc(oid.arc(0) * 40 + (oid.length() > 1 ? oid.arc(1) : 0));
        wrap(Tag.OBJECT_IDENTIFIER, before);
    }

    /** Whether BER has a form for this OID: its first two sub-identifiers share one (X.690 section 8.19.4). */
    public static boolean canWrite(Oid oid) {
        return oid.arc(0) == 2 || (oid.arc(0) < 2 && (oid.length() == 1 || oid.arc(1) < 40));
    }

    private void arc(long arc) {
        octet((int) arc & 0x7f);
        for (long rest = arc >>> 7; rest != 0; rest >>>= 7) {
            octet(((int) rest & 0x7f) | 0x80);
        }
    }

    private void octet(int value) {
        require(1);
        octets[--start] = (byte) value;
    }

    private void require(int room) {
        if (start < room) {
            int size = size();
            byte[] larger = new byte[Math.max(octets.length * 2, size + room)];
            System.arraycopy(octets, start, larger, larger.length - size, size);
            start = larger.length - size;
            octets = larger;
        }
    }
}
