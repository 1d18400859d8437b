package io.langsong.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.text.Normalizer;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HolidaysTest {
    private static final Set<DayOfWeek> REST = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    private static final String HEADER = "date,kind,estimated,vi,en,instead_of,source\n";

    private final Holidays vietNam = Holidays.ofVietNam();

    @ParameterizedTest
    @ValueSource(ints = {2026, 2027, 2028})
    void everyYearHasTheDaysOfTheLabourCodeAndOfCulture(int year) {
        List<Holiday> holidays = vietNam.days().stream()
                .filter(day -> day.kind() == Holiday.Kind.HOLIDAY && day.date().getYear() == year)
                .toList();

        assertThat(holidays).hasSize(1 + 5 + 1 + 1 + 1 + 2 + 1);
        assertThat(holidays.stream().map(Holiday::date))
                .contains(
                        LocalDate.of(year, 1, 1),
                        LocalDate.of(year, 4, 30),
                        LocalDate.of(year, 5, 1),
                        LocalDate.of(year, 9, 2),
                        LocalDate.of(year, 11, 24));
    }

    /** A holiday on a Saturday or a Sunday is made up on the next day that is worked, and nothing else is. */
    @ParameterizedTest
    @ValueSource(ints = {2026, 2027, 2028})
    void everyHolidayOnADayOfRestHasADayOff(int year) {
        Set<LocalDate> onRest = vietNam.days().stream()
                .filter(day -> day.kind() == Holiday.Kind.HOLIDAY && day.date().getYear() == year)
                .map(Holiday::date)
                .filter(date -> REST.contains(date.getDayOfWeek()))
                .collect(Collectors.toSet());
        Set<LocalDate> exchanged = vietNam.worked().keySet();

        assertThat(vietNam.days().stream()
                        .filter(day ->
                                day.kind() == Holiday.Kind.DAY_OFF && day.date().getYear() == year)
                        .map(Holiday::insteadOf)
                        .filter(date -> !exchanged.contains(date)))
                .containsExactlyInAnyOrderElementsOf(onRest);
        assertThat(vietNam.days())
                .filteredOn(day -> day.kind() == Holiday.Kind.DAY_OFF)
                .allSatisfy(day ->
                        assertThat(day.date().getDayOfWeek()).as("%s", day).isNotIn(REST));
    }

    @Test
    void aSaturdayThatIsWorkedAndTheDayOffForItNameEachOther() {
        List<Holiday> worked = vietNam.days().stream()
                .filter(day -> day.kind() == Holiday.Kind.WORKING_DAY)
                .toList();

        assertThat(worked).hasSize(2).allSatisfy(day -> {
            assertThat(day.date().getDayOfWeek()).isEqualTo(DayOfWeek.SATURDAY);
            assertThat(vietNam.days())
                    .filteredOn(other -> other.date().equals(day.insteadOf()))
                    .singleElement()
                    .matches(off -> Objects.equals(off.insteadOf(), day.date()) && off.estimated() == day.estimated());
        });
    }

    @ParameterizedTest(name = "{0}: closed {1}, estimated {2}")
    @CsvSource({
        "2026-01-02, true,  false",
        "2026-02-17, true,  false",
        "2026-04-27, true,  false",
        "2026-08-31, true,  true",
        "2026-09-03, false, false",
        "2027-02-06, true,  true",
        "2027-02-10, true,  true",
        "2027-05-03, true,  false",
        "2028-05-02, true,  false",
        "2026-01-10, false, false",
    })
    void knowsTheDay(LocalDate date, boolean closed, boolean estimated) {
        assertThat(vietNam.closed().contains(date)).isEqualTo(closed);
        assertThat(!vietNam.estimatedFrom(date, date).isEmpty()).isEqualTo(estimated);
    }

    @Test
    void coversWholeYears() {
        LocalDate first = LocalDate.of(2026, 1, 1);
        LocalDate last = LocalDate.of(2028, 12, 31);

        assertThat(vietNam.cover(first, last)).isTrue();
        assertThat(vietNam.cover(first.minusDays(1), last)).isFalse();
        assertThat(vietNam.cover(first, last.plusDays(1))).isFalse();
        assertThat(new Holidays(List.of()).cover(first, last)).isFalse();
    }

    @Test
    void isComposed() {
        assertThat(vietNam.days()).allMatch(day -> Normalizer.isNormalized(day.vietnamese(), Normalizer.Form.NFC));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-13-01,holiday,no,Tết,Tet,,Luật              | line 2: Text '2026-13-01'
            2026-01-01,feast,no,Tết,Tet,,Luật                | line 2: "feast" is no kind; it is holiday, day-off or working-day
            2026-01-01,holiday,maybe,Tết,Tet,,Luật           | line 2: estimated is yes or no, not "maybe"
            2026-01-01,holiday,no,,Tet,,Luật                 | line 2: 2026-01-01: a holiday has a name in both languages
            2026-01-10,working-day,no,Làm bù,Worked,,Luật    | line 2: 2026-01-10: a day off or a working day stands for another day
            2026-01-01,holiday,no,Tết,Tet,,                  | line 2: 2026-01-01: something says that a day is not as others
            """)
    void refusesALineThatCanNotBe(String line, String message) {
        assertThatThrownBy(() -> Holidays.read(new StringReader(HEADER + line.strip() + "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.strip());
    }

    @Test
    void refusesADayThatIsThereTwiceAndPassesOverComments() throws IOException {
        String line = "2026-01-01,holiday,no,Tết,Tet,,Luật\n";

        assertThat(Holidays.read(new StringReader("# source\n" + HEADER + line)).days())
                .hasSize(1);
        assertThatThrownBy(() -> Holidays.read(new StringReader(HEADER + line + line)))
                .hasMessageContaining("2026-01-01 is in the list of holidays twice");
    }
}
