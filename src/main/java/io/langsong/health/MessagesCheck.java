package io.langsong.health;

import io.langsong.notification.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether messages reach people. */
@Component
final class MessagesCheck implements HealthCheck {
    static final String NAME = "messages";
    private static final Duration OLD = Duration.ofMinutes(5);

    private final Outbox outbox;
    private final Clock clock;
    private final Growth failed = new Growth();

    MessagesCheck(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * @param recipients whether settings name anybody
     * @param pending messages on their way
     * @param oldest age of the oldest of them
     * @param failed refused for good of late
     * @param delivered since the tables were made
     */
    record Measured(boolean recipients, long pending, Duration oldest, long failed, long delivered) {}

    static Finding judge(Measured measured) {
        if (measured.oldest().compareTo(OLD) > 0) {
            return Finding.of(NAME, Level.WATCH, "waiting", measured.pending(), measured.oldest());
        }
        if (measured.failed() > 0) {
            return Finding.of(NAME, Level.WATCH, "failed", measured.failed());
        }
        return measured.recipients()
                ? Finding.of(NAME, Level.FINE, "fine", measured.delivered(), measured.pending())
                : Finding.of(NAME, Level.WATCH, "nobody");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean asksDatabase() {
        return true;
    }

    @Override
    public Optional<Finding> look() {
        Outbox.Counts counts = outbox.recentCounts();
        return Optional.of(judge(new Measured(
                outbox.hasRecipients(),
                counts.queued(),
                counts.oldestQueued(),
                failed.seen(counts.failed(), clock.instant()),
                counts.delivered())));
    }
}
