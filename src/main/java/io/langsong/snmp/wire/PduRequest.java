package io.langsong.snmp.wire;

/**
 * What is asked in one PDU.
 *
 * @param type {@link Tag#GET}, {@link Tag#GET_NEXT} or {@link Tag#GET_BULK}
 * @param names contents octets of OIDs in their BER form, never changed
 * @param maxRepetitions of a GETBULK, 0 otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PduRequest(int type, byte[][] names, int maxRepetitions) {

    /** Writes the PDU under {@code requestId}. */
    void write(BerWriter out, int requestId) {
        int pdu = out.size();
        for (int i = names.length - 1; i >= 0; i--) {
            int varBind = out.size();
            out.nullValue();
            out.raw(names[i]);
            out.wrap(Tag.OBJECT_IDENTIFIER, varBind + 2);
            out.wrap(Tag.SEQUENCE, varBind);
        }
        out.wrap(Tag.SEQUENCE, pdu);
        out.integer(maxRepetitions);
        out.integer(0);
        out.integer(requestId);
        out.wrap(type, pdu);
    }

    /** Writes a message of version 1 (0 on the wire) or 2c (1), RFC 3416 and RFC 1901. */
    public void writeMessage(BerWriter out, int version, byte[] community, int requestId) {
        out.reset();
        write(out, requestId);
        out.octetString(community);
        out.integer(version);
        out.wrap(Tag.SEQUENCE, 0);
    }
}
