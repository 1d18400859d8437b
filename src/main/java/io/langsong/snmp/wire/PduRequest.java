package io.langsong.snmp.wire;

import java.util.Arrays;

/**
 * What is asked in one PDU.
 *
 * @param type {@link Tag#GET}, {@link Tag#GET_NEXT} or {@link Tag#GET_BULK}
 * @param names contents octets of OIDs in their BER form, never changed
 * @param nonRepeaters how many of the names, the first ones, a GETBULK goes on from once; 0 otherwise
 * @param maxRepetitions of a GETBULK, 0 otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // compared by what is in them
public record PduRequest(int type, byte[][] names, int nonRepeaters, int maxRepetitions) {

    /** The least request-id of a message that is patched: of four octets, as all above are. */
    public static final int LEAST_ID = 1 << 24;

    /** The question that what nobody asked for answers. */
    static final PduRequest NONE = new PduRequest(Tag.GET, new byte[0][], 0);

    /** Without non-repeaters. */
    public PduRequest(int type, byte[][] names, int maxRepetitions) {
        this(type, names, 0, maxRepetitions);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PduRequest request
                && type == request.type
                && nonRepeaters == request.nonRepeaters
                && maxRepetitions == request.maxRepetitions
                && Arrays.deepEquals(names, request.names);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(names) + maxRepetitions;
    }

    /**
     * A message to be sent again and again.
     *
     * @param behindId octets behind its request-id
     */
    public record Encoded(byte[] octets, int behindId) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Encoded message
                    && behindId == message.behindId
                    && Arrays.equals(octets, message.octets);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(octets);
        }
    }

    /** The most that an answer may hold, as long as the agent keeps to the rules. */
    public int mostVariables() {
        return nonRepeaters + repeaters() * Math.max(1, maxRepetitions);
    }

    /** How many names are gone on from again and again; of a GET, all. */
    int repeaters() {
        return names.length - nonRepeaters;
    }

    /** Writes the PDU under {@code requestId}. Answers how many octets follow the request-id. */
    int write(BerWriter out, int requestId) {
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
        out.integer(nonRepeaters);
        int behindId = out.size();
        out.integer(requestId);
        out.wrap(type, pdu);
        return behindId;
    }

    /**
     * Writes a message of version 1 (0 on the wire) or 2c (1), RFC 3416 and RFC 1901. Answers how many octets follow the
     * request-id.
     */
    public int writeMessage(BerWriter out, int version, byte[] community, int requestId) {
        out.reset();
        int behindId = write(out, requestId);
        out.octetString(community);
        out.integer(version);
        out.wrap(Tag.SEQUENCE, 0);
        return behindId;
    }

    /** The message that {@link #writeMessage} writes, for {@link #writeAgain}. */
    public Encoded encoded(int version, byte[] community) {
        BerWriter out = new BerWriter();
        int behindId = writeMessage(out, version, community, LEAST_ID);
        return new Encoded(out.toByteArray(), behindId);
    }

    /** Writes a message encoded before. @param requestId {@link #LEAST_ID} or more */
    public static void writeAgain(BerWriter out, Encoded message, int requestId) {
        out.reset();
        out.raw(message.octets());
        out.patch(message.behindId(), requestId);
    }
}
