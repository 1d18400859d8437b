package io.langsong.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.alert.AlertState.Clear;
import io.langsong.alert.AlertState.Firing;
import io.langsong.alert.AlertState.Pending;
import io.langsong.alert.Criterion.Kind;
import io.langsong.alert.Criterion.Threshold;
import io.langsong.alert.Criterion.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertMachineTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Duration GAP = Duration.ofMinutes(3);

    @ParameterizedTest(name = "{0}, holding {1} min -> {2} since minute {3}")
    @CsvSource(textBlock = """
            # a sample a minute: x breaks the rule, - lies between the limits, o keeps it, . is none
            o,          0, Clear,   0
            x,          0, Firing,  0
            x,          1, Pending, 0
            oxx,        2, Pending, 1
            oxxx,       2, Firing,  1
            oxxxx,      2, Firing,  1
            # what does not break it ends what is pending, be it between the limits
            xx-xx,      2, Pending, 3
            xxoxx,      2, Pending, 3
            # between the limits an alert goes on, until a sample keeps the rule
            xxx--,      2, Firing,  0
            xxx--o,     2, Clear,   5
            xxx-x-,     2, Firing,  0
            xxxox,      2, Pending, 4
            -----,      0, Clear,   0
            # without samples for as long as the gap nothing is known: what is pending begins anew
            xx...x,     4, Pending, 5
            xx..x,      4, Firing,  0
            xx...xxxxx, 4, Firing,  5
            # and what fires goes on
            xxx.....x,  2, Firing,  0
            xxx.....-,  2, Firing,  0
            xxx.....o,  2, Clear,   8
            """)
    void followsTheSamples(String samples, int holds, String state, int sinceMinute) {
        AlertState seen = play(samples, holds);

        assertThat(seen.getClass().getSimpleName()).isEqualTo(state);
        if (seen instanceof Pending pending) {
            assertThat(pending.since()).isEqualTo(minute(sinceMinute));
        } else if (seen instanceof Firing firing) {
            assertThat(firing.since()).isEqualTo(minute(sinceMinute));
            assertThat(firing.firedAt()).isEqualTo(minute(sinceMinute + holds));
        }
    }

    @ParameterizedTest(name = "{0} {1}/{2}: {3} is {4}")
    @CsvSource(textBlock = """
            ABOVE, 90, 75,  90.5, BROKEN
            ABOVE, 90, 75,  90,   BETWEEN
            ABOVE, 90, 75,  75.1, BETWEEN
            ABOVE, 90, 75,  75,   KEPT
            ABOVE, 90, 90,  90,   KEPT
            BELOW, 20, 30,  19.9, BROKEN
            BELOW, 20, 30,  20,   BETWEEN
            BELOW, 20, 30,  29,   BETWEEN
            BELOW, 20, 30,  30,   KEPT
            BELOW, -27, -25, -28, BROKEN
            """)
    void aValueLiesOnOneSideOfTheLimits(Kind kind, double fire, double clear, double value, Verdict verdict) {
        assertThat(new Threshold(kind, fire, clear, Duration.ZERO).of(value)).isEqualTo(verdict);
    }

    /** Samples that are repeated, and old ones thrown in between, change nothing. */
    @RepeatedTest(200)
    void repeatedAndLateSamplesChangeNothing(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        AlertState plain = AlertState.NOTHING_YET;
        AlertState disturbed = AlertState.NOTHING_YET;
        Instant at = START;
        List<Instant> before = new ArrayList<>();
        Duration holds = Duration.ofSeconds(random.nextInt(300));
        for (int i = 0; i < 100; i++) {
            at = at.plusSeconds(1 + random.nextInt(random.nextInt(10) == 0 ? 600 : 60));
            Verdict verdict = verdict(random);
            before.add(at);
            plain = AlertMachine.next(plain, at, verdict, holds, GAP);
            disturbed = AlertMachine.next(disturbed, at, verdict, holds, GAP);
            for (int again = 0; again < 3; again++) {
                Instant late = before.get(random.nextInt(before.size()));
                disturbed = AlertMachine.next(disturbed, late, verdict(random), holds, GAP);
            }
            assertThat(disturbed).isEqualTo(plain);
        }
    }

    /** Against the definition itself, looked up in the whole list of samples at each of them. */
    @RepeatedTest(200)
    void firesExactlyWhenItHeldForLongEnoughWithoutAGap(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        Duration holds = Duration.ofSeconds(random.nextInt(300));
        List<Instant> times = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        AlertState state = AlertState.NOTHING_YET;
        boolean fires = false;
        Instant at = START;
        for (int i = 0; i < 200; i++) {
            at = at.plusSeconds(1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 60));
            times.add(at);
            verdicts.add(verdict(random));
            state = AlertMachine.next(state, at, verdicts.get(i), holds, GAP);

            Instant since = brokenSince(times, verdicts);
            boolean heldEnough = since != null && Duration.between(since, at).compareTo(holds) >= 0;
            fires = fires ? verdicts.get(i) != Verdict.KEPT : heldEnough;
            assertThat(state instanceof Firing).isEqualTo(fires);
            if (!fires) {
                assertThat(state).isEqualTo(since == null ? new Clear(at) : new Pending(since, at));
            }
        }
    }

    private static Instant brokenSince(List<Instant> times, List<Verdict> verdicts) {
        Instant since = null;
        for (int i = times.size() - 1; i >= 0 && verdicts.get(i) == Verdict.BROKEN; i--) {
            if (since != null && Duration.between(times.get(i), since).compareTo(GAP) > 0) {
                break;
            }
            since = times.get(i);
        }
        return since;
    }

    @Test
    void afterARestartAnAlertGoesOnAndNothingIsPending() {
        assertThat(AlertMachine.lookAway(play("xx", 5))).isEqualTo(AlertState.NOTHING_YET);
        Firing resumed = (Firing) AlertMachine.lookAway(play("xxx", 2));
        assertThat(resumed.since()).isEqualTo(minute(0));

        Instant muchEarlier = START.minus(Duration.ofDays(2));
        AlertState next = AlertMachine.next(resumed, muchEarlier, Verdict.BROKEN, Duration.ofMinutes(2), GAP);
        assertThat(next).as("the clock was set back").isEqualTo(new Firing(minute(0), minute(2), muchEarlier));
    }

    private static Verdict verdict(Random random) {
        return Verdict.values()[random.nextInt(10) < 6 ? 0 : 1 + random.nextInt(2)];
    }

    private static AlertState play(String samples, int holds) {
        AlertState state = AlertState.NOTHING_YET;
        for (int i = 0; i < samples.length(); i++) {
            char sample = samples.charAt(i);
            if (sample != '.') {
                Verdict verdict = sample == 'x' ? Verdict.BROKEN : sample == 'o' ? Verdict.KEPT : Verdict.BETWEEN;
                state = AlertMachine.next(state, minute(i), verdict, Duration.ofMinutes(holds), GAP);
            }
        }
        return state;
    }

    private static Instant minute(int minute) {
        return START.plusSeconds(60L * minute);
    }
}
