package io.langsong.metric.intake;

import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Counts;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded buffer in front of a store, and the one thread that writes from it. When the store is away samples wait here
 * and are offered again, at growing distances; when the buffer is full the oldest go. Any thread may call.
 */
public final class SampleIntake {
    /** Both stores can hold what lies between 1970 and this, and no clock that works tells another time. */
    private static final long LATEST_SECOND =
            Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();

    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration LONGEST_FLUSH = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(SampleIntake.class);

    private final String store;
    private final SampleSink sink;
    private final @Nullable Spooling spooling;
    private final Rejects rejects;
    private final int capacity;
    private final int batchSize;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SampleRing ring = new SampleRing();
    private final OncePerMinute sayAway = new OncePerMinute();
    private final OncePerMinute sayDropped = new OncePerMinute();
    private final OncePerMinute sayRejected = new OncePerMinute();

    /** The oldest samples, being written or to be offered again. */
    private @Nullable Batch pending;

    private boolean writing;
    private @Nullable Thread thread;
    private boolean stopping;
    private long oldestSince;
    private long retryAt;
    private int failuresInARow;
    private long failures;
    private long accepted;
    private long left;
    private long leftAheadOfPending;
    private long urgentUntil;
    private long appended;
    private long stored;
    private long dropped;
    private long rejected;
    private @Nullable String lastError;

    /**
     * @param store its name in logs and of its thread, e.g. {@code embedded}
     * @param capacity samples kept while the store is away, 20 bytes each
     * @param batchSize samples handed over at once, at most
     * @param spool where samples go while the store is away; null: they wait in memory
     */
    public SampleIntake(String store, SampleSink sink, int capacity, int batchSize, @Nullable SpoolFolder spool) {
        this.store = store;
        this.rejects = new Rejects(spool == null ? null : spool.rejects());
        this.spooling = spool == null ? null : new Spooling(store, sink, spool, rejects);
        this.sink = spooling == null ? sink : spooling;
        this.capacity = capacity;
        this.batchSize = Math.min(batchSize, capacity);
    }

    public void start() {
        if (spooling != null) {
            spooling.start();
        }
        Thread writer = new Thread(this::run, "metric-" + store);
        lock.lock();
        try {
            stopping = false;
            thread = writer;
        } finally {
            lock.unlock();
        }
        writer.start();
    }

