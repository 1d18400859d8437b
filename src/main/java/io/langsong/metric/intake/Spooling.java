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

    private final String name;
    private final SampleSink store;
    private final SpoolFolder folder;
    private final Rejects rejects;

    /** Held while the store is written to; the new waits at most for one batch of the old. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Condition changed = lock.newCondition();
    private final OncePerMinute sayAway = new OncePerMinute();
    /** Null while the folder can not be used, which is tried again with each batch. */
    private @Nullable Spool spool;

    private @Nullable Thread thread;
    private boolean stopping;
    private long retryAt = System.nanoTime();
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
        lastMeasured = measured();
        lock.unlock();
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
            log.error("spool can not be used folder={} reason={}", folder.folder(), e.toString());
        } finally {
            unlock();
        }
        drain.start();
    }

    /** To be called when nothing is written any more. */
    void stop() {
        Thread drain;
        lock.lock();
        try {
            stopping = true;
            drain = thread;
            thread = null;
            changed.signalAll();
        } finally {
            unlock();
        }
        try {
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
            if (failuresInARow > 0 && retryAt - System.nanoTime() > 0) {
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
                take().ifPresent(this::offer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Spool.Taken> take() {
        lock.lock();
        try {
            Spool open = spool;
            return open == null ? Optional.empty() : open.take();
        } finally {
            unlock();
        }
    }

    /** @return false at the end */
    private boolean awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!stopping) {
                long wait = failuresInARow > 0 ? retryAt - System.nanoTime() : 0;
                if (state().waiting() == 0) {
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
            try {
                sieve.write(taken.batch());
            } catch (RuntimeException failure) {
                away(failure);
                from.failed(taken);
                return;
            }
            from.done(taken);
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
