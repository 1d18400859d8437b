package io.langsong.uptime;

import static io.langsong.outage.Condition.DEGRADED;
import static io.langsong.outage.Condition.DOWN;
import static io.langsong.outage.Condition.UNREACHABLE;
import static io.langsong.uptime.TestCommune.AP;
import static io.langsong.uptime.TestCommune.MONTH;
import static io.langsong.uptime.TestCommune.OFFICE;
import static io.langsong.uptime.TestCommune.WIFI;
import static io.langsong.uptime.TestCommune.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.availability.Availability;
import io.langsong.availability.CountedOutage;
import io.langsong.availability.Interval;
import io.langsong.inventory.ServiceId;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the record to the figure, in a real PostgreSQL. October 2026 has 744 hours. */
class UptimesTest {
    @TempDir
    private Path data;

    private TestCommune commune;

    @BeforeEach
    void start() {
        commune = new TestCommune(data);
    }

    private static String percent(java.util.Optional<BigDecimal> share) {
        return share.map(value ->
                        value.movePointRight(2).setScale(4, RoundingMode.DOWN).toPlainString())
                .orElse("–");
    }

    @Test
    void oneOutageInAMonthThatWasWatched() {
        commune.watched(WIFI, "2026-09-01T00:00", null);
        commune.bad(WIFI, DOWN, at("2026-10-10T10:00"), at("2026-10-10T17:26:24"), 60);

        Uptime october = commune.october(WIFI);

        assertThat(percent(october.availability().uptime())).isEqualTo("99.0000");
        assertThat(percent(october.availability().coverage())).isEqualTo("100.0000");
        assertThat(october.availability().meanTimeToRepair()).contains(Duration.parse("PT7H26M24S"));
        assertThat(october.uncertainty()).as("a half-minute at each end").isEqualTo(Duration.ofMinutes(1));
        assertThat(percent(october.uncertaintyShare())).isEqualTo("0.0022");
        assertThat(october.longest()).isEqualTo(Duration.parse("PT7H26M24S"));
        assertThat(october.estimated()).isFalse();
    }

    @Test
    void nobodyLookedForADayAndThatIsNeitherUpNorDown() {
        commune.watched(WIFI, "2026-10-01T00:00", "2026-10-05T00:00").watched(WIFI, "2026-10-06T00:00", null);

        Availability october = commune.october(WIFI).availability();

        assertThat(october.unknown().total()).isEqualTo(Duration.ofDays(1));
        assertThat(percent(october.uptime())).isEqualTo("100.0000");
        assertThat(percent(october.coverage())).isEqualTo("96.7741");
    }

    @Test
    void withoutAnybodyLookingThereIsNoFigure() {
        Availability october = commune.october(WIFI).availability();

        assertThat(october.uptime()).isEmpty();
        assertThat(percent(october.coverage())).isEqualTo("0.0000");
    }

    /** A server that died and was not started since: its open watches end with its last beat. */
    @Test
    void aDeadServerDoesNotLook() {
        commune.clock.set(at("2026-10-21T00:00"));
        commune.watched(WIFI, "2026-10-01T00:00", null);
        commune.jdbc
                .sql("INSERT INTO outage_heartbeat (at) VALUES ('2026-10-11 00:00+07')")
                .update();

        Availability october = commune.october(WIFI).availability();

        assertThat(october.measured().total()).isEqualTo(Duration.ofDays(10));
        assertThat(percent(october.coverage())).isEqualTo("50.0000");
    }

    @Test
    void aMonthThatLastsIsCountedAsFarAsNow() {
        commune.clock.set(at("2026-10-11T00:00"));
        commune.watched(WIFI, "2026-10-01T00:00", null);
        commune.bad(WIFI, DOWN, "2026-10-10T00:00", null);

        Availability october = commune.october(WIFI).availability();

        assertThat(percent(october.uptime())).isEqualTo("90.0000");
        assertThat(october.begun()).isEqualTo(1);
        assertThat(october.ended()).as("it lasts").isZero();
        assertThat(commune.uptimes.of(WIFI, new Interval(at("2026-10-11T00:00"), at("2026-10-12T00:00")), null))
                .as("still to come")
                .isEmpty();
    }

