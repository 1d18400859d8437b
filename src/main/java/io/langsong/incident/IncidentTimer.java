package io.langsong.incident;

import io.langsong.notification.Message;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends messages that were held back, once there is room for them. It does not begin by itself: whoever knows that this is
 * the active server calls {@link #start}; the end of the context stops it.
 */
public class DigestTimer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DigestTimer.class);
    private static final int SECONDS = 5;

    private final IncidentDesk desk;
    private @Nullable ScheduledExecutorService timer;
    private int failures;

    DigestTimer(IncidentDesk desk) {
        this.desk = desk;
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "incident-digest");
                thread.setDaemon(true);
                return thread;
            });
            var unused = timer.scheduleWithFixedDelay(this::tick, SECONDS, SECONDS, TimeUnit.SECONDS);
        }
    }

    private void tick() {
        try {
            desk.tellHeld();
            failures = 0;
        } catch (RuntimeException e) {
            // At most once a minute.
            if (failures++ % (60 / SECONDS) == 0) {
                log.warn(
                        "digest could not be written, will be tried again reason={}",
                        Message.oneLine(e.toString(), 300));
            }
        }
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
