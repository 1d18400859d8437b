package io.langsong.health;

import io.langsong.notification.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets the heart beat while this server does its work: it polls, judges and loses nothing, as somebody looked at just now. It
 * does not begin by itself: whoever knows that this is the active server calls {@link #start}.
 */
@Component
public final class Pulse implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Pulse.class);
    /** What was found longer ago says nothing of now: the one who looks may be stuck. */
    private static final Duration FRESH = Duration.ofSeconds(90);

    private final HealthChecks checks;
    private final Heartbeat heartbeat;
    private final Clock clock;
    private @Nullable ScheduledExecutorService timer;
    private boolean held;
    private volatile @Nullable Instant startedAt;

    Pulse(HealthChecks checks, Heartbeat heartbeat, Clock clock) {
        this.checks = checks;
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (timer == null && heartbeat.isSet()) {
            startedAt = clock.instant();
            ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "heartbeat");
                thread.setDaemon(true);
                return thread;
            });
            // The first look at this server comes five seconds after its start.
            beating.scheduleAtFixedRate(this::tick, 10, heartbeat.interval().toSeconds(), TimeUnit.SECONDS);
            timer = beating;
        }
    }

    /** Since when it may beat; null while it may not. */
    @Nullable
    Instant startedAt() {
        return startedAt;
    }

    /** On the one thread, or in a test. */
    void tick() {
        try {
            boolean well = isWell(checks.looked(), clock.instant());
            if (well) {
                heartbeat.beat();
            }
            if (well == held) {
                held = !well;
                log.info(well ? "heartbeat goes on" : "heartbeat held back, this server is not well");
            }
        } catch (RuntimeException | Error e) {
            // The next beat may do better; that this one stayed out is what it is for.
            log.warn("heartbeat failed reason={}", e.toString());
        }
    }

    /** Whether devices are polled and judged, and nothing is broken. What has not been looked at is not well. */
    static boolean isWell(HealthChecks.Looked looked, Instant now) {
        Instant at = looked.at();
        boolean fresh = at != null && at.plus(FRESH).isAfter(now);
        boolean works = looked.of(PollingCheck.NAME)
                        .filter(finding -> !finding.kind().equals("standby"))
                        .isPresent()
                && looked.of(JudgementCheck.NAME).isPresent();
        return fresh && works && looked.findings().stream().noneMatch(finding -> finding.level() == Level.BROKEN);
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService beating = timer;
        timer = null;
        startedAt = null;
        if (beating != null) {
            beating.shutdownNow();
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
