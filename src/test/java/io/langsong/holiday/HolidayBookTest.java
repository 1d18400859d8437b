package io.langsong.holiday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.Refused;
import io.langsong.access.TestAccess;
import io.langsong.availability.Holiday;
import io.langsong.availability.Holidays;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What is shipped, and what people correct of it, in a real PostgreSQL. */
class HolidayBookTest {
    private static final LocalDate TET = LocalDate.of(2027, 2, 4);
    private static final LocalDate NEXT = LocalDate.of(2027, 2, 11);

    private final DataSource database = TestDatabase.fresh();
    private final TestClock clock = new TestClock(Instant.parse("2026-12-01T00:00:00Z"));
    private final AuditTrail audit = TestAccess.audit(database, clock);
    private final HolidayBook book =
            new HolidayBook(JdbcClient.create(database), new JdbcTransactionManager(database), audit, clock);

    private static HolidayWish wish(LocalDate date, String kind, String insteadOf) {
        return new HolidayWish(date.toString(), kind, false, "Tết Nguyên đán", "", insteadOf, "QĐ 99/QĐ-TTg");
    }

    @Test
    void withoutCorrectionsItIsWhatIsShipped() {
        assertThat(book.current()).isEqualTo(Holidays.ofVietNam());
        assertThat(book.find(TET).orElseThrow().correction()).isNull();
    }

    @Test
    void aCorrectionStandsBeforeWhatIsShippedUntilItIsTakenBack() {
        assertThat(book.current().estimatedFrom(TET, TET)).hasSize(1);

        book.put(wish(TET, "ordinary", null), "ha");
        book.put(wish(NEXT, "holiday", null), "ha");
        book.put(wish(LocalDate.of(2027, 2, 13), "working-day", "2027-02-12"), "ha");

        Holidays corrected = book.current();
        assertThat(corrected.days())
                .extracting(Holiday::date)
                .doesNotContain(TET)
                .contains(NEXT);
        assertThat(corrected.days())
                .filteredOn(day -> day.date().equals(NEXT))
                .containsExactly(new Holiday(
                        NEXT, Holiday.Kind.HOLIDAY, false, "Tết Nguyên đán", "Tết Nguyên đán", null, "QĐ 99/QĐ-TTg"));
        assertThat(corrected.estimatedFrom(TET, TET)).isEmpty();
        assertThat(book.find(TET).orElseThrow().correction().by()).isEqualTo("ha");

        book.reset(TET);
        book.reset(NEXT);
        book.reset(LocalDate.of(2027, 2, 13));
        assertThat(book.current()).isEqualTo(Holidays.ofVietNam());
        assertThat(audit.find(new AuditFilter(null, null, null, null, null), null, 10))
                .extracting(AuditEntry::action)
                .filteredOn(action -> action.startsWith("holiday."))
                .hasSize(6);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "2027-02-30, holiday,     ,           date",
        "1999-01-01, holiday,     ,           date",
        "2027-02-04, feast,       ,           kind",
        "2027-02-04, day-off,     ,           insteadOf",
        "2027-02-04, working-day, 2027-02-04, insteadOf",
    })
    void refusesWhatCanNotBe(String date, String kind, String insteadOf, String field) {
        HolidayWish wish = new HolidayWish(date, kind, false, "Tết", null, insteadOf, "QĐ 99");

        assertThatThrownBy(() -> book.put(wish, "ha"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.field()).isEqualTo(field));
    }

    @Test
    void refusesADayWithoutNameOrSource() {
        assertThat(List.of("vi", "source")).allSatisfy(field -> {
            HolidayWish wish = new HolidayWish(
                    "2027-02-04",
                    "holiday",
                    false,
                    field.equals("vi") ? " " : "Tết",
                    null,
                    null,
                    field.equals("source") ? "" : "QĐ 99");
            assertThatThrownBy(() -> book.put(wish, "ha"))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.field()).isEqualTo(field));
        });
        assertThatThrownBy(() -> book.reset(TET)).isInstanceOf(Refused.class);
    }
}
