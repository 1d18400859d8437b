package io.langsong.provisioning;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what is due at boxes to a few threads of its own; the queue itself is in the database. {@code tick} is for one thread. */
public final class DueWork<T> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DueWork.class);
    private static final int AT_ONCE = 8;
    private static final int SECONDS_TO_END = 5;

    private final String name;
    private final Supplier<Optional<T>> claim;
    private final Consumer<T> work;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(this::thread);

    /**
     * @param name of its threads
     * @param claim the next that is due and that nobody does
     * @param work may take minutes; what fails in the middle is due again by itself
     */
    public DueWork(String name, Supplier<Optional<T>> claim, Consumer<T> work) {
        this.name = name;
        this.claim = claim;
        this.work = work;
    }

    private Thread thread(Runnable run) {
        Thread thread = new Thread(run, name + "-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Begins with all that is due, as far as there are threads. */
    public void tick() {
        while (free.tryAcquire()) {
            Optional<T> next = Optional.empty();
            try {
                next = claim.get();
            } finally {
                if (next.isEmpty()) {
                    free.release();
                }
            }
            if (next.isEmpty()) {
                return;
            }
            T begun = next.get();
            threads.execute(() -> begin(begun));
        }
    }

    private void begin(T one) {
        try {
            work.accept(one);
        } catch (RuntimeException failed) {
            log.warn("work at a box ended in the middle kind={} of={}", name, one, failed);
        } finally {
            free.release();
        }
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
            log.warn("work at a box did not end kind={}", name);
        }
    }
}
