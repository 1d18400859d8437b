package io.langsong.snmp.wire;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One IPv4 socket and, where the host has it, one IPv6 socket on one event loop. The sockets are Java's own, registered with
 * the loop: a Netty channel in between costs a datagram as much as the kernel does. Where Java lets us call the system itself
 * datagrams go and come in batches; what is in trouble there goes the plain way, which says why. All methods but {@link #open}
 * run on the loop.
 */
public final class DatagramTransport {
    private static final Logger log = LoggerFactory.getLogger(DatagramTransport.class);
    private static final int WANTED_BUFFER_BYTES = 4 << 20;
    private static final int LARGEST_DATAGRAM = 65_535;
    /** Datagrams read before the loop turns to something else. */
    private static final int PER_READ = 64;

    /** Of so many datagrams each, until what should be a short look is given up. */
    private static final int MOST_READS = 64;

    private static final int NO_DESCRIPTOR = -1;

    private static final int READ_BYTES = 4 * LARGEST_DATAGRAM;

    private final IoEventLoop loop;
    private final Receiver receiver;
    private final boolean batches;
    /** Without success, until batches are given up. */
    private static final int MOST_FAILED_BATCHES = 100;

    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] received = new byte[READ_BYTES];
    /** While what came in is handed on: what that leads to is sent when it is over. */
    private boolean reading;

    private final InetSocketAddress[] senders = new InetSocketAddress[PER_READ];
    private final KnownSender sender = new KnownSender();
    private final int[] ends = new int[PER_READ];
    private @Nullable Socket ipv4;
    private @Nullable Socket ipv6;
    private long lastTroubleNanos = System.nanoTime() - TimeUnit.MINUTES.toNanos(2);

    /** Takes what comes in, on the loop. */
    public interface Receiver {
        /**
         * @param sender valid during the call only
         * @param octets holds the datagram from {@code from} to {@code end}; valid during the call only
         * @param atNanos when it was read
         */
        void received(Sender sender, byte[] octets, int from, int end, long atNanos);
    }

    /** Who sent a datagram. */
    public interface Sender {
        boolean is(Endpoint peer);

        InetSocketAddress address();
    }

    private static final class KnownSender implements Sender {
        private InetSocketAddress address = new InetSocketAddress(0);

        @Override
        public boolean is(Endpoint peer) {
            return peer.address().equals(address);
        }

        @Override
        public InetSocketAddress address() {
            return address;
        }
    }

    public DatagramTransport(IoEventLoop loop, Receiver receiver) {
        this(loop, receiver, SystemCalls.areThere());
    }

    DatagramTransport(IoEventLoop loop, Receiver receiver, boolean batches) {
        this.loop = loop;
        this.receiver = receiver;
        this.batches = batches;
    }

    /**
     * Opens the sockets, from a thread other than the loop.
     *
     * @throws RuntimeException when not even IPv4 can be had
     */
    public void open() {
        ipv4 = socket(StandardProtocolFamily.INET);
        log.info("snmp socket opened batches={}", ipv4.descriptor != NO_DESCRIPTOR);
        try {
            ipv6 = socket(StandardProtocolFamily.INET6);
        } catch (RuntimeException noIpv6) {
            log.info("snmp without ipv6 reason={}", noIpv6.getMessage());
        }
    }

    private Socket socket(ProtocolFamily family) {
        try {
            Socket socket = new Socket(DatagramChannel.open(family), family == StandardProtocolFamily.INET6);
            socket.register();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnsupportedOperationException noSuchFamily) {
            throw new UncheckedIOException(new IOException("no " + family + " on this host", noSuchFamily));
        }
    }

    /** What the kernel really gave each socket for datagrams not read yet, octets. */
    public int receiveBufferBytes() {
        return ipv4 == null ? 0 : ipv4.receiveBufferBytes();
    }

    /**
     * Sends what {@code message} holds at the end of what the loop does at present, or as soon as the kernel has room. {@code
     * failed} learns why it could not leave; it may run at once.
     */
    public void write(Endpoint to, BerWriter message, Consumer<String> failed) {
        Socket socket = to.isIpv6() ? ipv6 : ipv4;
        if (socket == null) {
            failed.accept("this host has no IPv6, which " + to + " needs");
        } else {
            socket.write(to, message, failed);
        }
    }

    /** Reads what has come, in a flood not all of it; answers whether nothing more lies in the sockets. */
    public boolean readAll() {
        return isEmptied(ipv4) && isEmptied(ipv6);
    }

    private static boolean isEmptied(@Nullable Socket socket) {
        boolean empty = socket == null;
        for (int read = 0; socket != null && !empty && read < MOST_READS; read++) {
            empty = socket.read();
        }
        return empty;
    }

    public void close() {
        if (ipv4 != null) {
            ipv4.close();
        }
        if (ipv6 != null) {
            ipv6.close();
        }
    }

    private void logTrouble(IOException trouble) {
        long now = System.nanoTime();
        if (now - lastTroubleNanos > TimeUnit.MINUTES.toNanos(1)) {
            lastTroubleNanos = now;
            log.warn("snmp socket failed reason={}", trouble.getMessage());
        }
    }

    /** A datagram that the kernel had no room for. */
    private record Waiting(Endpoint to, byte[] octets, Consumer<String> failed) {}

    private final class Socket implements NioIoHandle {
        private final DatagramChannel channel;
        private final boolean isIpv6;
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private @Nullable IoRegistration registration;

        /** {@link #NO_DESCRIPTOR} where datagrams go one by one. */
        private int descriptor;

        private @Nullable DatagramBatch batch;
        private final Endpoint[] batchedTo = new Endpoint[DatagramBatch.MOST_SENT];

        @SuppressWarnings("unchecked") // only consumers of strings are put in
        private final Consumer<String>[] batchedFailed = new Consumer[DatagramBatch.MOST_SENT];

        private boolean flushing;
        private int failedBatches;

        Socket(DatagramChannel channel, boolean isIpv6) throws IOException {
            this.channel = channel;
            this.isIpv6 = isIpv6;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, WANTED_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, WANTED_BUFFER_BYTES);
            channel.bind(null);
            this.descriptor = batches ? descriptor() : NO_DESCRIPTOR;
        }

        private int descriptor() {
            try {
                return DatagramBatch.descriptor(channel, isIpv6);
            } catch (IOException | RuntimeException notFound) {
                log.info("snmp without batches reason={}", notFound.getMessage());
                return NO_DESCRIPTOR;
            }
        }

        void register() {
            IoRegistration made = loop.register(this).syncUninterruptibly().getNow();
            loop.submit(() -> {
                        registration = made;
                        made.submit(NioIoOps.READ);
                    })
                    .syncUninterruptibly();
        }

        int receiveBufferBytes() {
            try {
                return channel.getOption(StandardSocketOptions.SO_RCVBUF);
            } catch (IOException closed) {
                return 0;
            }
        }

        void write(Endpoint to, BerWriter message, Consumer<String> failed) {
            if (message.size() > LARGEST_DATAGRAM) {
                failed.accept("could not send to " + to + ": " + message.size() + " octets are no datagram");
            } else if (!waiting.isEmpty() || !isBatched(to, message, failed)) {
                outgoing.clear();
                message.copyTo(outgoing);
                sendOrWait(to, failed);
            }
        }

        /** Whether it leaves with others. */
        private boolean isBatched(Endpoint to, BerWriter message, Consumer<String> failed) {
            DatagramBatch others = batch();
            if (others == null || flushing || !others.add(to, message)) {
                return false;
            }
            int last = others.pending() - 1;
            batchedTo[last] = to;
            batchedFailed[last] = failed;
            if (others.isFull()) {
                flush();
            } else if (last == 0 && !reading) {
                loop.execute(this::flush);
            }
            return true;
        }

        private @Nullable DatagramBatch batch() {
            if (batch == null && descriptor != NO_DESCRIPTOR) {
                batch = new DatagramBatch(descriptor, isIpv6);
            }
            return batch;
        }

        private void flush() {
            DatagramBatch sent = batch;
            if (sent == null || flushing || !channel.isOpen()) {
                return;
            }
            flushing = true;
            try {
                for (int next = 0; next < sent.pending(); ) {
                    int left = Math.max(0, sent.send(next));
                    next += left;
                    if (next < sent.pending()) {
                        outgoing.clear();
                        sent.copySent(next, outgoing);
                        boolean leftAlone = sendOrWait(batchedTo[next], batchedFailed[next]);
                        next++;
                        failedBatches = left == 0 && leftAlone ? failedBatches + 1 : 0;
                    }
                }
            } finally {
                sent.clear();
                flushing = false;
            }
            if (failedBatches > MOST_FAILED_BATCHES) {
                log.warn("snmp socket sends one by one because=the system takes no batches");
                descriptor = NO_DESCRIPTOR;
                batch = null;
            }
        }

        /** Sends what {@link #outgoing} holds. Answers whether it left. */
        private boolean sendOrWait(Endpoint to, Consumer<String> failed) {
            outgoing.flip();
            int length = outgoing.remaining();
            if (waiting.isEmpty() && send(to, failed)) {
                return outgoing.remaining() < length;
            }
            byte[] octets = new byte[length];
            outgoing.get(octets);
            waiting.add(new Waiting(to, octets, failed));
            listen(NioIoOps.READ_AND_WRITE);
            return false;
        }

        /** Whether {@link #outgoing} has left, or never can. */
        private boolean send(Endpoint to, Consumer<String> failed) {
            try {
                return channel.send(outgoing, to.address()) > 0;
            } catch (IOException e) {
                failed.accept("could not send to " + to + ": " + e.getMessage());
                return true;
            }
        }

        private void listen(NioIoOps what) {
            if (registration != null && registration.isValid()) {
                registration.submit(what);
            }
        }

        @Override
        public void handle(IoRegistration registered, IoEvent event) {
            NioIoOps ready = ((NioIoEvent) event).ops();
            if (ready.contains(NioIoOps.WRITE)) {
                sendWaiting();
            }
            if (ready.contains(NioIoOps.READ)) {
                boolean unused = read();
            }
        }

        private void sendWaiting() {
            for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
                outgoing.clear().put(next.octets()).flip();
                if (!send(next.to(), next.failed())) {
                    return;
                }
                waiting.remove();
            }
            listen(NioIoOps.READ);
        }

        /** Answers whether nothing more was there. */
        private boolean read() {
            reading = true;
            try {
                int count = readBatch();
                return count > 0 ? count < DatagramBatch.MOST_RECEIVED : readOneByOne();
            } finally {
                reading = false;
                flush();
            }
        }

        /** Answers how many there were; none also where it failed, and one by one says why. */
        private int readBatch() {
            DatagramBatch from = batch();
            int count = from == null ? 0 : from.receive();
            long now = System.nanoTime();
            for (int i = 0; from != null && i < count && channel.isOpen(); i++) {
                int length = from.take(i, received);
                receiver.received(from, received, 0, length, now);
            }
            return count;
        }

        /** Answers whether nothing more was there. */
        private boolean readOneByOne() {
            int count = take();
            long now = System.nanoTime();
            incoming.flip().get(received, 0, incoming.limit());
            int from = 0;
            for (int i = 0; i < count && channel.isOpen(); i++) {
                sender.address = senders[i];
                receiver.received(sender, received, from, ends[i], now);
                from = ends[i];
            }
            return count < PER_READ && incoming.limit() <= READ_BYTES - LARGEST_DATAGRAM;
        }

        /** Some datagrams one behind the other, so that what they lead to is sent together. Answers how many. */
        private int take() {
            incoming.clear();
            int count = 0;
            try {
                while (count < PER_READ && incoming.remaining() >= LARGEST_DATAGRAM) {
                    InetSocketAddress sender = (InetSocketAddress) channel.receive(incoming);
                    if (sender == null) {
                        break;
                    }
                    senders[count] = sender;
                    ends[count++] = incoming.position();
                }
            } catch (IOException trouble) {
                logTrouble(trouble);
            }
            return count;
        }

        @Override
        public SelectableChannel selectableChannel() {
            return channel;
        }

        @Override
        public void close() {
            if (registration != null) {
                boolean unused = registration.cancel();
            }
            waiting.clear();
            try {
                channel.close();
            } catch (IOException trouble) {
                logTrouble(trouble);
            }
        }
    }
}
