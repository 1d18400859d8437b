package io.langsong.alert;

import io.langsong.alert.AlertState.Clear;
import io.langsong.alert.Criterion.Threshold;
import io.langsong.alert.Criterion.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One rule for one series, and how it stands. One thread at a time. */
final class Judged {
    final AlertRule rule;
    /** Null where data is missing or each value counts by itself. */
    private final @Nullable Mean mean;

    private final @Nullable Threshold threshold;
    /** By how much values may lie further apart since they are means. */
    private final Duration apart;

    AlertState state = AlertState.NOTHING_YET;
    /** By what the value is measured; null while that was not seen. */
    @Nullable
    Track of;

    Judged(AlertRule rule) {
        this.rule = rule;
        this.threshold = rule.criterion() instanceof Threshold limit ? limit : null;
        this.apart = threshold == null ? Duration.ZERO : threshold.average().multipliedBy(2);
        this.mean = threshold == null || threshold.average().isZero() ? null : new Mean(threshold.average());
    }

    boolean isOfMissingData() {
        return threshold == null;
    }

    /** What is judged once {@code value} has come in; NaN when nothing is. */
    double judgedValue(Instant at, double value, Duration gap) {
        return mean == null || Double.isNaN(value) ? value : mean.next(at, value, gap);
    }

    /**
     * @param at later than at the call before
     * @param value not NaN
     */
    void judge(Instant at, double value, Duration gap) {
        Verdict verdict = threshold == null ? Verdict.KEPT : threshold.of(value);
        // Nearly always; what would only say again since when it is clear makes garbage.
        boolean stays = state instanceof Clear && verdict != Verdict.BROKEN;
        if (threshold != null && !stays) {
            state = AlertMachine.next(state, at, verdict, rule.holds(), gap.plus(apart));
        }
    }

    void judgePresence(Instant at, boolean present, Duration gap) {
        if (!present || !(state instanceof Clear)) {
            state = AlertMachine.next(state, at, present ? Verdict.KEPT : Verdict.BROKEN, rule.holds(), gap);
        }
    }

    void lookAway() {
        state = AlertMachine.lookAway(state);
        if (mean != null) {
            mean.forget();
        }
    }
}
