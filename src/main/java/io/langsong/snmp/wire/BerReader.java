package io.langsong.snmp.wire;

import io.langsong.snmp.Oid;
import java.util.Arrays;

/**
 * Reads BER (X.690, as RFC 3417 section 8 narrows it) in place from a received datagram. Nothing is read beyond the
 * innermost structure entered, whatever its lengths claim; whatever is wrong is a {@link DecodeException}.
 */
public final class BerReader {
    private static final long MAX_ARC = 0xFFFF_FFFFL;

    private byte[] octets;
    private int at;
    private int end;

    /** Reads {@code octets} from {@code from} inclusive to {@code end} exclusive. */
    public BerReader(byte[] octets, int from, int end) {
        this.octets = octets;
        this.at = from;
        this.end = end;
    }

    /** As if made anew. */
    public void reset(byte[] others, int from, int end) {
        this.octets = others;
        this.at = from;
        this.end = end;
    }

    byte[] octets() {
        return octets;
    }

    int position() {
        return at;
    }

    /** Where the structure entered ends. */
    int end() {
        return end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** The identifier octet that comes next, which stays unread. */
    int peekTag() throws DecodeException {
        if (at >= end) {
            throw new DecodeException("structure ends early");
        }
        return octets[at] & 0xff;
    }

    /** Reads the header of what has this tag. Answers where its content ends; it begins at {@link #position}. */
    int header(int tag) throws DecodeException {
        if (at >= end || (octets[at] & 0xff) != tag) {
            throw new DecodeException("tag 0x%02x where 0x%02x belongs".formatted(peekTag(), tag));
        }
        return anyHeader();
    }

    int anyHeader() throws DecodeException {
        // Nearly every length is of one octet.
        if (end - at >= 2 && octets[at + 1] >= 0 && octets[at + 1] <= end - at - 2) {
            at += 2;
            return at + octets[at - 1];
        }
        at++;
        int length = length();
        if (length > end - at) {
            throw new DecodeException("length " + length + " beyond what there is, " + (end - at));
        }
        return at + length;
    }

    private int length() throws DecodeException {
        int first = peekTag();
        at++;
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7f;
        if (count == 0 || count > 4) {
            throw new DecodeException(count == 0 ? "indefinite length" : "length of " + count + " octets");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << 8) | peekTag();
            at++;
        }
        if (length < 0) {
            throw new DecodeException("length of 2 GiB or more");
        }
        return length;
    }

    /** Steps into a structure. Answers the end of the one around it, for {@link #leave}. */
    int enter(int tag) throws DecodeException {
        int around = end;
        end = header(tag);
        return around;
    }

    /** Steps out of a structure that must have been read to its end. */
    void leave(int around) throws DecodeException {
        if (at != end) {
            throw new DecodeException((end - at) + " octets too many in a structure");
        }
        end = around;
    }

    /** What was entered must have been read to its end. */
    void requireEnd() throws DecodeException {
        if (at != end) {
            throw new DecodeException((end - at) + " octets too many in a structure");
        }
    }

    /** Leaves out what is left of the structure entered. */
    void skipToEnd() {
        at = end;
    }

    void skipTo(int position) {
        at = position;
    }

    int integer() throws DecodeException {
        int stop = header(Tag.INTEGER);
        int value = integer(octets, at, stop);
        at = stop;
        return value;
    }

    byte[] octetString() throws DecodeException {
        int stop = header(Tag.OCTET_STRING);
        byte[] value = Arrays.copyOfRange(octets, at, stop);
        at = stop;
        return value;
    }

    /** A 32-bit two's complement number; sign octets in excess are let pass, as some agents send them. */
    static int integer(byte[] octets, int from, int end) throws DecodeException {
        if (from == end) {
            throw new DecodeException("integer without content");
        }
        int sign = octets[from] < 0 ? 0xff : 0;
        int start = from;
        while (end - start > 4 && (octets[start] & 0xff) == sign) {
            start++;
        }
        boolean signLost = start > from && (octets[start] < 0) != (sign != 0);
        if (end - start > 4 || signLost) {
            throw new DecodeException("integer beyond 32 bits");
        }
        int value = octets[start];
        for (int i = start + 1; i < end; i++) {
            value = (value << 8) | (octets[i] & 0xff);
        }
        return value;
    }

