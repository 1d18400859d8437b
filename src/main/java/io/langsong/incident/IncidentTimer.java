package io.langsong.incident;

import io.langsong.notification.Message;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends messages that were held back, once there is room for them, and does to incidents what is due. It does not begin by
 * itself: whoever knows that this is the active server calls {@link #start}; the end of the context stops it.
 */
public class IncidentTimer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(IncidentTimer.class);
    private static final int SECONDS = 5;

    private final List<Runnable> work;
    private @Nullable ScheduledExecutorService timer;
    private int failures;

    /** @param work each may fail without the others */
    IncidentTimer(List<Runnable> work) {
        this.work = List.copyOf(work);
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(ticks -> {
                Thread thread = new Thread(ticks, "incident-timer");
                thread.setDaemon(true);
                return thread;
            });
            var unused = timer.scheduleWithFixedDelay(this::tick, SECONDS, SECONDS, TimeUnit.SECONDS);
        }
    }

    private void tick() {
        RuntimeException failed = null;
        for (Runnable one : work) {
            try {
                one.run();
            } catch (RuntimeException e) {
                failed = e;
            }
        }
        // At most once a minute.
        if (failed != null && failures % (60 / SECONDS) == 0) {
            log.warn(
                    "what is due could not be done, will be tried again reason={}",
                    Message.oneLine(failed.toString(), 300));
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
