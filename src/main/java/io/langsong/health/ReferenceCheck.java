package io.langsong.health;

import io.langsong.outage.MonitoringPath;
import io.langsong.polling.Poller;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether what is no device answers, so that our own line can be told from theirs. */
@Component
final class ReferenceCheck implements HealthCheck {
    static final String NAME = "reference";

    private final MonitoringPath path;
    private final Poller poller;

    ReferenceCheck(MonitoringPath path, Poller poller) {
        this.path = path;
        this.poller = poller;
    }

    /** A lost line is no reason for a supervisor to start this server again, so it is never broken. */
    static Finding judge(MonitoringPath.Look look) {
        String targets = String.join(", ", look.targets());
        Instant since = look.since() == null ? Instant.EPOCH : look.since();
        return switch (look.state()) {
            case NONE -> Finding.of(NAME, Level.FINE, "none");
            case ASKING -> Finding.of(NAME, Level.FINE, "asking", targets);
            case ANSWERS -> Finding.of(NAME, Level.FINE, "answers", look.from(), since);
            case SILENT -> Finding.of(NAME, Level.WATCH, "silent", targets, since);
            case BLIND -> Finding.of(NAME, Level.WATCH, "blind", targets, since);
        };
    }

    @Override
    public String name() {
        return NAME;
    }

    /** A server that stands by asks nobody. */
    @Override
    public Optional<Finding> look() {
        return poller.counts().polled() == 0 ? Optional.empty() : Optional.of(judge(path.look()));
    }
}
