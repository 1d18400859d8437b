package io.langsong.snmp.wire;

import io.langsong.snmp.wire.UsmKeys.Localised;
import java.security.MessageDigest;
import java.util.Arrays;
import org.snmp4j.security.AuthenticationProtocol;
import org.snmp4j.security.ByteArrayWindow;
import org.snmp4j.security.DecryptParams;

/** Signs and encrypts messages of version 3, and opens them (RFC 3414 sections 3.1 and 3.2), whoever is authoritative. */
final class UsmSeal {
    /** What we can receive: the largest datagram. */
    static final int MAX_SIZE = 65_507;

    private static final byte[] NOTHING = new byte[0];

    private UsmSeal() {}

    /** Makes a message of the scoped PDU that {@code out} holds, at the level of {@code keys}. */
    static void seal(
            BerWriter out,
            Localised keys,
            int msgId,
            int reportable,
            byte[] engineId,
            int boots,
            int time,
            byte[] userName) {
        byte[] salt = NOTHING;
        int flags = reportable;
        if (keys.priv() != null) {
            byte[] plain = out.toByteArray();
            DecryptParams parameters = new DecryptParams(new byte[8], 0, 8);
            byte[] cipher = keys.priv().encrypt(plain, 0, plain.length, keys.privKey(), boots, time, parameters);
            salt = parameters.array;
            out.reset();
            out.octetString(cipher);
            flags |= UsmMessage.FLAG_PRIV;
        }
        AuthenticationProtocol auth = keys.auth();
        if (auth == null) {
            writeEnvelope(out, msgId, flags, engineId, boots, time, userName, NOTHING, salt);
            return;
        }
        byte[] digest = new byte[auth.getAuthenticationCodeLength()];
        int behindDigest =
                writeEnvelope(out, msgId, flags | UsmMessage.FLAG_AUTH, engineId, boots, time, userName, digest, salt);
        byte[] message = out.toByteArray();
        int digestAt = message.length - behindDigest - digest.length;
        auth.authenticate(
                keys.authKey(), message, 0, message.length, new ByteArrayWindow(message, digestAt, digest.length));
        out.reset();
        out.raw(message);
    }

    /** Puts header and security parameters before msgData. Answers how many octets lie behind the digest. */
    private static int writeEnvelope(
            BerWriter out,
            int msgId,
            int flags,
            byte[] engineId,
            int boots,
            int time,
            byte[] userName,
            byte[] digest,
            byte[] salt) {
        int data = out.size();
        out.octetString(salt);
        int behindDigest = out.size();
        out.octetString(digest);
        out.octetString(userName);
        out.integer(time);
        out.integer(boots);
        out.octetString(engineId);
        out.wrap(Tag.SEQUENCE, data);
        out.wrap(Tag.OCTET_STRING, data);
        int security = out.size();
        out.integer(UsmMessage.USM);
        out.octetString(new byte[] {(byte) flags});
        out.integer(MAX_SIZE);
        out.integer(msgId);
        out.wrap(Tag.SEQUENCE, security);
        out.integer(3);
        out.wrap(Tag.SEQUENCE, 0);
        return behindDigest;
    }

    /**
     * Checks a message that claims to be authenticated, and decrypts it where it is encrypted.
     *
     * @throws UntrustedException when digest or decryption fail
     */
    static ScopedPdu open(Localised keys, UsmMessage message) throws DecodeException, UntrustedException {
        AuthenticationProtocol auth = keys.auth();
        if (auth == null
                || message.authLength() != auth.getAuthenticationCodeLength()
                || !digestFits(keys, auth, message)) {
            throw new UntrustedException(UntrustedException.Reason.DIGEST);
        }
        return message.encrypted() ? decrypt(keys, message) : message.plainPdu();
    }

    private static boolean digestFits(Localised keys, AuthenticationProtocol auth, UsmMessage message) {
        byte[] copy = Arrays.copyOfRange(message.octets(), message.from(), message.end());
        int at = message.authFrom() - message.from();
        byte[] claimed = Arrays.copyOfRange(copy, at, at + message.authLength());
        auth.authenticate(keys.authKey(), copy, 0, copy.length, new ByteArrayWindow(copy, at, claimed.length));
        return MessageDigest.isEqual(claimed, Arrays.copyOfRange(copy, at, at + claimed.length));
    }

    private static ScopedPdu decrypt(Localised keys, UsmMessage message) throws DecodeException, UntrustedException {
        BerReader in = new BerReader(message.octets(), message.dataFrom(), message.end());
        byte[] cipher = in.octetString();
        byte[] salt = message.privParameters();
        if (keys.priv() == null || salt.length != 8) {
            throw new UntrustedException(UntrustedException.Reason.PRIVACY);
        }
        try {
            byte[] plain = keys.priv()
                    .decrypt(
                            cipher,
                            0,
                            cipher.length,
                            keys.privKey(),
                            message.boots(),
                            message.time(),
                            new DecryptParams(salt, 0, salt.length));
            return ScopedPdu.read(new BerReader(plain, 0, plain.length));
        } catch (DecodeException | RuntimeException nonsense) {
            // SNMP4J throws unchecked exceptions for cipher text of the wrong length.
            throw new UntrustedException(UntrustedException.Reason.PRIVACY);
        }
    }
}
