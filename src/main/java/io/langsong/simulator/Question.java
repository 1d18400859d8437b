package io.langsong.simulator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/**
 * One request PDU and how it is answered: RFC 3416 section 4.2, and RFC 1157 section 4.1 for version 1.
 *
 * @param second error-status, or non-repeaters of GETBULK
 * @param third error-index, or max-repetitions of GETBULK
 */
record Question(int type, int requestId, int second, int third, List<OID> oids) {
    static final int GET = 0xA0;
    static final int GET_NEXT = 0xA1;
    static final int RESPONSE = 0xA2;
    static final int SET = 0xA3;
    static final int GET_BULK = 0xA5;
    static final int REPORT = 0xA8;

    private static final int TOO_BIG = 1;
    private static final int NO_SUCH_NAME = 2;
    private static final int NOT_WRITABLE = 17;
    private static final int AUTHORIZATION_ERROR = 16;
    private static final byte[] NOTHING = Ber.sequence();

    static Question read(BERInputStream in) throws IOException {
        BER.MutableByte tag = new BER.MutableByte();
        int length = BER.decodeHeader(in, tag, true);
        if (length < 0 || length > in.available()) {
            throw new IOException("The PDU runs over the end");
        }
        int type = tag.getValue() & 0xff;
        int requestId = Ber.readInteger(in);
        int second = Ber.readInteger(in);
        int third = Ber.readInteger(in);
        int end = Ber.enter(in, BER.SEQUENCE) + Ber.position(in);
        List<OID> oids = new ArrayList<>();
        while (Ber.position(in) < end) {
            int next = Ber.enter(in, BER.SEQUENCE) + Ber.position(in);
            OID oid = new OID();
            oid.decodeBER(in);
            oids.add(oid);
            int rest = next - Ber.position(in);
            if (rest < 0 || in.skip(rest) != rest) {
                throw new IOException("A variable binding runs over its end");
            }
        }
        return new Question(type, requestId, second, third, oids);
    }

    /** Whether it is a request at all; responses, traps and reports get no answer. */
    boolean isRequest() {
        return type == GET || type == GET_NEXT || type == GET_BULK || type == SET;
    }

    /**
     * @param versionOne answers as version 1 does: no exceptions, no Counter64
     * @param room octets that the PDU may take
     * @return the encoded response PDU
     */
    byte[] answer(Box box, long at, boolean versionOne, int room) {
        switch (type) {
            case GET -> {
                return single(box, at, versionOne, room, false);
            }
            case GET_NEXT -> {
                return single(box, at, versionOne, room, true);
            }
            case GET_BULK -> {
                return versionOne ? error(NO_SUCH_NAME, 1) : bulk(box, at, room);
            }
            default -> {
                return error(versionOne ? NO_SUCH_NAME : NOT_WRITABLE, oids.isEmpty() ? 0 : 1);
            }
        }
    }

    byte[] refuse() {
        return error(AUTHORIZATION_ERROR, 0);
    }

    /** @param varBind the one counter that says why */
    static byte[] report(int requestId, byte[] varBind) {
        return Ber.wrap(REPORT, Ber.integer(requestId), Ber.integer(0), Ber.integer(0), Ber.sequence(varBind));
    }

    private byte[] single(Box box, long at, boolean versionOne, int room, boolean next) {
        List<byte[]> varBinds = new ArrayList<>(oids.size());
        int size = 0;
        for (int index = 0; index < oids.size(); index++) {
            OID oid = oids.get(index);
            int place = next ? following(box.mib, oid, versionOne) : box.mib.find(oid);
            boolean missing = place < 0 || place >= box.mib.size() || (versionOne && box.mib.isCounter64(place));
            if (missing && versionOne) {
                return error(NO_SUCH_NAME, index + 1);
            }
            byte[] varBind = missing
                    ? Ber.varBind(oid, next ? Null.endOfMibView : absence(box.mib, oid))
                    : Ber.varBind(box.mib.oid(place), box.mib.read(place, box, at));
            size += varBind.length;
            varBinds.add(varBind);
        }
        return size > room ? tooBig(versionOne) : response(0, 0, varBinds);
    }

    private static Variable absence(Mib mib, OID oid) {
        return mib.knowsTypeOf(oid) ? Null.noSuchInstance : Null.noSuchObject;
    }

    private static int following(Mib mib, OID oid, boolean skipCounter64) {
        int place = mib.after(oid);
        while (skipCounter64 && place < mib.size() && mib.isCounter64(place)) {
            place++;
        }
        return place;
    }

    /** RFC 3416 section 4.2.3: first the non-repeaters, then row after row until the end, the count or the room. */
    private byte[] bulk(Box box, long at, int room) {
        int single = Math.max(0, Math.min(second, oids.size()));
        int repeated = oids.size() - single;
        List<byte[]> varBinds = new ArrayList<>();
        List<OID> last = new ArrayList<>(oids);
        int size = 0;
        int rows = repeated == 0 ? 0 : Math.max(0, third);
        for (int row = 0; row <= rows; row++) {
            int from = row == 0 ? 0 : single;
            int to = row == 0 ? single : oids.size();
            boolean allAtEnd = row > 0;
            for (int index = from; index < to; index++) {
                OID oid = last.get(index);
                int place = box.mib.after(oid);
                boolean end = place >= box.mib.size();
                byte[] varBind = end
                        ? Ber.varBind(oid, Null.endOfMibView)
                        : Ber.varBind(box.mib.oid(place), box.mib.read(place, box, at));
                size += varBind.length;
                if (size > room) {
                    return response(0, 0, varBinds);
                }
                varBinds.add(varBind);
                last.set(index, end ? oid : box.mib.oid(place));
                allAtEnd &= end;
            }
            if (allAtEnd) {
                break;
            }
        }
        return response(0, 0, varBinds);
    }

    private byte[] tooBig(boolean versionOne) {
        return versionOne ? error(TOO_BIG, 0) : pdu(TOO_BIG, 0, NOTHING);
    }

    /** An error answer repeats the names that were asked for. */
    private byte[] error(int status, int index) {
        List<byte[]> varBinds = new ArrayList<>();
        for (OID oid : oids) {
            varBinds.add(Ber.varBind(oid, Null.instance));
        }
        return response(status, index, varBinds);
    }

    private byte[] response(int status, int index, List<byte[]> varBinds) {
        return pdu(status, index, Ber.sequence(varBinds.toArray(byte[][]::new)));
    }

    private byte[] pdu(int status, int index, byte[] varBinds) {
        return Ber.wrap(RESPONSE, Ber.integer(requestId), Ber.integer(status), Ber.integer(index), varBinds);
    }
}