    @Test
    void anOutageOverTheEdgeCountsInBothMonthsAndEndsInOne() {
        commune.watched(WIFI, "2026-09-01T00:00", null);
        commune.bad(WIFI, DOWN, "2026-09-30T20:00", "2026-10-01T06:00");

        Availability october = commune.october(WIFI).availability();
        Availability september = commune.uptimes
                .of(WIFI, new Interval(TestCommune.SEPTEMBER, TestCommune.OCTOBER), null)
                .orElseThrow()
                .availability();

        assertThat(october.out()).isEqualTo(Duration.ofHours(6));
        assertThat(october.meanTimeToRepair()).as("with its whole length").contains(Duration.ofHours(10));
        assertThat(october.begun()).isZero();
        assertThat(september.out()).isEqualTo(Duration.ofHours(4));
        assertThat(september.begun()).isEqualTo(1);
        assertThat(september.ended()).isZero();
    }

    /** Three rows and a month in which nobody looked: one outage, whose beginning lies far before what is read at first. */
    @Test
    void anOutageIsReadToItsBeginningHoweverFarThatIs() {
        commune.added(at("2026-01-01T00:00"));
        commune.watched(WIFI, "2026-02-01T00:00", "2026-08-01T00:00").watched(WIFI, "2026-09-29T00:00", null);
        commune.bad(WIFI, DOWN, "2026-07-31T00:00", "2026-09-29T12:00");
        commune.bad(WIFI, UNREACHABLE, "2026-09-29T12:00", "2026-10-02T00:00");

        CountedOutage outage = commune.october(WIFI).availability().outages().get(0);

        assertThat(outage.whole()).isEqualTo(new Interval(at("2026-07-31T00:00"), at("2026-10-02T00:00")));
        assertThat(outage.length()).as("without what nobody saw").isEqualTo(Duration.ofDays(1 + 3));
        assertThat(commune.october(WIFI).recordsOf(outage)).hasSize(2);
    }

    @Test
    void whatHidBehindAnotherIsNotItsOwnFault() {
        commune.watched(AP, "2026-09-01T00:00", null);
        commune.bad(AP, UNREACHABLE, "2026-10-10T00:00", "2026-10-11T00:00");
        commune.bad(AP, DOWN, "2026-10-11T00:00", "2026-10-12T00:00");
        commune.bad(AP, DEGRADED, "2026-10-13T00:00", "2026-10-14T00:00");

        Availability october = commune.october(AP).availability();

        assertThat(percent(october.uptime())).isEqualTo("93.5483");
        assertThat(percent(october.ownFaultUptime())).isEqualTo("96.6666");
        assertThat(october.degraded().total()).isEqualTo(Duration.ofDays(1));
        assertThat(october.begun()).isEqualTo(1);
        assertThat(commune.october(AP).uncertainty()).isZero();
    }

    @Test
    void onlyFromItsBeingAddedToItsBeingRetired() {
        commune.added(WIFI, at("2026-10-11T00:00"));
        commune.watched(WIFI, "2026-09-01T00:00", "2026-10-21T00:00");
        commune.bad(WIFI, DOWN, "2026-10-10T12:00", "2026-10-12T00:00");
        commune.inventory.delete(new ServiceId("wifi-mang"), null);
        commune.jdbc
                .sql("UPDATE inventory_service SET retired_at = '2026-10-21 00:00+07' WHERE id = 'wifi-mang'")
                .update();

        Uptime october = commune.october(WIFI);

        assertThat(october.availability().measured().total()).isEqualTo(Duration.ofDays(10));
        assertThat(october.availability().out()).isEqualTo(Duration.ofDays(1));
        assertThat(commune.uptimes.of(WIFI, new Interval(at("2026-11-01T00:00"), at("2026-11-02T00:00")), null))
                .isEmpty();
    }

