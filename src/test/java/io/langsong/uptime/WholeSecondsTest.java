package io.langsong.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.availability.Availability;
import io.langsong.availability.History;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.availability.OpeningHours;
import io.langsong.outage.Condition;
import io.langsong.outage.Outages.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times with fractions of a second, as judgement gives them. */
class WholeSecondsTest {
    private static final Instant BEGIN = Instant.EPOCH;

    @Test
    void addUpWhateverTheFractionsAre() {
        Random random = new Random(7);
        for (int n = 0; n < 2_000; n++) {
            Availability all = history(random);
            WholeSeconds times = WholeSeconds.of(all);

            assertThat(times.measured() + times.maintenance() + times.unknown()).isEqualTo(100);
            assertThat(times.measured() - times.down() - times.unreachable())
                    .as("up of %s", all)
                    .isNotNegative();
            assertThat(times.degraded()).isBetween(0L, times.measured() - times.down() - times.unreachable());
            near(times.measured(), all.measured());
            near(times.maintenance(), all.maintenance());
            near(times.unknown(), all.unknown());
            near(times.down(), all.down());
            near(times.unreachable(), all.unreachable());
            near(times.degraded(), all.degraded());
        }
    }

    private static void near(long seconds, Intervals was) {
        assertThat(Math.abs(seconds * 1000 - was.total().toMillis())).isLessThanOrEqualTo(2_000);
    }

    /** What is out all the time, in two ways that both are rounded up. */
    @Test
    void whatIsOutIsNoMoreThanWhatWasMeasured() {
        Instant half = BEGIN.plusMillis(40_500);
        WholeSeconds times = WholeSeconds.of(Availability.of(new History(
                new Interval(BEGIN, BEGIN.plusSeconds(100)),
                Interval.ALWAYS,
                OpeningHours.ALL_HOURS,
                List.of(
                        new Stretch(Condition.DOWN, BEGIN, half),
                        new Stretch(Condition.UNREACHABLE, half, BEGIN.plusSeconds(100))),
                Intervals.NONE)));

        assertThat(times.down()).isEqualTo(41);
        assertThat(times.unreachable()).isEqualTo(59);
    }

    /** A hundred seconds that are cut anywhere. */
    private static Availability history(Random random) {
        Interval period = new Interval(BEGIN, BEGIN.plusSeconds(100));
        List<Stretch> stretches = new ArrayList<>();
        Instant at = BEGIN;
        while (at.isBefore(period.until())) {
            Instant until = at.plus(Duration.ofMillis(1 + random.nextInt(30_000)));
            Condition condition = Condition.values()[random.nextInt(Condition.values().length)];
            if (condition != Condition.UP) {
                stretches.add(new Stretch(condition, at, until));
            }
            at = until;
        }
        Instant planned = BEGIN.plusMillis(random.nextInt(99_000));
        return Availability.of(new History(
                period,
                Interval.ALWAYS,
                OpeningHours.ALL_HOURS,
                stretches,
                Intervals.of(new Interval(planned, planned.plusMillis(1 + random.nextInt(20_000))))));
    }
}
