package io.langsong.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the sockets of some hundred devices with one thread. */
final class SocketLoop {
    private static final Logger log = LoggerFactory.getLogger(SocketLoop.class);
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int RECEIVE_BUFFER = 1 << 18;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long JOIN_MILLIS = 2_000;

    private final String name;
    private final List<Box> boxes;
    private final Elapsed elapsed;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::dueNanos));
    private final List<DatagramChannel> channels = new ArrayList<>();
    private @Nullable Selector selector;
    private @Nullable Thread thread;

    /** An answer that a slow line still carries. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Delayed(long dueNanos, Box box, DatagramChannel channel, SocketAddress target, byte[] answer) {}

    SocketLoop(String name, List<Box> boxes, Elapsed elapsed) {
        this.name = name;
        this.boxes = List.copyOf(boxes);
        this.elapsed = elapsed;
    }

    /** Opens every socket; with one that can not be had, none stays open and the exception says which. */
    void open() {
        try {
            Selector opened = Selector.open();
            selector = opened;
            for (Box box : boxes) {
                open(opened, box);
            }
        } catch (IOException failure) {
            close();
            throw new SimulatorException("Cannot open a selector: " + failure.getMessage(), failure);
        }
    }

    private void open(Selector opened, Box box) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channels.add(channel);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(new InetSocketAddress(box.device.address(), box.device.port()));
        } catch (IOException failure) {
            close();
            throw new AddressTaken(box.device, failure);
        }
        channel.configureBlocking(false);
        channel.register(opened, SelectionKey.OP_READ, box);
    }

    void start() {
        Selector opened = selector;
        if (opened == null) {
            throw new IllegalStateException("open() comes before start()");
        }
        Thread started = new Thread(() -> run(opened), name);
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    /** Ends the thread and closes the sockets; also after a failed start. */
    void close() {
        try {
            if (selector != null) {
                selector.close();
            }
            if (thread != null && thread != Thread.currentThread()) {
                thread.join(JOIN_MILLIS);
            }
            for (DatagramChannel channel : channels) {
                channel.close();
            }
        } catch (IOException failure) {
            log.warn("simulated sockets not closed cleanly loop={} error={}", name, failure.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Selector opened) {
        while (opened.isOpen()) {
            try {
                opened.select(this::serve, untilNextMillis());
                sendDue();
            } catch (ClosedSelectorException ended) {
                return;
            } catch (IOException | RuntimeException failure) {
                log.error("simulated sockets failed loop={}", name, failure);
            }
        }
    }

    /** 0 waits without end. */
    private long untilNextMillis() {
        Delayed next = delayed.peek();
        return next == null ? 0 : Math.max(1, (next.dueNanos() - System.nanoTime()) / NANOS_PER_MILLI);
    }

    private void serve(SelectionKey key) {
        Box box = (Box) key.attachment();
        DatagramChannel channel = (DatagramChannel) key.channel();
        try {
            for (SocketAddress asker = receive(channel); asker != null; asker = receive(channel)) {
                byte[] datagram = new byte[buffer.flip().remaining()];
                buffer.get(datagram);
                hear(box, channel, asker, datagram);
            }
        } catch (IOException failure) {
            log.debug("simulated socket failed device={} error={}", box.device.id(), failure.toString());
        }
    }

    private @Nullable SocketAddress receive(DatagramChannel channel) throws IOException {
        buffer.clear();
        return channel.receive(buffer);
    }

    private void hear(Box box, DatagramChannel channel, SocketAddress asker, byte[] datagram) throws IOException {
        Box.Path path = box.path;
        if (!path.open() || lost(box, path)) {
            return;
        }
        byte[] answer = Messages.answer(box, datagram, elapsed.millis());
        if (answer == null || lost(box, path)) {
            return;
        }
        if (path.delayMillis() == 0) {
            channel.send(ByteBuffer.wrap(answer), asker);
        } else {
            double share = 0.8 + 0.4 * box.dice.nextDouble();
            long due = System.nanoTime() + (long) (path.delayMillis() * NANOS_PER_MILLI * share);
            delayed.add(new Delayed(due, box, channel, asker, answer));
        }
    }

    private static boolean lost(Box box, Box.Path path) {
        return path.lossEachWay() > 0 && box.dice.nextDouble() < path.lossEachWay();
    }

    private void sendDue() throws IOException {
        for (Delayed next = delayed.peek();
                next != null && next.dueNanos() - System.nanoTime() <= 0;
                next = delayed.peek()) {
            delayed.remove();
            if (next.box().path.open()) {
                next.channel().send(ByteBuffer.wrap(next.answer()), next.target());
            }
        }
    }
}
