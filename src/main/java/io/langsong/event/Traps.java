package io.langsong.event;

import io.langsong.inventory.DeviceId;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.DeviceNotices;
import io.langsong.snmp.Notification;
import io.langsong.snmp.NotificationReader;
import io.langsong.snmp.NotificationReader.Read;
import io.langsong.snmp.NotificationReader.Why;
import io.langsong.snmp.SnmpCredentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a datagram on the port for traps. One thread. */
final class Traps {
    private static final Logger log = LoggerFactory.getLogger(Traps.class);
    private static final int KEPT_INFORMS = 1_000;
    /** So long a sender may go on with an inform whose acknowledgement was lost. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final NotificationReader reader;
    private final Origins origins;
    private final MessageQueue queue;
    private final DeviceNotices notices;
    private final UnknownSenders unknown;
    private final Counters counters;
    private final Clock clock;
    private final Reports reports = new Reports();
    private final Map<Inform, Instant> informs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Inform, Instant> eldest) {
            return size() > KEPT_INFORMS;
        }
    };
    private @Nullable Instant refusalToldAt;
    private final boolean telling;

    private record Inform(InetSocketAddress sender, int requestId, int hash) {}

    Traps(
            NotificationReader reader,
            Origins origins,
            MessageQueue queue,
            DeviceNotices notices,
            UnknownSenders unknown,
            Counters counters,
            Clock clock) {
        this(reader, origins, queue, notices, unknown, counters, clock, true);
    }

    /** @param telling whether observers are told what devices say; not of what is over */
    Traps(
            NotificationReader reader,
            Origins origins,
            MessageQueue queue,
            DeviceNotices notices,
            UnknownSenders unknown,
            Counters counters,
            Clock clock,
            boolean telling) {
        this.telling = telling;
        this.reader = reader;
        this.origins = origins;
        this.queue = queue;
        this.notices = notices;
        this.unknown = unknown;
        this.counters = counters;
        this.clock = clock;
    }

    /** @param answer takes what goes back to the sender, if anything */
    void received(InetSocketAddress sender, byte[] octets, int length, BiConsumer<InetSocketAddress, byte[]> answer) {
        received(sender, octets, length, System.nanoTime(), answer);
    }

    /** @param nanos by System.nanoTime, when it came in; by then its sender's clock is judged */
    void received(
            InetSocketAddress sender,
            byte[] octets,
            int length,
            long nanos,
            BiConsumer<InetSocketAddress, byte[]> answer) {
        Read read = read(sender.getAddress(), octets, length, nanos);
        if (read instanceof Read.Heard heard) {
            byte[] acknowledgement = heard.acknowledgement();
            boolean safe = heard(sender, heard.notification());
            if (safe && acknowledgement != null) {
                answer.accept(sender, acknowledgement);
            }
        } else if (read instanceof Read.Discovery discovery) {
            counters.discoveries.increment();
            report(sender, discovery.report(), nanos, answer);
        } else if (read instanceof Read.Refused refused) {
            (refused.why() == Why.MALFORMED ? counters.malformed : counters.refused).increment();
            if (refused.why() != Why.MALFORMED) {
                tellRefusal(sender.getAddress(), refused.why().name());
            }
            report(sender, refused.report(), nanos, answer);
        }
    }

    /** A fault of our own reader is one of the message, to the rest of the program. */
    private Read read(InetAddress source, byte[] octets, int length, long nanos) {
        try {
            return reader.read(source, octets, 0, length, nanos);
        } catch (RuntimeException fault) {
            log.debug("trap not read source={}", source.getHostAddress(), fault);
            return new Read.Refused(Why.MALFORMED, null);
        }
    }

    private void report(
            InetSocketAddress sender,
            byte @Nullable [] report,
            long nanos,
            BiConsumer<InetSocketAddress, byte[]> answer) {
        if (report != null && reports.mayGo(sender.getAddress(), nanos)) {
            answer.accept(sender, report);
        }
    }

    /** @return whether the notification is safe, so that its sender may forget it */
    private boolean heard(InetSocketAddress sender, Notification notification) {
        Instant now = clock.instant();
        Origins.Whose whose = origins.of(sender.getAddress(), notification);
        if (whose instanceof Origins.Whose.NotAllowed) {
            counters.refused.increment();
            tellRefusal(sender.getAddress(), "community or level");
            return false;
        }
        if (!(whose instanceof Origins.Whose.Of of)) {
            counters.unknown.increment();
            unknown.note(sender.getAddress(), protocol(notification), summary(notification), now);
            return false;
        }
        Inform inform =
                notification.confirmed() ? new Inform(sender, notification.requestId(), notification.hashCode()) : null;
        if (inform != null && isAgain(inform, now)) {
            counters.repeated.increment();
            return true;
        }
        boolean taken = keep(of.device(), sender, notification, now);
        if (taken && inform != null) {
            informs.put(inform, now);
        }
        return taken;
    }

    private boolean isAgain(Inform inform, Instant now) {
        Instant before = informs.get(inform);
        return before != null && Duration.between(before, now).abs().compareTo(AGAIN) < 0;
    }

    private boolean keep(DeviceId device, InetSocketAddress sender, Notification notification, Instant now) {
        KnownTrap known = KnownTrap.of(notification.trap()).orElse(null);
        Instant happenedAt = notices.dated(device, notification.ticks(), now);
        boolean taken = queue.offer(new Heard(
                device,
                protocol(notification),
                sender.getAddress().getHostAddress(),
                known == null ? Kinds.TRAP : known.code(),
                HostileText.of(notification.trap().toString(), Heard.LONGEST_NAME),
                known == null ? Severity.NOTICE : known.severity(),
                TrapText.of(notification),
                happenedAt,
                now));
        DeviceNotice.Kind notice = known == null ? null : TrapText.notice(known, notification);
        if (taken && telling && notice != null) {
            var unused = notices.tell(device, notice, notification.ticks(), TrapText.ifIndex(notification), now);
        }
        return taken;
    }

    private static Protocol protocol(Notification notification) {
        if (notification.origin() instanceof Notification.Origin.Community community) {
            return community.version() == SnmpCredentials.Version.V1 ? Protocol.SNMP_V1 : Protocol.SNMP_V2C;
        }
        return Protocol.SNMP_V3;
    }

    private static String summary(Notification notification) {
        return HostileText.of((notification.trap() + " " + TrapText.of(notification)).strip(), Heard.LONGEST_BODY);
    }

    /** At most once a minute, and never what was given as a secret. */
    private void tellRefusal(InetAddress source, String why) {
        Instant now = clock.instant();
        if (refusalToldAt == null || Duration.between(refusalToldAt, now).toSeconds() >= 60) {
            refusalToldAt = now;
            log.warn(
                    "trap refused source={} because={} total={}", source.getHostAddress(), why, counters.refused.sum());
        }
    }
}
