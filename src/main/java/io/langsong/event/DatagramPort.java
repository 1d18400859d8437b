package io.langsong.event;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP port and the one thread that reads it, apart from the loop that polls. What a source sends too much is dropped before
 * anybody looks at it.
 */
final class DatagramPort {
    private static final Logger log = LoggerFactory.getLogger(DatagramPort.class);
    /** What the kernel keeps for us while we are busy; it gives what net.core.rmem_max allows. */
    private static final int WANTED_BUFFER_BYTES = 4 << 20;

    private static final int LARGEST_DATAGRAM = 65_535;

    private final String name;
    private final SourceLimit limit;
    private final Counters counters;
    private final Receiver receiver;
    private @Nullable DatagramChannel channel;
    private @Nullable Thread thread;
    private long failures;

    /** Takes what comes in, on the thread of the port. */
    interface Receiver {
        /** @param octets holds the datagram up to {@code length}; valid during the call only */
        void received(InetSocketAddress sender, byte[] octets, int length, SourceLimit.Standing standing);
    }

    /** @param name of the thread */
    DatagramPort(String name, SourceLimit limit, Counters counters, Receiver receiver) {
        this.name = name;
        this.limit = limit;
        this.counters = counters;
        this.receiver = receiver;
    }

    /** @throws IOException when the port can not be had, as one that is taken */
    void open(InetSocketAddress at) throws IOException {
        DatagramChannel opened = DatagramChannel.open();
        try {
            opened.setOption(StandardSocketOptions.SO_RCVBUF, WANTED_BUFFER_BYTES);
            opened.bind(at);
        } catch (IOException | RuntimeException refused) {
            opened.close();
            throw refused;
        }
        channel = opened;
        Thread reading = new Thread(() -> run(opened), name);
        reading.setDaemon(true);
        thread = reading;
        reading.start();
    }

    /** The port that was opened. */
    int port() throws IOException {
        DatagramChannel opened = channel;
        return opened == null ? 0 : ((InetSocketAddress) opened.getLocalAddress()).getPort();
    }

    /** Sends an answer, or not: who waits for it asks again. On the thread of the port. */
    void send(InetSocketAddress to, byte[] octets) {
        DatagramChannel opened = channel;
        try {
            if (opened != null) {
                int unused = opened.send(ByteBuffer.wrap(octets), to);
            }
        } catch (IOException | RuntimeException failed) {
            log.debug("answer not sent to={} reason={}", to.getAddress().getHostAddress(), failed.getMessage());
        }
    }

    void close() throws InterruptedException {
        DatagramChannel closing = channel;
        Thread ending = thread;
        channel = null;
        thread = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException failed) {
                log.debug("port not closed name={}", name, failed);
            }
        }
        if (ending != null) {
            ending.join(TimeUnit.SECONDS.toMillis(5));
        }
    }

    private void run(DatagramChannel reading) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        byte[] octets = new byte[LARGEST_DATAGRAM];
        while (reading.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress sender = (InetSocketAddress) reading.receive(buffer);
                if (sender != null) {
                    buffer.flip();
                    take(sender, buffer, octets);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException | RuntimeException failed) {
                // A fault of one datagram must not end the reading of all.
                if (failures++ % 10_000 == 0) {
                    log.error("datagram not taken port={} total={}", name, failures, failed);
                }
            }
        }
    }

    private void take(InetSocketAddress sender, ByteBuffer buffer, byte[] octets) {
        counters.received.increment();
        InetAddress source = sender.getAddress();
        SourceLimit.Standing standing = limit.take(source, System.nanoTime());
        if (standing == SourceLimit.Standing.OVER) {
            counters.limited.increment();
            return;
        }
        int length = buffer.remaining();
        buffer.get(octets, 0, length);
        receiver.received(sender, octets, length, standing);
    }
}
