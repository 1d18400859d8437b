package io.langsong.collector;

import io.langsong.collector.CollectorState.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** From the record and what is on the line to how a collector stands. Any thread. */
@Component
public class CollectorStates {
    /** The record of the active server is a few seconds old; a server that stands by knows nothing else. */
    private static final Duration FRESH = Duration.ofSeconds(15);

    private final Roster roster;
    private final Clock clock;

    CollectorStates(Roster roster, Clock clock) {
        this.roster = roster;
        this.clock = clock;
    }

    public CollectorState of(Collector collector) {
        Roster.Standing here = roster.standing(collector.id());
        Instant heard = later(collector.heardAt(), here.heardAt());
        Kind kind = kind(collector, here, heard);
        Instant since = kind == Kind.CONNECTED && here.presence() != null
                ? here.presence().since()
                : heard;
        return new CollectorState(kind, since, heard, here.presence(), here.twinSeenAt());
    }

    private Kind kind(Collector collector, Roster.Standing here, @Nullable Instant heard) {
        if (here.connected()) {
            return Kind.CONNECTED;
        }
        if (collector.lostAt() != null) {
            return Kind.LOST;
        }
        if (heard == null) {
            return Kind.NEVER_SEEN;
        }
        boolean elsewhere =
                here.heardAt() == null && heard.isAfter(clock.instant().minus(FRESH));
        return elsewhere ? Kind.CONNECTED : Kind.AWAY;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