    /**
     * An unsigned number of at most {@code bits} bits, 32 or 64. Agents that leave out the leading zero octet are
     * understood: the types read by this are never negative.
     */
    static long unsigned(byte[] octets, int from, int end, int bits) throws DecodeException {
        if (from == end) {
            throw new DecodeException("number without content");
        }
        int start = from;
        while (end - start > bits / 8 && octets[start] == 0) {
            start++;
        }
        if (end - start > bits / 8) {
            throw new DecodeException("number beyond " + bits + " bits");
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            value = (value << 8) | (octets[i] & 0xff);
        }
        return value;
    }

    /**
     * Whether these contents octets are an OID in its shortest form, which alone is legal (X.690 section 8.19.2) and can be
     * compared as it stands.
     */
    static boolean isName(byte[] octets, int from, int end) {
        if (from == end || octets[end - 1] < 0) {
            return false;
        }
        int count = 1;
        for (int at = from; at < end; at++) {
            if (octets[at] < 0) {
                int last = at;
                long arc = octets[at] & 0x7f;
                while (octets[last] < 0) {
                    arc = (arc << 7) | (octets[++last] & 0x7f);
                    if (arc > MAX_ARC + 80) {
                        return false;
                    }
                }
                long most = at == from ? MAX_ARC + 80 : MAX_ARC;
                if (octets[at] == (byte) 0x80 || arc > most) {
                    return false;
                }
                at = last;
            }
            count++;
        }
        return count <= Oid.MAX_LENGTH;
    }

    /**
     * As {@link #isName(byte[], int, int)}, of what begins like a name known to be one: only the rest is looked at.
     *
     * @param same octets that are the same
     */
    static boolean isName(byte[] octets, int from, int end, int same) {
        // Back to where a sub-identifier begins. A name of so few octets has no more sub-identifiers than a name may
        // have.
        int begin = from + same;
        while (begin > from && octets[begin - 1] < 0) {
            begin--;
        }
        return begin > from && end - from < Oid.MAX_LENGTH
                ? begin == end || areArcs(octets, begin, end)
                : isName(octets, from, end);
    }

    /** Whether these octets, not the first of a name, are sub-identifiers in their shortest form. */
    private static boolean areArcs(byte[] octets, int from, int end) {
        if (octets[end - 1] < 0) {
            return false;
        }
        for (int at = from; at < end; at++) {
            if (octets[at] >= 0) {
                continue;
            }
            if (octets[at] == (byte) 0x80) {
                return false;
            }
            long arc = octets[at] & 0x7f;
            while (octets[at] < 0) {
                arc = (arc << 7) | (octets[++at] & 0x7f);
                if (arc > MAX_ARC) {
                    return false;
                }
            }
        }
        return true;
    }

    /** @throws DecodeException when these contents octets are no OID; a longer form than needed is let pass */
    static void checkOid(byte[] octets, int from, int end) throws DecodeException {
        if (!isName(octets, from, end)) {
            Oid unused = oid(octets, from, end);
        }
    }

    static Oid oid(byte[] octets, int from, int end) throws DecodeException {
        if (from == end || octets[end - 1] < 0) {
            throw new DecodeException(from == end ? "OID without content" : "OID ends inside a sub-identifier");
        }
        int count = 1;
        for (int i = from; i < end; i++) {
            count += octets[i] >= 0 ? 1 : 0;
        }
        if (count > Oid.MAX_LENGTH) {
            throw new DecodeException("OID of " + count + " sub-identifiers");
        }
        int[] arcs = new int[count];
        int next = 1;
        long arc = 0;
        for (int i = from; i < end; i++) {
            arc = (arc << 7) | (octets[i] & 0x7f);
            if (arc > MAX_ARC + 80) {
                throw new DecodeException("sub-identifier of 2^32 or more");
            }
            if (octets[i] >= 0) {
                if (next == 1) {
                    arcs[0] = (int) Math.min(arc / 40, 2);
                    arc -= arcs[0] * 40L;
                }
                if (arc > MAX_ARC) {
                    throw new DecodeException("sub-identifier of 2^32 or more");
                }
                arcs[next++] = (int) arc;
                arc = 0;
            }
        }
        return Oid.taking(arcs);
    }
}
