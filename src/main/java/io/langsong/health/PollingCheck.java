package io.langsong.health;

import io.langsong.database.ActiveServer;
import io.langsong.database.BecameActive;
import io.langsong.polling.Poller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Whether devices are asked, and when they should be. */
@Component
final class PollingCheck implements HealthCheck {
    static final String NAME = "polling";
    /** Above it a single try of a poll may come too late for the confirmation of an outage. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final ActiveServer server;
    private final Poller poller;
    private final Clock clock;
    private final Growth missed = new Growth();
    private volatile @Nullable Instant activeSince;

    PollingCheck(ActiveServer server, Poller poller, Clock clock) {
        this.server = server;
        this.poller = poller;
        this.clock = clock;
    }

    /**
     * @param silence since the last result, or since this server is active
     * @param interval of the device asked most often
     * @param lateness of 99 polls of 100
     * @param missed turns passed over of late
     */
    record Measured(
            boolean active, long devices, Duration silence, Duration interval, Duration lateness, long missed) {}

    static Finding judge(Measured measured) {
        if (!measured.active()) {
            return Finding.of(NAME, Level.FINE, "standby");
        }
        if (measured.devices() == 0) {
            return Finding.of(NAME, Level.UNKNOWN, "nothing");
        }
        if (measured.silence().compareTo(measured.interval().multipliedBy(3).plus(GRACE)) > 0) {
            return Finding.of(NAME, Level.BROKEN, "silent", measured.silence(), measured.devices());
        }
        long lateMillis = measured.lateness().toMillis();
        if (measured.missed() > 0) {
            return Finding.of(NAME, Level.WATCH, "missed", measured.missed(), measured.devices(), lateMillis);
        }
        return measured.lateness().compareTo(LATE) > 0
                ? Finding.of(NAME, Level.WATCH, "late", lateMillis, measured.devices())
                : Finding.of(NAME, Level.FINE, "fine", measured.devices(), lateMillis);
    }

    @EventListener
    void on(BecameActive active) {
        activeSince = clock.instant();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        Instant now = clock.instant();
        Poller.Counts counts = poller.counts();
        return Optional.of(judge(new Measured(
                // Who was active and finds no database goes on polling.
                !server.standsBy(),
                counts.devices(),
                silence(counts.lastPollAt(), now),
                poller.shortestInterval(),
                Duration.ofNanos((long) (counts.latenessP99Millis() * 1e6)),
                missed.seen(poller.turns().missed(), now))));
    }

    private Duration silence(@Nullable Instant lastPoll, Instant now) {
        Instant since = activeSince;
        if (lastPoll != null && (since == null || lastPoll.isAfter(since))) {
            since = lastPoll;
        }
        return since == null ? Duration.ZERO : Duration.between(since, now);
    }
}
