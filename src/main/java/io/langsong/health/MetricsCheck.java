package io.langsong.health;

import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricUpkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Whether measurements reach the place where they are kept. */
@Component
final class MetricsCheck implements HealthCheck {
    static final String NAME = "metrics";
    private static final Duration LONG_STILL = Duration.ofMinutes(2);

    private final MetricStore store;
    private final MetricUpkeep upkeep;
    private final Clock clock;
    private final Growth dropped = new Growth();
    private final Growth rejected = new Growth();
    private long storedBefore = -1;
    private @Nullable Instant stillSince;

    MetricsCheck(MetricStore store, MetricUpkeep upkeep, Clock clock) {
        this.store = store;
        this.upkeep = upkeep;
        this.clock = clock;
    }

    /**
     * @param waiting samples in memory
     * @param still for how long nothing was stored although something waits
     * @param stored since the start
     * @param dropped samples lost of late because memory was full
     * @param rejected samples of late that can not be kept
     * @param lastError what the store said last, empty when it never complained
     * @param room that they take, and what went for it; empty where that is not limited
     */
    record Measured(
            long waiting,
            Duration still,
            long stored,
            long dropped,
            long rejected,
            String lastError,
            Optional<MetricStore.Room> room) {}

    static Finding judge(Measured measured) {
        if (measured.dropped() > 0) {
            return Finding.of(NAME, Level.BROKEN, "dropped", measured.dropped(), measured.lastError());
        }
        if (measured.still().compareTo(LONG_STILL) > 0) {
            return Finding.of(NAME, Level.WATCH, "away", measured.waiting(), measured.still(), measured.lastError());
        }
        if (measured.rejected() > 0) {
            return Finding.of(NAME, Level.WATCH, "rejected", measured.rejected(), measured.lastError());
        }
        return measured.room()
                .flatMap(MetricsCheck::ofRoom)
                .orElseGet(() -> Finding.of(NAME, Level.FINE, "fine", measured.stored(), measured.waiting()));
    }

    /** That old ones go is what the setting asks for; that young ones take too much is news. */
    private static Optional<Finding> ofRoom(MetricStore.Room room) {
        DataSize allowed = DataSize.ofBytes(room.mostBytes());
        if (room.exceeded()) {
            return Optional.of(Finding.of(NAME, Level.WATCH, "crowded", DataSize.ofBytes(room.bytes()), allowed));
        }
        return room.since().map(since -> Finding.of(NAME, Level.FINE, "shortened", room.dropped(), since, allowed));
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
                counts.lastError().orElse(""),
                upkeep.room())));
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
