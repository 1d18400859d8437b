package io.langsong.snmp.wire;

import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBinds;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A PDU as it was received. A value that is wrong in itself stands there as {@link SnmpValue.Malformed}, so that it costs
 * the others nothing; a wrong structure is a {@link DecodeException} for the whole.
 *
 * @param varBinds may lie in the buffer that was read from: for the call in which they are handed on
 * @param unnamed varbinds left out because their name is not an OID in its shortest form
 */
public record Pdu(int type, int requestId, int errorStatus, int errorIndex, VarBinds varBinds, int unnamed) {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** By tag, of how many octets a number is that is read as it stands; 0 of what is none. */
    private static final byte[] LONGEST = new byte[0x100];

    static {
        LONGEST[Tag.INTEGER] = Integer.BYTES;
        LONGEST[Tag.COUNTER32] = Integer.BYTES;
        LONGEST[Tag.GAUGE32] = Integer.BYTES;
        LONGEST[Tag.TIME_TICKS] = Integer.BYTES;
        LONGEST[Tag.COUNTER64] = Long.BYTES;
    }

    static Pdu read(BerReader in) throws DecodeException {
        int type = in.peekTag();
        int around = in.enter(type);
        Pdu pdu = readRest(in, type, in.integer(), new VarBinds(), PduRequest.NONE);
        in.leave(around);
        return pdu;
    }

    /**
     * Reads what follows the request-id, to the end of the PDU entered.
     *
     * @param into takes the variables, which stay where they are read
     * @param asked the question, in whose columns the names of an answer stand
     */
    static Pdu readRest(BerReader in, int type, int requestId, VarBinds into, PduRequest asked) throws DecodeException {
        int errorStatus = in.integer();
        int errorIndex = in.integer();
        int unnamed = readList(in, into, asked);
        return new Pdu(type, requestId, errorStatus, errorIndex, into, unnamed);
    }

    /** Reads a list of variables. Answers how many were left out because they have no name. */
    static int readList(BerReader in, VarBinds into, PduRequest asked) throws DecodeException {
        int around = in.enter(Tag.SEQUENCE);
        into.over(in.octets());
        int unnamed = variables(in, into, asked);
        in.leave(around);
        return unnamed;
    }

    private static int variables(BerReader in, VarBinds into, PduRequest asked) throws DecodeException {
        byte[] octets = in.octets();
        int end = in.end();
        byte[][] from = asked.names();
        int columns = asked.repeaters();
        int unnamed = 0;
        int at = in.position();
        while (at < end) {
            int name;
            int nameEnd;
            int varBindEnd;
            int around = -1;
            // Nearly every header is of two octets; the rest is read with all care.
            if (isShort(octets, at, end)) {
                varBindEnd = at + 2 + octets[at + 1];
                name = at + 4;
                nameEnd = name + octets[at + 3];
            } else {
                in.skipTo(at);
                around = in.enter(Tag.SEQUENCE);
                varBindEnd = in.end();
                nameEnd = in.header(Tag.OBJECT_IDENTIFIER);
                name = in.position();
            }
            int place = into.size();
            byte[] other = octets;
            int otherFrom = 0;
            int otherEnd = 0;
            if (unnamed == 0 && place < from.length) {
                other = from[place];
                otherEnd = other.length;
            } else if (unnamed == 0 && columns > 0) {
                otherFrom = into.nameFrom(place - columns);
                otherEnd = into.nameEnd(place - columns);
            }
            int shared = shared(octets, name, nameEnd, other, otherFrom, otherEnd);
            if (!BerReader.isName(octets, name, nameEnd, shared)) {
                unnamed++;
            } else {
                boolean follows = follows(octets, name, nameEnd, other, otherFrom, otherEnd, shared);
                if (!number(octets, name, nameEnd, varBindEnd, shared, follows, into)) {
                    in.skipTo(nameEnd);
                    value(in, name, nameEnd, varBindEnd, shared, follows, into);
                }
            }
            if (around >= 0) {
                in.skipTo(varBindEnd);
                in.leave(around);
            }
            at = varBindEnd;
        }
        in.skipTo(end);
        return unnamed;
    }

