package io.langsong.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.OID;

/**
 * Version 3 with the User-based Security Model, the side of the agent: RFC 3412 section 7.2 and RFC 3414 section 3.2.
 * Every device has one user, who must authenticate and encrypt.
 */
final class Usm {
    private static final String USM_STATS = "1.3.6.1.6.3.15.1.1.";
    private static final int UNSUPPORTED_SECURITY_LEVELS = 1;
    private static final int NOT_IN_TIME_WINDOWS = 2;
    private static final int UNKNOWN_USER_NAMES = 3;
    private static final int UNKNOWN_ENGINE_IDS = 4;
    private static final int WRONG_DIGESTS = 5;
    private static final int DECRYPTION_ERRORS = 6;

    private static final int USM_MODEL = 3;
    private static final int AUTH = 1;
    private static final int PRIV = 2;
    private static final int REPORTABLE = 4;
    private static final int TIME_WINDOW_SECONDS = 150;
    /** RFC 3412 section 6: the least that a manager must take. */
    private static final int LEAST_MAX_SIZE = 484;

    private static final int OVERHEAD = 200;
    private static final byte[] NONE = new byte[0];

    private Usm() {}

    /** A message of version 3 as far as it can be read without keys. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Envelope(
            int id,
            int maxSize,
            int flags,
            byte[] engineId,
            int boots,
            int time,
            byte[] user,
            byte[] mac,
            int macAt,
            byte[] salt,
            byte[] content) {
        boolean authenticated() {
            return (flags & AUTH) != 0;
        }

        boolean encrypted() {
            return (flags & PRIV) != 0;
        }
    }

    /** @param in just behind the version */
    static byte @Nullable [] answer(Box box, byte[] datagram, BERInputStream in, long at) throws IOException {
        Envelope asked = open(datagram, in);
        if (asked == null || (asked.encrypted() && !asked.authenticated())) {
            return null;
        }
        Box.Life life = box.life;
        int time = box.engineTime(at);
        if (!Arrays.equals(asked.engineId(), box.engineId)) {
            return report(box, asked, UNKNOWN_ENGINE_IDS, null, time);
        }
        UsmKeys.Pair keys = box.keys();
        String user = box.device.access().user();
        if (keys == null || user == null || !user.equals(new String(asked.user(), StandardCharsets.UTF_8))) {
            return report(box, asked, UNKNOWN_USER_NAMES, null, time);
        }
        if (!asked.authenticated()) {
            return refuse(box, asked, time);
        }
        if (!authentic(keys, datagram, asked)) {
            return report(box, asked, WRONG_DIGESTS, null, time);
        }
        if (asked.boots() != life.engineBoots() || Math.abs(asked.time() - time) > TIME_WINDOW_SECONDS) {
            return report(box, asked, NOT_IN_TIME_WINDOWS, keys, time);
        }
        if (!asked.encrypted()) {
            return report(box, asked, UNSUPPORTED_SECURITY_LEVELS, keys, time);
        }
        byte[] scoped = asked.salt().length == 8
                ? keys.decrypt(asked.content(), asked.boots(), asked.time(), asked.salt())
                : NONE;
        if (scoped.length == 0 || scoped[0] != BER.SEQUENCE) {
            return report(box, asked, DECRYPTION_ERRORS, keys, time);
        }
        return respond(box, asked, scoped, keys, at, time);
    }

    private static @Nullable Envelope open(byte[] datagram, BERInputStream in) throws IOException {
        Ber.enter(in, BER.SEQUENCE);
        int id = Ber.readInteger(in);
        int maxSize = Ber.readInteger(in);
        byte[] flags = Ber.readOctets(in);
        int model = Ber.readInteger(in);
        if (model != USM_MODEL || flags.length != 1 || maxSize < LEAST_MAX_SIZE) {
            return null;
        }
        Ber.enter(in, BER.OCTETSTRING);
        Ber.enter(in, BER.SEQUENCE);
        byte[] engineId = Ber.readOctets(in);
        int boots = Ber.readInteger(in);
        int time = Ber.readInteger(in);
        byte[] user = Ber.readOctets(in);
        byte[] mac = Ber.readOctets(in);
        int macAt = Ber.position(in) - mac.length;
        byte[] salt = Ber.readOctets(in);
        boolean encrypted = (flags[0] & PRIV) != 0;
        byte[] content =
                encrypted ? Ber.readOctets(in) : Arrays.copyOfRange(datagram, Ber.position(in), datagram.length);
        return new Envelope(id, maxSize, flags[0], engineId, boots, time, user, mac, macAt, salt, content);
    }

