package io.langsong.health;

import io.langsong.metric.MetricStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether measurements reach the place where they are kept. */
@Component
final class MetricsCheck implements HealthCheck {
    static final String NAME = "metrics";
    private static final Duration LONG_STILL = Duration.ofMinutes(2);

    private final MetricStore store;
    private final Clock clock;
    private final Growth dropped = new Growth();
    private final Growth rejected = new Growth();
    private long storedBefore = -1;
    private @Nullable Instant stillSince;

    MetricsCheck(MetricStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param waiting samples in memory
     * @param still for how long nothing was stored although something waits
     * @param stored since the start
     * @param dropped samples lost of late because memory was full
     * @param rejected samples of late that can not be kept
     * @param lastError what the store said last, empty when it never complained
     */
    record Measured(long waiting, Duration still, long stored, long dropped, long rejected, String lastError) {}

    static Finding judge(Measured measured) {
        if (measured.dropped() > 0) {
            return Finding.of(NAME, Level.BROKEN, "dropped", measured.dropped(), measured.lastError());
        }
        if (measured.still().compareTo(LONG_STILL) > 0) {
            return Finding.of(NAME, Level.WATCH, "away", measured.waiting(), measured.still(), measured.lastError());
        }
        return measured.rejected() > 0
                ? Finding.of(NAME, Level.WATCH, "rejected", measured.rejected(), measured.lastError())
                : Finding.of(NAME, Level.FINE, "fine", measured.stored(), measured.waiting());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        Instant now = clock.instant();
        MetricStore.Counts counts = store.counts();
        return Optional.of(judge(new Measured(
                counts.waiting(),
                still(counts, now),
                counts.stored(),
                dropped.seen(counts.dropped(), now),
                rejected.seen(counts.rejected(), now),
                counts.lastError().orElse(""))));
    }

    private Duration still(MetricStore.Counts counts, Instant now) {
        if (counts.waiting() == 0 || counts.stored() != storedBefore) {
            stillSince = null;
        } else if (stillSince == null) {
            stillSince = now;
        }
        storedBefore = counts.stored();
        return stillSince == null ? Duration.ZERO : Duration.between(stillSince, now);
    }
}