    /** Whether a varbind with a name stands there, with lengths of one octet that leave it room. */
    private static boolean isShort(byte[] octets, int at, int end) {
        if (end - at < 6 || octets[at] != Tag.SEQUENCE || octets[at + 1] < 4 || octets[at + 1] > end - at - 2) {
            return false;
        }
        return octets[at + 2] == Tag.OBJECT_IDENTIFIER && octets[at + 3] >= 0 && octets[at + 3] <= octets[at + 1] - 4;
    }

    private static int shared(byte[] octets, int name, int nameEnd, byte[] other, int otherFrom, int otherEnd) {
        int most = Math.min(nameEnd - name, otherEnd - otherFrom);
        int same = 0;
        // Names of a table are of ten to twenty octets: too few for Arrays.mismatch to be worth its call.
        while (same + Long.BYTES <= most) {
            long differing = (long) EIGHT.get(octets, name + same) ^ (long) EIGHT.get(other, otherFrom + same);
            if (differing != 0) {
                return same + Long.numberOfLeadingZeros(differing) / Byte.SIZE;
            }
            same += Long.BYTES;
        }
        if (same > 0 && same < most) {
            // The last eight, of which some were looked at before.
            int last = most - Long.BYTES;
            long differing = (long) EIGHT.get(octets, name + last) ^ (long) EIGHT.get(other, otherFrom + last);
            return last + Long.numberOfLeadingZeros(differing) / Byte.SIZE;
        }
        while (same < most && octets[name + same] == other[otherFrom + same]) {
            same++;
        }
        return same;
    }

    /** Whether a name comes behind another for sure: the first octets that differ are sub-identifiers, and it has the larger. */
    private static boolean follows(
            byte[] octets, int name, int nameEnd, byte[] other, int otherFrom, int otherEnd, int shared) {
        if (shared == 0 || name + shared >= nameEnd || octets[name + shared - 1] < 0) {
            return false;
        }
        return otherFrom + shared >= otherEnd
                || (other[otherFrom + shared] >= 0 && octets[name + shared] > other[otherFrom + shared]);
    }

    /** Adds a number in its usual form. Answers false when something else stands there. */
    private static boolean number(
            byte[] octets, int name, int nameEnd, int varBindEnd, int shared, boolean follows, VarBinds into) {
        int from = nameEnd + 2;
        int length = varBindEnd - from;
        if (length < 1 || octets[nameEnd + 1] != length || from + Long.BYTES > octets.length) {
            return false;
        }
        int tag = octets[nameEnd] & 0xff;
        if (length > LONGEST[tag]) {
            return false;
        }
        long eight = (long) EIGHT.get(octets, from);
        int others = Long.SIZE - length * Byte.SIZE;
        into.add(
                name,
                nameEnd,
                tag,
                from,
                varBindEnd,
                tag == Tag.INTEGER ? eight >> others : eight >>> others,
                shared,
                follows);
        return true;
    }

    private static void value(
            BerReader in, int name, int nameEnd, int varBindEnd, int shared, boolean follows, VarBinds into)
            throws DecodeException {
        int tag = in.peekTag();
        if (!Values.isSmi(tag)) {
            // Its header may have a form that SNMP does not use, so the varbind's own length is what counts.
            in.skipTo(varBindEnd);
            into.addMalformed(name, nameEnd, tag, nameEnd, varBindEnd);
            return;
        }
        int end = in.anyHeader();
        if (end != varBindEnd) {
            throw new DecodeException("a varbind of more or less than a name and a value");
        }
        int from = in.position();
        in.skipTo(end);
        try {
            long number = Values.number(tag, in.octets(), from, end);
            into.add(name, nameEnd, tag, from, end, number, shared, follows && tag != Tag.END_OF_MIB_VIEW);
        } catch (DecodeException wrongValue) {
            into.addMalformed(name, nameEnd, tag, from, end);
        }
    }
}
