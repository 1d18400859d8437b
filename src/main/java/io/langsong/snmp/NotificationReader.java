package io.langsong.snmp;

import io.langsong.snmp.Notification.Origin;
import io.langsong.snmp.SnmpCredentials.Version;
import io.langsong.snmp.wire.BerReader;
import io.langsong.snmp.wire.CommunityMessage;
import io.langsong.snmp.wire.DecodeException;
import io.langsong.snmp.wire.Pdu;
import io.langsong.snmp.wire.Tag;
import io.langsong.snmp.wire.TrapPdu;
import io.langsong.snmp.wire.UsmMessage;
import io.langsong.snmp.wire.UsmReceiver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what comes in on a port for traps: notifications of versions 1 (RFC 1157), 2c (RFC 3416) and 3 (RFC 3414), and
 * nothing else, so that a question is never answered there. Knows no socket. One thread.
 */
public final class NotificationReader {
    private static final Oid SYS_UP_TIME = Oid.parse("1.3.6.1.2.1.1.3.0");
    private static final Oid SNMP_TRAP_OID = Oid.parse("1.3.6.1.6.3.1.1.4.1.0");
    /** RFC 3418: the generic traps of version 1, from coldStart on. */
    private static final Oid SNMP_TRAPS = Oid.parse("1.3.6.1.6.3.1.1.5");

    private static final int ENTERPRISE_SPECIFIC = 6;

    private final Users users;
    private final UsmReceiver receiver;
    private final int[] pduAt = new int[1];

    /**
     * @param engineId our own, 5 to 32 octets, the same for ever (RFC 3411 section 5)
     * @param boots how often we began with it, this time included; 1 to 2^31 - 2
     */
    public NotificationReader(byte[] engineId, int boots, long startNanos, Users users) {
        this.users = users;
        this.receiver = new UsmReceiver(engineId, boots, startNanos);
    }

    /** Who may send as whom, and what is known of senders besides what comes in here. Called on the thread of the reader. */
    public interface Users {
        /** The users of this name whose keys are worth trying for a message from {@code source}; at most a few. */
        List<SnmpCredentials.User> named(InetAddress source, String name);

        /** The clock of an engine as it was heard in an earlier life of this program; null when it was not. */
        default @Nullable EngineClock remembered(SnmpCredentials.User user, String engineId) {
            return null;
        }

        /** The clock of an engine as it answered a question of ours; null when it was never asked. */
        default @Nullable EngineClock asked(SnmpCredentials.User user, String engineId) {
            return null;
        }
    }

    /** What a datagram was. */
    public sealed interface Read {
        /**
         * @param acknowledgement to be sent back once the notification is safe; null when its sender waits for none
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Heard(Notification notification, byte @Nullable [] acknowledgement) implements Read {}

        /** Somebody asks who we are, as a sender of informs must first. @param report the answer; null for none */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Discovery(byte @Nullable [] report) implements Read {}

        /** @param report tells its sender what is wrong with it; null for nothing. To be sent at most once a second */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Refused(Why why, byte @Nullable [] report) implements Read {}
    }

    /** Why a datagram was refused. */
    public enum Why {
        /** Not SNMP, or against its rules. */
        MALFORMED,
        /** No such user, or at a level that is not the user's own. */
        USER,
        /** Wrong keys. */
        KEYS,
        /** Too old, as one that is played again (RFC 3414 section 3.2). */
        TIME
    }

    /** @param octets holds the datagram from {@code from} to {@code end}; not kept */
    public Read read(InetAddress source, byte[] octets, int from, int end, long nowNanos) {
        try {
            BerReader in = new BerReader(octets, from, end);
            int version = CommunityMessage.version(in);
            return version == 3
                    ? secured(source, UsmMessage.read(in, from), nowNanos)
                    : open(CommunityMessage.readNotification(in, version, pduAt), octets, from, end);
        } catch (DecodeException wrong) {
            return new Read.Refused(Why.MALFORMED, null);
        }
    }