    @Test
    void anOfficeIsMeasuredInItsHoursWithoutHolidays() {
        commune.calendars.change(
                "gio-hanh-chinh",
                new CalendarWish("Giờ hành chính", weekdays("07:00-11:30, 13:30-17:00"), true, List.of("site:office")),
                null);
        commune.watched(OFFICE, "2026-09-01T00:00", null);
        // A Friday from 16:00 to Monday 08:00: an hour of the Friday counts, and one of the Monday.
        commune.bad(OFFICE, DOWN, "2026-10-16T16:00", "2026-10-19T08:00");

        Uptime october = commune.october(OFFICE);

        assertThat(october.calendar().id()).isEqualTo("gio-hanh-chinh");
        assertThat(october.availability().calendar().total()).isEqualTo(Duration.ofHours(22 * 8));
        assertThat(october.availability().out()).isEqualTo(Duration.ofHours(2));
        assertThat(commune.uptimes
                        .of(OFFICE, MONTH, UptimeCalendar.ALL_HOURS)
                        .orElseThrow()
                        .availability()
                        .out())
                .isEqualTo(Duration.ofHours(64));
        assertThat(october.estimated()).as("nothing in October is").isFalse();
        assertThat(commune.uptimes
                        .of(OFFICE, new Interval(at("2026-08-20T00:00"), at("2026-09-05T00:00")), null)
                        .orElseThrow()
                        .estimated())
                .as("31 August is an exchanged day of one announcement")
                .isTrue();
    }

    static Map<java.time.DayOfWeek, String> weekdays(String hours) {
        return java.util.stream.IntStream.rangeClosed(1, 5)
                .mapToObj(java.time.DayOfWeek::of)
                .collect(Collectors.toMap(day -> day, day -> hours));
    }

    @Test
    void aPlanThatIsEnteredLateTakesItsTimeOut() {
        commune.watched(WIFI, "2026-09-01T00:00", null);
        commune.bad(WIFI, DOWN, "2026-10-10T00:00", "2026-10-11T00:00");
        assertThat(commune.october(WIFI).availability().out()).isEqualTo(Duration.ofDays(1));

        commune.plan("2026-10-10T00:00", "2026-10-10T18:00", "Quên nhập", "village:mang");

        Availability october = commune.october(WIFI).availability();
        assertThat(october.out()).isEqualTo(Duration.ofHours(6));
        assertThat(october.maintenance().total()).isEqualTo(Duration.ofHours(18));
    }

    /** A collector was cut off and delivers: what nobody had seen was an outage, and another one was shorter. */
    @Test
    void lateResultsChangeTheFigure() {
        commune.watched(AP, "2026-09-01T00:00", "2026-10-05T00:00").watched(AP, "2026-10-06T00:00", null);
        long known = commune.bad(AP, DOWN, "2026-10-20T00:00", "2026-10-21T00:00");
        assertThat(percent(commune.october(AP).availability().uptime())).isEqualTo("96.6666");

        commune.watched(AP, "2026-10-05T00:00", "2026-10-06T00:00");
        commune.bad(AP, DOWN, "2026-10-05T06:00", "2026-10-05T18:00");
        commune.jdbc.sql("""
                        UPDATE outage_record SET ended_earliest = x.at, ended = x.at, ended_latest = x.at
                          FROM (VALUES ('2026-10-20 12:00+07'::timestamptz)) AS x (at) WHERE id = :id
                        """).param("id", known).update();

        Availability late = commune.october(AP).availability();
        assertThat(late.out()).isEqualTo(Duration.ofDays(1));
        assertThat(late.measured().total()).isEqualTo(Duration.ofDays(31));
        assertThat(late.begun()).isEqualTo(2);
        assertThat(percent(late.uptime())).isEqualTo("96.7741");
    }

