package io.langsong.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.SeriesRanking.By;
import io.langsong.metric.SeriesRanking.Ranked;
import io.langsong.metric.embedded.EmbeddedMetricStore;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesRankingTest {
    private static final Metric CPU = new Metric("cpu.utilization", Kind.GAUGE, "%");
    private static final Metric OCTETS = new Metric("if.in_octets", Kind.COUNTER64, "bytes");
    private static final Metric NARROW = new Metric("if.in_octets", Kind.COUNTER32, "bytes");
    private static final Metric UPTIME = new Metric("sys.uptime", Kind.GAUGE, "s");
    private static final Metric DISCONTINUITY = new Metric("if.counter_discontinuity", Kind.GAUGE, "s");
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant END = START.plusSeconds(300);

    private final DataSource database = MetricDatabase.empty();
    private final EmbeddedMetricStore store = new EmbeddedMetricStore(
            database,
            MetricDatabase.transactions(database),
            new TestClock(START.plus(Duration.ofDays(1))),
            10_000,
            null);
    private final SeriesRanking ranking = new SeriesRanking(store, new SeriesQuery(store));

    @BeforeEach
    void start() {
        store.start();
    }

    @AfterEach
    void stop() {
        store.stop();
    }

    @ParameterizedTest(name = "by {0}: {1}")
    @CsvSource({
        "MEAN, c 5.0 b 4.0 a 3.0",
        "MIN,  c 4.0 a 1.0 b -2.0",
        "MAX,  b 10.0 c 6.0 a 5.0",
        "SUM,  c 10.0 a 9.0 b 8.0",
        "LAST, b 10.0 a 5.0 c 4.0",
    })
    void putsTheHighestFirst(By by, String expected) {
        gauges("a", 1, 3, 5);
        gauges("b", -2, 10);
        gauges("c", 6, 4);

        assertThat(picture(by, 10)).isEqualTo(expected);
        assertThat(picture(by, 1)).isEqualTo(expected.replaceAll("^(\\S+ \\S+) .*", "$1"));
    }

    @Test
    void equalOnesAreInTheOrderOfTheirNames() {
        gauges("b", 1);
        gauges("a", 1);

        assertThat(picture(By.MEAN, 10)).isEqualTo("a 1.0 b 1.0");
    }

    @Test
    void aCounterThatOnlyRoseHasTheRateBetweenItsEnds() {
        counters(OCTETS, "a", 0, 300, 900, 900);
        counters(OCTETS, "b", 500, 3500);
        uptimes("a", 5000, 5030, 5060, 5090);

        assertThat(rates())
                .extracting(Ranked::value, Ranked::unit, Ranked::samples)
                .containsExactly(tuple(100.0, "bytes/s", 2L), tuple(10.0, "bytes/s", 4L));
    }

    @Test
    void theTimeInWhichReadingsAreMissingCountsWhereTheDeviceRan() {
        for (int turn : new int[] {0, 1, 2, 8, 9}) {
            for (String device : List.of("ran", "unknown")) {
                store.append(List.of(Sample.counter(
                        key(device, OCTETS), OCTETS, at(turn), turn < 3 ? 300L * turn : 9_000 + 300L * turn)));
            }
            store.append(List.of(Sample.gauge(key("ran", UPTIME), UPTIME, at(turn), 5_000 + 30 * turn)));
        }
        store.flush();

        assertThat(rates())
                .extracting(one -> one.series().device().value(), one -> Math.round(one.value()))
                .containsExactly(tuple("ran", 43L), tuple("unknown", 10L));
    }

    /** An access point that is switched off at night carries more in the morning than it had before. */
    @Test
    void aCounterThatBeganAgainAndRoseFurtherHasTheRateOfItsReadings() {
        counters(OCTETS, "a", 1_000, 1_300, 9_000, 9_300);
        uptimes("a", 5_000, 5_030, 20, 50);
        counters(OCTETS, "c", 1_000, 1_390, 90_000_000, 90_000_390);
        uptimes("c", 5_000, 5_030, 5_060, 5_090);
        for (int i = 0; i < 4; i++) {
            store.append(List.of(Sample.gauge(key("c", DISCONTINUITY), DISCONTINUITY, at(i), i < 2 ? 0 : 5_040)));
        }
        store.flush();

        assertThat(rates())
                .extracting(one -> one.series().device().value(), one -> Math.round(one.value()))
                .containsExactly(tuple("c", 13L), tuple("a", 10L));
    }

    @Test
    void devicesThatRanAreThreeQuestionsForAllOfThem() {
        SamplesInMemory memory = new SamplesInMemory();
        for (int device = 0; device < 500; device++) {
            for (int turn = 0; turn < 4; turn++) {
                String id = "d" + device;
                memory.append(List.of(
                        Sample.counter(key(id, OCTETS), OCTETS, at(turn), (long) device * turn),
                        Sample.gauge(key(id, CPU), CPU, at(turn), device),
                        Sample.gauge(key(id, DISCONTINUITY), DISCONTINUITY, at(turn), 0),
                        Sample.gauge(key(id, UPTIME), UPTIME, at(turn), 9 + 30 * turn)));
            }
        }
        SeriesRanking many = new SeriesRanking(memory, new SeriesQuery(memory));

        many.highest(CPU.name(), device -> true, START, END, Optional.empty(), 10);
        assertThat(memory.summed).containsExactly(CPU.name());
        memory.summed.clear();
        assertThat(many.highest(OCTETS.name(), device -> true, START, END, Optional.empty(), 1))
                .extracting(one -> one.series().device().value())
                .containsExactly("d499");
        assertThat(memory.summed).containsExactlyInAnyOrder(OCTETS.name(), UPTIME.name(), DISCONTINUITY.name());
        assertThat(memory.reads).isEmpty();
    }

    @Test
    void aWrapAndARestartDoNotCount() {
        counters(NARROW, "a", 4_294_967_000L, 4_294_967_290L, 294, 594);
        counters(OCTETS, "b", 90_000, 90_300, 60, 360);
        uptimes("b", 5_000, 5_030, 20, 50);

        List<Ranked> rates = rates();

        assertThat(rates).hasSize(2);
        assertThat(rates).allSatisfy(one -> assertThat(one.value()).isCloseTo(10, within(0.2)));
    }

    @Test
    void oneReadingHasNoRate() {
        counters(OCTETS, "a", 7);

        assertThat(rates()).isEmpty();
    }

    @Test
    void leftOutItIsTheRateOfACounterAndTheMeanOfAGauge() {
        gauges("a", 1, 3);
        counters(OCTETS, "a", 0, 300);

        assertThat(ranking.highest(CPU.name(), device -> true, START, END, Optional.empty(), 1))
                .extracting(Ranked::value)
                .containsExactly(2.0);
        assertThat(ranking.highest(OCTETS.name(), device -> true, START, END, Optional.empty(), 1))
                .extracting(Ranked::value)
                .containsExactly(10.0);
    }

    @Test
    void looksAtThoseAskedForOnly() {
        gauges("a", 1);
        gauges("b", 9);

        assertThat(ranking.highest(CPU.name(), new DeviceId("a")::equals, START, END, Optional.of(By.MAX), 10))
                .extracting(one -> one.series().device().value())
                .containsExactly("a");
    }

    @Test
    void refusesWhatSaysNothing() {
        gauges("a", 1, 2);
        counters(OCTETS, "a", 1, 2);

        assertThatThrownBy(() -> ranking.highest(CPU.name(), device -> true, START, END, Optional.of(By.RATE), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no rate");
        assertThatThrownBy(() -> ranking.highest(OCTETS.name(), device -> true, START, END, Optional.of(By.MEAN), 10))
                .hasMessageContaining("ask for its rate");
        assertThatThrownBy(() -> ranking.highest(CPU.name(), device -> true, END, START, Optional.of(By.MAX), 10))
                .hasMessageContaining("must end after it begins");
        assertThatThrownBy(() -> ranking.highest(CPU.name(), device -> true, START, END, Optional.of(By.MAX), 0))
                .hasMessageContaining("limit");
    }

    private List<Ranked> rates() {
        return ranking.highest(OCTETS.name(), device -> true, START, END, Optional.of(By.RATE), 10);
    }

    private String picture(By by, int most) {
        return ranking.highest(CPU.name(), device -> true, START, END, Optional.of(by), most).stream()
                .map(one -> one.series().device() + " " + one.value())
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }

    private void gauges(String device, double... values) {
        for (int i = 0; i < values.length; i++) {
            store.append(List.of(Sample.gauge(key(device, CPU), CPU, at(i), values[i])));
        }
        store.flush();
    }

    private void counters(Metric metric, String device, long... values) {
        for (int i = 0; i < values.length; i++) {
            store.append(List.of(Sample.counter(key(device, metric), metric, at(i), values[i])));
        }
        store.flush();
    }

    private void uptimes(String device, double... seconds) {
        for (int i = 0; i < seconds.length; i++) {
            store.append(List.of(Sample.gauge(key(device, UPTIME), UPTIME, at(i), seconds[i])));
        }
        store.flush();
    }

    private static Instant at(int turn) {
        return START.plusSeconds(30L * turn);
    }

    private static SeriesKey key(String device, Metric metric) {
        return new SeriesKey(new DeviceId(device), metric.name(), "");
    }
}
