package io.langsong.metric.intake;

import io.langsong.metric.MetricStoreException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a store, and to a {@link Spool} while that is away. What is new goes to the store first; what waits on disk is written by a thread of
 * its own, between the new batches. One thread writes; any may ask.
 */
final class Spooling implements SampleSink {
    private static final Logger log = LoggerFactory.getLogger(Spooling.class);
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_STOP_MILLIS = 10_000;
    private static final long LONGEST_HELD_UP_MILLIS = 2_000;
    /** What can not be read from the spool, or can not be opened, is tried again after so long. */
    private static final long REREAD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final SampleSink store;
    private final SpoolFolder folder;
    private final Rejects rejects;

    /** Held while the store is written to; the new waits at most for one batch of the old. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Condition changed = lock.newCondition();
    private final OncePerMinute sayAway = new OncePerMinute();
    private final OncePerMinute sayUnreadable = new OncePerMinute();
    /** Null while the folder can not be used, which is tried again. */
    private volatile @Nullable Spool spool;

    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    private long retryAt = System.nanoTime();
    private long rereadAt = System.nanoTime();
    private int failuresInARow;
    private long found;
    /** Samples that wait on disk while it is not open. */
    private long closedWith;

    private long lost;
    private long kept;
    private long drained;
    private long rejected;
    private @Nullable String lastError;
    private volatile Moved lastMeasured = Moved.NOTHING;

    /** @param name of the store, in logs and of the thread */
    Spooling(String name, SampleSink store, SpoolFolder folder, Rejects rejects) {
        this.name = name;
        this.store = store;
        this.folder = folder;
        this.rejects = rejects;
    }

    /**
     * @param found samples that were on disk from the start
     * @param kept samples that went to disk since the start
     * @param drained samples that went from disk to the store
     * @param rejected samples from disk that the store will never take
     * @param waiting samples on disk
     * @param lost samples that went from disk since there was no room, or that were damaged there
     */
    record Moved(
            long found,
            long kept,
            long drained,
            long rejected,
            long waiting,
            long lost,
            @Nullable String lastError) {
        static final Moved NOTHING = new Moved(0, 0, 0, 0, 0, 0, null);
    }

    /** Never waits for the store: while it is written to what was true when that began, which it still is. */
    Moved moved() {
        if (!lock.tryLock()) {
            return lastMeasured;
        }
        try {
            return measured();
        } finally {
            lock.unlock();
        }
    }

    private Moved measured() {
        Spool.State now = state();
        return new Moved(found, kept, drained, rejected, now.waiting(), lost + now.lost(), lastError);
    }

    private void unlock() {
        try {
            lastMeasured = measured();
        } finally {
            lock.unlock();
        }
    }

    private Spool.State state() {
        Spool open = spool;
        return open == null ? new Spool.State(closedWith, 0, 0) : open.state();
    }

    private Spool opened() throws IOException {
        Spool open = spool;
        if (open == null) {
            open = folder.open();
            spool = open;
            found += open.found() - closedWith;
            closedWith = 0;
        }
        return open;
    }

    void start() {
        Thread drain = new Thread(this::drain, "metric-" + name + "-spool");
        lock.lock();
        try {
            stopping = false;
            thread = drain;
            opened();
        } catch (IOException e) {
            rereadAt = System.nanoTime() + REREAD_NANOS;
            log.error("spool can not be used folder={} reason={}", folder.folder(), e.toString());
        } finally {
            unlock();
        }
        drain.start();
    }

    /**
     * Puts on disk what the one thread that writes does not get rid of, since the store holds it up. Never waits for the store.
     *
     * @throws IOException when the disk does not take it
     */
    void rescue(Batch batch) throws IOException {
        Spool open = spool;
        if (open == null) {
            throw new IOException("The spool is not open");
        }
        open.append(batch);
    }

