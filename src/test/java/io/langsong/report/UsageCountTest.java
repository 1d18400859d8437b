package io.langsong.report;

import static io.langsong.uptime.TestCommune.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.embedded.EmbeddedMetricStore;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.PortState;
import io.langsong.uptime.TestCommune;
import io.langsong.uptime.UptimeProperties;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day of two villages, from what their access points and their line said, in a real PostgreSQL. */
class UsageCountTest {
    private static final Metric CLIENTS = new Metric("wifi.clients", Metric.Kind.GAUGE, "");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 19);
    private static final String MIDNIGHT = "2026-11-19T00:00";

    @TempDir
    private Path data;

    private TestReports reports;
    private TestCommune commune;
    private EmbeddedMetricStore metrics;
    private PortNumbers ports;
    private UsageCount count;

    @BeforeEach
    void start() {
        reports = new TestReports(data);
        commune = reports.commune;
        metrics = new EmbeddedMetricStore(
                commune.database, MetricDatabase.transactions(commune.database), commune.clock, 100_000, null);
        metrics.start();
        ports = new PortNumbers();
        count = new UsageCount(reports.usage, commune.inventory, metrics, ports, commune.transactions, commune.clock);
    }

    @AfterEach
    void stop() {
        metrics.stop();
    }

    /** Each minute of some of an hour. */
    private void clients(String device, String index, int hour, int minutes, IntToDoubleFunction ofMinute) {
        List<Sample> samples = new ArrayList<>();
        Instant from = at(MIDNIGHT).plusSeconds(hour * 3600L);
        for (int minute = 0; minute < minutes; minute++) {
            samples.add(clients(device, index, from.plusSeconds(minute * 60L), ofMinute.applyAsDouble(minute)));
        }
        metrics.append(samples);
        metrics.flush();
    }

    private static Sample clients(String device, String index, Instant at, double count) {
        return Sample.gauge(new SeriesKey(new DeviceId(device), "wifi.clients", index), CLIENTS, at, count);
    }

    private UsageBook.Day of(String village) {
        return count.count(DAY).stream()
                .filter(day -> day.village().equals(village))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void peopleOfSeveralAccessPointsAreAddedUpAtTheSameTime() {
        clients("ap", "", 8, 60, minute -> 10);
        clients("ap2", "na", 8, 60, minute -> minute < 30 ? 4 : 8);
        clients("ap2", "ng", 8, 60, minute -> 1);
        // Those of networks are the same people once more.
        clients("ap2", "ssid Xa", 8, 60, minute -> 5);
        clients("ap-man", "", 20, 30, minute -> 7);

        UsageBook.Day mang = of("mang");
        assertThat(mang.hours()).isEqualTo(1);
        assertThat(mang.clientHours()).isCloseTo(17, within(1e-9));
        assertThat(mang.most()).isEqualTo(19);
        UsageBook.Day man = of("man");
        assertThat(man.hours()).isEqualTo(0.5);
        assertThat(man.most()).isEqualTo(7);
        UsageBook.Day all = of("");
        assertThat(all.hours()).isEqualTo(1.5);
        assertThat(all.most()).as("not at the same time").isEqualTo(19);
        assertThat(all.clientHours()).isCloseTo(20.5, within(1e-9));
    }

    /** As access points behind a line that carries little, and agents that were set so. */
    @ParameterizedTest
    @ValueSource(ints = {5, 10, 60})
    void whoIsAskedSeldomHasTheSamePeopleInBetween(int everyMinutes) {
        List<Sample> samples = new ArrayList<>();
        for (int minute = 0; minute < 600; minute += everyMinutes) {
            samples.add(clients("ap", "na", at("2026-11-19T08:00").plusSeconds(minute * 60L), 8));
            samples.add(clients("ap", "ng", at("2026-11-19T08:01").plusSeconds(minute * 60L), 4));
        }
        metrics.append(samples);
        metrics.flush();
        clients("ap2", "", 8, 600, minute -> 10);

        // After the last one nothing is known of it.
        assertThat(of("mang").clientHours()).isBetween(22 * 9.0, 22 * 10.0);
        assertThat(of("mang").hours()).isEqualTo(10);
        assertThat(of("mang").most()).isEqualTo(22);
    }

    @Test
    void aSampleThatIsMissingLeavesAGap() {
        List<Sample> samples = new ArrayList<>();
        for (int minute = 0; minute <= 300; minute += 10) {
            if (minute <= 100 || minute >= 200) {
                samples.add(clients("ap", "", at("2026-11-19T08:00").plusSeconds(minute * 60L), 6));
            }
        }
        metrics.append(samples);
        metrics.flush();

        assertThat(of("mang").hours()).isCloseTo(2 * 105 / 60.0, within(1e-9));
        assertThat(of("mang").clientHours()).isCloseTo(6 * 2 * 105 / 60.0, within(1e-9));
    }

    @Test
    void aPeakIsOfFiveMinutes() {
        clients("ap", "", 8, 10, minute -> minute == 2 ? 60 : 10);

        assertThat(of("mang").most()).isEqualTo(20);
    }

    @Test
    void onlyTheDayCounts() {
        clients("ap", "", -1, 60, minute -> 50);
        clients("ap", "", 23, 120, minute -> minute < 60 ? 10 : 50);

        assertThat(of("mang").most()).isEqualTo(10);
        assertThat(of("mang").hours()).isEqualTo(1);
    }

    @Test
    void trafficIsThatOfTheLineToTheProvider() {
        Instant from = at("2026-11-19T08:00");
        List<Sample> samples = new ArrayList<>();
        for (int minute = 0; minute <= 60; minute++) {
            samples.add(octets("if.in_octets", from.plusSeconds(minute * 60L), minute * 60_000L));
            samples.add(octets("if.out_octets", from.plusSeconds(minute * 60L), minute * 6_000L));
        }
        metrics.append(samples);
        metrics.flush();

        assertThat(of("").outBytes()).as("which port that is nobody said yet").isNull();
        ports.observe(new PollResult(
                new DeviceId("router"),
                from,
                from,
                PollResult.Outcome.ANSWERED,
                0,
                1,
                null,
                List.of(new PortState(7, "lan", true, true, null), new PortState(3, "wan", true, true, null)),
                List.of(),
                ""));

        assertThat(of("mang").outBytes()).isEqualTo(3_600_000L);
        assertThat(of("mang").inBytes()).isEqualTo(360_000L);
        assertThat(of("").outBytes()).isEqualTo(3_600_000L);
    }

    @Test
    void trafficIsThatOfTheTimeOfWhichItIsKnown() {
        Instant from = at("2026-11-19T08:00");
        List<Sample> samples = new ArrayList<>();
        // Seven minutes, which is one step of five and two fifths of another.
        for (int minute = 0; minute <= 7; minute++) {
            samples.add(octets("if.in_octets", from.plusSeconds(minute * 60L), minute * 60_000L));
        }
        // Over midnight: what came before it is of another day.
        for (int minute = -3; minute <= 1; minute++) {
            samples.add(octets("if.in_octets", at(MIDNIGHT).plusSeconds(minute * 60L), 1_000_000 + minute * 60_000L));
        }
        samples.sort(java.util.Comparator.comparing(Sample::at));
        metrics.append(samples);
        metrics.flush();
        ports.observe(new PollResult(
                new DeviceId("router"),
                from,
                from,
                PollResult.Outcome.ANSWERED,
                0,
                1,
                null,
                List.of(new PortState(3, "wan", true, true, null)),
                List.of(),
                ""));

        assertThat(of("").outBytes()).isEqualTo(7 * 60_000 + 60_000);
        assertThat(of("").inBytes()).as("nobody counted it").isNull();
    }

    private static Sample octets(String metric, Instant at, long value) {
        return Sample.counter(
                new SeriesKey(new DeviceId("router"), metric, "3"),
                new Metric(metric, Metric.Kind.COUNTER64, "bytes"),
                at,
                value);
    }

    @Test
    void fewerThanFiveAreNotTold() {
        clients("ap", "", 8, 60, minute -> 4);
        clients("ap-man", "", 8, 60, minute -> minute == 30 ? 40 : 4);
        count.countMissing();

        List<UsageLine> lines = reports.usage.lines(UptimeProperties.days(DAY, DAY), commune.inventory.snapshot());

        assertThat(lines).extracting(UsageLine::village).containsExactly("", "mang", "man");
        assertThat(lines).extracting(UsageLine::mostClients).containsExactly(15L, null, 11L);
        assertThat(lines).extracting(UsageLine::meanClients).satisfies(means -> {
            assertThat(means.get(0)).isCloseTo(8.6, within(1e-9));
            assertThat(means.get(1)).isNull();
            assertThat(means.get(2)).isNull();
        });
    }

    @Test
    void yesterdayIsCountedAgainAndMissingDaysAreMadeUpFor() {
        count.countMissing();
        assertThat(reports.usage.counted(DAY.minusDays(100), DAY.plusDays(1))).hasSize(35);
        commune.jdbc.sql("DELETE FROM report_usage WHERE day = '2026-11-03'").update();
        commune.jdbc
                .sql("UPDATE report_usage SET most = 77 WHERE day = '2026-11-04'")
                .update();
        clients("ap", "", 8, 60, minute -> 10);

        count.countMissing();

        assertThat(reports.usage.counted(DAY.minusDays(100), DAY.plusDays(1))).hasSize(35);
        assertThat(most("2026-11-19")).as("what came late").isEqualTo(10);
        assertThat(most("2026-11-04")).as("it was counted").isEqualTo(77);
        assertThat(most("2026-11-03")).isZero();
    }

    /** A collector whose line was cut brings what it kept. */
    @Test
    void whatComesDaysLaterIsCountedOfTheLastWeek() {
        clients("ap", "", -24 * 5 + 8, 60, minute -> 10);
        count.countMissing();
        assertThat(most("2026-11-14")).isEqualTo(10);

        clients("ap", "", -24 * 5 + 9, 60, minute -> 12);
        clients("ap-man", "", -24 * 5 + 9, 60, minute -> 7);
        clients("ap-man", "", -24 * 7 + 9, 60, minute -> 7);
        count.countMissing();

        assertThat(most("2026-11-14")).isEqualTo(19);
        assertThat(reports.usage
                        .commune(LocalDate.of(2026, 11, 14))
                        .orElseThrow()
                        .clientHours())
                .isCloseTo(29, within(1e-9));
        assertThat(most("2026-11-12")).as("longer ago than a week").isZero();
    }

    /** A device that was taken out since, or a server that just began and has not been told which port is which. */
    @Test
    void whatIsKnownOfNoMoreStaysAsItWasCounted() {
        clients("ap", "", -24 * 5 + 8, 60, minute -> 10);
        count.countMissing();
        commune.jdbc
                .sql(
                        "UPDATE report_usage SET client_hours = 30, out_bytes = 5000 WHERE day = '2026-11-14' AND village = ''")
                .update();
        clients("ap-man", "", -24 * 5 + 9, 60, minute -> 7);

        count.countMissing();

        UsageBook.Day day = reports.usage.commune(LocalDate.of(2026, 11, 14)).orElseThrow();
        assertThat(day.clientHours()).isEqualTo(30);
        assertThat(day.outBytes()).isEqualTo(5000);
    }

    private long most(String day) {
        return commune.jdbc
                .sql("SELECT most FROM report_usage WHERE village = '' AND day = CAST(:day AS date)")
                .param("day", day)
                .query(Long.class)
                .single();
    }
}
