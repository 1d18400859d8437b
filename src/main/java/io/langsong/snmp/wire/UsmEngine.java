package io.langsong.snmp.wire;

import io.langsong.snmp.SnmpCredentials.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.snmp4j.security.AuthenticationProtocol;
import org.snmp4j.security.ByteArrayWindow;
import org.snmp4j.security.DecryptParams;

/**
 * One remote engine as one user at one address knows it: its identity, its clock and the user's keys for it. Never shared
 * between addresses, because cloned devices carry the same engine id with different clocks. One thread.
 */
public final class UsmEngine {
    /** RFC 3414 section 2.2.3. */
    private static final int WINDOW_SECONDS = 150;
    /** RFC 3414 section 2.2.2: an engine that booted so often is to be configured anew. */
    private static final int BOOTS_LATCHED = Integer.MAX_VALUE;
    /** What we can receive: the largest datagram. */
    private static final int MAX_SIZE = 65_507;

    private static final byte[] NOTHING = new byte[0];

    private final User user;
    private final byte[] userName;
    private final byte[] contextName;
    private final byte[] engineId;
    private final UsmKeys.Localised keys;
    private int boots;
    private int time;
    private long timeReadAtNanos;
    private int latestReceivedTime;
    private boolean timeKnown;
    private int maxSize = MAX_SIZE;

    public UsmEngine(User user, byte[] engineId, UsmKeys keys) {
        this.user = user;
        this.userName = user.name().getBytes(StandardCharsets.UTF_8);
        this.contextName = user.context().getBytes(StandardCharsets.UTF_8);
        this.engineId = engineId;
        this.keys = keys.localise(user, engineId);
    }

    public boolean hasId(byte[] other) {
        return Arrays.equals(engineId, other);
    }

    public int boots() {
        return boots;
    }

    /** Largest message the engine takes, by its own word. */
    public int maxSize() {
        return maxSize;
    }

    public void setMaxSize(int octets) {
        maxSize = octets;
    }

    /** Whether the message names this engine and our user as its origin. */
    public boolean isOriginOf(UsmMessage message) {
        return message.isFrom(engineId, userName);
    }

    /** Writes an unauthenticated question for the engine's identity, RFC 3414 section 4. */
    public static void writeDiscovery(BerWriter out, int msgId, int requestId) {
        out.reset();
        writeScoped(out, NOTHING, NOTHING, new PduRequest(Tag.GET, new byte[0][], 0), requestId);
        writeEnvelope(out, msgId, UsmMessage.FLAG_REPORTABLE, NOTHING, 0, 0, NOTHING, NOTHING, NOTHING);
    }

    /**
     * Writes a request, at the user's level. Before the engine's clock is known it carries zeros, which makes the engine
     * tell its time (RFC 3414 section 4).
     */
    public void writeRequest(BerWriter out, int msgId, int requestId, PduRequest request, long nowNanos) {
        int timeNow = timeAt(nowNanos);
        out.reset();
        writeScoped(out, engineId, contextName, request, requestId);
        byte[] salt = NOTHING;
        int flags = UsmMessage.FLAG_REPORTABLE;
        if (keys.priv() != null) {
            byte[] plain = out.toByteArray();
            DecryptParams parameters = new DecryptParams(new byte[8], 0, 8);
            byte[] cipher = keys.priv().encrypt(plain, 0, plain.length, keys.privKey(), boots, timeNow, parameters);
            salt = parameters.array;
            out.reset();
            out.octetString(cipher);
            flags |= UsmMessage.FLAG_PRIV;
        }
        AuthenticationProtocol auth = keys.auth();
        if (auth == null) {
            writeEnvelope(out, msgId, flags, engineId, boots, timeNow, userName, NOTHING, salt);
            return;
        }
        byte[] digest = new byte[auth.getAuthenticationCodeLength()];
        int behindDigest = writeEnvelope(
                out, msgId, flags | UsmMessage.FLAG_AUTH, engineId, boots, timeNow, userName, digest, salt);
        byte[] message = out.toByteArray();
        int digestAt = message.length - behindDigest - digest.length;
        auth.authenticate(
                keys.authKey(), message, 0, message.length, new ByteArrayWindow(message, digestAt, digest.length));
        out.reset();
        out.raw(message);
    }

