package io.langsong.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import io.langsong.maintenance.Timing.Once;
import io.langsong.maintenance.Timing.Recurring;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {
    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(Timing.ZONE).toInstant();
    }

    static Interval interval(String from, String until) {
        return new Interval(at(from), at(until));
    }

    private static Rhythm rhythm(String text) {
        if (text.equals("daily")) {
            return new Rhythm.Daily();
        }
        return text.matches("[0-9]+")
                ? new Rhythm.Monthly(Integer.parseInt(text))
                : new Rhythm.Weekly(
                        Arrays.stream(text.split("\\+")).map(DayOfWeek::valueOf).collect(Collectors.toSet()));
    }

    private static Recurring recurring(String rhythm, String at, String until, String first, String last) {
        return new Recurring(
                rhythm(rhythm),
                LocalTime.parse(at),
                LocalTime.parse(until),
                LocalDate.parse(first),
                last == null ? null : LocalDate.parse(last));
    }

    @ParameterizedTest(name = "{0} from {3} to {4}: {5}")
    @CsvSource(textBlock = """
            # rhythm,       at,    until, first,      last,       days on which it begins within 2027
            daily,          08:00, 09:00, 2027-02-27, 2027-03-02, 02-27 02-28 03-01 03-02
            MONDAY+FRIDAY,  08:00, 09:00, 2027-01-30, 2027-02-08, 02-01 02-05 02-08
            31,             08:00, 09:00, 2027-01-01, 2027-06-30, 01-31 02-28 03-31 04-30 05-31 06-30
            29,             08:00, 09:00, 2027-02-01, 2027-03-31, 02-28 03-29
            1,              08:00, 09:00, 2027-01-02, 2027-03-01, 02-01 03-01
            """)
    void fallsOnTheDaysOfItsRhythm(String rhythm, String at, String until, String first, String last, String begins) {
        List<Interval> intervals =
                recurring(rhythm, at, until, first, last).within(interval("2027-01-01T00:00", "2028-01-01T00:00"));

        assertThat(intervals)
                .containsExactlyElementsOf(Arrays.stream(begins.split(" "))
                        .map(day -> interval("2027-" + day + "T" + at, "2027-" + day + "T" + until))
                        .toList());
    }

    @Test
    void theLastDayOfFebruaryOfALeapYearIsThe29th() {
        assertThat(recurring("31", "08:00", "09:00", "2028-02-01", "2028-02-29")
                        .within(interval("2028-02-01T00:00", "2028-03-01T00:00")))
                .containsExactly(interval("2028-02-29T08:00", "2028-02-29T09:00"));
    }

    @Test
    void whatEndsBeforeItBeginsEndsOnTheNextDayAlsoOfTheNextYear() {
        Recurring night = recurring("31", "22:00", "02:00", "2026-12-01", null);

        assertThat(night.within(interval("2027-01-01T00:00", "2027-01-02T00:00")))
                .containsExactly(interval("2026-12-31T22:00", "2027-01-01T02:00"));
        assertThat(recurring("daily", "00:00", "00:00", "2026-12-01", "2026-12-02")
                        .within(interval("2026-12-01T00:00", "2026-12-09T00:00")))
                .containsExactly(
                        interval("2026-12-01T00:00", "2026-12-02T00:00"),
                        interval("2026-12-02T00:00", "2026-12-03T00:00"));
    }

    @ParameterizedTest(name = "[{0}, {1}) has {2}")
    @CsvSource(textBlock = """
            2026-12-10T09:00, 2026-12-11T08:00, 0
            2026-12-10T08:59, 2026-12-10T09:00, 1
            2026-12-10T07:00, 2026-12-10T08:00, 0
            2026-12-10T07:00, 2026-12-10T08:01, 1
            2026-12-10T08:00, 2026-12-11T08:01, 2
            """)
    void edgesAreHalfOpen(String from, String until, int count) {
        assertThat(recurring("daily", "08:00", "09:00", "2026-12-01", null).within(interval(from, until)))
                .hasSize(count);
        Once once = new Once(interval("2026-12-10T08:00", "2026-12-10T09:00"));
        assertThat(once.within(interval(from, until))).hasSize(Math.min(count, 1));
    }

    /** Whatever the rhythm: the same as looking at each minute of each day. */
    @Test
    void anyRhythmIsAsItsMinutesSay() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Recurring timing = random(random);
            LocalDateTime from = LocalDate.of(2027, 1, 20).atTime(random.nextInt(24), random.nextInt(60));
            Interval period = new Interval(
                    from.atZone(Timing.ZONE).toInstant(),
                    from.plusMinutes(1 + random.nextInt(60 * 24 * 50))
                            .atZone(Timing.ZONE)
                            .toInstant());

            Intervals merged = new Intervals(timing.within(period)).and(period);

            for (int i = 0; i < 300; i++) {
                long minute = random.nextLong(period.length().toMinutes());
                Instant at = period.from().plus(Duration.ofMinutes(minute));
                assertThat(merged.contains(at))
                        .as("seed %d, %s at %s", seed, timing, at)
                        .isEqualTo(isIn(timing, at));
            }
            assertThat(timing.within(period))
                    .allMatch(one -> one.overlaps(period))
                    .isSortedAccordingTo(java.util.Comparator.comparing(Interval::from));
        }
    }

    private static Recurring random(Random random) {
        Rhythm rhythm = switch (random.nextInt(3)) {
            case 0 -> new Rhythm.Daily();
            case 1 -> {
                Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
                days.add(DayOfWeek.of(1 + random.nextInt(7)));
                yield new Rhythm.Weekly(days);
            }
            default -> new Rhythm.Monthly(1 + random.nextInt(31));
        };
        LocalDate first = LocalDate.of(2027, 1, 1).plusDays(random.nextInt(40));
        return new Recurring(
                rhythm,
                LocalTime.of(random.nextInt(24), random.nextInt(60)),
                LocalTime.of(random.nextInt(24), random.nextInt(60)),
                first,
                random.nextBoolean() ? null : first.plusDays(31 + random.nextInt(20)));
    }

    /** By the words of the plan: it began today or yesterday, on a day of the rhythm within its stretch, and is not over. */
    private static boolean isIn(Recurring timing, Instant at) {
        LocalDateTime there = at.atZone(Timing.ZONE).toLocalDateTime();
        boolean overnight = !timing.until().isAfter(timing.at());
        boolean began = !there.toLocalTime().isBefore(timing.at());
        boolean over = !there.toLocalTime().isBefore(timing.until());
        LocalDate today = there.toLocalDate();
        return overnight
                ? (isDay(timing, today) && began) || (isDay(timing, today.minusDays(1)) && !over)
                : isDay(timing, today) && began && !over;
    }

    private static boolean isDay(Recurring timing, LocalDate day) {
        boolean falls = timing.rhythm() instanceof Rhythm.Daily
                || (timing.rhythm() instanceof Rhythm.Weekly weekly
                        && weekly.days().contains(day.getDayOfWeek()))
                || (timing.rhythm() instanceof Rhythm.Monthly monthly
                        && (day.getDayOfMonth() == monthly.day()
                                || (day.getDayOfMonth() < monthly.day()
                                        && day.plusDays(1).getMonth() != day.getMonth())));
        return falls && !day.isBefore(timing.first()) && (timing.last() == null || !day.isAfter(timing.last()));
    }

    @Test
    void knowsWhereItBeginsAndEnds() {
        Recurring months = recurring("31", "22:00", "02:00", "2027-02-01", "2027-04-29");

        assertThat(months.begin()).isEqualTo(at("2027-02-28T22:00"));
        assertThat(months.end()).contains(at("2027-04-01T02:00"));
        assertThat(recurring("daily", "08:00", "09:00", "2027-02-01", null).end())
                .isEmpty();
    }

    @Test
    void whatCanNotBeIsRefused() {
        assertThatThrownBy(() -> recurring("31", "08:00", "09:00", "2027-02-01", "2027-02-27"))
                .matches(refused -> fault(refused) == Fault.NEVER);
        assertThatThrownBy(() -> recurring("daily", "08:00", "09:00", "2027-02-02", "2027-02-01"))
                .matches(refused -> fault(refused) == Fault.BACKWARDS);
        assertThatThrownBy(() -> recurring("32", "08:00", "09:00", "2027-02-02", null))
                .matches(refused -> fault(refused) == Fault.OUT_OF_RANGE);
        assertThatThrownBy(() -> new Rhythm.Weekly(Set.of())).matches(refused -> fault(refused) == Fault.NO_WEEKDAY);
        assertThatThrownBy(() -> Once.of(at("2027-02-02T08:00"), at("2027-02-02T08:00")))
                .matches(refused -> fault(refused) == Fault.BACKWARDS);
        assertThatThrownBy(() -> Once.of(at("2027-02-02T08:00"), at("2029-02-02T08:00")))
                .matches(refused -> fault(refused) == Fault.TOO_MUCH_TIME);
        assertThatThrownBy(() -> Once.of(at("1999-12-31T08:00"), at("1999-12-31T09:00")))
                .matches(refused -> fault(refused) == Fault.OUT_OF_RANGE);
    }

    static Fault fault(Throwable refused) {
        return ((MaintenanceRefused) refused).fault();
    }
}