    /** Writes what waits, for at most some seconds, and ends the thread. */
    public void stop() {
        Thread writer;
        lock.lock();
        try {
            writer = thread;
            thread = null;
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (writer == null) {
            return;
        }
        try {
            writer.join(LONGEST_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.interrupt();
        if (spooling != null) {
            rescue(spooling);
        }
        int waiting = inMemory();
        if (waiting > 0) {
            log.error("samples lost at stop store={} samples={}", store, waiting);
        }
        if (spooling != null) {
            spooling.stop();
        }
    }

    /** What the store would not take in time goes to disk; twice is as good as once. */
    private void rescue(Spooling spooling) {
        try {
            for (Batch batch = oldest(); batch != null; batch = oldest()) {
                spooling.rescue(batch);
                gone(batch);
            }
        } catch (IOException e) {
            lock.lock();
            try {
                lastError = oneLine(e);
            } finally {
                lock.unlock();
            }
            log.error("samples not kept on disk at stop store={} reason={}", store, e.toString());
        }
    }

    private @Nullable Batch oldest() {
        lock.lock();
        try {
            if (pending == null && ring.size() > 0) {
                pending = ring.take(batchSize);
            }
            return pending;
        } finally {
            lock.unlock();
        }
    }

    private void gone(Batch batch) {
        lock.lock();
        try {
            pending = null;
            left += batch.size() + leftAheadOfPending;
            leftAheadOfPending = 0;
            writing = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void append(List<Sample> samples) {
        lock.lock();
        try {
            boolean first = ring.size() == 0;
            if (first) {
                oldestSince = System.nanoTime();
            }
            for (Sample sample : samples) {
                appended++;
                if (canBeKept(sample)) {
                    accepted++;
                    ring.add(sample.of(), sample.at().toEpochMilli(), sample.bits());
                } else {
                    rejected++;
                    lastError = "A sample that is no finite number or of no possible time was rejected: " + sample;
                }
            }
            makeRoom();
            // In between the writer waits for its second to be over, and has nothing to wake for.
            if (first || ring.size() >= batchSize) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean canBeKept(Sample sample) {
        long second = sample.at().getEpochSecond();
        return second >= 0
                && second < LATEST_SECOND
                // First what is at hand: the metric of each sample lies elsewhere in memory.
                && (Double.isFinite(Double.longBitsToDouble(sample.bits()))
                        || sample.metric().kind() != Metric.Kind.GAUGE);
    }

    private void makeRoom() {
        int tooMany = waiting() - capacity;
        if (tooMany <= 0) {
            return;
        }
        int gone = 0;
        if (pending != null && !writing) {
            gone = Math.min(tooMany, pending.size());
            pending = gone == pending.size() ? null : pending.part(gone, pending.size());
            left += gone;
        }
        int behind = Math.min(tooMany - gone, ring.size());
        ring.drop(behind);
        if (writing) {
            leftAheadOfPending += behind;
        } else {
            left += behind;
        }
        dropped += gone + behind;
        if (sayDropped.now()) {
            log.error("samples dropped store={} dropped={} waiting={} reason={}", store, dropped, waiting(), lastError);
        }
    }

    private int waiting() {
        return ring.size() + (pending == null ? 0 : pending.size());
    }

    /** As {@link io.langsong.metric.MetricStore#flush}. */
    public void flush() {
        lock.lock();
        try {
            long target = accepted;
            long failuresBefore = failures;
            long deadline = System.nanoTime() + LONGEST_FLUSH.toNanos();
            urgentUntil = Math.max(urgentUntil, target);
            changed.signalAll();
            while (left < target) {
                if (failures != failuresBefore) {
                    throw new MetricStoreException(lastError == null ? "The metric store is away" : lastError);
                }
                long patience = deadline - System.nanoTime();
                if (thread == null || patience <= 0) {
                    throw new MetricStoreException(
                            thread == null
                                    ? "The metric store is not running"
                                    : "The metric store did not take the samples within " + LONGEST_FLUSH.toSeconds()
                                            + " s; see its log");
                }
                changed.awaitNanos(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MetricStoreException("Interrupted while samples were being written", e);
        } finally {
            lock.unlock();
        }
    }

    private int inMemory() {
        lock.lock();
        try {
            return waiting();
        } finally {
            lock.unlock();
        }
    }

    public Counts counts() {
        // The spool first: what leaves memory for it in between is counted twice for a moment rather than not at all.
        Spooling.Moved moved = spooling == null ? Spooling.Moved.NOTHING : spooling.moved();
        lock.lock();
        try {
            String error = moved.lastError() == null ? lastError : moved.lastError();
            return new Counts(
                    appended + moved.found(),
                    stored - moved.kept() + moved.drained(),
                    waiting() + moved.waiting(),
                    dropped + moved.lost(),
                    rejected + moved.rejected(),
                    Optional.ofNullable(error));
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (Batch batch = next(); batch != null; batch = next()) {
                offer(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until there is something to write and it is time to; null at the end. */
    private @Nullable Batch next() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                boolean followed = thread != null && thread != Thread.currentThread();
                if (followed || (stopping && (waiting() == 0 || failuresInARow > 0))) {
                    return null;
                }
                long wait = nanosUntilWrite();
                if (wait <= 0) {
                    if (pending == null) {
                        pending = ring.take(batchSize);
                        oldestSince = System.nanoTime();
                    }
                    writing = true;
                    return pending;
                }
                changed.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    private long nanosUntilWrite() {
        if (waiting() == 0) {
            return Long.MAX_VALUE;
        }
        if (stopping || left < urgentUntil) {
            return 0;
        }
        if (failuresInARow > 0) {
            return retryAt - System.nanoTime();
        }
        return ring.size() >= batchSize || pending != null ? 0 : oldestSince + LINGER_NANOS - System.nanoTime();
    }

    private void offer(Batch batch) {
        Sieve sieve = new Sieve(sink, rejects);
        RuntimeException failure = null;
        try {
            sieve.write(batch);
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            // This thread outlives a lack of memory, and tries again.
            failure = new MetricStoreException("The metric store failed: " + e, e);
        }
        lock.lock();
        try {
            if (pending != batch) {
                // It was rescued meanwhile.
                return;
            }
            writing = false;
            if (failure == null) {
                taken(batch, sieve);
            } else {
                away(failure);
            }
            left += leftAheadOfPending;
            leftAheadOfPending = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void taken(Batch batch, Sieve sieve) {
        if (failuresInARow > 0) {
            log.info("metric store is back store={} waiting={} dropped={}", store, waiting(), dropped);
        }
        failuresInARow = 0;
        pending = null;
        left += batch.size();
        stored += batch.size() - sieve.rejected();
        rejected += sieve.rejected();
        if (sieve.rejected() > 0) {
            lastError = sieve.reason();
            if (sayRejected.now()) {
                log.warn("samples rejected store={} rejected={} reason={}", store, rejected, sieve.reason());
            }
        }
    }

    private void away(RuntimeException failure) {
        failures++;
        failuresInARow++;
        urgentUntil = 0;
        lastError = oneLine(failure);
        long backOff = Math.min(LAST_RETRY_NANOS, FIRST_RETRY_NANOS << Math.min(10, failuresInARow - 1));
        long asked = failure instanceof StoreAway away ? away.asksToWait().toNanos() : 0;
        retryAt = System.nanoTime() + Math.max(backOff, asked);
        makeRoom();
        if (sayAway.now()) {
            log.warn(
                    "metric store is away store={} waiting={} dropped={} reason={}",
                    store,
                    waiting(),
                    dropped,
                    lastError);
            if (!(failure instanceof MetricStoreException)) {
                log.warn("metric store failed unexpectedly store={}", store, failure);
            }
        }
    }

    /** What a server says may hold anything; in a log it is one line. */
    static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("[\\p{Cntrl}\\s]+", " ");
    }
}
