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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Duration DAY = Duration.ofDays(1);

    private static final int MOST_TURNS = 2_000;
    private static final int IDLE_MILLIS = 1_000;

    private final OutageTable table;
    private final Inventory inventory;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final LinkedBlockingQueue<List<Turn>> turns = new LinkedBlockingQueue<>();
    private volatile Instant lookedAt = Instant.EPOCH;
    private volatile Instant lookedUntil = Instant.EPOCH;
    private @Nullable Thread thread;
    private volatile boolean running;

    /** @param transaction refuses when another server has taken over */
    OutageRecorder(
            OutageTable table,
            Inventory inventory,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock,
            ApplicationEventPublisher events) {
        this.table = table;
        this.inventory = inventory;
        this.transaction = transaction;
        this.clock = clock;
        this.events = events;
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
            lookedUntil = isCredible(beat, now) ? beat : now;
            lookedAt = lookedUntil.isAfter(now) ? lookedUntil : now;
            table.endAllWatches(lookedUntil);
            table.beat(lookedAt);
            return table.open();
        });
    }

    /**
     * Whether somebody can have looked last at {@code beat}. Where it lies ahead, either the clock is behind now, as that of a machine is which has no
     * battery and does not know the time yet, or it was ahead then. By a day it does not matter, since somebody looks from now on until then; by more
     * it is behind now if it says that nobody had looked ever.
     */
    private boolean isCredible(Instant beat, Instant now) {
        return beat.isBefore(now.plus(DAY))
                || table.firstWatch().filter(now::isBefore).isPresent();
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

    private void run() {
        long lastBeat = System.nanoTime();
        boolean more = true;
        while (more) {
            more = running;
            try {
                // Before the batch is taken, so that no beat is later than what is written with it.
                Instant beat = lookedAt;
                List<Turn> batch = nextBatch();
                if (!more || !batch.isEmpty() || System.nanoTime() - lastBeat >= BEAT.toNanos()) {
                    lastBeat = System.nanoTime();
                    write(batch, beat);
                }
                more |= !turns.isEmpty();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<Turn> nextBatch() throws InterruptedException {
        List<List<Turn>> batch = new ArrayList<>();
        List<Turn> first = turns.poll(running ? IDLE_MILLIS : 0, TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
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
        return batch.stream().flatMap(List::stream).toList();
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
        long pause = 100;
        long begun = System.nanoTime();
        Set<Turn> told = new HashSet<>();
        while (true) {
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
                if (pause == 100 || pause >= 5_000) {
                    log.warn(
                            "outage record waits for the database turns={} reason={}", batch.size(), away.getMessage());
                }
                if (running && System.nanoTime() - begun >= UNWRITTEN_TOLD_AFTER.toNanos()) {
                    tellUnwritten(batch, told);
                }
                if (!running && pause >= 5_000) {
                    log.error("outage record lost turns={} at stop, the database is away", batch.size());
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(pause * 2, 5_000);
            }
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
        } catch (RuntimeException e) {
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
