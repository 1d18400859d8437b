package io.langsong.event;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps messages on its own thread, a batch in one transaction; while the database is away it is tried again until it is back,
 * and the queue before it fills.
 */
@Component
class MessageWriter {
    private static final Logger log = LoggerFactory.getLogger(MessageWriter.class);
    private static final int MOST = 1_000;
    /** So many a second and no more: a database that writes as fast as it can leaves polls no processor. */
    private static final int MOST_A_SECOND = 5_000;

    private static final long LONGEST_PAUSE = 5_000;
    private static final long TRIM_AFTER = 10_000;
    private static final long LONGEST_WAIT_MILLIS = 1_000;
    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Less than the window within which RFC 3414 cannot tell a trap that is played again. */
    private static final long CLOCKS_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final MessageQueue queue;
    private final MessageTable table;
    private final UnknownSenders unknown;
    private final SenderEngines engines;
    private final Counters counters;
    private final EventProperties settings;
    private final TransactionTemplate transaction;
    private final Repeats repeats;
    private @Nullable Thread thread;
    private volatile boolean running;
    private long writtenSinceTrim = TRIM_AFTER;
    private long clocksAtNanos;

    /** @param transaction refuses when another server has taken over */
    MessageWriter(
            MessageQueue queue,
            MessageTable table,
            UnknownSenders unknown,
            SenderEngines engines,
            Counters counters,
            EventProperties settings,
            @Qualifier("fencedTransactions") TransactionTemplate transaction) {
        this.queue = queue;
        this.table = table;
        this.unknown = unknown;
        this.engines = engines;
        this.counters = counters;
        this.settings = settings;
        this.transaction = transaction;
        this.repeats = new Repeats(settings.repeatWindow());
    }

    void start() {
        running = true;
        Thread writing = new Thread(this::run, "event-writer");
        thread = writing;
        writing.start();
    }

    /** Ends after what is queued has been written, or after ten seconds without the database. */
    void stop() throws InterruptedException {
        running = false;
        Thread ending = thread;
        thread = null;
        if (ending != null) {
            queue.wake();
            ending.join(10_000);
            ending.interrupt();
        }
    }

    private void run() {
        long flushedAt = System.nanoTime();
        clocksAtNanos = flushedAt;
        boolean more = true;
        while (more) {
            more = running;
            try {
                List<Heard> batch = new ArrayList<>();
                queue.next(batch, MOST, running ? LONGEST_WAIT_MILLIS : 0);
                boolean flush = !more || System.nanoTime() - flushedAt > FLUSH_NANOS;
                if (flush) {
                    flushedAt = System.nanoTime();
                }
                if (flush || !batch.isEmpty()) {
                    long begun = System.nanoTime();
                    write(batch, flush);
                    rest(batch.size(), begun);
                }
                more |= !queue.isEmpty();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException fault) {
                log.error("messages not kept", fault);
            }
        }
    }

    private void rest(int written, long begunNanos) throws InterruptedException {
        long left = begunNanos + TimeUnit.SECONDS.toNanos(written) / MOST_A_SECOND - System.nanoTime();
        if (left > 0 && running) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    /** Until it is written, or until another server is the active one. */
    private void write(List<Heard> batch, boolean flush) throws InterruptedException {
        long pause = 100;
        boolean clocks = flush && (!running || System.nanoTime() - clocksAtNanos > CLOCKS_NANOS);
        while (true) {
            try {
                Repeats.Plan plan = transaction.execute(status -> writeOnce(batch, flush, clocks));
                counters.stored.add(plan.rows().size());
                counters.repeated.add(plan.repeated());
                if (clocks) {
                    clocksAtNanos = System.nanoTime();
                    engines.written();
                }
                return;
            } catch (OptimisticLockingFailureException another) {
                lose(batch, "another server is active");
                return;
            } catch (DataIntegrityViolationException fault) {
                lose(batch, String.valueOf(fault.getMessage()));
                return;
            } catch (DataAccessException | TransactionException away) {
                repeats.forget();
                if (pause == 100 || pause >= LONGEST_PAUSE) {
                    log.warn("messages wait for the database count={} reason={}", batch.size(), away.getMessage());
                }
                if (!running && pause >= LONGEST_PAUSE) {
                    lose(batch, "the database is away at stop");
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE);
            } catch (RuntimeException fault) {
                log.error("messages not written", fault);
                lose(batch, "a fault of ours");
                return;
            }
        }
    }

    private void lose(List<Heard> batch, String why) {
        repeats.forget();
        counters.lost.add(batch.size());
        if (!batch.isEmpty()) {
            log.error("messages lost count={} reason={}", batch.size(), why);
        }
    }

    private Repeats.Plan writeOnce(List<Heard> batch, boolean flush, boolean clocks) {
        if (flush) {
            unknown.flush();
        }
        if (clocks) {
            engines.flush();
        }
        Repeats.Plan plan = new Repeats.Plan(List.of(), List.of(), 0);
        if (!batch.isEmpty()) {
            plan = repeats.plan(batch, table.numbers(batch.size()));
            table.insert(plan.rows());
            table.count(plan.again());
            writtenSinceTrim += plan.rows().size();
        }
        if (writtenSinceTrim > TRIM_AFTER) {
            writtenSinceTrim = 0;
            int gone = table.trim(settings.mostRows());
            if (gone > 0) {
                log.warn("messages beyond langsong.event.most-rows={} removed count={}", settings.mostRows(), gone);
            }
        }
        return plan;
    }
}