    private Read open(CommunityMessage message, byte[] octets, int from, int end) throws DecodeException {
        String community = new String(message.community(), StandardCharsets.UTF_8);
        VarBinds lent = new VarBinds();
        if (message.version() == 0) {
            TrapPdu trap = message.trap(lent);
            return new Read.Heard(ofVersion1(new Origin.Community(Version.V1, community), trap), null);
        }
        Pdu pdu = message.notification(lent);
        Notification heard = notification(new Origin.Community(Version.V2C, community), pdu);
        if (pdu.type() != Tag.INFORM) {
            return new Read.Heard(heard, null);
        }
        // RFC 3416 section 4.2.7: the same as a Response.
        byte[] acknowledgement = Arrays.copyOfRange(octets, from, end);
        acknowledgement[pduAt[0] - from] = (byte) Tag.RESPONSE;
        return new Read.Heard(heard, acknowledgement);
    }

    private Read secured(InetAddress source, UsmMessage message, long nowNanos) throws DecodeException {
        UsmReceiver.Opened opened = receiver.open(message, from(source), nowNanos);
        if (opened instanceof UsmReceiver.Opened.Genuine genuine) {
            boolean inform = genuine.acknowledgement() != null;
            String engineId = inform ? "" : HexFormat.of().formatHex(genuine.engineId());
            return new Read.Heard(
                    notification(new Origin.User(genuine.user(), engineId, genuine.clock()), genuine.pdu()),
                    genuine.acknowledgement());
        }
        UsmReceiver.Opened.Refused refused = (UsmReceiver.Opened.Refused) opened;
        return switch (refused.fault()) {
            case DISCOVERY -> new Read.Discovery(refused.report());
            case USER, LEVEL -> new Read.Refused(Why.USER, refused.report());
            case DIGEST, PRIVACY -> new Read.Refused(Why.KEYS, refused.report());
            case TIME -> new Read.Refused(Why.TIME, refused.report());
            case PDU -> new Read.Refused(Why.MALFORMED, null);
        };
    }

    private UsmReceiver.Users from(InetAddress source) {
        return new UsmReceiver.Users() {
            @Override
            public List<SnmpCredentials.User> named(String name) {
                return users.named(source, name);
            }

            @Override
            public @Nullable EngineClock remembered(SnmpCredentials.User user, String engineId) {
                return users.remembered(user, engineId);
            }

            @Override
            public @Nullable EngineClock asked(SnmpCredentials.User user, String engineId) {
                return users.asked(user, engineId);
            }
        };
    }

    /** RFC 3416 section 4.2.6: sysUpTime and snmpTrapOID come first. An agent that turns them round is understood. */
    private static Notification notification(Origin origin, Pdu pdu) throws DecodeException {
        if (pdu.errorStatus() != 0 || pdu.errorIndex() != 0) {
            throw new DecodeException("a notification with an error");
        }
        VarBinds all = pdu.varBinds().copy(List.of());
        Oid trap = null;
        long ticks = -1;
        int first = 0;
        for (; first < Math.min(2, all.size()); first++) {
            VarBind one = all.get(first);
            if (one.oid().equals(SYS_UP_TIME) && one.value() instanceof SnmpValue.TimeTicks uptime) {
                ticks = uptime.value();
            } else if (one.oid().equals(SNMP_TRAP_OID) && one.value() instanceof SnmpValue.ObjectId id) {
                trap = id.value();
            } else {
                break;
            }
        }
        if (trap == null) {
            throw new DecodeException("a notification without snmpTrapOID");
        }
        return new Notification(
                origin, pdu.type() == Tag.INFORM, trap, ticks, null, pdu.requestId(), all.subList(first, all.size()));
    }

    private static Notification ofVersion1(Origin origin, TrapPdu trap) throws DecodeException {
        return new Notification(
                origin,
                false,
                trapOid(trap),
                trap.ticks(),
                address(trap.agentAddress()),
                0,
                trap.varBinds().copy(List.of()));
    }

    private static Oid trapOid(TrapPdu trap) throws DecodeException {
        if (trap.generic() >= 0 && trap.generic() < ENTERPRISE_SPECIFIC) {
            return SNMP_TRAPS.append(trap.generic() + 1);
        }
        if (trap.generic() != ENTERPRISE_SPECIFIC || trap.enterprise().length() > Oid.MAX_LENGTH - 2) {
            throw new DecodeException("generic-trap " + trap.generic());
        }
        return trap.enterprise().append(0, trap.specific());
    }

    /** 0.0.0.0 is what many send who do not know their own. */
    private static @Nullable InetAddress address(byte[] octets) {
        try {
            InetAddress address = InetAddress.getByAddress(octets);
            return address.isAnyLocalAddress() ? null : address;
        } catch (UnknownHostException impossible) {
            return null;
        }
    }
}
