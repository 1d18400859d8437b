package io.langsong.polling;

import io.langsong.snmp.SnmpEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: devices spread evenly over their interval, and what is due together leaves together. Lives on the engine's
 * loop, but for its figures.
 */
final class PollSchedule {
    /** A device that is down is asked at least so often, domain rule; */
    private static final Duration RETURN_INTERVAL = Duration.ofSeconds(10);
    /** and so often within it, since a lost datagram must not date its return: it takes several to be sure of one. */
    private static final int RETURN_TRIES = 4;

    /**
     * What is due within it leaves together, so much too early at most: a loop that wakes for each device alone spends most of
     * its time waking, and finds nothing of what it needs near the processor.
     */
    private static final long LONGEST_BATCH_NANOS = Duration.ofSeconds(1).toNanos();

    /** The same as a share of the device's interval, which is kept to that. */
    private static final int BATCHES_AN_INTERVAL = 30;

    /** So many leave together; their answers must find room in the queues on their way. */
    private static final int MOST_EARLY = 256;
    /** Conjugate of the golden ratio: its multiples, modulo 1, stay evenly spread however many there are. */
    private static final double SPREAD = 0.6180339887498949;

    private final PollingProperties settings;
    private final Consumer<PollTask> ask;
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Lateness lateness = new Lateness();
    private final LongAdder missed = new LongAdder();
    private volatile @Nullable SnmpEngine engine;
    private long startNanos;
    private long placed;
    private long nextTick = Long.MAX_VALUE;

    private record Due(long at, PollTask task, long version) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(at, other.at);
        }
    }

    /**
     * @param settings of which the timeout counts: so far apart are tries that confirm a silence
     * @param ask takes who is due
     */
    PollSchedule(PollingProperties settings, Consumer<PollTask> ask) {
        this.settings = settings;
        this.ask = ask;
    }

    /** Before anything is placed. */
    void start(SnmpEngine on) {
        startNanos = System.nanoTime();
        engine = on;
    }

    /** After the engine has been closed. */
    void stop() {
        engine = null;
        queue.clear();
        nextTick = Long.MAX_VALUE;
    }

    /** How late polls left, 99 of 100 of the last few thousand. Any thread. */
    double latenessP99Millis() {
        return lateness.p99Millis();
    }

    /** Turns that passed while the poll before was not over. Any thread. */
    long missed() {
        return missed.sum();
    }

    /** Gives a device its place in the interval. */
    void place(PollTask task) {
        task.phaseNanos = (long) ((placed++ * SPREAD % 1.0) * task.intervalNanos);
    }

    /** A device is not asked at present: decides when it is next. */
    void next(PollTask task, long now) {
        long at;
        if (task.cadence == Cadence.REGULAR) {
            // A turn that is due within a batch has been taken, or the device would be asked twice.
            long elapsed = now - startNanos - task.phaseNanos + batch(task);
            long slot = Math.floorDiv(elapsed, task.intervalNanos) + 1;
            at = startNanos + task.phaseNanos + slot * task.intervalNanos;
            if (task.slot >= 0 && slot > task.slot + 1) {
                missed.add(slot - task.slot - 1);
            }
            task.slot = slot;
        } else if (task.cadence == Cadence.CONFIRMING) {
            task.slot = -1;
            at = now + settings.timeout().toNanos();
        } else {
            task.slot = -1;
            at = now + Math.min(task.intervalNanos, RETURN_INTERVAL.toNanos()) / RETURN_TRIES;
        }
        queue.add(new Due(at, task, ++task.version));
        wakeAt(at, now);
    }

    private static boolean isTurn(Due next, long now, int before) {
        return next.at() - now <= (before < MOST_EARLY ? batch(next.task()) : 0);
    }

    private static long batch(PollTask task) {
        return Math.min(LONGEST_BATCH_NANOS, task.intervalNanos / BATCHES_AN_INTERVAL);
    }

    private void wakeAt(long at, long now) {
        SnmpEngine loop = engine;
        if (at < nextTick && loop != null) {
            nextTick = at;
            loop.schedule(() -> tick(at), Duration.ofNanos(Math.max(0, at - now)));
        }
    }

    /** Asks whatever is due; what the engine is given here leaves in one flush. */
    private void tick(long planned) {
        if (planned != nextTick) {
            return;
        }
        nextTick = Long.MAX_VALUE;
        long now = System.nanoTime();
        List<PollTask> due = new ArrayList<>();
        for (Due next = queue.peek(); next != null && isTurn(next, now, due.size()); next = queue.peek()) {
            queue.poll();
            PollTask task = next.task();
            if (next.version() != task.version || task.inFlight || task.gone) {
                continue;
            }
            lateness.add(Math.max(0, now - next.at()));
            if (task.cadence == Cadence.REGULAR && now - next.at() > task.intervalNanos) {
                // We stood still: all would be asked at once, and again in their turn.
                next(task, now);
            } else {
                due.add(task);
            }
        }
        due.forEach(ask);
        Due next = queue.peek();
        if (next != null) {
            wakeAt(next.at(), now);
        }
    }
}
