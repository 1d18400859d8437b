package io.langsong.provisioning;

import io.langsong.provisioning.SshTable.Claim;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what is to be pushed to a few threads of its own; the queue itself is in the database. {@code tick} is for one thread. */
final class PushQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PushQueue.class);
    private static final int AT_ONCE = 8;
    private static final int SECONDS_TO_END = 5;

    private final Pusher pusher;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "push-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    PushQueue(Pusher pusher) {
        this.pusher = pusher;
    }

    /** Begins with all that is due, as far as there are threads. */
    void tick() {
        while (free.tryAcquire()) {
            Optional<Claim> claim = Optional.empty();
            try {
                claim = pusher.claim();
            } finally {
                if (claim.isEmpty()) {
                    free.release();
                }
            }
            if (claim.isEmpty()) {
                return;
            }
            Claim begun = claim.get();
            threads.execute(() -> push(begun));
        }
    }

    private void push(Claim claim) {
        try {
            pusher.push(claim);
        } catch (RuntimeException failed) {
            // Its lease ends, and it is tried again.
            log.warn("push ended in the middle place={}", claim.access().place(), failed);
        } finally {
            free.release();
        }
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
            log.warn("a push did not end");
        }
    }
}
