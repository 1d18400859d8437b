package io.langsong.outage;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes turning points, in the order they were judged, on its own thread, so that judgement never waits for the database: a
 * batch is one transaction, and while the database is away it is tried again until it is back. What was judged and not
 * yet written when the program dies is judged again after its start, from the devices themselves.
 */
@Component
public class OutageRecorder implements TurnRecord {
    private static final Logger log = LoggerFactory.getLogger(OutageRecorder.class);

    private static final Duration BEAT = Duration.ofSeconds(2);
    /** How long the outage of a device that others hang on waits for theirs, so that one transaction tells the whole story. */
    private static final Duration LINGER = Duration.ofMillis(900);

    /** After so long people are told what is not written yet: most restarts of a database are over by then. */
    private static final Duration UNWRITTEN_TOLD_AFTER = Duration.ofSeconds(10);

    private static final int MOST_TURNS = 2_000;
    private static final int IDLE_MILLIS = 1_000;
    private static final long SHORTEST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    /** No pause between two tries is as long. */
    private static final Duration STOOD_STILL = Duration.ofSeconds(10);

    private final OutageTable table;
    private final Inventory inventory;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final LongSupplier nanos;
    private final LinkedBlockingQueue<List<Turn>> turns = new LinkedBlockingQueue<>();
    private volatile Instant lookedAt = Instant.EPOCH;
    private volatile Instant lookedUntil = Instant.EPOCH;
    private volatile @Nullable Thread thread;
    private volatile boolean running;
    /** Since when it is tried to write what is written next; null while nothing is. */
    private volatile @Nullable Long writingSince;

