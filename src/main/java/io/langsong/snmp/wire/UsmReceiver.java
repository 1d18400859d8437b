package io.langsong.snmp.wire;

import io.langsong.snmp.EngineClock;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpCredentials.User;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of RFC 3414 for notifications: of a trap its sender is the authoritative engine, of an inform we are
 * (RFC 3412 section 2.2). One thread.
 */
public final class UsmReceiver {
    private static final Oid USM_STATS = Oid.parse("1.3.6.1.6.3.15.1.1");
    private static final int UNSUPPORTED_SEC_LEVELS = 1;
    private static final int NOT_IN_TIME_WINDOWS = 2;
    private static final int UNKNOWN_USER_NAMES = 3;
    private static final int UNKNOWN_ENGINE_IDS = 4;
    private static final int WRONG_DIGESTS = 5;
    private static final int DECRYPTION_ERRORS = 6;
    /** RFC 3414 section 2.2.3. */
    private static final int WINDOW_SECONDS = 150;

    private static final int KEPT_ENGINES = 10_000;
    private static final byte[] NOTHING = {};

    private final byte[] engineId;
    private final int boots;
    private final long startNanos;
    private final UsmKeys keys = new UsmKeys();
    private final BerWriter out = new BerWriter();
    /** Those that have proved themselves, so that nobody else can fill it. */
    private final Map<Sender, UsmEngine> engines = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sender, UsmEngine> eldest) {
            return size() > KEPT_ENGINES;
        }
    };

    /**
     * @param engineId our own, 5 to 32 octets, the same for ever
     * @param boots how often we began with it, this time included; 1 to 2^31 - 2
     * @param startNanos when we began, monotonic
     */
    public UsmReceiver(byte[] engineId, int boots, long startNanos) {
        this.engineId = engineId.clone();
        this.boots = boots;
        this.startNanos = startNanos;
    }

    private record Sender(User user, String engineId) {}

    /** Whose users a message may be of, and what is known of their engines besides what comes in here. */
    public interface Users {
        /** By the name that a message gives; at most a few. */
        List<User> named(String name);

        /** The clock of an engine in an earlier life of ours; null when it was never heard. */
        @Nullable
        EngineClock remembered(User user, String engineId);

        /** The clock of an engine as it answered us lately; null when it did not. */
        @Nullable
        EngineClock asked(User user, String engineId);
    }

    /** How a message ended. */
    public sealed interface Opened {
        /**
         * @param acknowledgement what an inform waits for; null of a trap
         * @param clock of its sender, where it is the authoritative engine and has a key
         */
        record Genuine(
                User user,
                byte[] engineId,
                Pdu pdu,
                byte @Nullable [] acknowledgement,
                @Nullable EngineClock clock) implements Opened {}

        /** @param report what its sender is to hear of it, at most once a second; null when that is nothing */
        record Refused(Fault fault, byte @Nullable [] report) implements Opened {}
    }

    /** What is wrong with a message. */
    public enum Fault {
        /** It asks who we are, as the first step to an inform: no fault at all. */
        DISCOVERY,
        USER,
        LEVEL,
        DIGEST,
        PRIVACY,
        TIME,
        /** Its PDU is none that we take. */
        PDU
    }

    /** @throws DecodeException when it breaks the rules of the encoding */
    public Opened open(UsmMessage message, Users users, long nowNanos) throws DecodeException {
        if (Arrays.equals(message.engineId(), engineId)) {
            return inform(message, users, nowNanos);
        }
        if (!message.hasUsableEngineId()) {
            return refused(message, Fault.DISCOVERY, UNKNOWN_ENGINE_IDS, nowNanos);
        }
        return trap(message, users, nowNanos);
    }

    private Opened trap(UsmMessage message, Users users, long nowNanos) throws DecodeException {
        Fault fault = Fault.USER;
        for (User user : users.named(message.user())) {
            Sender name = new Sender(user, HexFormat.of().formatHex(message.engineId()));
            UsmEngine known = engines.get(name);
            UsmEngine engine = known == null ? remembered(name, message, users) : known;
            EngineClock asked = users.asked(user, name.engineId());
            if (asked != null) {
                engine.follow(asked);
            }
            if (!engine.hasLevelOf(message)) {
                fault = Fault.LEVEL;
                continue;
            }
            try {
                ScopedPdu scoped = message.authenticated() ? engine.open(message) : message.plainPdu();
                if (!engine.isTimely(message, nowNanos)) {
                    return new Opened.Refused(Fault.TIME, null);
                }
                if (scoped.pdu().type() != Tag.TRAP_V2) {
                    return new Opened.Refused(Fault.PDU, null);
                }
                if (message.authenticated()) {
                    engines.put(name, engine);
                }
                EngineClock clock = message.authenticated() ? engine.clock().orElse(null) : null;
                return new Opened.Genuine(user, message.engineId(), scoped.pdu(), null, clock);
            } catch (UntrustedException untrusted) {
                fault = faultOf(untrusted);
            }
        }
        return new Opened.Refused(fault, null);
    }

    private UsmEngine remembered(Sender name, UsmMessage message, Users users) {
        UsmEngine engine = new UsmEngine(name.user(), message.engineId(), keys);
        EngineClock before = users.remembered(name.user(), name.engineId());
        if (before != null) {
            engine.remember(before);
        }
        return engine;
    }

    private Opened inform(UsmMessage message, Users users, long nowNanos) throws DecodeException {
        Fault fault = Fault.USER;
        for (User user : users.named(message.user())) {
            UsmKeys.Localised own = keys.localise(user, engineId);
            if (message.authenticated() != (own.auth() != null) || message.encrypted() != (own.priv() != null)) {
                fault = Fault.LEVEL;
                continue;
            }
            try {
                ScopedPdu scoped = message.authenticated() ? UsmSeal.open(own, message) : message.plainPdu();
                if (message.authenticated() && !isTimely(message, nowNanos)) {
                    return new Opened.Refused(
                            Fault.TIME, report(message, NOT_IN_TIME_WINDOWS, withoutPrivacy(own), nowNanos));
                }
                if (scoped.pdu().type() != Tag.INFORM) {
                    return new Opened.Refused(Fault.PDU, null);
                }
                return new Opened.Genuine(
                        user, engineId, scoped.pdu(), acknowledgement(message, scoped, own, nowNanos), null);
            } catch (UntrustedException untrusted) {
                fault = faultOf(untrusted);
            }
        }
        int counter = switch (fault) {
            case LEVEL -> UNSUPPORTED_SEC_LEVELS;
            case DIGEST -> WRONG_DIGESTS;
            case PRIVACY -> DECRYPTION_ERRORS;
            default -> UNKNOWN_USER_NAMES;
        };
        return refused(message, fault, counter, nowNanos);
    }

    private static Fault faultOf(UntrustedException untrusted) {
        return untrusted.reason() == UntrustedException.Reason.DIGEST ? Fault.DIGEST : Fault.PRIVACY;
    }

    /** RFC 3414 section 3.2 (7a). */
    private boolean isTimely(UsmMessage message, long nowNanos) {
        return message.boots() == boots && Math.abs(message.time() - time(nowNanos)) <= WINDOW_SECONDS;
    }

    private int time(long nowNanos) {
        return (int) Math.min(TimeUnit.NANOSECONDS.toSeconds(nowNanos - startNanos), Integer.MAX_VALUE);
    }

    private Opened refused(UsmMessage message, Fault fault, int counter, long nowNanos) {
        return new Opened.Refused(fault, report(message, counter, UsmKeys.Localised.NONE, nowNanos));
    }

    private static UsmKeys.Localised withoutPrivacy(UsmKeys.Localised own) {
        return new UsmKeys.Localised(own.auth(), own.authKey(), null, NOTHING);
    }

    /** RFC 3412 section 7.1 (3) and RFC 3414 section 3.2: the counter that says what is wrong. */
    private byte @Nullable [] report(UsmMessage message, int counter, UsmKeys.Localised as, long nowNanos) {
        if (!message.reportable()) {
            return null;
        }
        out.reset();
        int pdu = out.size();
        int varBind = out.size();
        out.integer(1);
        out.retag(Tag.COUNTER32);
        out.oid(USM_STATS.append(counter, 0));
        out.wrap(Tag.SEQUENCE, varBind);
        out.wrap(Tag.SEQUENCE, varBind);
        out.integer(0);
        out.integer(0);
        out.integer(0);
        out.wrap(Tag.REPORT, pdu);
        out.octetString(NOTHING);
        out.octetString(engineId);
        out.wrap(Tag.SEQUENCE, 0);
        byte[] userName = as.auth() == null ? NOTHING : message.userName();
        UsmSeal.seal(out, as, message.msgId(), 0, engineId, boots, time(nowNanos), userName);
        return out.toByteArray();
    }

    /** RFC 3416 section 4.2.7: the same PDU as a Response. */
    private byte[] acknowledgement(UsmMessage message, ScopedPdu scoped, UsmKeys.Localised own, long nowNanos) {
        byte[] answer = Arrays.copyOfRange(scoped.octets(), scoped.from(), scoped.end());
        answer[scoped.pduAt() - scoped.from()] = (byte) Tag.RESPONSE;
        out.reset();
        out.raw(answer);
        UsmSeal.seal(out, own, message.msgId(), 0, engineId, boots, time(nowNanos), message.userName());
        return out.toByteArray();
    }
}
