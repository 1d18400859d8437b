package io.langsong.health;

import io.langsong.outage.OutageRecorder;
import io.langsong.polling.PollIntake;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether what was polled is judged and written down as it comes in. */
@Component
final class JudgementCheck implements HealthCheck {
    static final String NAME = "judgement";
    /** Some seconds' work; it is normally empty. */
    private static final int MANY_RESULTS = 1_000;

    private static final int MANY_TURNS = 200;

    private final PollIntake intake;
    private final OutageRecorder recorder;
    private final Clock clock;
    private final Growth dropped = new Growth();

    JudgementCheck(PollIntake intake, OutageRecorder recorder, Clock clock) {
        this.intake = intake;
        this.recorder = recorder;
        this.clock = clock;
    }

    /**
     * @param results that wait to be judged
     * @param turns beginnings and ends of outages that wait to be written
     * @param dropped results lost of late
     */
    static Finding judge(long results, long turns, long dropped) {
        if (dropped > 0) {
            return Finding.of(NAME, Level.BROKEN, "dropped", dropped);
        }
        if (results > MANY_RESULTS) {
            return Finding.of(NAME, Level.WATCH, "results", results);
        }
        return turns > MANY_TURNS
                ? Finding.of(NAME, Level.WATCH, "turns", turns)
                : Finding.of(NAME, Level.FINE, "fine", results, turns);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        return Optional.of(
                judge(intake.waiting(), recorder.waiting(), dropped.seen(intake.dropped(), clock.instant())));
    }
}
