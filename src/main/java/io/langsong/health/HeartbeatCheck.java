package io.langsong.health;

import io.langsong.notification.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Whether the watch outside hears us; nothing to look at where there is none, or on a server that stands by. */
@Component
final class HeartbeatCheck implements HealthCheck {
    static final String NAME = "heartbeat";
    private static final int MISSED = 3;
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Heartbeat heartbeat;
    private final ObjectProvider<Pulse> pulse;
    private final Clock clock;

    HeartbeatCheck(Heartbeat heartbeat, ObjectProvider<Pulse> pulse, Clock clock) {
        this.heartbeat = heartbeat;
        this.pulse = pulse;
        this.clock = clock;
    }

    /** @param heardAt null: not since this process began. Never {@code BROKEN}: that would hold the next beat back */
    static Finding judge(
            Instant startedAt, @Nullable Instant heardAt, @Nullable String trouble, Duration interval, Instant now) {
        Instant since = heardAt == null || heardAt.isBefore(startedAt) ? startedAt : heardAt;
        Duration silence = Duration.between(since, now);
        if (silence.compareTo(interval.multipliedBy(MISSED).plus(GRACE)) <= 0) {
            return since.equals(heardAt) && trouble == null
                    ? Finding.of(NAME, Level.FINE, "fine", interval)
                    : Finding.of(NAME, Level.FINE, "waiting", silence);
        }
        return trouble == null
                ? Finding.of(NAME, Level.WATCH, "held", silence)
                : Finding.of(NAME, Level.WATCH, "unheard", silence, trouble);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        Instant startedAt = pulse.getObject().startedAt();
        Heartbeat.Heard heard = heartbeat.heard();
        return startedAt == null
                ? Optional.empty()
                : Optional.of(judge(startedAt, heard.at(), heard.trouble(), heartbeat.interval(), clock.instant()));
    }
}
