package io.langsong.health;

import io.langsong.agent.AgentBoxes;
import io.langsong.agent.AgentReports;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether agents can report, and each under an id of its own. */
@Component
final class AgentsCheck implements HealthCheck {
    static final String NAME = "agents";

    /** An agent that comes a few times for nothing is no news. */
    private static final long MANY = 100;

    private static final int MOST_NAMED = 10;

    private final AgentReports reports;
    private final AgentBoxes boxes;
    private final Clock clock;
    private final Growth sentAgain = new Growth();

    AgentsCheck(AgentReports reports, AgentBoxes boxes, Clock clock) {
        this.reports = reports;
        this.boxes = boxes;
        this.clock = clock;
    }

    /**
     * @param doubled ids under which two boxes report
     * @param noneSince since when no agent is heard; null while some are
     * @param refused of late, to be sent again
     */
    record Measured(List<String> doubled, @Nullable Instant noneSince, long refused, AgentReports.Counts counts) {}

    static Finding judge(Measured measured) {
        AgentReports.Counts counts = measured.counts();
        if (!measured.doubled().isEmpty()) {
            String named = measured.doubled().stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
            return Finding.of(NAME, Level.WATCH, "two", named);
        }
        if (measured.noneSince() != null) {
            return Finding.of(NAME, Level.WATCH, "silent", measured.noneSince());
        }
        if (measured.refused() >= MANY) {
            return Finding.of(NAME, Level.WATCH, "refused", measured.refused());
        }
        return counts.received() == 0
                ? Finding.of(NAME, Level.FINE, "off")
                : Finding.of(
                        NAME,
                        Level.FINE,
                        "fine",
                        counts.received(),
                        counts.kept(),
                        counts.thrownAway(),
                        counts.sentAgain(),
                        counts.leftOut());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        AgentReports.Counts counts = reports.counts();
        return Optional.of(judge(new Measured(
                boxes.doubled().stream().map(one -> one.device().value()).toList(),
                boxes.noneHeardSince(),
                sentAgain.seen(counts.sentAgain(), clock.instant()),
                counts)));
    }
}
