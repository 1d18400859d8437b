package io.langsong.collector;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of one line, one piece after the other. While much is under way nothing more is read from the line, so that what waits is
 * bounded. Any thread.
 */
final class Lane {
    /** More than a collector has in flight, so that the ping behind its batches is heard however slow the database is. */
    static final int MOST_UNDER_WAY = 8;
    /** What all lines together may have waiting before each may have one piece of work alone. */
    static final long MOST_OCTETS = 64 << 20;

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final Channel channel;
    private final Executor workers;
    private final AtomicLong octetsOfAll;
    private final Deque<Work> waiting = new ArrayDeque<>();
    private boolean writable = true;
    private boolean running;
    private boolean over;

    private record Work(int octets, Runnable what) {}

    Lane(Channel channel, Executor workers, AtomicLong octetsOfAll) {
        this.channel = channel;
        this.workers = workers;
        this.octetsOfAll = octetsOfAll;
    }

    synchronized void add(int octets, Runnable what) {
        if (over) {
            return;
        }
        octetsOfAll.addAndGet(octets);
        waiting.add(new Work(octets, what));
        adjustReading();
        if (!running) {
            begin();
        }
    }

    private void begin() {
        try {
            workers.execute(this::step);
            running = true;
        } catch (RejectedExecutionException stopping) {
            var unused = channel.close();
        }
    }

    /** One piece, then another line's turn. */
    private void step() {
        Work next;
        synchronized (this) {
            Work first = waiting.peek();
            if (first == null) {
                running = false;
                return;
            }
            next = first;
        }
        try {
            next.what().run();
        } catch (RuntimeException failed) {
            log.warn("work of a collector's line failed, it has to come again reason={}", failed.toString());
            var unused = channel.close();
        } finally {
            done(next);
        }
    }

    private synchronized void done(Work work) {
        octetsOfAll.addAndGet(-work.octets());
        waiting.remove(work);
        adjustReading();
        running = false;
        if (!waiting.isEmpty()) {
            begin();
        }
    }

    /** Whether what is sent leaves. */
    synchronized void writable(boolean leaves) {
        writable = leaves;
        adjustReading();
    }

    private void adjustReading() {
        boolean crowded = waiting.size() >= MOST_UNDER_WAY || (!waiting.isEmpty() && octetsOfAll.get() > MOST_OCTETS);
        boolean read = writable && !crowded;
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    /** What did not begin is forgotten: the collector sends it again. */
    synchronized void end() {
        over = true;
        Work first = running ? waiting.poll() : null;
        waiting.forEach(work -> octetsOfAll.addAndGet(-work.octets()));
        waiting.clear();
        if (first != null) {
            waiting.add(first);
        }
    }
}
