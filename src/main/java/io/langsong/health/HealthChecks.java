package io.langsong.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks at everything three times a minute on a thread of its own, and remembers what was found: a page, a supervisor and
 * Prometheus read that, however often they ask. A change for the worse or the better is logged. Any thread.
 */
@Component
public final class HealthChecks implements SmartLifecycle {
    private static final Duration BETWEEN = Duration.ofSeconds(20);
    private static final Logger log = LoggerFactory.getLogger(HealthChecks.class);

    private final List<HealthCheck> checks;
    private final Listener listener;
    private final Clock clock;
    private volatile Looked looked = new Looked(null, List.of());
    private @Nullable ScheduledExecutorService thread;

    HealthChecks(List<HealthCheck> checks, Listener listener, Clock clock) {
        // First the one without which others can tell nothing, and would make people wait for the news.
        this.checks = checks.stream()
                .sorted(Comparator.comparing(check -> !check.name().equals(DatabaseCheck.NAME)))
                .toList();
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * What was found at the last look.
     *
     * @param at when; null before the first
     * @param findings worst first; empty before the first look
     */
    public record Looked(@Nullable Instant at, List<Finding> findings) {
        public Looked {
            findings = List.copyOf(findings);
        }

        public Optional<Finding> of(String check) {
            return findings.stream().filter(one -> one.check().equals(check)).findFirst();
        }
    }

    /** Hears of each look, on the thread of the checks. */
    interface Listener {
        void looked(Looked now);
    }

    public Looked looked() {
        return looked;
    }

    List<String> names() {
        return checks.stream().map(HealthCheck::name).toList();
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, "health-look");
            daemon.setDaemon(true);
            return daemon;
        });
        // Soon after the first polls; what is asked before is answered with nothing rather than with a guess.
        looking.scheduleWithFixedDelay(this::look, 5, BETWEEN.toSeconds(), TimeUnit.SECONDS);
        thread = looking;
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /** On the one thread, or in a test. */
    void look() {
        List<Finding> findings = new ArrayList<>();
        boolean databaseAway = false;
        for (HealthCheck check : checks) {
            Optional<Finding> found = databaseAway && check.asksDatabase()
                    ? Optional.of(Finding.of(check.name(), Level.UNKNOWN, "not-looked", "the database does not answer"))
                    : look(check);
            found.ifPresent(findings::add);
            databaseAway |= check.name().equals(DatabaseCheck.NAME)
                    && found.filter(finding -> finding.level() == Level.BROKEN).isPresent();
        }
        findings.sort((one, other) -> other.level().compareTo(one.level()));
        Looked before = looked;
        Looked now = new Looked(clock.instant(), findings);
        looked = now;
        findings.forEach(finding -> say(before.of(finding.check()).orElse(null), finding));
        try {
            listener.looked(now);
        } catch (RuntimeException | Error e) {
            // The next look has to come.
            log.error("health findings not told", e);
        }
    }

    private static Optional<Finding> look(HealthCheck check) {
        try {
            return check.look();
        } catch (RuntimeException | Error e) {
            log.debug("health not looked at check={}", check.name(), e);
            return Optional.of(Finding.of(
                    check.name(),
                    Level.UNKNOWN,
                    "not-looked",
                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    private static void say(@Nullable Finding before, Finding now) {
        Level was = before == null ? Level.FINE : before.level();
        if (now.level() == was) {
            return;
        }
        if (now.level().worseThan(Level.UNKNOWN)) {
            log.warn(
                    "health check={} level={} kind={} was={} figures={}",
                    now.check(),
                    now.level(),
                    now.kind(),
                    was,
                    now.figures());
        } else {
            log.info("health check={} level={} kind={} was={}", now.check(), now.level(), now.kind(), was);
        }
    }
}
