package io.langsong.snmp.wire;

import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
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
    /** Of so many datagrams each, until what should be a short look is given up. */
    private static final int MOST_READS = 64;

    private final IoEventLoop loop;
    private final Receiver receiver;
    private final boolean batches;
    private final UdpSocket.Buffers buffers = new UdpSocket.Buffers();
    private @Nullable UdpSocket ipv4;
    private @Nullable UdpSocket ipv6;

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
        ipv4 = socket(false);
        log.info("snmp socket opened batches={}", ipv4.hasBatches());
        try {
            ipv6 = socket(true);
        } catch (RuntimeException noIpv6) {
            log.info("snmp without ipv6 reason={}", noIpv6.getMessage());
        }
    }

    private UdpSocket socket(boolean isIpv6) {
        try {
            UdpSocket socket = new UdpSocket(loop, receiver, buffers, isIpv6, batches);
            socket.register();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnsupportedOperationException noSuchFamily) {
            throw new UncheckedIOException(new IOException("no such sockets on this host", noSuchFamily));
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
        UdpSocket socket = to.isIpv6() ? ipv6 : ipv4;
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

    private static boolean isEmptied(@Nullable UdpSocket socket) {
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
}
