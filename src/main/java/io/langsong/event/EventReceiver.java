package io.langsong.event;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.polling.DeviceNotices;
import io.langsong.polling.Poller;
import io.langsong.snmp.NotificationReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Opens the ports for traps and syslog, and leads what comes in to the queue. */
@Component
public class EventReceiver {
    private static final Logger log = LoggerFactory.getLogger(EventReceiver.class);
    /** Addresses of devices that are entered by name change without a change of the inventory. */
    private static final long NAMES_NANOS = Duration.ofSeconds(30).toNanos();

    private final Inventory inventory;
    private final Poller poller;
    private final DeviceNotices notices;
    private final MessageQueue queue;
    private final MessageWriter writer;
    private final UnknownSenders unknown;
    private final EngineTable engine;
    private final SenderEngines engines;
    private final Counters counters;
    private final EventProperties settings;
    private final Clock clock;

    private final List<Closing> open = new ArrayList<>();
    private final List<ClosedPort> closed = new CopyOnWriteArrayList<>();
    private volatile Listening listening = new Listening(0, 0, 0);
    private volatile @Nullable Relays relays;
    private volatile @Nullable Senders senders;
    private volatile long sendersAtNanos;

    EventReceiver(
            Inventory inventory,
            Poller poller,
            DeviceNotices notices,
            MessageQueue queue,
            MessageWriter writer,
            UnknownSenders unknown,
            EngineTable engine,
            SenderEngines engines,
            Counters counters,
            EventProperties settings,
            Clock clock) {
        this.inventory = inventory;
        this.poller = poller;
        this.notices = notices;
        this.queue = queue;
        this.writer = writer;
        this.unknown = unknown;
        this.engine = engine;
        this.engines = engines;
        this.counters = counters;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A port that should be open and is not.
     *
     * @param setting that names it
     * @param reason as the operating system gives it
     */
    public record ClosedPort(String setting, int port, String reason) {}

    /** The ports that are open, 0 for none. */
    public record Listening(int traps, int syslogUdp, int syslogTcp) {}

    /**
     * What came in elsewhere, and was handed over to us.
     *
     * @param at when it came in there
     * @param late whether that is over, so that nothing is asked or judged because of it
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Relayed(boolean trap, InetAddress from, byte[] octets, Instant at, boolean late) {}

    @FunctionalInterface
    private interface Closing {
        void close() throws InterruptedException;
    }

    @FunctionalInterface
    private interface Opening {
        int open(InetSocketAddress at) throws IOException;
    }

    /** Opens what it can; a port that cannot be had is told, and the rest works on. */
    public synchronized void start() {
        closed.clear();
        EngineTable.Identity identity = engine.begin();
        engines.begin();
        senders = null;
        writer.start();
        open.add(writer::stop);
        Origins origins = new Origins(this::senders, engines, settings);
        SourceLimit limit = new SourceLimit(settings.ratePerSource());
        Syslogs syslogs = new Syslogs(origins, queue, unknown, counters, clock);
        relays = new Relays(this::senders, engines, settings, identity, queue, notices, unknown, counters, clock);
        int traps = open("trap-port", settings.trapPort(), at -> openTraps(at, origins, limit, identity));
        int udp = open("syslog-udp-port", settings.syslogUdpPort(), at -> openSyslogUdp(at, limit, syslogs));
        int tcp = open("syslog-tcp-port", settings.syslogTcpPort(), at -> openSyslogTcp(at, limit, syslogs));
        listening = new Listening(traps, udp, tcp);
        log.info("messages of devices taken traps={} syslogUdp={} syslogTcp={}", traps, udp, tcp);
    }

    private int open(String setting, int port, Opening opening) {
        if (port == 0) {
            return 0;
        }
        try {
            return opening.open(
                    settings.address().isEmpty()
                            ? new InetSocketAddress(port)
                            : new InetSocketAddress(InetAddress.getByName(settings.address()), port));
        } catch (IOException | RuntimeException refused) {
            String reason = String.valueOf(refused.getMessage());
            closed.add(new ClosedPort("langsong.event." + setting, port, reason));
            log.error(
                    "port not opened setting=langsong.event.{} port={} reason={};"
                            + " free it, or give another port or 0 for none, and start again",
                    setting,
                    port,
                    reason);
            return 0;
        }
    }

    private int openTraps(InetSocketAddress at, Origins origins, SourceLimit limit, EngineTable.Identity identity)
            throws IOException {
        Traps traps = new Traps(
                new NotificationReader(identity.engineId(), identity.boots(), System.nanoTime(), origins),
                origins,
                queue,
                notices,
                unknown,
                counters,
                clock);
        TrapReceiver receiver = new TrapReceiver(traps);
        DatagramPort port = new DatagramPort("event-traps", limit, counters, receiver, queue::isCrowded);
        receiver.port = port;
        port.open(at);
        open.add(0, port::close);
        return port.port();
    }

    /** Knows where answers go out. */
    private static final class TrapReceiver implements DatagramPort.Receiver {
        private final Traps traps;
        private @Nullable DatagramPort port;

        TrapReceiver(Traps traps) {
            this.traps = traps;
        }

        @Override
        public void received(InetSocketAddress sender, byte[] octets, int length) {
            DatagramPort answers = port;
            traps.received(sender, octets, length, (to, answer) -> {
                if (answers != null) {
                    answers.send(to, answer);
                }
            });
        }
    }

    private int openSyslogUdp(InetSocketAddress at, SourceLimit limit, Syslogs syslogs) throws IOException {
        DatagramPort port = new DatagramPort(
                "event-syslog-udp",
                limit,
                counters,
                (sender, octets, length) -> syslogs.received(sender.getAddress(), Protocol.SYSLOG_UDP, octets, length),
                queue::isCrowded);
        port.open(at);
        open.add(0, port::close);
        return port.port();
    }

    private int openSyslogTcp(InetSocketAddress at, SourceLimit limit, Syslogs syslogs) throws IOException {
        SyslogTcpPort port = new SyslogTcpPort(limit, counters, syslogs);
        port.open(at);
        open.add(0, port::close);
        return port.port();
    }

    /**
     * Takes what a device sent to a collector, which asks it. Of one collector one call at a time.
     *
     * @param devices of that collector: nobody else can have sent it
     */
    public void relayed(String collector, Set<DeviceId> devices, Relayed message) {
        Relays now = relays;
        if (now != null) {
            now.received(collector, devices, message);
        }
    }

    /** Closes the ports, then writes what is queued. */
    public synchronized void stop() throws InterruptedException {
        relays = null;
        listening = new Listening(0, 0, 0);
        closed.clear();
        for (Closing one : open) {
            one.close();
        }
        open.clear();
    }

    /** The devices as of now; made anew when the inventory has changed. */
    private Senders senders() {
        InventorySnapshot now = inventory.snapshot();
        Senders known = senders;
        long nanos = System.nanoTime();
        if (known != null && known.isOf(now) && nanos - sendersAtNanos < NAMES_NANOS) {
            return known;
        }
        Senders made = new Senders(now, poller::addressOf, poller::credentialsOf);
        if (made.hasUsers()) {
            engines.polled(poller.engines(), made::at);
        }
        senders = made;
        sendersAtNanos = nanos;
        return made;
    }

    /** Ports that should be open and are not. Any thread. */
    public List<ClosedPort> closedPorts() {
        return List.copyOf(closed);
    }

    /** Any thread. */
    public Listening listening() {
        return listening;
    }

    /** What became of what came in since the start of the program. Any thread. */
    public EventCounts counts() {
        return counters.counts();
    }

    /** Messages waiting to be written. Any thread. */
    public int waiting() {
        return queue.size();
    }
}
