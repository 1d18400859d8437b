package io.langsong.health;

import io.langsong.database.ActiveServer;
import io.langsong.outage.OutageRecorder;
import io.langsong.polling.PollIntake;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether what was polled is judged and written down as it comes in. */
@Component
final class JudgementCheck implements HealthCheck {
    static final String NAME = "judgement";
    /** Some seconds' work; it is normally empty. */
    private static final int MANY_RESULTS = 1_000;

    private static final int MANY_TURNS = 200;
    /** Longer than a restart of the database. */
    private static final Duration LONG_UNWRITTEN = Duration.ofMinutes(5);

    private final PollIntake intake;
    private final OutageRecorder recorder;
    private final ActiveServer server;
    private final Clock clock;
    private final Growth dropped = new Growth();

    JudgementCheck(PollIntake intake, OutageRecorder recorder, ActiveServer server, Clock clock) {
        this.intake = intake;
        this.recorder = recorder;
        this.server = server;
        this.clock = clock;
    }

    /**
     * @param results that wait to be judged
     * @param turns beginnings and ends of outages that wait to be written
     * @param dropped results lost of late
     * @param writes whether anybody is there to write them
     * @param unwritten for how long it has been tried in vain though the database answers
     */
    record Measured(long results, long turns, long dropped, boolean writes, Duration unwritten) {}

    static Finding judge(Measured measured) {
        if (!measured.writes()) {
            return Finding.of(NAME, Level.BROKEN, "stopped");
        }
        if (measured.unwritten().compareTo(LONG_UNWRITTEN) > 0) {
            return Finding.of(NAME, Level.BROKEN, "unwritten", measured.unwritten());
        }
        if (measured.dropped() > 0) {
            return Finding.of(NAME, Level.BROKEN, "dropped", measured.dropped());
        }
        if (measured.results() > MANY_RESULTS) {
            return Finding.of(NAME, Level.WATCH, "results", measured.results());
        }
        return measured.turns() > MANY_TURNS
                ? Finding.of(NAME, Level.WATCH, "turns", measured.turns())
                : Finding.of(NAME, Level.FINE, "fine", measured.results(), measured.turns());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        return Optional.of(judge(new Measured(
                intake.waiting(),
                recorder.waiting(),
                dropped.seen(intake.dropped(), clock.instant()),
                !recorder.hasDied(),
                // Of a database that is away its own check tells.
                server.isActive() ? recorder.unwrittenFor() : Duration.ZERO)));
    }
}
