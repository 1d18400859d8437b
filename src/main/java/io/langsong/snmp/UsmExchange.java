package io.langsong.snmp;

import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.snmp.SnmpReply.CredentialFault;
import io.langsong.snmp.wire.BerWriter;
import io.langsong.snmp.wire.DecodeException;
import io.langsong.snmp.wire.PduRequest;
import io.langsong.snmp.wire.ScopedPdu;
import io.langsong.snmp.wire.Tag;
import io.langsong.snmp.wire.UntrustedException;
import io.langsong.snmp.wire.UsmEngine;
import io.langsong.snmp.wire.UsmKeys;
import io.langsong.snmp.wire.UsmMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exchange of version 3: discovery of the engine, its time, then the request (RFC 3414 section 4). */
final class UsmExchange extends Exchange {
    private static final Logger log = LoggerFactory.getLogger(UsmExchange.class);
    private static final Oid USM_STATS = Oid.parse("1.3.6.1.6.3.15.1.1");
    /** RFC 3412: our message was not understood as one. */
    private static final Oid MPD_STATS = Oid.parse("1.3.6.1.6.3.11.2.1");

    private static final int UNSUPPORTED_SEC_LEVELS = 1;
    private static final int NOT_IN_TIME_WINDOWS = 2;
    private static final int UNKNOWN_USER_NAMES = 3;
    private static final int UNKNOWN_ENGINE_IDS = 4;
    private static final int WRONG_DIGESTS = 5;
    private static final int DECRYPTION_ERRORS = 6;
    /** The first time, and a restart of the agent right behind it. */
    private static final int MOST_RESYNCHRONISATIONS = 2;

    private final User user;
    private final UsmKeys keys;
    private final UsmPeer peer;
    private @Nullable UsmEngine engine;
    private int resynchronisations;
    private boolean rediscovered;
    private boolean probed;
    private boolean probeAnswered;
    private @Nullable CredentialFault suspicion;

    /** What a message asks us to do. */
    sealed interface Step {
        /** It is the answer. */
        record Answer(ScopedPdu scoped) implements Step {}

        /** The exchange goes on with another datagram. */
        record SendNext() implements Step {}

        record End(SnmpReply reply) implements Step {}

        /** The message was of use, the exchange waits on. */
        record Noted() implements Step {}

        /** The message is not to be believed, or not for us; the exchange waits on. */
        record Discard() implements Step {}
    }

    UsmExchange(SnmpTarget target, User user, PduRequest request, Listener listener, UsmPeer peer, UsmKeys keys) {
        super(target, request, listener);
        this.user = user;
        this.keys = keys;
        this.peer = peer;
        this.engine = peer.engine();
    }

    @Override
    void reset(PduRequest next) {
        super.reset(next);
        engine = peer.engine();
        resynchronisations = 0;
        rediscovered = false;
        probed = false;
        probeAnswered = false;
        suspicion = null;
    }

    @Override
    boolean write(BerWriter out, Sent datagram) {
        if (engine == null) {
            UsmEngine.writeDiscovery(out, datagram.id(), datagram.requestId());
            return true;
        }
        engine.writeRequest(out, datagram.id(), datagram.requestId(), request(), datagram.atNanos());
        return out.size() <= engine.maxSize();
    }

    @Override
    Purpose nextPurpose() {
        return engine == null ? Purpose.DISCOVERY : Purpose.REQUEST;
    }

    /**
     * Whether a discovery is to go out beside the request just sent. Some agents meet a wrong privacy key with silence;
     * sent beside the last try, the probe costs no time beyond the timeout.
     */
    boolean takeProbe() {
        boolean needed = engine != null && !probed && isLastTry() && peer.isDoubtful();
        probed |= needed;
        return needed;
    }

    @Override
    void missed() {
        super.missed();
        if (engine != null) {
            peer.missed();
        }
    }

    @Override
    SnmpReply silence(Duration waited) {
        if (suspicion != null) {
            return new SnmpReply.NotAuthenticated(suspicion);
        }
        return probeAnswered
                ? new SnmpReply.NotAuthenticated(CredentialFault.SILENT_AFTER_DISCOVERY)
                : new SnmpReply.TimedOut(waited, silentTries());
    }

