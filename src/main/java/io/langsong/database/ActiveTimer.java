package io.langsong.database;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does what is due each five seconds, on a thread of its own. It does not begin by itself: whoever knows that this is the active server
 * calls {@link #start}; the end of the context stops it.
 */
public class ActiveTimer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ActiveTimer.class);
    private static final int SECONDS = 5;

    private final String name;
    private final List<Runnable> work;
    private @Nullable ScheduledExecutorService timer;
    private int failures;

    /**
     * @param name of the thread
     * @param work each may fail without the others
     */
    public ActiveTimer(String name, List<Runnable> work) {
        this.name = name;
        this.work = List.copyOf(work);
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(ticks -> {
                Thread thread = new Thread(ticks, name);
                thread.setDaemon(true);
                return thread;
            });
            var unused = timer.scheduleWithFixedDelay(this::tick, SECONDS, SECONDS, TimeUnit.SECONDS);
        }
    }

    /** On the one thread, or in a test. */
    void tick() {
        Throwable failed = null;
        for (Runnable one : work) {
            try {
                one.run();
            } catch (RuntimeException | Error e) {
                // After an error too, such as a lack of memory for a moment, the next tick must come.
                failed = e;
            }
        }
        // At most once a minute.
        if (failed != null && failures % (60 / SECONDS) == 0) {
            log.warn("what is due could not be done, will be tried again timer={}", name, failed);
        }
        failures = failed == null ? 0 : failures + 1;
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService running = timer;
        timer = null;
        if (running != null) {
            running.shutdown();
            try {
                if (!running.awaitTermination(SECONDS, TimeUnit.SECONDS)) {
                    running.shutdownNow();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    @Override
    public boolean isAutoStartup() {
        return false;
    }
}
