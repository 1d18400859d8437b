package io.langsong.alert;

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
    AlertState state = AlertState.NOTHING_YET;
    /** By what the value is measured; null while that was not seen. */
    @Nullable
    Track of;

    Judged(AlertRule rule) {
        this.rule = rule;
        this.threshold = rule.criterion() instanceof Threshold limit ? limit : null;
        this.mean = threshold == null || threshold.average().isZero() ? null : new Mean(threshold.average());
    }

    boolean isOfMissingData() {
        return threshold == null;
    }

    /** What is judged once {@code value} has come in; NaN when nothing is. */
    double judgedValue(Instant at, double value, Duration gap) {
        return mean == null || Double.isNaN(value) ? value : mean.next(at, value, gap);
    }

    /** @param value not NaN */
    void judge(Instant at, double value, Duration gap) {
        if (threshold != null) {
            Duration longest = mean == null ? gap : gap.plus(threshold.average().multipliedBy(2));
            state = AlertMachine.next(state, at, threshold.of(value), rule.holds(), longest);
        }
    }

    void judgePresence(Instant at, boolean present, Duration gap) {
        state = AlertMachine.next(state, at, present ? Verdict.KEPT : Verdict.BROKEN, rule.holds(), gap);
    }

    void lookAway() {
        state = AlertMachine.lookAway(state);
        if (mean != null) {
            mean.forget();
        }
    }
}
