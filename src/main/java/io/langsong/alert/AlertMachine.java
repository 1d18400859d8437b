package io.langsong.alert;

import io.langsong.alert.AlertState.Clear;
import io.langsong.alert.AlertState.Firing;
import io.langsong.alert.AlertState.Pending;
import io.langsong.alert.Criterion.Verdict;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells from verdicts alone whether an alert is pending, fires or is clear. A pure function: the same samples give the same
 * alerts, as they come or a month later. The interval of an alert is half-open, from the first sample that broke the rule to
 * the first that kept it.
 *
 * <p>Where samples are missing for longer than the gap, nothing is known: what is pending begins anew with the next sample, so
 * that no alert fires by time in which nobody looked; what fires goes on until a sample says otherwise.
 */
final class AlertMachine {
    private AlertMachine() {}

    /**
     * @param at a sample that is not later than the last one changes nothing
     * @param holds how long it must be so
     * @param gap so much apart and samples say nothing of the time between
     */
    static AlertState next(AlertState now, Instant at, Verdict verdict, Duration holds, Duration gap) {
        if (!at.isAfter(now.lastAt())) {
            return now;
        }
        if (now instanceof Firing firing) {
            return verdict == Verdict.KEPT ? new Clear(at) : new Firing(firing.since(), firing.firedAt(), at);
        }
        if (verdict != Verdict.BROKEN) {
            return new Clear(at);
        }
        boolean goesOn =
                now instanceof Pending && Duration.between(now.lastAt(), at).compareTo(gap) <= 0;
        Instant since = goesOn ? ((Pending) now).since() : at;
        boolean longEnough = Duration.between(since, at).compareTo(holds) >= 0;
        return longEnough ? new Firing(since, at, at) : new Pending(since, at);
    }

    /** After the clock was set, or while nobody looked: what was seen before does not date what comes. */
    static AlertState lookAway(AlertState now) {
        return now instanceof Firing firing
                ? new Firing(firing.since(), firing.firedAt(), Instant.EPOCH)
                : AlertState.NOTHING_YET;
    }
}
