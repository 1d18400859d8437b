package io.langsong.firmware;

import io.langsong.firmware.UpgradeTable.Claim;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands steps that are due to a few threads of its own; the queue itself is in the database. {@code tick} is for one thread. */
final class FlashQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FlashQueue.class);
    private static final int AT_ONCE = 8;
    private static final int SECONDS_TO_END = 5;

    private final Flasher flasher;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "flash-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    FlashQueue(Flasher flasher) {
        this.flasher = flasher;
    }

    /** Begins with all that is due, as far as there are threads. */
    void tick() {
        while (free.tryAcquire()) {
            Optional<Claim> claim = Optional.empty();
            try {
                claim = flasher.claim();
            } finally {
                if (claim.isEmpty()) {
                    free.release();
                }
            }
            if (claim.isEmpty()) {
                return;
            }
            Claim begun = claim.get();
            threads.execute(() -> work(begun));
        }
    }

    private void work(Claim claim) {
        try {
            flasher.work(claim);
        } catch (RuntimeException failed) {
            // Its lease ends, and the box is asked how far it is.
            log.warn("upgrade step ended in the middle place={}", claim.place(), failed);
        } finally {
            free.release();
        }
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
            log.warn("an upgrade step did not end");
        }
    }
}
