package io.langsong.report;

import static io.langsong.outage.Condition.DEGRADED;
import static io.langsong.outage.Condition.DOWN;
import static io.langsong.outage.Condition.UNREACHABLE;
import static io.langsong.uptime.TestCommune.AP;
import static io.langsong.uptime.TestCommune.OFFICE;
import static io.langsong.uptime.TestCommune.WIFI;
import static io.langsong.uptime.TestCommune.WIFI_MAN;
import static io.langsong.uptime.TestCommune.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.incident.KeptIncidents;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.SiteId;
import io.langsong.outage.Bound;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outage.Cause;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.uptime.Figures;
import io.langsong.uptime.TestCommune;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a month of two villages comes to, from a record that is written by hand. */
class ReportsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path data;

    private TestReports reports;
    private TestCommune commune;

    @BeforeEach
    void start() {
        reports = new TestReports(data);
        commune = reports.commune;
    }

    private static ObjectLine line(Report report, ObjectRef object) {
        return report.object(object).orElseThrow();
    }

    private static PlaceLine village(Report report, String id) {
        return place(report, Kind.VILLAGE, id);
    }

    private static PlaceLine site(Report report, String id) {
        return place(report, Kind.SITE, id);
    }

    private static PlaceLine place(Report report, Kind kind, String id) {
        return report.places(kind).stream()
                .filter(place -> place.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0} is from {1} until {2}")
    @CsvSource(textBlock = """
            # month,  from,       until,      days
            2026-10,  2026-10-01, 2026-11-01, 31
            2026-12,  2026-12-01, 2027-01-01, 31
            2027-01,  2027-01-01, 2027-02-01, 31
            2027-02,  2027-02-01, 2027-03-01, 28
            2028-02,  2028-02-01, 2028-03-01, 29
            """)
    void aMonthIsWholeInTheTimeOfItsPeople(String month, String from, String until, int days) {
        commune.clock.set(at("2028-06-01T00:00"));
        Report report = reports.watched().of(YearMonth.parse(month));

        assertThat(report.period().from()).isEqualTo(at(from + "T00:00"));
        assertThat(report.period().until()).isEqualTo(at(until + "T00:00"));
        assertThat(report.over()).isTrue();
        assertThat(report.objects()).hasSize(TestReports.ALL.size()).allSatisfy(line -> {
            assertThat(line.always().calendarSeconds()).isEqualTo(days * 86_400L);
            assertThat(line.always().measuredSeconds()).isEqualTo(days * 86_400L);
            assertThat(line.own().uptime()).isEqualByComparingTo("1");
        });
    }

    @ParameterizedTest(name = "out from {0} until {1}: {2} s in {3}")
    @CsvSource(textBlock = """
            # out from,       until,            seconds, in
            2026-10-31T23:00, 2026-11-01T02:00, 3600,    2026-10
            2026-10-31T23:00, 2026-11-01T02:00, 7200,    2026-11
            2026-12-31T12:00, 2027-01-01T00:30, 43200,   2026-12
            2026-12-31T12:00, 2027-01-01T00:30, 1800,    2027-01
            2028-02-29T00:00, 2028-03-01T00:00, 86400,   2028-02
            2028-02-29T00:00, 2028-03-01T00:00, 0,       2028-03
            2026-10-31T23:59:59, 2026-11-01T00:00:01, 1, 2026-10
            2026-10-31T23:59:59, 2026-11-01T00:00:01, 1, 2026-11
            """)
    void anOutageIsCutAtTheEdgeAndCountedOnceInEachMonth(String from, String until, long seconds, String month) {
        commune.clock.set(at("2028-06-01T00:00"));
        reports.watched();
        commune.bad(WIFI, DOWN, from, until);

        Measure own = line(reports.of(YearMonth.parse(month)), WIFI).own();

        assertThat(own.downSeconds()).isEqualTo(seconds);
        assertThat(own.outages()).as("it begins in one month alone").isEqualTo(from.startsWith(month) ? 1 : 0);
        boolean lastInstantIsHere =
                LocalDateTime.parse(until).minusNanos(1).toString().startsWith(month);
        assertThat(own.ended()).isEqualTo(lastInstantIsHere ? 1 : 0);
    }

    @Test
    void aCutOffDayMovesTheMonth() {
        TestReports cut = new TestReports(data.resolve("cut"), 14);

        ReportPeriod october = cut.reports.month(TestReports.OCTOBER);

        assertThat(october.from()).isEqualTo(at("2026-09-15T00:00"));
        assertThat(october.until()).isEqualTo(at("2026-10-15T00:00"));
        assertThat(cut.reports.month(YearMonth.of(2027, 1)).from()).isEqualTo(at("2026-12-15T00:00"));
        assertThat(cut.reports.month(YearMonth.of(2028, 3)).from()).isEqualTo(at("2028-02-15T00:00"));
    }

    /** A minute at a time, as one would count with a pencil. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatHappenedAddsUpToThePeriodForEveryObject(long seed) {
        Random random = new Random(seed);
        commune.clock.set(at("2028-06-01T00:00"));
        YearMonth month = YearMonth.of(2026, 9).plusMonths(random.nextInt(19));
        ReportPeriod period = reports.reports.month(month);
        int days = month.lengthOfMonth() + 4;
        Instant begin = period.from().minus(Duration.ofDays(2));
        char[][] happened = new char[TestReports.ALL.size()][];
        for (int i = 0; i < TestReports.ALL.size(); i++) {
            happened[i] = happen(random, TestReports.ALL.get(i), begin, days * 1440);
        }
        plan(random, begin, days, happened);

        Report report = reports.reports.of(period);

        int skipped = 2 * 1440;
        for (int i = 0; i < TestReports.ALL.size(); i++) {
            ObjectRef object = TestReports.ALL.get(i);
            String inside = new String(happened[i], skipped, month.lengthOfMonth() * 1440);
            Measure always = line(report, object).always();
            assertThat(seconds(inside, 'd')).as("down %s", object).isEqualTo(always.downSeconds());
            assertThat(seconds(inside, 'h')).as("hidden %s", object).isEqualTo(always.unreachableSeconds());
            assertThat(seconds(inside, '?')).as("unknown %s", object).isEqualTo(always.unknownSeconds());
            assertThat(seconds(inside, 'm')).as("maintenance %s", object).isEqualTo(always.maintenanceSeconds());
            long up = always.measuredSeconds() - always.outSeconds();
            assertThat(seconds(inside, ' ') + seconds(inside, 's'))
                    .as("up %s", object)
                    .isEqualTo(up);
            assertThat(up
                            + always.downSeconds()
                            + always.unreachableSeconds()
                            + always.unknownSeconds()
                            + always.maintenanceSeconds())
                    .isEqualTo(Duration.between(period.from(), period.until()).toSeconds());
        }
        sumsUp(report);
    }

    /** Writes it into the record. @return of each minute what was: d down, h hidden, s slow, ? unknown, blank up */
    private char[] happen(Random random, ObjectRef object, Instant begin, int minutes) {
        char[] happened = new char[minutes];
        java.util.Arrays.fill(happened, ' ');
        int watchedSince = 0;
        for (int at = 0; at < minutes; ) {
            int calm = Math.min(1 + random.nextInt(3000), minutes - at);
            at += calm;
            int length = Math.min(1 + random.nextInt(random.nextInt(6) == 0 ? 4000 : 200), minutes - at);
            if (length <= 0) {
                break;
            }
            char what = "dhs?".charAt(random.nextInt(4));
            java.util.Arrays.fill(happened, at, at + length, what);
            if (what == '?') {
                commune.watched(object, minute(begin, watchedSince), minute(begin, at));
                watchedSince = at + length;
            } else {
                Condition condition = what == 'd' ? DOWN : what == 'h' ? UNREACHABLE : DEGRADED;
                commune.bad(object, condition, minute(begin, at), minute(begin, at + length), 0);
            }
            at += length;
        }
        if (watchedSince < minutes) {
            commune.watched(object, minute(begin, watchedSince), null);
        }
        return happened;
    }

    private static Instant minute(Instant begin, int number) {
        return begin.plus(MINUTE.multipliedBy(number));
    }

    /** Of everything in one village, which hides whatever else was. */
    private void plan(Random random, Instant begin, int days, char[][] happened) {
        int from = 1440 * (3 + random.nextInt(days - 6)) + random.nextInt(1440);
        int until = from + 1 + random.nextInt(1200);
        LocalDateTime first =
                minute(begin, from).atOffset(java.time.ZoneOffset.ofHours(7)).toLocalDateTime();
        LocalDateTime last =
                minute(begin, until).atOffset(java.time.ZoneOffset.ofHours(7)).toLocalDateTime();
        commune.plan(first.toString(), last.toString(), "Ghi sau", "village:man");
        for (String object : List.of("service:wifi-man", "device:ap-man")) {
            java.util.Arrays.fill(happened[TestReports.ALL.indexOf(ObjectRef.parse(object))], from, until, 'm');
        }
    }

    private static long seconds(String happened, char what) {
        return happened.chars().filter(one -> one == what).count() * 60;
    }

    /** Every place is what its services, access points and lines are, the commune what all are. */
    private static void sumsUp(Report report) {
        for (PlaceLine place : report.places()) {
            List<ObjectLine> members =
                    report.objects().stream().filter(line -> isOf(line, place)).toList();
            boolean isGroup = place.kind() == Kind.GROUP;
            sumsUp(
                    place,
                    place.services(),
                    members,
                    line -> isGroup || line.object().kind() == ObjectRef.Kind.SERVICE);
            sumsUp(place, place.accessPoints(), members, line -> line.type().equals("access-point"));
            sumsUp(place, place.links(), members, line -> line.type().equals("link"));
        }
    }

    private static boolean isOf(ObjectLine line, PlaceLine place) {
        return switch (place.kind()) {
            case COMMUNE -> true;
            case GROUP -> line.type().equals(place.id());
            case VILLAGE -> place.id().equals(line.village());
            case SITE -> place.id().equals(line.site());
        };
    }

    private static void sumsUp(PlaceLine place, Measure sum, List<ObjectLine> members, Predicate<ObjectLine> which) {
        List<Measure> parts =
                members.stream().filter(which).map(ObjectLine::own).toList();
        for (ToLongFunction<Measure> figure : List.<ToLongFunction<Measure>>of(
                Measure::calendarSeconds,
                Measure::measuredSeconds,
                Measure::maintenanceSeconds,
                Measure::unknownSeconds,
                Measure::downSeconds,
                Measure::unreachableSeconds,
                Measure::degradedSeconds,
                Measure::repairSeconds,
                Measure::outages,
                Measure::ended,
                Measure::blips,
                Measure::objects)) {
            assertThat(figure.applyAsLong(sum))
                    .as("%s %s", place.kind(), place.id())
                    .isEqualTo(parts.stream().mapToLong(figure).sum());
        }
        if (sum.uptime() != null) {
            assertThat(sum.uptime().doubleValue())
                    .isCloseTo(1 - (double) sum.outSeconds() / sum.measuredSeconds(), within(1e-6));
        }
    }

    @Test
    void oneAloneIsWhatItIsInAnyGroup() {
        reports.watched();
        commune.bad(WIFI, DOWN, "2026-10-03T01:00", "2026-10-03T02:30");
        commune.bad(WIFI, UNREACHABLE, "2026-10-09T01:00", "2026-10-09T01:00:20");
        commune.bad(WIFI_MAN, DOWN, "2026-10-03T01:00", "2026-10-05T02:30");
        commune.bad(AP, DOWN, at("2026-10-04T01:00"), at("2026-10-04T02:30"), 17);
        commune.bad(ObjectRef.parse("device:ap-man"), DOWN, "2026-10-04T01:00", "2026-10-04T03:30");
        commune.bad(ObjectRef.parse("link:line"), UNREACHABLE, at("2026-09-30T01:00"), at("2026-10-04T02:30"), 11);
        commune.bad(OFFICE, DEGRADED, "2026-10-04T01:00", "2026-10-04T02:30");

        Report report = reports.october();

        for (ObjectRef object : TestReports.ALL) {
            Measure line = line(report, object).own();
            Figures alone = Figures.of(commune.october(object), MINUTE);
            assertThat(line.uptime()).isEqualTo(alone.uptime());
            assertThat(line.ownFaultUptime()).isEqualTo(alone.ownFaultUptime());
            assertThat(line.coverage()).isEqualTo(alone.coverage());
            assertThat(line.uncertainty()).isEqualTo(alone.uncertainty());
            assertThat(line.downSeconds()).isEqualTo(alone.downSeconds());
            assertThat(line.unreachableSeconds()).isEqualTo(alone.unreachableSeconds());
            assertThat(line.outages()).isEqualTo(alone.outages());
            assertThat(line.blips()).isEqualTo(alone.blips());
            assertThat(line.meanToRepairSeconds()).isEqualTo(alone.meanToRepairSeconds());
            assertThat(line.meanBetweenFailuresSeconds()).isEqualTo(alone.meanBetweenFailuresSeconds());
            assertThat(line.longestSeconds()).isEqualTo(alone.longestSeconds());
        }
        // Each kind of place, of which one is the only one.
        assertThat(site(report, "house-man").services())
                .isEqualTo(line(report, WIFI_MAN).own());
        assertThat(site(report, "house-man").accessPoints())
                .isEqualTo(line(report, ObjectRef.parse("device:ap-man")).own());
        assertThat(village(report, "man").services())
                .isEqualTo(line(report, WIFI_MAN).own());
        for (PlaceLine group : report.places(Kind.GROUP)) {
            if (group.id().equals("link")) {
                assertThat(group.services())
                        .isEqualTo(line(report, ObjectRef.parse("link:line")).own());
            } else if (group.id().equals("office-line")) {
                assertThat(group.services()).isEqualTo(line(report, OFFICE).own());
            }
        }
        assertThat(report.commune().links())
                .isEqualTo(line(report, ObjectRef.parse("link:line")).own());
        assertThat(line(report, WIFI).own().blips()).isEqualTo(1);
        assertThat(village(report, "man").services().longestSeconds())
                .isEqualTo(Duration.ofHours(49).plusMinutes(30).toSeconds());
    }

    @ParameterizedTest(name = "minutes {0}: mean {1} s, median {2} s")
    @CsvSource(delimiter = '|', textBlock = """
            # minutes       | mean | median
            10              | 600  | 600
            10 30           | 1200 | 1200
            10 20 90        | 2400 | 1200
            1 1 1 61        | 960  | 60
            """)
    void theMedianStandsBesideTheMean(String minutes, long mean, long median) {
        reports.watched();
        int day = 1;
        for (String length : minutes.split(" ")) {
            Instant from = at("2026-10-%02dT08:00".formatted(day++));
            commune.bad(WIFI, DOWN, from, from.plus(MINUTE.multipliedBy(Long.parseLong(length))), 0);
        }

        Measure own = line(reports.october(), WIFI).own();

        assertThat(own.meanToRepairSeconds()).isEqualTo(mean);
        assertThat(own.medianToRepairSeconds()).isEqualTo(median);
        assertThat(own.causes()).containsOnlyKeys(Cause.POWER);
    }

    @Test
    void theCommuneIsAlsoWeighedByWhoLivesThere() {
        reports.watched();
        // Of 744 hours 74.4: 90 percent for 320 people, 100 for 150.
        commune.bad(WIFI, DOWN, "2026-10-03T00:00", "2026-10-06T02:24");
        commune.bad(OFFICE, DOWN, "2026-10-03T00:00", "2026-10-06T02:24");

        PlaceLine all = reports.october().commune();

        assertThat(all.people()).isEqualTo(470);
        assertThat(all.services().uptime()).isEqualByComparingTo("0.933333333333");
        assertThat(all.weighted()).isEqualByComparingTo("0.931914893617");
        assertThat(all.services().belowTarget()).isEqualTo(2);
        assertThat(all.verdict()).isEqualTo(Verdict.MISSED);
    }

    @Test
    void whatNobodySawHasNoVerdictAndThatIsSaid() {
        reports.commune.watched(WIFI, "2026-10-01T00:00", "2026-10-20T00:00");

        Report report = reports.october();

        assertThat(line(report, WIFI).verdict()).isEqualTo(Verdict.THIN);
        assertThat(line(report, WIFI_MAN).verdict()).isEqualTo(Verdict.NONE);
        assertThat(line(report, WIFI_MAN).own().uptime()).isNull();
        assertThat(report.gaps()).containsExactly(new Report.Gap(at("2026-10-20T00:00"), at("2026-11-01T00:00")));
    }

    @Test
    void aMonthThatLastsIsCountedAsFarAsNow() {
        reports.watched();
        commune.clock.set(at("2026-11-20T08:00"));
        Report report = reports.of(YearMonth.of(2026, 11));

        assertThat(report.over()).isFalse();
        assertThat(line(report, WIFI).always().calendarSeconds())
                .isEqualTo(Duration.ofDays(19).plusHours(8).toSeconds());
        assertThat(reports.of(YearMonth.of(2026, 12)).objects()).isEmpty();
    }

    @Test
    void whatIsGoneCountsWhereItWas() {
        reports.watched();
        commune.bad(WIFI_MAN, DOWN, "2026-10-03T00:00", "2026-10-06T02:24");
        commune.bad(ObjectRef.parse("device:ap-man"), DOWN, "2026-10-03T00:00", "2026-10-06T02:24");
        Report before = reports.october();

        commune.inventory.delete(new ServiceId("wifi-man"), null);
        commune.inventory.delete(new DeviceId("ap-man"), null);
        // The inventory of the test has another clock.
        commune.jdbc
                .sql("UPDATE inventory_service SET retired_at = '2026-11-10' WHERE retired_at IS NOT NULL")
                .update();
        commune.jdbc
                .sql("UPDATE inventory_device SET retired_at = '2026-11-10' WHERE retired_at IS NOT NULL")
                .update();
        Report after = reports.october();

        assertThat(line(after, WIFI_MAN).retired()).isTrue();
        assertThat(line(after, ObjectRef.parse("device:ap-man")).type()).isEqualTo("access-point");
        assertThat(village(after, "man").services())
                .isEqualTo(village(before, "man").services());
        assertThat(village(after, "man").accessPoints())
                .isEqualTo(village(before, "man").accessPoints());
        assertThat(Differences.of(before, after)).isEmpty();
    }

    @Test
    void whatWasNeverAskedHasNoLineWhenItIsGone() {
        reports.watched();
        commune.inventory.save(new Device(
                new DeviceId("battery"),
                "Bộ lưu điện cũ",
                new SiteId("house"),
                Device.Kind.UPS,
                "10.0.0.1",
                161,
                null,
                null,
                Device.Reachability.NONE,
                List.of(),
                null,
                true,
                null));
        commune.added(TestCommune.SEPTEMBER);
        List<ObjectRef> before =
                reports.october().objects().stream().map(ObjectLine::object).toList();

        commune.inventory.delete(new ServiceId("wifi-mang"), null);
        commune.inventory.delete(new DeviceId("battery"), null);
        commune.inventory.delete(new DeviceId("ap2"), null);
        for (String table : List.of("device", "service")) {
            commune.jdbc
                    .sql("UPDATE inventory_" + table + " SET retired_at = '2026-11-10' WHERE retired_at IS NOT NULL")
                    .update();
        }

        assertThat(reports.october().objects())
                .extracting(ObjectLine::object)
                .as("the access point was asked, the battery was not")
                .containsExactlyInAnyOrderElementsOf(before)
                .contains(ObjectRef.parse("device:ap2"))
                .doesNotContain(ObjectRef.parse("device:battery"));
    }

    @Test
    void whetherThereIsAnythingToReportOfIsKnownWithoutCounting() {
        assertThat(reports.reports.isOfAnything(reports.reports.month(TestReports.OCTOBER)))
                .isTrue();
        assertThat(reports.reports.isOfAnything(reports.reports.month(YearMonth.of(2026, 8))))
                .as("the last day of it")
                .isTrue();
        assertThat(reports.reports.isOfAnything(reports.reports.month(YearMonth.of(2026, 7))))
                .isFalse();
        assertThat(reports.reports.isOfAnything(reports.reports.month(YearMonth.of(2026, 12))))
                .as("it is still to come")
                .isFalse();
        assertThat(reports.of(YearMonth.of(2026, 7)).objects()).isEmpty();
    }

    @Test
    void anIncidentOverTheEdgeIsInBothMonthsWithWhatLiesInEach() {
        reports.incident(WIFI, "critical", "mang", "power", "2026-10-31T20:00", "2026-11-01T03:00", "2026-10-31T20:12");

        IncidentLine october = reports.october().incidents().get(0);
        Report november = reports.of(YearMonth.of(2026, 11));

        assertThat(october.seconds()).isEqualTo(7 * 3600);
        assertThat(october.inside()).isEqualTo(4 * 3600);
        assertThat(october.people()).isEqualTo(320);
        assertThat(october.peopleMinutes()).isEqualTo(320 * 240);
        assertThat(october.acknowledgedSeconds()).isEqualTo(720);
        assertThat(october.places()).containsExactly("Thôn Măng");
        assertThat(october.withinTarget()).isTrue();
        assertThat(november.incidents())
                .singleElement()
                .satisfies(line -> assertThat(line.inside()).isEqualTo(3 * 3600));
        assertThat(november.withinTarget()).isEqualByComparingTo("1");
    }

    @Test
    void anIncidentIsAsLongAsItsOutageIsWhenLateResultsFoundThatItWasShorter() {
        reports.incident(WIFI, "critical", "mang", "power", "2026-10-10T08:00", "2026-10-11T20:00", null);
        IncidentLine before = reports.october().incidents().get(0);
        assertThat(before.seconds()).isEqualTo(36 * 3600);
        assertThat(before.withinTarget()).isFalse();

        KeptIncidents.correct(
                commune.database,
                commune.clock,
                new Outage(
                        1,
                        WIFI,
                        DOWN,
                        WIFI,
                        Bound.exactly(at("2026-10-10T07:59")),
                        Bound.exactly(at("2026-10-10T08:04")),
                        Cause.POWER,
                        List.of()));

        Report after = reports.october();
        assertThat(after.incidents()).singleElement().satisfies(line -> {
            assertThat(line.beganAt()).isEqualTo(at("2026-10-10T07:59"));
            assertThat(line.endedAt()).isEqualTo(at("2026-10-10T08:04"));
            assertThat(line.seconds()).isEqualTo(300);
            assertThat(line.inside()).isEqualTo(300);
            assertThat(line.peopleMinutes()).isEqualTo(line.people() * 5L);
            assertThat(line.withinTarget()).isTrue();
        });
    }

    @Test
    void whatLastsBeyondAMonthStandsInItAsAtItsEnd() {
        reports.incident(WIFI, "critical", "mang", "power", "2026-10-31T20:00", null, null);
        reports.incident(WIFI_MAN, "critical", "man", "link", "2026-10-31T12:00", null, null);

        Report first = reports.october();
        commune.clock.advance(Duration.ofDays(3));

        assertThat(first.incidents()).extracting(IncidentLine::inside).containsExactly(12 * 3600L, 4 * 3600L);
        assertThat(first.incidents())
                .extracting(IncidentLine::withinTarget)
                .as("the one is late, the other may still be in time")
                .containsExactly(false, null);
        assertThat(first.withinTarget()).isEqualByComparingTo("0");
        assertThat(Differences.of(first, reports.october())).isEmpty();
    }

    @Test
    void causesAreSummedUpAndTheSameFaultAgainIsNamed() {
        String first =
                reports.incident(WIFI, "critical", "mang", "power", "2026-09-20T00:00", "2026-09-20T01:00", null);
        String second =
                reports.incident(WIFI, "critical", "mang", "power", "2026-10-10T00:00", "2026-10-10T02:00", null);
        String third = reports.incident(WIFI, "warning", "mang", "link", "2026-10-12T00:00", "2026-10-13T06:00", null);
        String fourth =
                reports.incident(WIFI, "critical", "mang", "power", "2026-10-12T00:00", "2026-10-12T03:00", null);
        String fifth =
                reports.incident(WIFI, "critical", "mang", "unknown", "2026-10-14T00:00", "2026-10-14T00:01", null);
        String sixth =
                reports.incident(WIFI, "critical", "mang", "unknown", "2026-10-15T00:00", "2026-10-15T00:01", null);
        reports.hidden(second, AP, "2026-10-10T00:00", "2026-10-10T01:00");

        Report october = reports.october();

        assertThat(october.incidents())
                .extracting(IncidentLine::number, IncidentLine::repeats)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(second, first),
                        org.assertj.core.groups.Tuple.tuple(third, null),
                        org.assertj.core.groups.Tuple.tuple(fourth, second),
                        org.assertj.core.groups.Tuple.tuple(fifth, null),
                        org.assertj.core.groups.Tuple.tuple(sixth, null));
        assertThat(october.causes())
                .containsExactly(
                        new CauseLine(Cause.POWER, 2, 5 * 3600, 3),
                        new CauseLine(Cause.UNKNOWN, 2, 120, 2),
                        new CauseLine(Cause.LINK, 1, 30 * 3600, 1));
        assertThat(october.withinTarget()).isEqualByComparingTo("0.8");
        assertThat(october.meanAcknowledgeSeconds()).isNull();
    }

    @Test
    void plannedWorkIsToldWithWhetherItWasAnnounced() {
        commune.plan("2026-10-05T08:00", "2026-10-05T09:30", "Quên ghi", "village:man");
        commune.plan("2026-12-05T08:00", "2026-12-05T09:30", null, "village:man");

        assertThat(reports.october().work()).singleElement().satisfies(work -> {
            assertThat(work.places()).containsExactly("Thôn Man");
            assertThat(work.announced()).isFalse();
            assertThat(Duration.between(work.from(), work.until())).isEqualTo(Duration.ofMinutes(90));
        });
        assertThat(reports.of(YearMonth.of(2026, 12)).work())
                .singleElement()
                .satisfies(work -> assertThat(work.announced()).isTrue());
    }

    @Test
    void readsBackFromItsJsonAsItWas() {
        reports.watched();
        commune.bad(WIFI, DOWN, at("2026-10-03T00:00"), at("2026-10-06T02:24"), 33);
        reports.incident(WIFI, "critical", "mang", "power", "2026-10-10T00:00", "2026-10-10T02:00", null);
        Report report = reports.october();

        Report again = ReportJson.read(ReportJson.text(report));

        assertThat(again).isEqualTo(report);
        assertThat(ReportJson.text(again)).isEqualTo(ReportJson.text(report));
        assertThat(new BigDecimal(
                        ReportJson.tree(report).at("/places/0/services/uptime").asString()))
                .isEqualByComparingTo(report.commune().services().uptime());
    }
}
