package io.langsong.snmp.wire;

import io.langsong.snmp.Oid;
import java.nio.ByteBuffer;
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

    public void copyTo(ByteBuffer out) {
        out.put(octets, start, size());
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

    /** Gives what was written last another tag of one octet. */
    void retag(int tag) {
        octets[start] = (byte) tag;
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

    /** Puts four octets in the place of those that {@code behind} octets follow. */
    void patch(int behind, int value) {
        int at = octets.length - behind - 4;
        octets[at] = (byte) (value >> 24);
        octets[at + 1] = (byte) (value >> 16);
        octets[at + 2] = (byte) (value >> 8);
        octets[at + 3] = (byte) value;
    }

    void nullValue() {
        octet(0);
        octet(Tag.NULL);
    }

    void oid(Oid oid) {
        int before = size();
        raw(oid.ber());
        wrap(Tag.OBJECT_IDENTIFIER, before);
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
