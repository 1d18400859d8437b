package io.langsong.snmp.wire;

import io.langsong.snmp.VarBinds;
import java.util.Arrays;

/**
 * A message of version 1 or 2c, read as far as its request-id: what is needed to know whose answer it is. Only then is
 * the rest worth reading.
 *
 * @param version 0 for version 1, 1 for 2c
 * @param type tag of the PDU
 */
public record CommunityMessage(
        BerReader rest, int version, int communityFrom, int communityEnd, int type, int requestId) {

    /** Version number on the wire of any message; the reader then stands behind it, inside the message. */
    public static int version(BerReader in) throws DecodeException {
        in.enter(Tag.SEQUENCE);
        return in.integer();
    }

    /** Reads on behind the version. */
    public static CommunityMessage read(BerReader in, int version) throws DecodeException {
        int communityEnd = in.header(Tag.OCTET_STRING);
        int communityFrom = in.position();
        in.skipTo(communityEnd);
        int type = in.peekTag();
        if (type != Tag.RESPONSE) {
            throw new DecodeException("PDU 0x%02x where a Response belongs".formatted(type));
        }
        in.enter(type);
        return new CommunityMessage(in, version, communityFrom, communityEnd, type, in.integer());
    }

    /**
     * Reads on behind the version a message that nobody asked for: a trap or inform of that version, and no other.
     *
     * @param pduAt takes where its PDU begins
     */
    public static CommunityMessage readNotification(BerReader in, int version, int[] pduAt) throws DecodeException {
        int communityEnd = in.header(Tag.OCTET_STRING);
        int communityFrom = in.position();
        in.skipTo(communityEnd);
        int type = in.peekTag();
        if (version == 0 ? type != Tag.TRAP_V1 : version != 1 || (type != Tag.TRAP_V2 && type != Tag.INFORM)) {
            throw new DecodeException("PDU 0x%02x of version %d where a notification belongs".formatted(type, version));
        }
        pduAt[0] = in.position();
        in.enter(type);
        return new CommunityMessage(in, version, communityFrom, communityEnd, type, version == 0 ? 0 : in.integer());
    }

    public byte[] community() {
        return Arrays.copyOfRange(rest.octets(), communityFrom, communityEnd);
    }

    public boolean hasCommunity(byte[] community) {
        return Arrays.equals(rest.octets(), communityFrom, communityEnd, community, 0, community.length);
    }

    /**
     * @param lent takes its variables, which stay in the buffer that is read from
     * @param asked the question
     */
    public Pdu pdu(VarBinds lent, PduRequest asked) throws DecodeException {
        return Pdu.readRest(rest, type, requestId, lent, asked);
    }

    /** The rest of a trap or inform of version 2c. */
    public Pdu notification(VarBinds into) throws DecodeException {
        return Pdu.readRest(rest, type, requestId, into, PduRequest.NONE);
    }

    /** The rest of a trap of version 1. */
    public TrapPdu trap(VarBinds into) throws DecodeException {
        return TrapPdu.readRest(rest, into);
    }
}
