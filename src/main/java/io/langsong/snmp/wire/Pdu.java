package io.langsong.snmp.wire;

import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBinds;

/**
 * A PDU as it was received. A value that is wrong in itself stands there as {@link SnmpValue.Malformed}, so that it costs
 * the others nothing; a wrong structure is a {@link DecodeException} for the whole.
 *
 * @param varBinds may lie in the buffer that was read from: for the call in which they are handed on
 * @param unnamed varbinds left out because their name is not an OID in its shortest form
 */
public record Pdu(int type, int requestId, int errorStatus, int errorIndex, VarBinds varBinds, int unnamed) {

    private static final byte[] NOTHING = {};
    static final byte[][] NO_NAMES = {};

    static Pdu read(BerReader in) throws DecodeException {
        int type = in.peekTag();
        int around = in.enter(type);
        Pdu pdu = readRest(in, type, in.integer(), new VarBinds());
        in.leave(around);
        return pdu;
    }

    /** Reads what follows the request-id, to the end of the PDU entered; its variables into {@code varBinds}. */
    static Pdu readRest(BerReader in, int type, int requestId, VarBinds varBinds) throws DecodeException {
        return readRest(in, type, requestId, varBinds, NO_NAMES);
    }

    /** @param asked names of the question, which most names of an answer are, or begin like */
    static Pdu readRest(BerReader in, int type, int requestId, VarBinds varBinds, byte[][] asked)
            throws DecodeException {
        int errorStatus = in.integer();
        int errorIndex = in.integer();
        int unnamed = readList(in, varBinds, asked);
        return new Pdu(type, requestId, errorStatus, errorIndex, varBinds, unnamed);
    }

    /** Answers how many were left out. */
    static int readList(BerReader in, VarBinds varBinds, byte[][] asked) throws DecodeException {
        varBinds.over(in.octets());
        int unnamed = 0;
        int pdu = in.enter(Tag.SEQUENCE);
        while (in.hasMore()) {
            int list = in.enter(Tag.SEQUENCE);
            int nameEnd = in.header(Tag.OBJECT_IDENTIFIER);
            int name = in.position();
            in.skipTo(nameEnd);
            byte[] known = asked.length == 0 ? NOTHING : asked[(varBinds.size() + unnamed) % asked.length];
            if (BerReader.isName(in.octets(), name, nameEnd, known, 0, known.length)) {
                value(in, name, nameEnd, varBinds);
            } else {
                unnamed++;
                in.skipToEnd();
            }
            in.leave(list);
        }
        in.leave(pdu);
        return unnamed;
    }

    private static void value(BerReader in, int name, int nameEnd, VarBinds varBinds) throws DecodeException {
        int tag = in.peekTag();
        if (!Values.isSmi(tag)) {
            // Its header may have a form that SNMP does not use, so the varbind's own length is what counts.
            in.skipToEnd();
            varBinds.addMalformed(name, nameEnd, tag, nameEnd, in.position());
            return;
        }
        int end = in.anyHeader();
        int from = in.position();
        in.skipTo(end);
        try {
            varBinds.add(name, nameEnd, tag, from, end, Values.number(tag, in.octets(), from, end));
        } catch (DecodeException wrongValue) {
            varBinds.addMalformed(name, nameEnd, tag, from, end);
        }
    }
}
