package io.langsong.snmp.wire;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.InetSocketAddress;
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
 * One UDP socket of Java's own on an event loop: datagrams go and come in batches where it has them, else one by one, and what the
 * kernel has no room for waits. All methods but the constructor and {@link #register} run on the loop.
 */
final class UdpSocket implements NioIoHandle {
    private static final Logger log = LoggerFactory.getLogger(UdpSocket.class);
    private static final int WANTED_BUFFER_BYTES = 4 << 20;
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int READ_BYTES = 4 * LARGEST_DATAGRAM;
    /** Datagrams read one by one before the loop turns to something else. */
    private static final int PER_READ = 64;
    /** Without success, until batches are given up. */
    private static final int MOST_FAILED_BATCHES = 100;

    private static final int NO_DESCRIPTOR = -1;

    private final IoEventLoop loop;
    private final DatagramTransport.Receiver receiver;
    private final Buffers buffers;
    private final boolean isIpv6;
    private final DatagramChannel channel;
    private final KnownSender sender = new KnownSender();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable IoRegistration registration;

    /** {@link #NO_DESCRIPTOR} where datagrams go one by one. */
    private int descriptor;

    private @Nullable DatagramBatch batch;
    private final Endpoint[] batchedTo = new Endpoint[DatagramBatch.MOST_SENT];

    @SuppressWarnings("unchecked") // only consumers of strings are put in
    private final Consumer<String>[] batchedFailed = new Consumer[DatagramBatch.MOST_SENT];

    private boolean flushing;
    /** While what came in is handed on: what that leads to is sent when it is over. */
    private boolean reading;

    private int failedBatches;
    private long lastTroubleNanos = System.nanoTime() - TimeUnit.MINUTES.toNanos(2);

    /** @param buffers of all sockets of the loop */
    UdpSocket(IoEventLoop loop, DatagramTransport.Receiver receiver, Buffers buffers, boolean isIpv6, boolean batches)
            throws IOException {
        this.loop = loop;
        this.receiver = receiver;
        this.buffers = buffers;
        this.isIpv6 = isIpv6;
        this.channel = DatagramChannel.open(isIpv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
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

    boolean hasBatches() {
        return descriptor != NO_DESCRIPTOR;
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
            buffers.outgoing().clear();
            message.copyTo(buffers.outgoing());
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
        if (sent == null || flushing) {
            return;
        }
        flushing = true;
        try {
            for (int next = 0; next < sent.pending(); ) {
                int left = Math.max(0, sent.send(next));
                next += left;
                if (next < sent.pending()) {
                    buffers.outgoing().clear();
                    sent.copySent(next, buffers.outgoing());
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

    /** Sends what {@link Buffers#outgoing} holds. Answers whether it left. */
    private boolean sendOrWait(Endpoint to, Consumer<String> failed) {
        buffers.outgoing().flip();
        int length = buffers.outgoing().remaining();
        if (waiting.isEmpty() && send(to, failed)) {
            return buffers.outgoing().remaining() < length;
        }
        byte[] octets = new byte[length];
        buffers.outgoing().get(octets);
        waiting.add(new Waiting(to, octets, failed));
        listen(NioIoOps.READ_AND_WRITE);
        return false;
    }

    /** Whether {@link Buffers#outgoing} has left, or never can. */
    private boolean send(Endpoint to, Consumer<String> failed) {
        try {
            return channel.send(buffers.outgoing(), to.address()) > 0;
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
            buffers.outgoing().clear().put(next.octets()).flip();
            if (!send(next.to(), next.failed())) {
                return;
            }
            waiting.remove();
        }
        listen(NioIoOps.READ);
    }

    /** Answers whether nothing more was there. */
    boolean read() {
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
            int length = from.take(i, buffers.received());
            receiver.received(from, buffers.received(), 0, length, now);
        }
        return count;
    }

    /** Answers whether nothing more was there. */
    private boolean readOneByOne() {
        int count = take();
        long now = System.nanoTime();
        buffers.incoming().flip().get(buffers.received(), 0, buffers.incoming().limit());
        int from = 0;
        for (int i = 0; i < count && channel.isOpen(); i++) {
            sender.address = buffers.senders()[i];
            receiver.received(sender, buffers.received(), from, buffers.ends()[i], now);
            from = buffers.ends()[i];
        }
        return count < PER_READ && buffers.incoming().limit() <= READ_BYTES - LARGEST_DATAGRAM;
    }

    /** Some datagrams one behind the other, so that what they lead to is sent together. Answers how many. */
    private int take() {
        buffers.incoming().clear();
        int count = 0;
        try {
            while (count < PER_READ && buffers.incoming().remaining() >= LARGEST_DATAGRAM) {
                InetSocketAddress sender = (InetSocketAddress) channel.receive(buffers.incoming());
                if (sender == null) {
                    break;
                }
                buffers.senders()[count] = sender;
                buffers.ends()[count++] = buffers.incoming().position();
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
        if (batch != null) {
            batch.clear();
        }
        try {
            channel.close();
        } catch (IOException trouble) {
            logTrouble(trouble);
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

    /** What the sockets of one loop use in turn: one that is sent, and those that were read one by one. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Buffers(ByteBuffer outgoing, ByteBuffer incoming, byte[] received, InetSocketAddress[] senders, int[] ends) {
        Buffers() {
            this(
                    ByteBuffer.allocateDirect(LARGEST_DATAGRAM),
                    ByteBuffer.allocateDirect(READ_BYTES),
                    new byte[READ_BYTES],
                    new InetSocketAddress[PER_READ],
                    new int[PER_READ]);
        }
    }

    private static final class KnownSender implements DatagramTransport.Sender {
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
}