    /** To be called when nothing is written any more. */
    void stop() {
        Thread drain = thread;
        thread = null;
        stopping = true;
        try {
            if (!lock.tryLock(LONGEST_HELD_UP_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn("metric store is still being written to, its spool stays open store={}", name);
                return;
            }
            changed.signalAll();
            unlock();
            if (drain != null) {
                drain.join(LONGEST_STOP_MILLIS);
            }
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("spool can not be closed reason={}", e.toString());
        }
    }

    private void close() throws IOException {
        lock.lock();
        try (Spool open = spool) {
            if (open != null) {
                closedWith = open.state().waiting();
                lost += open.state().lost();
                spool = null;
            }
        } finally {
            unlock();
        }
    }

    @Override
    public void write(Batch batch) throws SamplesRefused {
        lock.lock();
        try {
            if (mustWait()) {
                keep(batch, null);
                return;
            }
            lastMeasured = measured();
            try {
                store.write(batch);
                back();
            } catch (RuntimeException failure) {
                away(failure);
                keep(batch, failure);
            }
        } finally {
            unlock();
        }
    }

    private boolean mustWait() {
        return failuresInARow > 0 && retryAt - System.nanoTime() > 0;
    }

    private void keep(Batch batch, @Nullable RuntimeException failure) {
        try {
            opened().append(batch);
            kept += batch.size();
            changed.signalAll();
        } catch (IOException e) {
            throw new MetricStoreException(
                    "%s; and the spool does not take samples, see that its disk is not full: %s"
                            .formatted(lastError, e.getMessage()),
                    failure == null ? e : failure);
        }
    }

    private void back() {
        if (failuresInARow > 0) {
            failuresInARow = 0;
            log.info("metric store is back store={} spooled={}", name, state().waiting());
            changed.signalAll();
        }
    }

    private void away(RuntimeException failure) {
        failuresInARow++;
        lastError = SampleIntake.oneLine(failure);
        long backOff = Math.min(LAST_RETRY_NANOS, FIRST_RETRY_NANOS << Math.min(10, failuresInARow - 1));
        long asked = failure instanceof StoreAway away ? away.asksToWait().toNanos() : 0;
        retryAt = System.nanoTime() + Math.max(backOff, asked);
        if (sayAway.now()) {
            log.warn("metric store is away store={} spooled={} reason={}", name, state().waiting(), lastError);
            if (!(failure instanceof MetricStoreException)) {
                log.warn("metric store failed unexpectedly store={}", name, failure);
            }
        }
    }

    private void drain() {
        try {
            while (awaitWork()) {
                takeAndOffer();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** This thread outlives what goes wrong for a moment, a lack of memory too. */
    private void takeAndOffer() {
        try {
            take().ifPresent(this::offer);
        } catch (IOException | RuntimeException | Error e) {
            rereadLater(e);
        }
    }

    private Optional<Spool.Taken> take() throws IOException {
        lock.lock();
        try {
            return opened().take();
        } finally {
            unlock();
        }
    }

    private void rereadLater(Throwable e) {
        lock.lock();
        try {
            rereadAt = System.nanoTime() + REREAD_NANOS;
            if (sayUnreadable.now()) {
                log.error(
                        "spool can not be read, will be tried again folder={} reason={}",
                        folder.folder(),
                        e.toString());
            }
        } finally {
            unlock();
        }
    }

    /** @return false at the end */
    private boolean awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // After a stop that did not wait for it, another may have followed.
            while (!stopping && thread == Thread.currentThread()) {
                long now = System.nanoTime();
                long wait = Math.max(rereadAt - now, failuresInARow > 0 ? retryAt - now : 0);
                if (spool != null && state().waiting() == 0) {
                    changed.await();
                } else if (wait > 0) {
                    changed.awaitNanos(wait);
                } else {
                    return true;
                }
            }
            return false;
        } finally {
            unlock();
        }
    }

    private void offer(Spool.Taken taken) {
        lock.lock();
        try {
            Spool from = Objects.requireNonNull(spool);
            Sieve sieve = new Sieve(store, rejects);
            lastMeasured = measured();
            if (mustWait()) {
                // A new batch was refused since this one was taken.
                from.failed(taken);
                return;
            }
            boolean done = false;
            try {
                sieve.write(taken.batch());
                done = true;
            } catch (RuntimeException failure) {
                away(failure);
                return;
            } finally {
                if (done) {
                    from.done(taken);
                } else {
                    from.failed(taken);
                }
            }
            rejected += sieve.rejected();
            drained += taken.batch().size() - sieve.rejected();
            if (sieve.reason() != null) {
                lastError = sieve.reason();
            }
            back();
        } finally {
            unlock();
        }
    }
}
