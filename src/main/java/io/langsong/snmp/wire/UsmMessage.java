package io.langsong.snmp.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A version 3 message (RFC 3412 section 6) with the parameters of the User-based Security Model (RFC 3414 section 2.4),
 * read as far as its scoped PDU, which may be encrypted. Nothing in it is to be believed before {@link UsmEngine#open}.
 *
 * @param octets the datagram
 * @param from where the message begins in it, {@code end} where it ends
 * @param reportable whether its sender wants to hear of what is wrong with it
 * @param authFrom where msgAuthenticationParameters begin in {@code octets}
 * @param dataFrom where msgData begins, header included
 */
@SuppressWarnings("ArrayRecordComponent") // a parsed view of one datagram, never compared
public record UsmMessage(
        byte[] octets,
        int from,
        int end,
        int msgId,
        int maxSize,
        boolean authenticated,
        boolean encrypted,
        boolean reportable,
        byte[] engineId,
        int boots,
        int time,
        byte[] userName,
        int authFrom,
        int authLength,
        byte[] privParameters,
        int dataFrom) {
    static final int FLAG_AUTH = 1;
    static final int FLAG_PRIV = 2;
    static final int FLAG_REPORTABLE = 4;
    static final int USM = 3;

    /** Reads on behind the version; {@code from} is where the message begins. */
    public static UsmMessage read(BerReader in, int from) throws DecodeException {
        int header = in.enter(Tag.SEQUENCE);
        int msgId = in.integer();
        int maxSize = in.integer();
        byte[] flags = in.octetString();
        int model = in.integer();
        in.leave(header);
        if (flags.length != 1 || (flags[0] & (FLAG_AUTH | FLAG_PRIV)) == FLAG_PRIV) {
            throw new DecodeException("msgFlags not of RFC 3412 6.4");
        }
        if (model != USM || maxSize < 484) {
            throw new DecodeException("security model " + model + ", msgMaxSize " + maxSize);
        }
        int securityEnd = in.header(Tag.OCTET_STRING);
        BerReader security = new BerReader(in.octets(), in.position(), securityEnd);
        int around = security.enter(Tag.SEQUENCE);
        byte[] engineId = security.octetString();
        int boots = security.integer();
        int time = security.integer();
        byte[] userName = security.octetString();
        int authEnd = security.header(Tag.OCTET_STRING);
        int authFrom = security.position();
        security.skipTo(authEnd);
        byte[] privParameters = security.octetString();
        security.leave(around);
        if (boots < 0 || time < 0 || engineId.length > 32 || userName.length > 32 || security.hasMore()) {
            throw new DecodeException("security parameters out of range");
        }
        in.skipTo(securityEnd);
        int dataFrom = in.position();
        int dataEnd = in.anyHeader();
        in.skipTo(dataEnd);
        if (in.hasMore()) {
            throw new DecodeException("octets behind msgData");
        }
        return new UsmMessage(
                in.octets(),
                from,
                dataEnd,
                msgId,
                maxSize,
                (flags[0] & FLAG_AUTH) != 0,
                (flags[0] & FLAG_PRIV) != 0,
                (flags[0] & FLAG_REPORTABLE) != 0,
                engineId,
                boots,
                time,
                userName,
                authFrom,
                authEnd - authFrom,
                privParameters,
                dataFrom);
    }

    /** Whether the engine names itself as RFC 3411 section 5 lets it: 5 to 32 octets, not all 0, not all 0xff. */
    public boolean hasUsableEngineId() {
        boolean differs = false;
        for (byte octet : engineId) {
            differs |= octet != 0 && octet != (byte) 0xff;
        }
        return differs && engineId.length >= 5;
    }

    /** The user it names; a name is UTF-8. */
    public String user() {
        return new String(userName, StandardCharsets.UTF_8);
    }

    boolean isFrom(byte[] otherEngineId, byte[] otherUserName) {
        return Arrays.equals(engineId, otherEngineId) && Arrays.equals(userName, otherUserName);
    }

    /** The scoped PDU of a message that is not encrypted. */
    public ScopedPdu plainPdu() throws DecodeException {
        if (encrypted) {
            throw new DecodeException("encrypted where it can not be");
        }
        return ScopedPdu.read(new BerReader(octets, dataFrom, end));
    }
}