    private static void writeScoped(
            BerWriter out, byte[] contextEngineId, byte[] contextName, PduRequest request, int requestId) {
        request.write(out, requestId);
        out.octetString(contextName);
        out.octetString(contextEngineId);
        out.wrap(Tag.SEQUENCE, 0);
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
     * Checks a message that claims to be authenticated by our user, and decrypts it where it is encrypted (RFC 3414
     * section 3.2 without the time window, which {@link #isTimely} judges).
     *
     * @throws UntrustedException when digest or decryption fail
     */
    public ScopedPdu open(UsmMessage message) throws DecodeException, UntrustedException {
        AuthenticationProtocol auth = keys.auth();
        if (auth == null || !isOriginOf(message)) {
            throw new DecodeException("authenticated by an engine or user that was not asked");
        }
        if (message.authLength() != auth.getAuthenticationCodeLength() || !digestFits(auth, message)) {
            throw new UntrustedException(UntrustedException.Reason.DIGEST);
        }
        return message.encrypted() ? decrypt(message) : message.plainPdu();
    }

    private boolean digestFits(AuthenticationProtocol auth, UsmMessage message) {
        byte[] copy = Arrays.copyOfRange(message.octets(), message.from(), message.end());
        int at = message.authFrom() - message.from();
        byte[] claimed = Arrays.copyOfRange(copy, at, at + message.authLength());
        auth.authenticate(keys.authKey(), copy, 0, copy.length, new ByteArrayWindow(copy, at, claimed.length));
        return MessageDigest.isEqual(claimed, Arrays.copyOfRange(copy, at, at + claimed.length));
    }

    private ScopedPdu decrypt(UsmMessage message) throws DecodeException, UntrustedException {
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

    /** Whether the level of {@code message} is the one the user asked with; a lower one is a downgrade. */
    public boolean hasLevelOf(UsmMessage message) {
        return message.authenticated() == (keys.auth() != null) && message.encrypted() == (keys.priv() != null);
    }

    public boolean hasContextOf(ScopedPdu scoped) {
        return Arrays.equals(contextName, scoped.contextName()) && hasId(scoped.contextEngineId());
    }

    /** RFC 3414 section 3.2 (7b), for an authenticated message; true when it also moved our notion of the time. */
    public boolean isTimely(UsmMessage message, long nowNanos) {
        if (keys.auth() == null) {
            return true;
        }
        boolean late = timeKnown
                && (message.boots() < boots
                        || (message.boots() == boots && message.time() < timeAt(nowNanos) - WINDOW_SECONDS));
        if (late || message.boots() == BOOTS_LATCHED) {
            return false;
        }
        if (!timeKnown
                || message.boots() > boots
                || (message.boots() == boots && message.time() > latestReceivedTime)) {
            setTime(message, nowNanos);
        }
        return true;
    }

    /**
     * Takes the time from an authenticated notInTimeWindows Report, also backwards: the Report carries the random id of
     * the message it answers, so it is no replay, and an engine that forgot its boots would be lost for ever otherwise.
     *
     * @return whether the engine's clock went backwards
     */
    public boolean resynchronise(UsmMessage report, long nowNanos) {
        boolean backwards = timeKnown
                && (report.boots() < boots
                        || (report.boots() == boots && report.time() < timeAt(nowNanos) - WINDOW_SECONDS));
        setTime(report, nowNanos);
        return backwards;
    }

    private void setTime(UsmMessage message, long nowNanos) {
        boots = message.boots();
        time = message.time();
        latestReceivedTime = time;
        timeReadAtNanos = nowNanos;
        timeKnown = true;
    }

    private int timeAt(long nowNanos) {
        long elapsed = timeKnown ? TimeUnit.NANOSECONDS.toSeconds(nowNanos - timeReadAtNanos) : 0;
        return (int) Math.min(time + elapsed, Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return "UsmEngine[" + user.name() + ", boots=" + boots + "]";
    }
}
