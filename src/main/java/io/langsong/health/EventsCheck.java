package io.langsong.health;

import io.langsong.event.EventCounts;
import io.langsong.event.EventReceiver;
import io.langsong.event.EventReceiver.ClosedPort;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Whether traps and syslog are taken and kept. */
@Component
final class EventsCheck implements HealthCheck {
    static final String NAME = "events";

    private final EventReceiver events;
    private final Clock clock;
    private final Growth limited = new Growth();
    private final Growth missed = new Growth();

    EventsCheck(EventReceiver events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param open whether any port is
     * @param limited dropped of late because their source had sent too much
     * @param missed dropped of late because the queue was full, or not written
     */
    record Measured(boolean open, List<ClosedPort> closed, long limited, long missed, EventCounts counts) {}

    static Finding judge(Measured measured) {
        EventCounts counts = measured.counts();
        if (!measured.closed().isEmpty()) {
            String ports = measured.closed().stream()
                    .map(one -> "%s=%d (%s)".formatted(one.setting(), one.port(), one.reason()))
                    .collect(Collectors.joining(", "));
            return Finding.of(NAME, Level.WATCH, "closed", ports);
        }
        if (!measured.open()) {
            return Finding.of(NAME, Level.FINE, "off");
        }
        if (measured.missed() > 0) {
            return Finding.of(NAME, Level.WATCH, "dropped", measured.missed(), counts.waiting());
        }
        return measured.limited() > 0
                ? Finding.of(NAME, Level.WATCH, "limited", measured.limited())
                : Finding.of(
                        NAME,
                        Level.FINE,
                        "fine",
                        counts.received(),
                        counts.stored(),
                        counts.repeated(),
                        counts.refused(),
                        counts.unknown(),
                        counts.waiting());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        Instant now = clock.instant();
        EventCounts counts = events.counts();
        EventReceiver.Listening listening = events.listening();
        return Optional.of(judge(new Measured(
                listening.traps() + listening.syslogUdp() + listening.syslogTcp() > 0,
                events.closedPorts(),
                limited.seen(counts.limited(), now),
                missed.seen(counts.overflowed() + counts.lost(), now),
                counts)));
    }
}
