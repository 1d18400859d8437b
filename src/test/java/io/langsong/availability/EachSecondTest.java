package io.langsong.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.outage.Condition;
import io.langsong.outage.Outages.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a reference that asks every second by itself and knows of no intervals. */
class EachSecondTest {
    private static final int SECONDS = 200;
    private static final int HISTORIES = 4_000;

    /** One history, second by second. */
    private static final class Reference {
        final Condition[] condition = new Condition[SECONDS];
        final boolean[] open = new boolean[SECONDS];
        final boolean[] planned = new boolean[SECONDS];
        int addedAt;
        int retiredAt = SECONDS;
        int from;
        int until;

        static Reference random(Random random) {
            Reference it = new Reference();
            int at = 0;
            while (at < SECONDS) {
                int next = Math.min(SECONDS, at + 1 + random.nextInt(25));
                Condition[] all = Condition.values();
                Arrays.fill(it.condition, at, next, all[random.nextInt(all.length)]);
                at = next;
            }
            boolean allHours = random.nextInt(3) == 0;
            Arrays.fill(it.open, allHours);
            for (int i = random.nextInt(4); i >= 0; i--) {
                mark(random, it.open, 60);
                if (random.nextBoolean()) {
                    mark(random, it.planned, 30);
                }
            }
            it.from = random.nextInt(SECONDS / 2);
            it.until = it.from + 1 + random.nextInt(SECONDS - it.from);
            if (random.nextInt(3) == 0) {
                it.addedAt = random.nextInt(SECONDS / 2);
            }
            if (random.nextInt(3) == 0) {
                it.retiredAt = SECONDS / 2 + 1 + random.nextInt(SECONDS / 2);
            }
            return it;
        }

        private static void mark(Random random, boolean[] seconds, int most) {
            int from = random.nextInt(SECONDS);
            Arrays.fill(seconds, from, Math.min(SECONDS, from + 1 + random.nextInt(most)), true);
        }

        boolean isBad(int at) {
            return condition[at] == Condition.DOWN || condition[at] == Condition.UNREACHABLE;
        }

        boolean isMonitored(int at) {
            return addedAt <= at && at < retiredAt;
        }

        boolean counts(int at) {
            return open[at] && isMonitored(at) && !planned[at];
        }

        History history() {
            List<Stretch> conditions = new ArrayList<>();
            List<Interval> openSeconds = new ArrayList<>();
            List<Interval> plannedSeconds = new ArrayList<>();
            for (int at = 0; at < SECONDS; at++) {
                Interval second = interval(at, at + 1);
                if (condition[at] != Condition.UP) {
                    conditions.add(new Stretch(condition[at], second.from(), second.until()));
                }
                if (open[at]) {
                    openSeconds.add(second);
                }
                if (planned[at]) {
                    plannedSeconds.add(second);
                }
            }
            Intervals hours = new Intervals(openSeconds);
            Interval monitored = new Interval(
                    addedAt == 0 ? Instant.MIN : Instant.ofEpochSecond(addedAt),
                    retiredAt == SECONDS ? Instant.MAX : Instant.ofEpochSecond(retiredAt));
            return new History(interval(from, until), monitored, hours::and, conditions, new Intervals(plannedSeconds));
        }

        private static Interval interval(int from, int until) {
            return new Interval(Instant.ofEpochSecond(from), Instant.ofEpochSecond(until));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sumsAreThoseOfTheSeconds(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < HISTORIES; i++) {
            Reference reference = Reference.random(random);
            int[] sums = new int[7];
            for (int at = reference.from; at < reference.until; at++) {
                Condition condition = reference.condition[at];
                boolean calendar = reference.open[at] && reference.isMonitored(at);
                boolean measured = reference.counts(at) && condition != Condition.UNKNOWN;
                sums[0] += calendar ? 1 : 0;
                sums[1] += calendar && reference.planned[at] ? 1 : 0;
                sums[2] += reference.counts(at) && condition == Condition.UNKNOWN ? 1 : 0;
                sums[3] += measured ? 1 : 0;
                sums[4] += measured && condition == Condition.DOWN ? 1 : 0;
                sums[5] += measured && condition == Condition.UNREACHABLE ? 1 : 0;
                sums[6] += measured && condition == Condition.DEGRADED ? 1 : 0;
            }

            Availability seen = Availability.of(reference.history());

            assertThat(List.of(
                            seen.calendar(),
                            seen.maintenance(),
                            seen.unknown(),
                            seen.measured(),
                            seen.down(),
                            seen.unreachable(),
                            seen.degraded()))
                    .as("history %d of seed %d", i, seed)
                    .extracting(intervals -> (int) intervals.total().toSeconds())
                    .containsExactly(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void outagesAreThoseOfTheSeconds(long seed) {
        Random random = new Random(seed);
        int begunAtAll = 0;
        int endedAtAll = 0;
        for (int i = 0; i < HISTORIES; i++) {
            Reference reference = Reference.random(random);
            int begun = 0;
            int ended = 0;
            int lengths = 0;
            int at = 0;
            while (at < SECONDS) {
                int first = -1;
                int last = -1;
                int length = 0;
                for (; at < SECONDS && (reference.isBad(at) || reference.condition[at] == Condition.UNKNOWN); at++) {
                    if (reference.isBad(at) && reference.counts(at)) {
                        first = first < 0 ? at : first;
                        last = at;
                        length++;
                    }
                }
                at++;
                begun += first >= reference.from && first < reference.until ? 1 : 0;
                if (last >= reference.from && last < reference.until) {
                    ended++;
                    lengths += length;
                }
            }

            Availability seen = Availability.of(reference.history());

            assertThat(seen.begun()).as("history %d of seed %d", i, seed).isEqualTo(begun);
            assertThat(seen.ended()).as("history %d of seed %d", i, seed).isEqualTo(ended);
            assertThat(seen.meanTimeToRepair().orElse(Duration.ZERO))
                    .as("history %d of seed %d", i, seed)
                    .isEqualTo(
                            ended == 0
                                    ? Duration.ZERO
                                    : Duration.ofSeconds(lengths).dividedBy(ended));
            begunAtAll += begun;
            endedAtAll += ended;
        }
        assertThat(begunAtAll).isGreaterThan(HISTORIES / 2);
        assertThat(endedAtAll).isGreaterThan(HISTORIES / 2);
    }
}
