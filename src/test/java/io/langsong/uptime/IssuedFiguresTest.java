package io.langsong.uptime;

import static io.langsong.outage.Condition.DOWN;
import static io.langsong.uptime.TestCommune.MONTH;
import static io.langsong.uptime.TestCommune.OFFICE;
import static io.langsong.uptime.TestCommune.WIFI;
import static io.langsong.uptime.TestCommune.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.availability.Interval;
import io.langsong.maintenance.Plan;
import io.langsong.uptime.FigureVersion.Because;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was issued stays, and what comes out otherwise stands beside it, in a real PostgreSQL. */
class IssuedFiguresTest {
    @TempDir
    private Path data;

    private TestCommune commune;
    private IssuedFigures issued;

    @BeforeEach
    void start() {
        commune = new TestCommune(data);
        issued = new IssuedFigures(
                commune.jdbc,
                commune.transactions,
                commune.uptimes,
                commune.calendars,
                commune.maintenance,
                commune.audit,
                new UptimeProperties(new BigDecimal("99.5"), 0, Duration.ofMinutes(1), new BigDecimal("95")),
                commune.clock);
        commune.watched(WIFI, "2026-09-01T00:00", null);
        commune.bad(WIFI, DOWN, "2026-10-10T00:00", "2026-10-11T00:00");
    }

    private List<FigureVersion> versions() {
        return issued.versions(WIFI, MONTH);
    }

    @Test
    void keepsWhatWasIssuedToTheLastDigit() {
        Uptime october = commune.october(WIFI);

        List<FigureVersion> now = issued.issue(List.of(october), "ha");

        FigureVersion first = now.get(0);
        assertThat(first.figures()).isEqualTo(Figures.of(october, Duration.ofMinutes(1)));
        assertThat(first.figures().uptime()).isEqualByComparingTo("0.967741935483");
        assertThat(first.because()).isEqualTo(Because.FIRST);
        assertThat(first.issuedBy()).isEqualTo("ha");
        assertThat(versions()).containsExactly(first);
    }

    @Test
    void issuingTheSameAgainIsNoOtherVersion() {
        issued.issue(List.of(commune.october(WIFI)), "ha");
        issued.issue(List.of(commune.october(WIFI)), "lan");

        assertThat(versions())
                .singleElement()
                .satisfies(one -> assertThat(one.issuedBy()).isEqualTo("ha"));
        assertThat(issued.recount()).isZero();
    }

    @Test
    void aPlanThatWasEnteredLateMakesANewFigureBesideTheOldOne() {
        issued.issue(List.of(commune.october(WIFI)), "ha");
        commune.clock.advance(Duration.ofDays(1));
        Plan plan = commune.plan("2026-10-10T00:00", "2026-10-10T18:00", "Quên nhập", "village:mang");

        assertThat(issued.recount()).isEqualTo(1);
        assertThat(issued.recount()).as("it is written down once").isZero();

        assertThat(versions()).hasSize(2);
        FigureVersion newer = versions().get(0);
        FigureVersion older = versions().get(1);
        assertThat(older.figures().downSeconds()).isEqualTo(86_400);
        assertThat(older.issuedBy()).isEqualTo("ha");
        assertThat(newer.figures().downSeconds()).isEqualTo(6 * 3600);
        assertThat(newer.because()).isEqualTo(Because.MAINTENANCE);
        assertThat(newer.plan()).isEqualTo(plan.id());
        assertThat(newer.reason()).isEqualTo("Quên nhập");
        assertThat(newer.madeBy()).as("who entered the plan").isEqualTo("ha");
        assertThat(newer.issuedBy()).as("nobody did yet").isNull();
        assertThat(newer.replaces()).isEqualTo(older.id());

        issued.issue(List.of(commune.october(WIFI)), "lan");
        assertThat(versions()).hasSize(2);
        assertThat(versions().get(0).issuedBy()).isEqualTo("lan");
    }

    @Test
    void anotherRecordMakesANewFigure() {
        issued.issue(List.of(commune.october(WIFI)), "ha");
        commune.bad(WIFI, DOWN, "2026-10-20T00:00", "2026-10-20T01:00");

        assertThat(issued.recount()).isEqualTo(1);

        assertThat(versions().get(0).because()).isEqualTo(Because.RECORD);
        assertThat(versions().get(0).madeBy()).isEqualTo("system");
        assertThat(versions().get(0).figures().downSeconds()).isEqualTo(90_000);
    }

    @Test
    void otherHoursMakeANewFigure() {
        CalendarWish office = new CalendarWish(
                "Giờ hành chính", UptimesTest.weekdays("07:00-11:30, 13:30-17:00"), true, List.of("site:office"));
        commune.calendars.change("gio-hanh-chinh", office, null);
        commune.watched(OFFICE, "2026-09-01T00:00", null);
        issued.issue(List.of(commune.october(OFFICE)), "ha");
        commune.calendars.change(
                "gio-hanh-chinh",
                new CalendarWish("Giờ hành chính", UptimesTest.weekdays("07:00-11:00"), true, List.of("site:office")),
                null);

        assertThat(issued.recount()).isEqualTo(1);

        assertThat(issued.versions(OFFICE, MONTH).get(0).because()).isEqualTo(Because.CALENDAR);
    }

    @Test
    void onlyWhatIsOverIsIssuedAndOnePeriodAtATime() {
        commune.clock.set(at("2026-10-20T00:00"));
        Uptime lasting = commune.october(WIFI);
        assertThatThrownBy(() -> issued.issue(List.of(lasting), "ha")).hasMessageContaining("issued when it is over");
        commune.clock.set(at("2026-11-20T00:00"));
        Uptime september = commune.uptimes
                .of(WIFI, new Interval(TestCommune.SEPTEMBER, TestCommune.OCTOBER), null)
                .orElseThrow();
        assertThatThrownBy(() -> issued.issue(List.of(commune.october(WIFI), september), "ha"))
                .hasMessageContaining("one period");
        assertThat(versions()).isEmpty();
    }
}
