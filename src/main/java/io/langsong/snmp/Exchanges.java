package io.langsong.snmp;

import io.langsong.snmp.Exchange.Purpose;
import io.langsong.snmp.Exchange.Sent;
import io.langsong.snmp.wire.BerReader;
import io.langsong.snmp.wire.BerWriter;
import io.langsong.snmp.wire.CommunityMessage;
import io.langsong.snmp.wire.DatagramTransport;
import io.langsong.snmp.wire.DecodeException;
import io.langsong.snmp.wire.Pdu;
import io.langsong.snmp.wire.PduRequest;
import io.langsong.snmp.wire.Tag;
import io.langsong.snmp.wire.UsmEngine;
import io.langsong.snmp.wire.UsmKeys;
import io.langsong.snmp.wire.UsmMessage;
import io.netty.channel.IoEventLoop;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All exchanges in flight: finds whose answer a datagram is, and ends what stays silent. Lives on the loop. */
final class Exchanges implements DatagramTransport.Receiver {
    private static final Logger log = LoggerFactory.getLogger(Exchanges.class);
    /** A tick that comes this late means that the loop stood still, and that answers may be waiting in the socket. */
    private static final long STALL_NANOS = 100_000_000;
    /** A flood must not put off deadlines for ever. */
    private static final int MOST_DRAINS = 100;

    private static final int ENDED_IDS = 1 << 13;
    private static final int MOST_PEERS = 100_000;
    private static final int MOST_COMMUNITIES = 1_000;
    private static final int MOST_BABBLERS = 1_000;
    private static final int MOST_NAMES = 10_000;
    private static final int GREATEST_ERROR_STATUS = 18;

    /** As an agent would put it that had to read a message larger than it can. */
    private static final Pdu TOO_BIG = new Pdu(Tag.RESPONSE, 0, 1, 0, new VarBinds(), 0);

    private final IoEventLoop loop;
    private final DatagramTransport transport;
    private final ReceiveWindow window;
    private final Counters counters = new Counters();
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    private final IntObjectMap<Exchange> byId = new IntObjectHashMap<>(1024);
    /** Ids of the past, to tell a late answer from one to nothing we asked. */
    private final int[] endedIds = new int[ENDED_IDS];

    private final DeadlineWheel<Exchange> deadlines = new DeadlineWheel<>(System.nanoTime());
    private final BerWriter out = new BerWriter();
    private final BerReader reader = new BerReader(new byte[0], 0, 0);
    /** Variables of the answer under way, which lie in the transport's buffer. */
    private final VarBinds scanned = new VarBinds();

    /** Octets of communities, of which there are few. */
    private final Map<String, byte[]> communities = eldestOut(MOST_COMMUNITIES);

    /** What is the same of devices of one kind. */
    private final Interner alike = new Interner();

    /** Of names that are asked for by the one before, of which there are few. */
    private final Map<Oid, byte[]> namesBefore = eldestOut(MOST_NAMES);

    private final UsmKeys keys = new UsmKeys();
    private final Map<PeerKey, UsmPeer> peers = eldestOut(MOST_PEERS);
    /** Who sent what can not be read, and when. */
    private final Map<InetSocketAddress, Babble> babble = eldestOut(MOST_BABBLERS);

    private boolean ticking;
    private boolean closed;
    private long tickDueNanos;
    private long lastBugLoggedNanos = System.nanoTime() - TimeUnit.MINUTES.toNanos(2);

    private record PeerKey(InetSocketAddress address, SnmpCredentials.User user) {}

    private record Babble(long atNanos, String reason) {}

    Exchanges(IoEventLoop loop) {
        this.loop = loop;
        this.transport = new DatagramTransport(loop, this);
        this.window = new ReceiveWindow(this::launch);
    }

    /** Opens the sockets; called before anything else, off the loop. */
    void open() {
        transport.open();
        window.setCapacity(transport.receiveBufferBytes());
        log.info("snmp engine started receiveBufferBytes={}", transport.receiveBufferBytes());
    }

