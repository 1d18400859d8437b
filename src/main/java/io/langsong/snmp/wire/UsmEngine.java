package io.langsong.snmp.wire;

import io.langsong.snmp.EngineClock;
import io.langsong.snmp.SnmpCredentials.User;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

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
    private static final int MAX_SIZE = UsmSeal.MAX_SIZE;

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
    /** What was heard of it before we began; nothing at or before it is new. */
    private int playedBoots = -1;

    private int playedTime;
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

    /** Its id in hexadecimal. */
    public String idHex() {
        return HexFormat.of().formatHex(engineId);
    }

    public int boots() {
        return boots;
    }

    /** What its clock showed last; empty while that is not known. */
    public Optional<EngineClock> clock() {
        return timeKnown
                ? Optional.of(
                        new EngineClock(HexFormat.of().formatHex(engineId), boots, latestReceivedTime, timeReadAtNanos))
                : Optional.empty();
    }

    /**
     * Takes the clock as it is known from an earlier life of ours. What was said then may be played again now, so nothing
     * at or before it is taken, however little time has passed.
     */
    public void remember(EngineClock before) {
        setTime(before.boots(), before.time(), before.readAtNanos());
        playedBoots = before.boots();
        playedTime = before.time();
    }

    /** Takes the clock as the engine told it in answer to our own question, also backwards, unless ours was read later. */
    public void follow(EngineClock told) {
        if (!timeKnown || told.readAtNanos() - timeReadAtNanos > 0) {
            boolean begunAnew = told.boots() < playedBoots || (told.boots() == playedBoots && told.time() < playedTime);
            playedBoots = begunAnew ? -1 : playedBoots;
            setTime(told.boots(), told.time(), told.readAtNanos());
        }
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
        writeScoped(out, NOTHING, NOTHING, PduRequest.NONE, requestId);
        UsmSeal.seal(out, UsmKeys.Localised.NONE, msgId, UsmMessage.FLAG_REPORTABLE, NOTHING, 0, 0, NOTHING);
    }

    /**
     * Writes a request, at the user's level. Before the engine's clock is known it carries zeros, which makes the engine
     * tell its time (RFC 3414 section 4).
     */
    public void writeRequest(BerWriter out, int msgId, int requestId, PduRequest request, long nowNanos) {
        int timeNow = timeAt(nowNanos);
        out.reset();
        writeScoped(out, engineId, contextName, request, requestId);
        UsmSeal.seal(out, keys, msgId, UsmMessage.FLAG_REPORTABLE, engineId, boots, timeNow, userName);
    }

    private static void writeScoped(
            BerWriter out, byte[] contextEngineId, byte[] contextName, PduRequest request, int requestId) {
        request.write(out, requestId);
        out.octetString(contextName);
        out.octetString(contextEngineId);
        out.wrap(Tag.SEQUENCE, 0);
    }

    /**
     * Checks a message that claims to be authenticated by our user, and decrypts it where it is encrypted (RFC 3414
     * section 3.2 without the time window, which {@link #isTimely} judges).
     *
     * @throws UntrustedException when digest or decryption fail
     */
    public ScopedPdu open(UsmMessage message) throws DecodeException, UntrustedException {
        if (keys.auth() == null || !isOriginOf(message)) {
            throw new DecodeException("authenticated by an engine or user that was not asked");
        }
        return UsmSeal.open(keys, message);
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
        boolean played = message.boots() == playedBoots && message.time() <= playedTime;
        if (late || played || message.boots() == BOOTS_LATCHED) {
            return false;
        }
        if (!timeKnown
                || message.boots() > boots
                || (message.boots() == boots && message.time() > latestReceivedTime)) {
            setTime(message.boots(), message.time(), nowNanos);
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
        setTime(report.boots(), report.time(), nowNanos);
        return backwards;
    }

    private void setTime(int newBoots, int newTime, long nowNanos) {
        boots = newBoots;
        time = newTime;
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