    /** Judges a message whose msgID and source are those of {@code sent}. */
    Step judge(UsmMessage message, Sent sent, long nowNanos) throws DecodeException {
        if (sent.purpose() != Purpose.REQUEST) {
            return discovered(message, sent);
        }
        UsmEngine asked = engine;
        if (asked == null) {
            return new Step.Discard();
        }
        try {
            ScopedPdu scoped = message.authenticated() ? asked.open(message) : message.plainPdu();
            return scoped.isReport()
                    ? reported(asked, message, scoped, nowNanos)
                    : responded(asked, message, scoped, sent, nowNanos);
        } catch (UntrustedException untrusted) {
            suspicion = switch (untrusted.reason()) {
                case DIGEST -> CredentialFault.WRONG_AUTHENTICATION;
                case PRIVACY -> CredentialFault.WRONG_PRIVACY;
            };
            return new Step.Discard();
        }
    }

    private Step discovered(UsmMessage message, Sent sent) throws DecodeException {
        if (message.authenticated()
                || !message.hasUsableEngineId()
                || !message.plainPdu().isReport()) {
            return new Step.Discard();
        }
        if (sent.purpose() == Purpose.PROBE) {
            probeAnswered = true;
            return new Step.Noted();
        }
        if (engine != null) {
            return new Step.Discard();
        }
        UsmEngine known = peer.engine();
        engine = known != null && known.hasId(message.engineId())
                ? known
                : new UsmEngine(user, message.engineId(), keys);
        engine.setMaxSize(message.maxSize());
        return new Step.SendNext();
    }

    private Step responded(UsmEngine asked, UsmMessage message, ScopedPdu scoped, Sent sent, long nowNanos) {
        if (scoped.pdu().type() != Tag.RESPONSE
                || !asked.isOriginOf(message)
                || !asked.hasContextOf(scoped)
                || scoped.pdu().requestId() != sent.requestId()) {
            return new Step.Discard();
        }
        if (!asked.hasLevelOf(message)) {
            suspicion = CredentialFault.UNSUPPORTED_LEVEL;
            return new Step.Discard();
        }
        if (!asked.isTimely(message, nowNanos)) {
            suspicion = CredentialFault.WRONG_AUTHENTICATION;
            return new Step.Discard();
        }
        asked.setMaxSize(message.maxSize());
        if (peer.engine() != null && peer.engine() != asked) {
            log.warn("snmp engine id changed address={} user={}", target.address(), user.name());
        }
        peer.answered(asked, nowNanos);
        return new Step.Answer(scoped);
    }

    private Step reported(UsmEngine asked, UsmMessage message, ScopedPdu scoped, long nowNanos) {
        Oid counter = scoped.reported();
        if (counter == null) {
            return new Step.Discard();
        }
        boolean usm = counter.length() > USM_STATS.length() && counter.startsWith(USM_STATS);
        return switch (usm ? (int) counter.arc(USM_STATS.length()) : 0) {
            case NOT_IN_TIME_WINDOWS -> resynchronised(asked, message, nowNanos);
            case UNKNOWN_ENGINE_IDS -> rediscover();
            case UNKNOWN_USER_NAMES -> notAuthenticated(CredentialFault.UNKNOWN_USER);
            case UNSUPPORTED_SEC_LEVELS -> notAuthenticated(CredentialFault.UNSUPPORTED_LEVEL);
            case WRONG_DIGESTS -> notAuthenticated(CredentialFault.WRONG_AUTHENTICATION);
            case DECRYPTION_ERRORS -> notAuthenticated(CredentialFault.WRONG_PRIVACY);
            // RFC 3411 section 2.8: a Report is between engines, and never an answer, whatever it carries.
            default ->
                counter.startsWith(MPD_STATS)
                        ? new Step.End(new SnmpReply.Malformed("report of " + counter))
                        : notAuthenticated(CredentialFault.NOT_EXPLAINED);
        };
    }

    private static Step notAuthenticated(CredentialFault fault) {
        return new Step.End(new SnmpReply.NotAuthenticated(fault));
    }

    /** Only an authenticated Report may set our clock; believing others would let anybody stop the polling. */
    private Step resynchronised(UsmEngine asked, UsmMessage message, long nowNanos) {
        if (!message.authenticated() || resynchronisations == MOST_RESYNCHRONISATIONS) {
            return new Step.Discard();
        }
        resynchronisations++;
        int bootsBefore = asked.boots();
        if (asked.resynchronise(message, nowNanos)) {
            peer.setBack(bootsBefore, asked.boots(), nowNanos);
            log.warn(
                    "snmp engine clock went backwards address={} user={} boots={}",
                    target.address(),
                    user.name(),
                    asked.boots());
        }
        peer.pin(asked);
        return new Step.SendNext();
    }

    /** The old engine stays with the peer until the new one has proved itself: this Report may be anybody's. */
    private Step rediscover() {
        if (rediscovered) {
            return new Step.Discard();
        }
        rediscovered = true;
        engine = null;
        return new Step.SendNext();
    }
}