    SnmpEngine.Counts counts() {
        return counters.snapshot(window.queued());
    }

    /** Those that answered. */
    List<MetEngine> engines() {
        List<MetEngine> met = new ArrayList<>();
        peers.forEach((key, peer) -> peer.met(key.address(), key.user()).ifPresent(met::add));
        return met;
    }

    /** Asks {@code request}; {@code listener} learns the end, at the soonest in this call. */
    void begin(SnmpTarget target, PduRequest request, Exchange.Listener listener) {
        begin(create(target, request, listener));
    }

    /** Begins an exchange that {@link #create} made; its listener learns the end, at the soonest in this call. */
    void begin(Exchange exchange) {
        counters.requests++;
        if (closed) {
            finish(new SnmpReply.NotSent("the SNMP engine is stopped"), exchange.listener);
        } else {
            long now = System.nanoTime();
            window.enter(exchange, now);
            if (window.queued() > 0) {
                tickBy(now, now + DeadlineWheel.TICK_NANOS);
            }
        }
    }

    /** As {@link #begin(Exchange)}, of one that has ended. */
    void beginAgain(Exchange exchange, PduRequest request) {
        exchange.reset(request);
        begin(exchange);
    }

    /** The exchange that a question is asked by again and again: {@code before}, unless it is of another engine's loop. */
    Exchange again(@Nullable Exchange before, SnmpTarget target, PduRequest request, Exchange.Listener listener) {
        return before != null && before.owner == this ? before : create(target, request, listener);
    }

    /** An exchange to be begun; {@code listener} learns each of its ends. */
    Exchange create(SnmpTarget target, PduRequest request, Exchange.Listener listener) {
        Exchange exchange = target.credentials() instanceof SnmpCredentials.Community community
                ? create(target, community, request, listener)
                : createUsm(target, request, listener);
        exchange.owner = this;
        exchange.unsent = why -> {
            if (!exchange.hasEnded()) {
                end(exchange, new SnmpReply.NotSent(why), System.nanoTime());
            }
        };
        return exchange;
    }

    /** What is the same for all devices of one kind. @param thing immutable */
    <T> T shared(T thing) {
        return alike.one(thing);
    }

    /** Contents octets of the name that an agent goes on from to a scalar or cell; see {@link Oid#before}. */
    byte[] before(Oid name) {
        return namesBefore.computeIfAbsent(name, asked -> asked.before().ber());
    }

    private Exchange create(
            SnmpTarget target, SnmpCredentials.Community community, PduRequest request, Exchange.Listener listener) {
        byte[] octets =
                communities.computeIfAbsent(community.community(), text -> text.getBytes(StandardCharsets.UTF_8));
        return new CommunityExchange(target, community.version(), octets, alike, request, listener);
    }

    private Exchange createUsm(SnmpTarget target, PduRequest request, Exchange.Listener listener) {
        SnmpCredentials.User user = (SnmpCredentials.User) target.credentials();
        UsmPeer peer = peers.computeIfAbsent(new PeerKey(target.address(), user), unused -> new UsmPeer());
        return new UsmExchange(target, user, request, listener, peer, keys);
    }

    private void launch(Exchange exchange, long now) {
        send(exchange, now);
        tickBy(now, now + exchange.timeoutNanos + DeadlineWheel.TICK_NANOS);
    }

    private void send(Exchange exchange, long now) {
        int id = newId();
        // Of version 3 both are to be guessed by who does not see the datagram.
        int requestId = exchange instanceof UsmExchange ? newId() : id;
        Sent datagram = exchange.next(id, requestId, now, exchange.nextPurpose());
        if (!exchange.write(out, datagram)) {
            answer(exchange, TOO_BIG, 0, now);
            return;
        }
        dispatch(exchange, datagram);
        if (exchange.hasEnded()) {
            return;
        }
        deadlines.set(exchange, now + exchange.timeoutNanos);
        if (exchange instanceof UsmExchange usm && usm.takeProbe()) {
            Sent probe = exchange.next(newId(), newId(), now, Purpose.PROBE);
            UsmEngine.writeDiscovery(out, probe.id(), probe.requestId());
            dispatch(exchange, probe);
        }
    }

