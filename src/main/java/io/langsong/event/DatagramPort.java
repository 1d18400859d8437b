package io.langsong.event;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP port and its two threads, apart from the loop that polls: one does nothing but empty the socket, whose buffer holds a
 * flood for a fraction of a second, and the other looks at what came. What a source sends too much is dropped before anybody
 * looks at it, and what waits is shared evenly among sources.
 */
public final class DatagramPort {
    private static final Logger log = LoggerFactory.getLogger(DatagramPort.class);
    /** What the kernel keeps for us while we are busy; it gives what net.core.rmem_max allows. */
    private static final int WANTED_BUFFER_BYTES = 4 << 20;

    private static final int LARGEST_DATAGRAM = 65_535;
    private static final long WAITING_OCTETS = 8 << 20;
    /** What a datagram that waits costs besides its own octets. */
    private static final int OVERHEAD_OCTETS = 128;

    private static final int MOST_AT_ONCE = 100;
    /** After so many while nobody can keep them: polls need the processor more than what will be dropped. */
    private static final long CROWDED_PAUSE_MILLIS = 10;

    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final String name;
    private final SourceLimit limit;
    private final Counters counters;
    private final Receiver receiver;
    private final BooleanSupplier crowded;
    private @Nullable DatagramChannel channel;
    private final FairQueue<InetAddress, Datagram> waiting = new FairQueue<>(WAITING_OCTETS);
    private @Nullable Thread thread;
    private @Nullable Thread looking;
    private long failures;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Datagram(InetSocketAddress sender, byte[] octets) {}

    /** Takes what comes in, on the thread of the port that looks. */
    public interface Receiver {
        /** @param octets holds the datagram up to {@code length} */
        void received(InetSocketAddress sender, byte[] octets, int length);
    }

    /**
     * @param name of the threads
     * @param crowded whether what is looked at now has little hope to be kept
     */
    public DatagramPort(String name, SourceLimit limit, Counters counters, Receiver receiver, BooleanSupplier crowded) {
        this.name = name;
        this.limit = limit;
        this.counters = counters;
        this.receiver = receiver;
        this.crowded = crowded;
    }

    /** @throws IOException when the port can not be had, as one that is taken */
    public void open(InetSocketAddress at) throws IOException {
        DatagramChannel opened = DatagramChannel.open();
        try {
            opened.setOption(StandardSocketOptions.SO_RCVBUF, WANTED_BUFFER_BYTES);
            opened.bind(at);
        } catch (IOException | RuntimeException refused) {
            opened.close();
            throw refused;
        }
        channel = opened;
        thread = begun(name, () -> run(opened));
        looking = begun(name + "-look", () -> look(opened));
    }

    private static Thread begun(String name, Runnable task) {
        Thread begun = new Thread(task, name);
        begun.setDaemon(true);
        begun.start();
        return begun;
    }

    /** The port that was opened. */
    public int port() throws IOException {
        DatagramChannel opened = channel;
        return opened == null ? 0 : ((InetSocketAddress) opened.getLocalAddress()).getPort();
    }

    /** Sends an answer, or not: who waits for it asks again. Any thread. */
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

    public void close() throws InterruptedException {
        DatagramChannel closing = channel;
        Thread ending = thread;
        Thread last = looking;
        channel = null;
        thread = null;
        looking = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException failed) {
                log.debug("port not closed name={}", name, failed);
            }
        }
        waiting.wake();
        if (ending != null) {
            ending.join(TimeUnit.SECONDS.toMillis(5));
        }
        if (last != null) {
            last.join(TimeUnit.SECONDS.toMillis(5));
        }
    }

    private void run(DatagramChannel reading) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        while (reading.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress sender = (InetSocketAddress) reading.receive(buffer);
                if (sender != null) {
                    buffer.flip();
                    take(sender, buffer);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException | RuntimeException failed) {
                // A fault of one datagram must not end the reading of all.
                tell(failed);
            }
        }
    }

    private synchronized void tell(Exception failed) {
        if (failures++ % 10_000 == 0) {
            log.error("datagram not taken port={} total={}", name, failures, failed);
        }
    }

    private void take(InetSocketAddress sender, ByteBuffer buffer) {
        counters.received.increment();
        InetAddress source = sender.getAddress();
        if (!limit.take(source, System.nanoTime())) {
            counters.limited.increment();
            return;
        }
        byte[] octets = new byte[buffer.remaining()];
        buffer.get(octets);
        if (!waiting.offer(source, new Datagram(sender, octets), octets.length + OVERHEAD_OCTETS)) {
            counters.overflowed.increment();
        }
    }

    /** Until the port is closed and nothing waits. */
    private void look(DatagramChannel reading) {
        List<Datagram> some = new ArrayList<>();
        while (reading.isOpen() || waiting.size() > 0) {
            some.clear();
            try {
                waiting.next(some, MOST_AT_ONCE, LONGEST_WAIT_MILLIS);
                if (some.size() == MOST_AT_ONCE && crowded.getAsBoolean()) {
                    TimeUnit.MILLISECONDS.sleep(CROWDED_PAUSE_MILLIS);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
            for (Datagram one : some) {
                try {
                    receiver.received(one.sender(), one.octets(), one.octets().length);
                } catch (RuntimeException failed) {
                    tell(failed);
                }
            }
        }
    }
}
