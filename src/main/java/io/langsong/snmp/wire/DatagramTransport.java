package io.langsong.snmp.wire;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
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
 * the loop: a Netty channel in between costs a datagram as much as the kernel does. All methods but {@link #open} run on the
 * loop.
 */
public final class DatagramTransport {
    private static final Logger log = LoggerFactory.getLogger(DatagramTransport.class);
    private static final int WANTED_BUFFER_BYTES = 4 << 20;
    private static final int LARGEST_DATAGRAM = 65_535;
    /** Datagrams read before the loop turns to something else. */
    private static final int PER_READ = 64;

    /** Of so many datagrams each, until what should be a short look is given up. */
    private static final int MOST_READS = 32;

    private static final int READ_BYTES = 4 * LARGEST_DATAGRAM;

    private final IoEventLoop loop;
    private final Receiver receiver;
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] received = new byte[READ_BYTES];
    private final InetSocketAddress[] senders = new InetSocketAddress[PER_READ];
    private final int[] ends = new int[PER_READ];
    private @Nullable Socket ipv4;
    private @Nullable Socket ipv6;
    private long lastTroubleNanos = System.nanoTime() - TimeUnit.MINUTES.toNanos(2);

    /** Takes what comes in, on the loop. */
    public interface Receiver {
        /** @param octets holds the datagram from {@code from} to {@code end}; valid during the call only */
        void received(InetSocketAddress sender, byte[] octets, int from, int end);
    }

    public DatagramTransport(IoEventLoop loop, Receiver receiver) {
        this.loop = loop;
        this.receiver = receiver;
    }

    /**
     * Opens the sockets, from a thread other than the loop.
     *
     * @throws RuntimeException when not even IPv4 can be had
     */
    public void open() {
        ipv4 = socket(StandardProtocolFamily.INET);
        try {
            ipv6 = socket(StandardProtocolFamily.INET6);
        } catch (RuntimeException noIpv6) {
            log.info("snmp without ipv6 reason={}", noIpv6.getMessage());
        }
    }

    private Socket socket(ProtocolFamily family) {
        try {
            Socket socket = new Socket(DatagramChannel.open(family));
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
     * Sends what {@code message} holds, as soon as the kernel has room. {@code failed} learns why it could not leave; it may
     * run at once.
     */
    public void write(InetSocketAddress to, BerWriter message, Consumer<String> failed) {
        Socket socket = to.getAddress() instanceof Inet6Address ? ipv6 : ipv4;
        if (socket == null) {
            failed.accept("this host has no IPv6, which " + shown(to) + " needs");
        } else {
            socket.write(to, message, failed);
        }
    }

    private static String shown(InetSocketAddress to) {
        String host = to.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + to.getPort();
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
    private record Waiting(InetSocketAddress to, byte[] octets, Consumer<String> failed) {}

    private final class Socket implements NioIoHandle {
        private final DatagramChannel channel;
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private @Nullable IoRegistration registration;

        Socket(DatagramChannel channel) throws IOException {
            this.channel = channel;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, WANTED_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, WANTED_BUFFER_BYTES);
            channel.bind(null);
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

        void write(InetSocketAddress to, BerWriter message, Consumer<String> failed) {
            if (message.size() > LARGEST_DATAGRAM) {
                failed.accept("could not send to " + shown(to) + ": " + message.size() + " octets are no datagram");
                return;
            }
            outgoing.clear();
            message.copyTo(outgoing);
            outgoing.flip();
            if (!waiting.isEmpty() || !send(to, failed)) {
                byte[] octets = new byte[outgoing.remaining()];
                outgoing.get(octets);
                waiting.add(new Waiting(to, octets, failed));
                listen(NioIoOps.READ_AND_WRITE);
            }
        }

        /** Whether {@link #outgoing} has left, or never can. */
        private boolean send(InetSocketAddress to, Consumer<String> failed) {
            try {
                return channel.send(outgoing, to) > 0;
            } catch (IOException e) {
                failed.accept("could not send to " + shown(to) + ": " + e.getMessage());
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
            int count = take();
            incoming.flip().get(received, 0, incoming.limit());
            int from = 0;
            for (int i = 0; i < count && channel.isOpen(); i++) {
                receiver.received(senders[i], received, from, ends[i]);
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