    private void dispatch(Exchange exchange, Sent datagram) {
        byId.put(datagram.id(), exchange);
        counters.sent++;
        transport.write(exchange.peer, out, exchange.unsent);
    }

    /** Random, so that nobody who does not see our datagrams can answer them; of four octets, see {@link PduRequest}. */
    private int newId() {
        int id;
        do {
            id = random.nextInt() & Integer.MAX_VALUE;
        } while (id < PduRequest.LEAST_ID || byId.containsKey(id));
        return id;
    }

    @Override
    public void received(DatagramTransport.Sender sender, byte[] octets, int from, int end, long atNanos) {
        counters.received++;
        try {
            reader.reset(octets, from, end);
            int version = CommunityMessage.version(reader);
            if (version == 3) {
                received(sender, UsmMessage.read(reader, from), atNanos);
            } else {
                received(sender, CommunityMessage.read(reader, version), atNanos);
            }
        } catch (DecodeException unreadable) {
            counters.undecodable++;
            babble.put(sender.address(), new Babble(atNanos, String.valueOf(unreadable.getMessage())));
        } catch (RuntimeException bug) {
            counters.undecodable++;
            logBug(bug);
        }
    }

    private void received(DatagramTransport.Sender sender, CommunityMessage message, long now) throws DecodeException {
        Exchange exchange = find(message.requestId(), sender);
        if (exchange == null) {
            return;
        }
        if (!(exchange instanceof CommunityExchange community) || !community.fits(message)) {
            counters.unmatched++;
            return;
        }
        Pdu pdu = message.pdu(scanned, exchange.request());
        accept(exchange, pdu, exchange.sentAs(message.requestId()), now);
    }

    private void received(DatagramTransport.Sender sender, UsmMessage message, long now) throws DecodeException {
        Exchange exchange = find(message.msgId(), sender);
        if (exchange == null) {
            return;
        }
        if (!(exchange instanceof UsmExchange usm)) {
            counters.unmatched++;
            return;
        }
        Sent sent = usm.sentAs(message.msgId());
        UsmExchange.Step step = usm.judge(message, sent, now);
        if (step instanceof UsmExchange.Step.Discard) {
            counters.unmatched++;
        } else if (step instanceof UsmExchange.Step.Answer answer) {
            accept(usm, answer.scoped().pdu(), sent, now);
        } else {
            counters.accepted++;
            if (step instanceof UsmExchange.Step.End end) {
                end(usm, end.reply(), now);
            } else if (step instanceof UsmExchange.Step.SendNext) {
                send(usm, now);
            }
        }
    }

    private @Nullable Exchange find(int id, DatagramTransport.Sender sender) {
        Exchange exchange = byId.get(id);
        if (exchange == null) {
            if (id != 0 && endedIds[id & (ENDED_IDS - 1)] == id) {
                counters.late++;
            } else {
                counters.unmatched++;
            }
            return null;
        }
        if (!sender.is(exchange.peer)) {
            counters.wrongSource++;
            return null;
        }
        return exchange;
    }

    private void accept(Exchange exchange, Pdu pdu, Sent sent, long now) {
        counters.accepted++;
        if (pdu.errorStatus() < 0 || pdu.errorStatus() > GREATEST_ERROR_STATUS) {
            end(exchange, new SnmpReply.Malformed("error-status " + pdu.errorStatus()), now);
        } else {
            long roundTripNanos = now - sent.atNanos();
            window.answered(sent.atNanos(), roundTripNanos);
            answer(exchange, pdu, roundTripNanos, now);
        }
    }

    private void answer(Exchange exchange, Pdu pdu, long roundTripNanos, long now) {
        release(exchange, now);
        if (pdu.errorStatus() == 0) {
            counters.answered++;
        } else {
            counters.refused++;
        }
        exchange.listener.answered(pdu, roundTripNanos, exchange.attempts());
    }