    /** @param transaction refuses when another server has taken over */
    @Autowired
    OutageRecorder(
            OutageTable table,
            Inventory inventory,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock,
            ApplicationEventPublisher events) {
        this(table, inventory, transaction, clock, events, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    OutageRecorder(
            OutageTable table,
            Inventory inventory,
            TransactionTemplate transaction,
            Clock clock,
            ApplicationEventPublisher events,
            LongSupplier nanos) {
        this.table = table;
        this.inventory = inventory;
        this.transaction = transaction;
        this.clock = clock;
        this.events = events;
        this.nanos = nanos;
    }

    public void start() {
        running = true;
        thread = new Thread(this::run, "outage-recorder");
        thread.start();
    }

    /** Ends after what is queued has been written, or after ten seconds without the database. */
    public void stop() throws InterruptedException {
        running = false;
        Thread ending = thread;
        if (ending != null) {
            // So that it need not be waited for until it looks again.
            turns.add(List.of());
            ending.join(10_000);
            ending.interrupt();
        }
    }

    /**
     * Before {@link #start}: closes what the last run left open, at its last beat, and forgets what an earlier run in this
     * process could not write, since another server may have judged meanwhile.
     *
     * @throws DataAccessException when the database is away
     * @throws IllegalStateException while an earlier run is still writing
     */
    @Override
    public List<OpenRow> recover() {
        Thread earlier = thread;
        if (earlier != null && earlier.isAlive()) {
            throw new IllegalStateException(
                    "the outage recorder's earlier run has not ended; it waits for the database");
        }
        turns.clear();
        Instant now = clock.instant();
        return transaction.execute(status -> {
            Instant beat = table.lastBeat().orElse(now);
            lookedUntil = beat;
            lookedAt = beat.isAfter(now) ? beat : now;
            table.endAllWatches(beat);
            table.beat(lookedAt);
            return table.open();
        });
    }

    @Override
    public Instant lookedUntil() {
        return lookedUntil;
    }

    @Override
    public Optional<Instant> blindSince() {
        return table.blindSince();
    }

    @Override
    public void submit(List<Turn> together) {
        if (!together.isEmpty()) {
            turns.add(together);
        }
    }

    @Override
    public void lookedAt(Instant now) {
        lookedAt = now;
    }

    /** Turning points waiting to be written; what is to be written together counts once. */
    public int waiting() {
        return turns.size();
    }

    /** Whether it was begun and writes no more: an error of ours, which a start of the program ends. */
    public boolean hasDied() {
        Thread begun = thread;
        return running && begun != null && !begun.isAlive();
    }

    /** For how long what is to be written next could not be; zero while nothing waits. */
    public Duration unwrittenFor() {
        Long since = writingSince;
        return since == null ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - since);
    }

    private void run() {
        long lastBeat = System.nanoTime();
        // What was taken and is not written yet: an error in between must not lose it.
        List<List<Turn>> batch = new ArrayList<>();
        Instant beat = lookedAt;
        boolean more = true;
        while (more) {
            more = running;
            try {
                if (batch.isEmpty()) {
                    // Before the batch is taken, so that no beat is later than what is written with it.
                    beat = lookedAt;
                    takeInto(batch);
                }
                if (!more || !batch.isEmpty() || System.nanoTime() - lastBeat >= BEAT.toNanos()) {
                    lastBeat = System.nanoTime();
                    write(batch.stream().flatMap(List::stream).toList(), beat);
                    batch.clear();
                }
                more |= !turns.isEmpty();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                // After an error too, such as a lack of memory for a moment, what turns must be written.
                log.error("outage record goes on after an error turns={}", batch.size(), e);
            }
        }
    }

    private void takeInto(List<List<Turn>> batch) throws InterruptedException {
        List<Turn> first = turns.poll(running ? IDLE_MILLIS : 0, TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        batch.add(first);
        turns.drainTo(batch, MOST_TURNS);
        long deadline = System.nanoTime() + LINGER.toNanos();
        int seen = 0;
        boolean linger = false;
        while (running && batch.size() < MOST_TURNS) {
            for (; seen < batch.size(); seen++) {
                linger |= batch.get(seen).stream().anyMatch(this::hidesOthers);
            }
            long left = deadline - System.nanoTime();
            List<Turn> next = linger && left > 0 ? turns.poll(left, TimeUnit.NANOSECONDS) : null;
            if (next == null) {
                break;
            }
            batch.add(next);
        }
    }

    private boolean hidesOthers(Turn turn) {
        return turn instanceof Turn.Began began
                && began.condition() == Condition.DOWN
                && began.object().kind() == ObjectRef.Kind.DEVICE
                && !inventory
                        .snapshot()
                        .directlyBehind(new DeviceId(began.object().id()))
                        .isEmpty();
    }

    /** Until it is written, or until another server judges: then these turning points are its own to find. */
    private void write(List<Turn> batch, Instant beat) throws InterruptedException {
        writingSince = nanos.getAsLong();
        try {
            tryToWrite(batch, beat);
        } finally {
            writingSince = null;
        }
    }

    private void tryToWrite(List<Turn> batch, Instant beat) throws InterruptedException {
        long pause = SHORTEST_PAUSE_MILLIS;
        long begun = nanos.getAsLong();
        long paused = begun;
        Set<Turn> told = new HashSet<>();
        while (true) {
            long tried = nanos.getAsLong();
            if (tried - paused >= STOOD_STILL.toNanos()) {
                // Not the database was away but this process, and another server may have taken over meanwhile.
                begun = tried;
            }
            try {
                transaction.executeWithoutResult(status -> {
                    batch.forEach(table::apply);
                    table.beat(beat);
                });
                return;
            } catch (OptimisticLockingFailureException another) {
                log.warn("outage record leaves turns={} to the active server: {}", batch.size(), another.getMessage());
                return;
            } catch (DataAccessException | TransactionException away) {
                if (pause == SHORTEST_PAUSE_MILLIS || pause >= LONGEST_PAUSE_MILLIS) {
                    log.warn(
                            "outage record waits for the database turns={} reason={}", batch.size(), away.getMessage());
                }
            } catch (RuntimeException | Error ours) {
                // Such as a lack of memory for a moment, which must not lose them.
                if (pause == SHORTEST_PAUSE_MILLIS || pause >= LONGEST_PAUSE_MILLIS) {
                    log.error("outage record tries again after an error turns={}", batch.size(), ours);
                }
            }
            // By a try that began so late: in the first one this process may have stood still as long as it took.
            if (running && tried - begun >= UNWRITTEN_TOLD_AFTER.toNanos()) {
                tellUnwritten(batch, told);
            }
            if (!running && pause >= LONGEST_PAUSE_MILLIS) {
                log.error("outage record lost turns={} at stop, they could not be written", batch.size());
                return;
            }
            paused = nanos.getAsLong();
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    /**
     * People must not wait for the database.
     *
     * @param told those of which they know; grows
     */
    private void tellUnwritten(List<Turn> batch, Set<Turn> told) {
        List<Turn> waiting = new ArrayList<>(batch);
        turns.forEach(waiting::addAll);
        List<OutagesUnwritten.Unwritten> fresh = waiting.stream()
                .filter(OutageRecorder::isDeviceDownByItself)
                .filter(told::add)
                .map(Turn.Began.class::cast)
                .map(began -> new OutagesUnwritten.Unwritten(
                        began.object(), began.from().best()))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        try {
            events.publishEvent(new OutagesUnwritten(fresh));
        } catch (RuntimeException | Error e) {
            log.error("outages that are not written yet could not be told outages={}", fresh.size(), e);
        }
    }

    private static boolean isDeviceDownByItself(Turn turn) {
        return turn instanceof Turn.Began began
                && began.condition() == Condition.DOWN
                && began.object().kind() == ObjectRef.Kind.DEVICE
                && began.object().equals(began.root());
    }
}
