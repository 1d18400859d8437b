package io.langsong.event;

import io.langsong.event.EventReceiver.Relayed;
import io.langsong.inventory.DeviceId;
import io.langsong.polling.DeviceNotices;
import io.langsong.snmp.NotificationReader;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Messages of devices that came in at a collector. Addresses there are those of its own network, so each looks for the sender among its own devices. Of one
 * collector one call at a time.
 */
final class Relays {
    /** Devices are looked up anew when they may have changed. */
    private final Supplier<Senders> senders;

    private final SenderEngines engines;
    private final EventProperties settings;
    private final EngineTable.Identity identity;
    private final MessageQueue queue;
    private final DeviceNotices notices;
    private final UnknownSenders unknown;
    private final Counters counters;
    private final Clock now;
    private final Map<String, Relay> relays = new ConcurrentHashMap<>();

    Relays(
            Supplier<Senders> senders,
            SenderEngines engines,
            EventProperties settings,
            EngineTable.Identity identity,
            MessageQueue queue,
            DeviceNotices notices,
            UnknownSenders unknown,
            Counters counters,
            Clock now) {
        this.senders = senders;
        this.engines = engines;
        this.settings = settings;
        this.identity = identity;
        this.queue = queue;
        this.notices = notices;
        this.unknown = unknown;
        this.counters = counters;
        this.now = now;
    }

    void received(String collector, Set<DeviceId> devices, Relayed message) {
        relays.computeIfAbsent(collector, fresh -> new Relay()).received(devices, message);
    }

    private final class Relay {
        private final Arrived clock = new Arrived();
        private final Origins origins = new Origins(this::senders, engines, settings);
        private final Traps fresh = traps(true);
        private final Traps late = traps(false);
        private final Syslogs syslogs = new Syslogs(origins, queue, unknown, counters, clock);
        private volatile Set<DeviceId> devices = Set.of();
        private volatile Senders all = Relays.this.senders.get();
        private volatile Senders own = all.only(devices);

        private Traps traps(boolean telling) {
            return new Traps(
                    new NotificationReader(identity.engineId(), identity.boots(), System.nanoTime(), origins),
                    origins,
                    queue,
                    notices,
                    unknown,
                    counters,
                    clock,
                    telling);
        }

        private Senders senders() {
            return own;
        }

        private void received(Set<DeviceId> served, Relayed message) {
            Senders current = Relays.this.senders.get();
            if (current != all || !served.equals(devices)) {
                all = current;
                devices = served;
                own = current.only(served);
            }
            clock.at = message.at();
            byte[] octets = message.octets();
            if (message.trap()) {
                // Nobody waits for an answer there.
                (message.late() ? late : fresh)
                        .received(
                                new InetSocketAddress(message.from(), 0),
                                octets,
                                octets.length,
                                nanosOf(message.at()),
                                (to, answer) -> {});
            } else {
                syslogs.received(message.from(), Protocol.SYSLOG_UDP, octets, octets.length);
            }
        }
    }

    /** As System.nanoTime was when it came in there: what waited for a line for hours is no replay. */
    private long nanosOf(Instant at) {
        Duration since = Duration.between(at, now.instant());
        return System.nanoTime() - (since.isNegative() ? 0 : since.toNanos());
    }

    /** When the message under way came in. */
    private static final class Arrived extends Clock {
        private volatile Instant at = Instant.EPOCH;

        @Override
        public Instant instant() {
            return at;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