    private void end(Exchange exchange, SnmpReply reply, long now) {
        release(exchange, now);
        finish(reply, exchange.listener);
    }

    private void finish(SnmpReply reply, Exchange.Listener listener) {
        counters.count(reply);
        listener.ended(reply);
    }

    private void release(Exchange exchange, long now) {
        exchange.markEnded();
        deadlines.remove(exchange);
        for (int i = 0; i < exchange.sentCount(); i++) {
            int id = exchange.sent(i).id();
            byId.remove(id);
            endedIds[id & (ENDED_IDS - 1)] = id;
        }
        window.leave(exchange);
        window.admit(now);
    }

    /** Sees to it that deadlines are looked at then; while exchanges wait for room also soon, since shares are given back. */
    private void tickBy(long now, long deadlineNanos) {
        long due = window.queued() > 0 ? now + DeadlineWheel.TICK_NANOS : deadlineNanos;
        if (!ticking || due - tickDueNanos < 0) {
            ticking = true;
            tickDueNanos = due;
            var unused = loop.schedule(() -> tick(due), due - now, TimeUnit.NANOSECONDS);
        }
    }

    private void tick(long planned) {
        if (planned != tickDueNanos) {
            return;
        }
        if (System.nanoTime() - tickDueNanos > STALL_NANOS) {
            drain(MOST_DRAINS, counters.received - 1);
        } else {
            expire();
        }
    }

    /** After a standstill: reads until the sockets give nothing more, and only then looks at deadlines. */
    private void drain(int rounds, long receivedBefore) {
        if (rounds == 0 || counters.received == receivedBefore) {
            expire();
        } else {
            long received = counters.received;
            var unused = loop.schedule(() -> drain(rounds - 1, received), 1, TimeUnit.MILLISECONDS);
        }
    }

    private void expire() {
        if (closed) {
            return;
        }
        // First: an answer that lies in the socket came in time, and holds its share of it.
        boolean emptied = transport.readAll();
        long now = System.nanoTime();
        deadlines.advance(now, exchange -> expire(exchange, now));
        if (emptied) {
            window.forget(now);
        }
        window.admit(now);
        ticking = false;
        if (!deadlines.isEmpty() || window.queued() > 0) {
            tickBy(now, deadlines.earliest(now + DeadlineWheel.TICK_NANOS));
        }
    }

    private void expire(Exchange exchange, long now) {
        exchange.missed();
        if (exchange.isExhausted()) {
            end(exchange, inVain(exchange), now);
        } else {
            window.renew(exchange, now);
            send(exchange, now);
        }
    }

    private SnmpReply inVain(Exchange exchange) {
        SnmpReply silence = exchange.silence(exchange.waited());
        Babble heard = babble.get(exchange.target.address());
        if (heard == null || !(silence instanceof SnmpReply.TimedOut)) {
            return silence;
        }
        boolean meanwhile = heard.atNanos() - exchange.sent(0).atNanos() >= 0;
        return meanwhile ? new SnmpReply.Malformed("only unreadable answers: " + heard.reason()) : silence;
    }

    /** Ends everything; on the loop. */
    void close() {
        closed = true;
        SnmpReply stopped = new SnmpReply.NotSent("the SNMP engine was stopped");
        List<Exchange> all = new ArrayList<>(window.clear());
        all.addAll(byId.values());
        for (Exchange exchange : all) {
            if (!exchange.hasEnded()) {
                end(exchange, stopped, System.nanoTime());
            }
        }
        transport.close();
    }

    private void logBug(RuntimeException bug) {
        long now = System.nanoTime();
        if (now - lastBugLoggedNanos > TimeUnit.MINUTES.toNanos(1)) {
            lastBugLoggedNanos = now;
            log.error("snmp datagram could not be processed", bug);
        }
    }

    private static <K, V> Map<K, V> eldestOut(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }
}