    /** Wherever a period is split, what was out and what was measured in the parts is that of the whole. */
    @ParameterizedTest(name = "seed {0}, {1}")
    @CsvSource({"1, all-hours", "2, all-hours", "3, gio-hanh-chinh", "4, gio-hanh-chinh"})
    void theSumOfThePartsIsTheWhole(long seed, String calendar) {
        Random random = new Random(seed);
        List<ObjectRef> objects = List.of(WIFI, TestCommune.WIFI_MAN, OFFICE, AP);
        objects.forEach(object -> fill(object, random));
        for (int i = 0; i < 3; i++) {
            Instant from = instant(random, 0, 28);
            commune.plans.enter(
                    new io.langsong.maintenance.PlanWish(
                            io.langsong.maintenance.Plan.Kind.WORK,
                            "Sửa",
                            "Trễ",
                            null,
                            io.langsong.maintenance.Scope.parse(List.of("village:mang")),
                            io.langsong.maintenance.Timing.Once.of(from, from.plusSeconds(random.nextInt(90_000) + 1))),
                    "ha");
        }
        UptimeCalendar hours = commune.calendars.find(calendar).orElseThrow();
        Map<ObjectRef, Uptime> whole = commune.uptimes.of(objects, MONTH, hours);
        assertThat(whole.values()).anyMatch(one -> !one.availability().out().isZero());

        for (int i = 0; i < 25; i++) {
            Instant split = instant(random, 0, 31);
            var first = commune.uptimes.of(objects, new Interval(TestCommune.OCTOBER, split), hours);
            var second = commune.uptimes.of(objects, new Interval(split, TestCommune.NOVEMBER), hours);
            for (ObjectRef object : objects) {
                Availability one = first.get(object).availability();
                Availability other = second.get(object).availability();
                Availability both = whole.get(object).availability();
                assertThat(one.down().total().plus(other.down().total()))
                        .isEqualTo(both.down().total());
                assertThat(one.unreachable().total().plus(other.unreachable().total()))
                        .isEqualTo(both.unreachable().total());
                assertThat(one.measured().total().plus(other.measured().total()))
                        .isEqualTo(both.measured().total());
                assertThat(one.begun() + other.begun()).as("each begins once").isEqualTo(both.begun());
                assertThat(one.ended() + other.ended()).as("each ends once").isEqualTo(both.ended());
            }
        }
    }

    private static Instant instant(Random random, int firstDay, int lastDay) {
        return TestCommune.OCTOBER
                .plus(Duration.ofDays(firstDay))
                .plusSeconds(1 + random.nextInt((lastDay - firstDay) * 86_400 - 1));
    }

    /** From some days before the month to some days after it: watched with gaps, bad now and then. */
    private void fill(ObjectRef object, Random random) {
        Instant end = TestCommune.NOVEMBER.plus(Duration.ofDays(10));
        Instant at = TestCommune.OCTOBER.minus(Duration.ofDays(random.nextInt(20)));
        while (at.isBefore(end)) {
            Instant until = at.plusSeconds(1 + random.nextInt(8 * 86_400));
            commune.watched(object, at, until);
            at = until.plusSeconds(1 + random.nextInt(random.nextBoolean() ? 600 : 86_400));
        }
        Condition[] some = {DOWN, DOWN, UNREACHABLE, DEGRADED};
        at = TestCommune.OCTOBER.minus(Duration.ofDays(random.nextInt(30)));
        while (at.isBefore(end)) {
            Instant until = at.plusSeconds(1 + random.nextInt(2 * 86_400));
            commune.bad(object, some[random.nextInt(some.length)], at, until, random.nextInt(120));
            at = random.nextInt(3) == 0 ? until : until.plusSeconds(1 + random.nextInt(3 * 86_400));
        }
    }

    /** What the record says at random instants, looked up row by row. */
    @Test
    void theConditionAtAnInstantIsThatOfTheRecord() {
        Random random = new Random(7);
        fill(WIFI, random);
        var entry = commune.ledger
                .read(TestCommune.SEPTEMBER, commune.clock.instant(), List.of(WIFI))
                .of(WIFI);
        List<io.langsong.outage.Outages.Stretch> stretches = entry.conditions(commune.clock.instant());

        List<Condition> seen = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Instant at = instant(random, 0, 31);
            Condition expected =
                    entry.watched().stream().noneMatch(span -> !at.isBefore(span.from()) && at.isBefore(span.until()))
                            ? Condition.UNKNOWN
                            : entry.records().stream()
                                    .filter(one -> !at.isBefore(one.from().best()) && at.isBefore(one.until()))
                                    .map(io.langsong.outage.Recorded::condition)
                                    .findFirst()
                                    .orElse(Condition.UP);
            Condition found = stretches.stream()
                    .filter(one -> !at.isBefore(one.from()) && at.isBefore(one.until()))
                    .map(io.langsong.outage.Outages.Stretch::condition)
                    .findFirst()
                    .orElse(Condition.UP);
            assertThat(found).as("%s", at).isEqualTo(expected);
            seen.add(found);
        }
        assertThat(seen).contains(Condition.values());
    }
}
