package io.langsong.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes turning points of alerts in the order they were judged, on its own thread, so that judgement never waits for the
 * database: a batch is one transaction, and while the database is away it is tried again until it is back. What was judged and
 * not yet written when the program dies is judged again after its start, from the samples that come.
 */
@Component
public class AlertRecorder {
    private static final Logger log = LoggerFactory.getLogger(AlertRecorder.class);
    private static final int MOST_TURNS = 1_000;
    private static final int IDLE_MILLIS = 1_000;
    private static final long SHORTEST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final AlertTable table;
    private final TransactionTemplate transaction;
    private final LinkedBlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;
    private volatile boolean running;

    /** @param transaction refuses when another server has taken over */
    AlertRecorder(AlertTable table, @Qualifier("fencedTransactions") TransactionTemplate transaction) {
        this.table = table;
        this.transaction = transaction;
    }

    public void start() {
        running = true;
        thread = new Thread(this::run, "alert-recorder");
        thread.start();
    }

    /** Ends after what is queued has been written, or after ten seconds without the database. */
    public void stop() throws InterruptedException {
        running = false;
        Thread ending = thread;
        if (ending != null) {
            ending.join(10_000);
            ending.interrupt();
        }
    }

    /**
     * Before {@link #start}: what lasts, as the record has it. What an earlier run in this process could not write is
     * forgotten, since another server may have judged meanwhile.
     *
     * @throws IllegalStateException while an earlier run is still writing
     */
    List<Lasting> recover() {
        Thread earlier = thread;
        if (earlier != null && earlier.isAlive()) {
            throw new IllegalStateException(
                    "the alert recorder's earlier run has not ended; it waits for the database");
        }
        turns.clear();
        return table.lasting();
    }

    void submit(Turn turn) {
        turns.add(turn);
    }

    /** Turning points waiting to be written. */
    public int waiting() {
        return turns.size();
    }

    private void run() {
        List<Turn> batch = new ArrayList<>();
        while (running || !turns.isEmpty() || !batch.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    takeInto(batch);
                }
                if (!batch.isEmpty()) {
                    write(batch);
                    batch.clear();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                // After an error too, such as a lack of memory for a moment, what turns must be written.
                log.error("alert record goes on after an error turns={}", batch.size(), e);
            }
        }
    }

    private void takeInto(List<Turn> batch) throws InterruptedException {
        Turn first = turns.poll(running ? IDLE_MILLIS : 0, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            turns.drainTo(batch, MOST_TURNS - 1);
        }
    }

    /** Until it is written, or until another server judges: then these turning points are its own to find. */
    private void write(List<Turn> batch) throws InterruptedException {
        long pause = SHORTEST_PAUSE_MILLIS;
        while (true) {
            try {
                transaction.executeWithoutResult(status -> batch.forEach(table::apply));
                return;
            } catch (OptimisticLockingFailureException another) {
                log.warn("alert record leaves turns={} to the active server: {}", batch.size(), another.getMessage());
                return;
            } catch (DataAccessException | TransactionException away) {
                if (pause == SHORTEST_PAUSE_MILLIS || pause >= LONGEST_PAUSE_MILLIS) {
                    log.warn("alert record waits for the database turns={} reason={}", batch.size(), away.getMessage());
                }
            } catch (RuntimeException | Error ours) {
                // Such as a lack of memory for a moment, which must not lose them.
                if (pause == SHORTEST_PAUSE_MILLIS || pause >= LONGEST_PAUSE_MILLIS) {
                    log.error("alert record tries again after an error turns={}", batch.size(), ours);
                }
            }
            if (!running && pause >= LONGEST_PAUSE_MILLIS) {
                log.error("alert record lost turns={} at stop, they could not be written", batch.size());
                return;
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }
}
