package io.langsong.snmp.wire;

import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBinds;
import java.util.Arrays;

/**
 * A PDU as it was received. A value that is wrong in itself stands there as {@link SnmpValue.Malformed}, so that it costs
 * the others nothing; a wrong structure is a {@link DecodeException} for the whole.
 *
 * @param varBinds may lie in the buffer that was read from: for the call in which they are handed on
 * @param unnamed varbinds left out because their name is not an OID in its shortest form
 */
public record Pdu(int type, int requestId, int errorStatus, int errorIndex, VarBinds varBinds, int unnamed) {

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
        while (in.hasMore()) {
            int at = in.position();
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
                around = in.enter(Tag.SEQUENCE);
                varBindEnd = in.end();
                nameEnd = in.header(Tag.OBJECT_IDENTIFIER);
                name = in.position();
            }
            int place = into.size();
            int shared = 0;
            if (unnamed == 0 && place < from.length) {
                shared = shared(octets, name, nameEnd, from[place], 0, from[place].length);
            } else if (unnamed == 0 && columns > 0) {
                int before = place - columns;
                shared = shared(octets, name, nameEnd, octets, into.nameFrom(before), into.nameEnd(before));
            }
            if (!BerReader.isName(octets, name, nameEnd, shared)) {
                unnamed++;
                in.skipTo(varBindEnd);
            } else {
                in.skipTo(nameEnd);
                value(in, name, nameEnd, varBindEnd, shared, into);
            }
            if (around >= 0) {
                in.leave(around);
            }
        }
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
        int same = Arrays.mismatch(octets, name, nameEnd, other, otherFrom, otherEnd);
        return same < 0 ? nameEnd - name : same;
    }

    private static void value(BerReader in, int name, int nameEnd, int varBindEnd, int shared, VarBinds into)
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
            into.add(name, nameEnd, tag, from, end, Values.number(tag, in.octets(), from, end), shared);
        } catch (DecodeException wrongValue) {
            into.addMalformed(name, nameEnd, tag, from, end);
        }
    }
}