    private static boolean authentic(UsmKeys.Pair keys, byte[] datagram, Envelope asked) {
        if (asked.mac().length != keys.macLength()) {
            return false;
        }
        byte[] unsigned = datagram.clone();
        Arrays.fill(unsigned, asked.macAt(), asked.macAt() + asked.mac().length, (byte) 0);
        return MessageDigest.isEqual(keys.sign(unsigned), asked.mac());
    }

    private static byte @Nullable [] respond(
            Box box, Envelope asked, byte[] scoped, UsmKeys.Pair keys, long at, int time) throws IOException {
        BERInputStream in = new BERInputStream(ByteBuffer.wrap(scoped));
        Ber.enter(in, BER.SEQUENCE);
        byte[] contextEngineId = Ber.readOctets(in);
        byte[] context = Ber.readOctets(in);
        Question question = Question.read(in);
        if (!question.isRequest()) {
            return null;
        }
        int room = Math.min(asked.maxSize(), Messages.MAX_SIZE) - OVERHEAD;
        byte[] pdu = question.answer(box, at, false, room);
        byte[] answer = Ber.sequence(Ber.octets(contextEngineId), Ber.octets(context), pdu);
        return seal(box, asked, answer, AUTH | PRIV, keys, time);
    }

    /** A known user who asks without a key: USM lets it pass, access control does not (RFC 3415). */
    private static byte @Nullable [] refuse(Box box, Envelope asked, int time) throws IOException {
        BERInputStream in = new BERInputStream(ByteBuffer.wrap(asked.content()));
        Ber.enter(in, BER.SEQUENCE);
        byte[] contextEngineId = Ber.readOctets(in);
        byte[] context = Ber.readOctets(in);
        Question question = Question.read(in);
        if (!question.isRequest()) {
            return null;
        }
        byte[] answer = Ber.sequence(Ber.octets(contextEngineId), Ber.octets(context), question.refuse());
        return seal(box, asked, answer, 0, null, time);
    }

    /** @param keys signs the report where the RFC wants that; null for a report in the clear */
    private static byte @Nullable [] report(Box box, Envelope asked, int error, UsmKeys.@Nullable Pair keys, int time) {
        if ((asked.flags() & REPORTABLE) == 0) {
            return null;
        }
        box.usmErrors[error]++;
        byte[] varBind =
                Ber.varBind(new OID(USM_STATS + error + ".0"), new Counter32(box.usmErrors[error] & 0xffffffffL));
        byte[] pdu = Question.report(requestIdOf(asked), varBind);
        byte[] scoped = Ber.sequence(Ber.octets(box.engineId), Ber.octets(NONE), pdu);
        return seal(box, asked, scoped, keys == null ? 0 : AUTH, keys, time);
    }

    /** RFC 3412 section 7.1 step 3c: the request-id where it can be read, else 0. */
    private static int requestIdOf(Envelope asked) {
        if (asked.encrypted()) {
            return 0;
        }
        try {
            BERInputStream in = new BERInputStream(ByteBuffer.wrap(asked.content()));
            Ber.enter(in, BER.SEQUENCE);
            Ber.readOctets(in);
            Ber.readOctets(in);
            return Question.read(in).requestId();
        } catch (IOException | RuntimeException unreadable) {
            return 0;
        }
    }

    private static byte[] seal(
            Box box, Envelope asked, byte[] scoped, int flags, UsmKeys.@Nullable Pair keys, int time) {
        int boots = box.life.engineBoots();
        byte[] salt = NONE;
        byte[] content = scoped;
        if (keys != null && (flags & PRIV) != 0) {
            salt = ByteBuffer.allocate(8).putLong(box.dice.nextLong()).array();
            content = Ber.octets(keys.encrypt(scoped, boots, time, salt));
        }
        byte[] saltElement = Ber.octets(salt);
        byte[] security = Ber.sequence(
                Ber.octets(box.engineId),
                Ber.integer(boots),
                Ber.integer(time),
                Ber.octets(asked.user()),
                Ber.octets(keys == null ? NONE : new byte[keys.macLength()]),
                saltElement);
        byte[] header = Ber.sequence(
                Ber.integer(asked.id()),
                Ber.integer(Messages.MAX_SIZE),
                Ber.octets(new byte[] {(byte) flags}),
                Ber.integer(USM_MODEL));
        byte[] message = Ber.sequence(Ber.integer(Messages.VERSION_3), header, Ber.octets(security), content);
        if (keys != null) {
            byte[] mac = keys.sign(message);
            int macAt = message.length - content.length - saltElement.length - mac.length;
            System.arraycopy(mac, 0, message, macAt, mac.length);
        }
        return message;
    }
}
