package io.langsong.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.SeriesQuery.Curve;
import io.langsong.metric.SeriesQuery.Function;
import io.langsong.metric.SeriesQuery.Outline;
import io.langsong.metric.embedded.EmbeddedMetricStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesQueryTest {
    private static final DeviceId AP = new DeviceId("thon-man-ap1");
    private static final Metric CLIENTS = new Metric("wifi.clients", Kind.GAUGE, "");
    private static final Metric OCTETS = new Metric("if.in_octets", Kind.COUNTER64, "bytes");
    private static final Metric NARROW = new Metric("if.in_octets", Kind.COUNTER32, "bytes");
    private static final Metric UPTIME = new Metric("sys.uptime", Kind.GAUGE, "s");
    private static final Metric SPEED = new Metric("if.speed", Kind.GAUGE, "bit/s");
    private static final Metric DISCONTINUITY = new Metric("if.counter_discontinuity", Kind.GAUGE, "s");
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

    private final DataSource database = MetricDatabase.empty();
    private final EmbeddedMetricStore store =
            new EmbeddedMetricStore(database, MetricDatabase.transactions(database), Clock.systemUTC(), 10_000, null);
    private final SeriesQuery query = new SeriesQuery(store);

    @BeforeEach
    void start() {
        store.start();
    }

    @AfterEach
    void stop() {
        store.stop();
    }

    @ParameterizedTest(name = "{0} of {1} by {2} s: {3}")
    @CsvSource(textBlock = """
            # one sample each 30 s, _ a missing one; _ a step of which nothing is known
            MEAN, 1 3 5 7 9 11,   60, 2 6 10
            MAX,  1 3 9 7 9 11,   60, 3 9 11
            MAX,  -5 -3 -9 -7,    60, -3 -7
            LAST, 1 3 5 7 9 11,   60, 3 7 11
            MEAN, 1 3 5 7 9 11,   180, 6
            MEAN, 1 3 _ 7 9 11,   30, 1 3 _ 7 9 11
            MEAN, 1 3 _ _ 9 11,   60, 2 _ 10
            # steps shorter than the interval are filled, as long as no sample is missing
            MEAN, 1 3 5,          10, 1 1 1 3 3 3 5 _ _
            LAST, 1 3 _ 7 9 11,   15, 1 1 3 _ _ _ 7 7 9 9 11 _
            """)
    void makesOneValueAStep(Function function, String samples, int step, String expected) {
        String[] cells = samples.split(" ");
        for (int i = 0; i < cells.length; i++) {
            if (!cells[i].equals("_")) {
                store.append(List.of(Sample.gauge(
                        key(CLIENTS, "a"), CLIENTS, START.plusSeconds(30L * i), Double.parseDouble(cells[i]))));
            }
        }
        store.flush();

        Curve curve = curve(key(CLIENTS, "a"), 30L * cells.length, step, function);

        assertThat(picture(curve)).isEqualTo(expected);
        assertThat(curve.unit()).isEmpty();
    }

    @Test
    void aRateHasItsUnitAndIsWeightedByTime() {
        counters(OCTETS, 0, 300, 600, 1200, 1800, 1800);

        Curve curve = curve(key(OCTETS, "1"), 180, 60, Function.RATE);

        assertThat(curve.unit()).isEqualTo("bytes/s");
        assertThat(picture(curve)).isEqualTo("10 20 0");
        assertThat(picture(curve(key(OCTETS, "1"), 180, 15, Function.RATE)))
                .isEqualTo("10 10 10 10 20 20 20 20 0 0 _ _");
    }

    @Test
    void theFirstStepKnowsTheReadingBeforeIt() {
        counters(OCTETS, 0, 300, 600, 900);

        Curve curve = query.points(
                        key(OCTETS, "1"),
                        START.plusSeconds(60),
                        START.plusSeconds(90),
                        Duration.ofSeconds(30),
                        Function.RATE)
                .orElseThrow();

        assertThat(curve.points()).extracting(SeriesQuery.Step::at).containsExactly(START.plusSeconds(60));
        assertThat(picture(curve)).isEqualTo("10");
    }

    @Test
    void aRestartLeavesAGap() {
        counters(OCTETS, 9000, 9300, 9600, 9900);
        gauges(UPTIME, "", 500, 530, 10, 40);

        assertThat(picture(curve(key(OCTETS, "1"), 90, 30, Function.RATE))).isEqualTo("10 _ 10");
    }

    @Test
    void theSpeedOfThePortDecidesWhatCanBeAWrap() {
        counters(NARROW, 4_200_000_000L, 4_200_000_300L, 500_000_000L, 500_000_300L);
        gauges(SPEED, "1", 2e7);
        assertThat(picture(curve(key(NARROW, "1"), 90, 30, Function.RATE))).isEqualTo("10 _ 10");

        gauges(SPEED, "1", 1e9);
        assertThat(picture(curve(key(NARROW, "1"), 90, 30, Function.RATE))).isEqualTo("10 19832233 10");
    }

    @Test
    void whatTheLineCanNotCarryWasNotCounted() {
        counters(OCTETS, 1_000, 1_300, 500_000_000_000_000L, 500_000_000_000_300L);
        gauges(SPEED, "1", 1e9);

        assertThat(picture(curve(key(OCTETS, "1"), 90, 30, Function.RATE))).isEqualTo("10 _ 10");
    }

    /** What net-snmp says of a radio whose speed it can not find out. */
    @Test
    void tenMegabitAreNoLimit() {
        counters(OCTETS, 0, 300_000_000L);
        gauges(SPEED, "1", 1e7);

        assertThat(picture(curve(key(OCTETS, "1"), 30, 30, Function.RATE))).isEqualTo("10000000");
    }

    @Test
    void countersThatBecameVoidLeaveAGap() {
        counters(OCTETS, 9000, 9300, 20_000_000, 20_000_300);
        gauges(DISCONTINUITY, "1", 0, 0, 812.5, 812.5);

        assertThat(picture(curve(key(OCTETS, "1"), 90, 30, Function.RATE))).isEqualTo("10 _ 10");
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}, at most {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # a counter each 30 s, . not read; the rate a second of each minute and the greatest in it, _ none
            COUNTER64 | 0 300 600 1200 1800 | 10 20 _ | 10 20 _
            COUNTER64 | 0 300 1500 1800     | 25 10   | 40 10
            COUNTER64 | 600 . . . 1800      | 10 10 _ | 10 10 _
            COUNTER64 | 60000 600 900 1200  | 10 10   | 10 10
            COUNTER32 | 4294967146 150 450  | 10 _    | 10 _
            COUNTER32 | 3000000000 0        | _       | _
            COUNTER32 | 4000 0              | _       | _
            COUNTER64 | -30 -1 14           | 1 _     | 1 _
            """)
    void outlinesRatesAcrossGapsRestartsAndWraps(Kind kind, String counts, String means, String peaks) {
        Metric metric = new Metric("if.in_octets", kind, "bytes");
        String[] read = counts.split(" ");
        for (int i = 0; i < read.length; i++) {
            if (!read[i].equals(".")) {
                store.append(List.of(
                        Sample.counter(key(metric, "1"), metric, START.plusSeconds(30L * i), Long.parseLong(read[i]))));
            }
        }
        store.flush();

        Outline outline = outline(key(metric, "1"), 30L * read.length, 60);

        assertThat(picture(outline.means())).isEqualTo(means);
        assertThat(picture(outline.peaks())).isEqualTo(peaks);
    }

    /** An access point whose counters began again, and are below what a wrap would have brought them to. */
    @Test
    void aRestartIsNoPeakOfTheOutline() {
        counters(NARROW, 4_294_900_000L, 4_294_960_000L, 5_000, 5_300);
        gauges(UPTIME, "", 900_000, 900_030, 12, 42);
        gauges(SPEED, "1", 1e9);

        Outline outline = outline(key(NARROW, "1"), 90, 30);

        assertThat(picture(outline.peaks())).isEqualTo("2000 _ 10");
    }

    @Test
    void outlinesWhatComesSeldomInShortSteps() {
        for (int i = 0; i < 4; i++) {
            store.append(List.of(
                    Sample.gauge(key(CLIENTS, ""), CLIENTS, START.plusSeconds(300L * i), 3 + i),
                    Sample.counter(key(OCTETS, "1"), OCTETS, START.plusSeconds(300L * i), 3_000L * i * i)));
        }
        store.flush();

        Outline clients = outline(key(CLIENTS, ""), 1200, 60);
        assertThat(picture(clients.means())).isEqualTo("3 3 3 3 3 4 4 4 4 4 5 5 5 5 5 6 _ _ _ _");
        assertThat(clients.peaks()).isEqualTo(clients.means());
        assertThat(picture(outline(key(OCTETS, "1"), 1200, 60).means()))
                .isEqualTo("10 10 10 10 10 30 30 30 30 30 50 50 50 50 50 _ _ _ _ _");
    }

    /** Twenty minutes apart, as behind a line that carries little. */
    @Test
    void outlinesWhatComesEachTwentyMinutes() {
        for (int i = 0; i < 4; i++) {
            store.append(List.of(Sample.counter(key(OCTETS, "1"), OCTETS, START.plusSeconds(1200L * i), 12_000L * i)));
        }
        store.flush();

        assertThat(picture(outline(key(OCTETS, "1"), 3600, 600).peaks())).isEqualTo("10 10 10 10 10 10");
    }

    @Test
    void outlinesTheMeanAndTheGreatestOfAGauge() {
        gauges(CLIENTS, "", 1, 3, -5, -1, 7);

        Outline outline = outline(key(CLIENTS, ""), 180, 60);

        assertThat(picture(outline.means())).isEqualTo("2 -3 7");
        assertThat(picture(outline.peaks())).isEqualTo("3 -1 7");
        assertThat(query.outline(key(CLIENTS, "b"), START, START.plusSeconds(60), Duration.ofMinutes(1)))
                .isEmpty();
    }

    @Test
    void stepsBeginAtMidnightOfThePlace() {
        store.append(List.of(Sample.gauge(key(CLIENTS, ""), CLIENTS, START, 5)));
        store.flush();

        Curve curve = query.points(key(CLIENTS, ""), START, START.plusSeconds(60), Duration.ofDays(1), Function.LAST)
                .orElseThrow();

        assertThat(curve.points())
                .containsExactly(new SeriesQuery.Step(Instant.parse("2026-09-30T17:00:00Z"), OptionalDouble.of(5)));
    }

    @Test
    void anUnknownSeriesIsEmpty() {
        assertThat(query.points(key(CLIENTS, ""), START, START.plusSeconds(60), Duration.ofMinutes(1), Function.MEAN))
                .isEmpty();
    }

    @Test
    void refusesWhatNoScreenShows() {
        gauges(CLIENTS, "", 1);
        Instant later = START.plusSeconds(10_001);
        assertThatThrownBy(() -> query.points(key(CLIENTS, ""), START, later, Duration.ofSeconds(1), Function.MEAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10001 points");
        assertThatThrownBy(() -> query.points(key(CLIENTS, ""), START, later, Duration.ofMillis(999), Function.MEAN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> query.points(key(CLIENTS, ""), later, START, Duration.ofSeconds(1), Function.MEAN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        query.points(key(CLIENTS, ""), Instant.MIN, Instant.MAX, Duration.ofDays(1), Function.MEAN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> query.points(key(CLIENTS, ""), START, later, Duration.ofMinutes(1), Function.RATE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no counter");
    }

    private void counters(Metric metric, long... values) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            samples.add(Sample.counter(key(metric, "1"), metric, START.plusSeconds(30L * i), values[i]));
        }
        store.append(samples);
        store.flush();
    }

    private void gauges(Metric metric, String index, double... values) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            samples.add(Sample.gauge(key(metric, index), metric, START.plusSeconds(30L * i), values[i]));
        }
        store.append(samples);
        store.flush();
    }

    private Curve curve(SeriesKey key, long seconds, long step, Function function) {
        return query.points(key, START, START.plusSeconds(seconds), Duration.ofSeconds(step), function)
                .orElseThrow();
    }

    private Outline outline(SeriesKey key, long seconds, long step) {
        return query.outline(key, START, START.plusSeconds(seconds), Duration.ofSeconds(step))
                .orElseThrow();
    }

    private static String picture(Curve curve) {
        return picture(curve.points());
    }

    private static String picture(List<SeriesQuery.Step> steps) {
        return steps.stream()
                .map(step -> step.value().isPresent()
                        ? String.valueOf(Math.round(step.value().getAsDouble()))
                        : "_")
                .collect(Collectors.joining(" "));
    }

    private static SeriesKey key(Metric metric, String index) {
        return new SeriesKey(AP, metric.name(), index);
    }
}
