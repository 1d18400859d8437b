package io.langsong.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.availability.WeeklyHours.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeeklyHoursTest {
    private static final ZoneId VIET_NAM = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final Map<DayOfWeek, List<Hours>> office = office();

    private static Map<DayOfWeek, List<Hours>> office() {
        Map<DayOfWeek, List<Hours>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY)) {
            week.put(day, List.of(hours("07:00", "11:30"), hours("13:30", "17:00")));
        }
        week.put(DayOfWeek.FRIDAY, List.of(hours("07:00", "11:00")));
        return week;
    }

    private static Hours hours(String from, String until) {
        return new Hours(LocalTime.parse(from), LocalTime.parse(until));
    }

    private static Interval span(ZoneId zone, String from, String until) {
        return new Interval(
                LocalDate.parse(from).atStartOfDay(zone).toInstant(),
                LocalDate.parse(until).atStartOfDay(zone).toInstant());
    }

    @ParameterizedTest(name = "{0}: {1} hours")
    @CsvSource({
        "2026-10-05, 8", // a Monday
        "2026-10-09, 4", // a Friday has hours of its own
        "2026-10-10, 0", // a Saturday
        "2026-09-01, 0", // a holiday on a Tuesday
        "2026-08-22, 8", // a Saturday worked for a Monday
        "2026-08-31, 0", // that Monday
    })
    void openOnTheDaysThatPeopleWork(LocalDate day, int hours) {
        WeeklyHours open = new WeeklyHours(
                VIET_NAM,
                office,
                Set.of(LocalDate.parse("2026-09-01"), LocalDate.parse("2026-08-31")),
                Map.of(LocalDate.parse("2026-08-22"), DayOfWeek.MONDAY));

        assertThat(open.within(span(VIET_NAM, day.toString(), day.plusDays(1).toString()))
                        .total())
                .isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void onlyWhatLiesInTheSpanIsGiven() {
        Instant eleven = ZonedDateTime.of(2026, 10, 5, 11, 0, 0, 0, VIET_NAM).toInstant();
        Interval span = new Interval(eleven, eleven.plus(Duration.ofHours(3)));

        assertThat(new WeeklyHours(VIET_NAM, office, Set.of(), Map.of()).within(span))
                .isEqualTo(Intervals.of(
                        new Interval(eleven, eleven.plus(Duration.ofMinutes(30))),
                        new Interval(eleven.plus(Duration.ofMinutes(150)), eleven.plus(Duration.ofHours(3)))));
    }

    @Test
    void hoursThatEndAtMidnightJoinThoseThatBeginThere() {
        WeeklyHours late = new WeeklyHours(
                VIET_NAM,
                Map.of(
                        DayOfWeek.MONDAY, List.of(hours("22:00", "00:00")),
                        DayOfWeek.TUESDAY, List.of(hours("00:00", "06:00"))),
                Set.of(),
                Map.of());

        assertThat(late.within(span(VIET_NAM, "2026-10-05", "2026-10-07")).list())
                .singleElement()
                .extracting(Interval::length)
                .isEqualTo(Duration.ofHours(8));
    }

    @ParameterizedTest(name = "{0}: {1} hours between 01:00 and 05:00")
    @CsvSource({"2026-03-29, 3", "2026-10-25, 5", "2026-07-05, 4"})
    void followsTheClockOfItsZone(String sunday, int hours) {
        WeeklyHours night =
                new WeeklyHours(BERLIN, Map.of(DayOfWeek.SUNDAY, List.of(hours("01:00", "05:00"))), Set.of(), Map.of());

        assertThat(night.within(span(
                                BERLIN,
                                sunday,
                                LocalDate.parse(sunday).plusDays(1).toString()))
                        .total())
                .isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void hoursThatTheClockLeavesOutAreNone() {
        WeeklyHours lost =
                new WeeklyHours(BERLIN, Map.of(DayOfWeek.SUNDAY, List.of(hours("02:10", "02:50"))), Set.of(), Map.of());

        assertThat(lost.within(span(BERLIN, "2026-03-29", "2026-03-30")).isEmpty())
                .isTrue();
        assertThat(lost.within(span(BERLIN, "2026-04-05", "2026-04-06")).total())
                .isEqualTo(Duration.ofMinutes(40));
    }

    @Test
    void agreesWithAskingEachMinute() {
        Holidays holidays = Holidays.ofVietNam();
        WeeklyHours hours = WeeklyHours.of(VIET_NAM, office, holidays);
        Interval spring = span(VIET_NAM, "2026-01-01", "2026-03-01");

        Intervals open = hours.within(spring);

        long minutes = 0;
        for (ZonedDateTime at = spring.from().atZone(VIET_NAM);
                at.toInstant().isBefore(spring.until());
                at = at.plusMinutes(1)) {
            DayOfWeek day = holidays.worked()
                    .getOrDefault(at.toLocalDate(), at.toLocalDate().getDayOfWeek());
            LocalTime time = at.toLocalTime();
            boolean isOpen = !holidays.closed().contains(at.toLocalDate())
                    && office.getOrDefault(day, List.of()).stream()
                            .anyMatch(one -> !time.isBefore(one.from()) && time.isBefore(one.until()));
            minutes += isOpen ? 1 : 0;
        }
        assertThat(open.total()).isEqualTo(Duration.ofMinutes(minutes));
        assertThat(minutes).isPositive();
    }

    @Test
    void refusesWhatContradictsItself() {
        LocalDate day = LocalDate.parse("2026-08-22");

        assertThatThrownBy(() -> hours("17:00", "07:00")).hasMessageContaining("17:00 to 07:00");
        assertThatThrownBy(() -> new WeeklyHours(VIET_NAM, office, Set.of(day), Map.of(day, DayOfWeek.MONDAY)))
                .hasMessageContaining("2026-08-22");
    }
}
