package io.langsong.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricStore.Counts;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.MetricStore.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every metric store does, whatever it is made of. */
public abstract class MetricStoreContract {
    protected static final DeviceId AP1 = new DeviceId("thon-man-ap1");
    protected static final DeviceId AP2 = new DeviceId("thon-man-ap2");
    protected static final Metric CLIENTS = new Metric("wifi.clients", Kind.GAUGE, "");
    protected static final Metric RTT = new Metric("reach.rtt", Kind.GAUGE, "ms");
    protected static final Metric OCTETS = new Metric("if.in_octets", Kind.COUNTER64, "bytes");
    protected static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

    protected MetricStore store;

    /** A running store over the same storage as the one before in this test; empty at the first call. */
    protected abstract MetricStore open();

    /** Ends a store in the orderly way. */
    protected abstract void close(MetricStore opened);

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        close(store);
    }

    @Test
    void givesBackWhatWasAppendedInOrderOfTime() {
        append(gauge(AP1, RTT, "", 60, 3.5), gauge(AP1, RTT, "", 0, 1.5), gauge(AP1, RTT, "", 30, 2.5));

        assertThat(values(key(AP1, RTT, ""))).containsExactly(1.5, 2.5, 3.5);
        assertThat(store.read(key(AP1, RTT, ""), LONG_AGO, FAR_AHEAD))
                .extracting(Point::at)
                .containsExactly(at(0), at(30), at(60));
    }

    @Test
    void rangesAreHalfOpen() {
        append(gauge(AP1, RTT, "", 0, 1), gauge(AP1, RTT, "", 30, 2), gauge(AP1, RTT, "", 60, 3));

        assertThat(store.read(key(AP1, RTT, ""), at(0), at(60)))
                .extracting(Point::at)
                .containsExactly(at(0), at(30));
        assertThat(store.read(key(AP1, RTT, ""), at(0).plusNanos(1), at(60).plusNanos(1)))
                .extracting(Point::at)
                .containsExactly(at(30), at(60));
        assertThat(store.read(key(AP1, RTT, ""), at(30), at(30))).isEmpty();
        assertThat(store.read(key(AP1, RTT, ""), Instant.MIN, Instant.MAX)).hasSize(3);
    }

    @Test
    void theLaterOfTwoSamplesOfOneInstantReplacesTheEarlier() {
        append(gauge(AP1, RTT, "", 0, 1), gauge(AP1, RTT, "", 30, 2), gauge(AP1, RTT, "", 0, 3));
        append(gauge(AP1, RTT, "", 30, 4));

        assertThat(values(key(AP1, RTT, ""))).containsExactly(3.0, 4.0);
    }

    @Test
    void instantsAreKeptToTheMillisecond() {
        Instant at = Instant.parse("2026-10-01T07:08:09.123Z");
        append(Sample.gauge(key(AP1, RTT, ""), RTT, at.plusNanos(456_789), 1));

        assertThat(store.read(key(AP1, RTT, ""), LONG_AGO, FAR_AHEAD))
                .extracting(Point::at)
                .containsExactly(at);
    }

    @Test
    void countersKeepTheir64Bits() {
        long[] values = {
            0, 1, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -2, -1, 0xffff_ffffL, 1L << 32
        };
        for (int i = 0; i < values.length; i++) {
            store.append(List.of(Sample.counter(key(AP1, OCTETS, "1"), OCTETS, at(i), values[i])));
        }
        store.flush();

        assertThat(store.read(key(AP1, OCTETS, "1"), LONG_AGO, FAR_AHEAD))
                .extracting(Point::bits)
                .containsExactly(LongStream.of(values).boxed().toArray(Long[]::new));
    }

    @Test
    void gaugesComeBackToTheLastBit() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TreeMap<Instant, Long> expected = new TreeMap<>();
        double[] special = {
            0.0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, 0.1, 1e22
        };
        for (int i = 0; i < 500; i++) {
            double value = i < special.length ? special[i] : Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                expected.put(at(i), Double.doubleToRawLongBits(value));
                store.append(List.of(Sample.gauge(key(AP1, RTT, ""), RTT, at(i), value)));
            }
        }
        store.flush();

        assertThat(store.read(key(AP1, RTT, ""), LONG_AGO, FAR_AHEAD))
                .as("seed %d", seed)
                .extracting(Point::bits)
                .containsExactlyElementsOf(expected.values());
    }

    @Test
    void anUnknownSeriesIsEmpty() {
        assertThat(store.read(key(AP1, RTT, "nothing"), LONG_AGO, FAR_AHEAD)).isEmpty();
        assertThat(store.seriesOf(AP2)).isEmpty();
        assertThat(store.latest(AP2, LONG_AGO)).isEmpty();
    }

    @Test
    void tellsTheSeriesOfADeviceWithKindAndUnit() {
        append(gauge(AP1, RTT, "", 0, 1), counter(AP1, "1", 0, 5), counter(AP1, "2", 0, 6), gauge(AP2, RTT, "", 0, 1));

        assertThat(store.seriesOf(AP1))
                .containsExactlyInAnyOrder(
                        new Series(key(AP1, RTT, ""), RTT),
                        new Series(key(AP1, OCTETS, "1"), OCTETS),
                        new Series(key(AP1, OCTETS, "2"), OCTETS));
    }

    @Test
    void aSeriesThatTurnsFromGaugeToCounterHasTheValuesOfItsNewKind() {
        Metric gauge = new Metric(OCTETS.name(), Kind.GAUGE, "bytes");
        append(Sample.gauge(key(AP1, gauge, ""), gauge, at(0), 1.5));
        append(Sample.counter(key(AP1, OCTETS, ""), OCTETS, at(30), 7));

        assertThat(store.seriesOf(AP1)).containsExactly(new Series(key(AP1, OCTETS, ""), OCTETS));
        assertThat(store.read(key(AP1, OCTETS, ""), LONG_AGO, FAR_AHEAD)).containsExactly(new Point(at(30), 7));
        assertThat(store.latest(AP1, LONG_AGO))
                .containsExactly(Sample.counter(key(AP1, OCTETS, ""), OCTETS, at(30), 7));
    }

    @Test
    void aSeriesMayChangeItsUnitAndWidth() {
        Metric narrow = new Metric(OCTETS.name(), Kind.COUNTER32, "octets");
        append(Sample.counter(key(AP1, narrow, ""), narrow, at(0), 5));
        append(Sample.counter(key(AP1, OCTETS, ""), OCTETS, at(30), 7));

        assertThat(store.seriesOf(AP1)).containsExactly(new Series(key(AP1, OCTETS, ""), OCTETS));
        assertThat(store.read(key(AP1, OCTETS, ""), LONG_AGO, FAR_AHEAD)).hasSize(2);
    }

    static Stream<String> hostileIndexes() {
        return Stream.of(
                "Thôn Mận 2,4 GHz",
                "a,b=c d",
                "x' OR 'a'='a",
                "'; DROP DATABASE langsong; --",
                "\" OR \"device\" != 'x",
                "two\nlines,device=other value=1 1\nreach.rtt,device=z value=9",
                "carriage\rreturn\ttab",
                "ends with a backslash\\",
                "\\' escaped quote",
                "\\\\' twice",
                "nul\0inside",
                "half a pair \ud83d",
                "\udc00 other half",
                "whole pair \ud83d\ude00",
                "100 % %0041",
                "<script>alert(1)</script>",
                "=",
                " ",
                "${jndi:ldap://127.0.0.1/a}",
                "x".repeat(200));
    }

    @ParameterizedTest
    @MethodSource("hostileIndexes")
    void anyIndexIsATextAndNothingElse(String index) {
        append(gauge(AP1, RTT, index, 0, 1), gauge(AP1, RTT, "other", 0, 2), gauge(AP2, RTT, index, 0, 3));
        append(gauge(AP1, RTT, "", 0, 4));

        assertThat(values(key(AP1, RTT, index))).containsExactly(1.0);
        assertThat(values(key(AP1, RTT, "other"))).containsExactly(2.0);
        assertThat(values(key(AP2, RTT, index))).containsExactly(3.0);
        assertThat(store.seriesOf(AP1)).extracting(Series::key).contains(key(AP1, RTT, index));
        assertThat(store.latest(AP1, LONG_AGO))
                .extracting(Sample::series)
                .containsExactlyInAnyOrder(key(AP1, RTT, index), key(AP1, RTT, "other"), key(AP1, RTT, ""));
        assertThat(store.counts().rejected()).isZero();
    }

    @Test
    void tellsTheNewestSampleOfEachSeries() {
        append(
                gauge(AP1, RTT, "", 0, 1),
                gauge(AP1, RTT, "", 60, 3),
                gauge(AP1, RTT, "", 30, 2),
                gauge(AP1, CLIENTS, "ssid", 10, 20),
                counter(AP1, "1", 40, -1));

        assertThat(store.latest(AP1, LONG_AGO))
                .containsExactlyInAnyOrder(
                        gauge(AP1, RTT, "", 60, 3), gauge(AP1, CLIENTS, "ssid", 10, 20), counter(AP1, "1", 40, -1));
        assertThat(store.latest(AP1, at(40)))
                .containsExactlyInAnyOrder(gauge(AP1, RTT, "", 60, 3), counter(AP1, "1", 40, -1));
        assertThat(store.latest(AP1, at(61))).isEmpty();
    }

    @Test
    void sumsUpEachSeriesOfAMetric() {
        append(
                gauge(AP1, RTT, "", 0, 1.5),
                gauge(AP1, RTT, "", 30, -4),
                gauge(AP1, RTT, "", 60, 2),
                gauge(AP1, RTT, "b, \\ 'c'", 30, 7),
                gauge(AP1, CLIENTS, "", 30, 9),
                gauge(AP2, RTT, "", 30, 8));

        assertThat(store.summaries("reach.rtt", AP1::equals, at(0), at(61)))
                .containsExactlyInAnyOrder(
                        new Summary(new Series(key(AP1, RTT, ""), RTT), 3, -4, 2, -0.5, at(0), 1.5, at(60), 2),
                        new Summary(new Series(key(AP1, RTT, "b, \\ 'c'"), RTT), 1, 7, 7, 7, at(30), 7, at(30), 7));
        assertThat(store.summaries("reach.rtt", device -> true, at(0), at(61))).hasSize(3);
        assertThat(store.summaries("reach.rtt", AP1::equals, at(61), at(90))).isEmpty();
        assertThat(store.summaries("reach.rtt", AP1::equals, at(30), at(30))).isEmpty();
        assertThat(store.summaries("nothing", device -> true, at(0), at(61))).isEmpty();
    }

    @Test
    void countersHaveEndsAndBoundsButNoSum() {
        append(counter(AP1, "1", 0, 1L << 40), counter(AP1, "1", 30, 5), counter(AP1, "1", 60, 1L << 41));

        Summary summary =
                store.summaries("if.in_octets", device -> true, at(0), at(61)).get(0);

        assertThat(summary)
                .extracting(Summary::count, Summary::min, Summary::max, Summary::first, Summary::last)
                .containsExactly(3L, 5.0, 0x1p41, 0x1p40, 0x1p41);
        assertThat(summary.sum()).isNaN();
    }

    /** Whatever of them lies in chunks, in memory, or in both. */
    @Test
    void summariesAreThoseOfTheSamples() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                long second = 30 * (long) random.nextInt(2_000);
                samples.add(gauge(AP1, RTT, "r" + random.nextInt(3), second, random.nextInt(100)));
            }
            append(samples.toArray(Sample[]::new));
            if (round % 2 == 0) {
                store.compact();
            }
            for (int question = 0; question < 10; question++) {
                Instant from = at(random.nextInt(60_000));
                Instant until = from.plusSeconds(1 + random.nextInt(40_000));
                assertThat(store.summaries("reach.rtt", AP1::equals, from, until))
                        .as("seed %d, round %d, from %s until %s", seed, round, from, until)
                        .containsExactlyInAnyOrderElementsOf(naively(from, until));
            }
        }
    }

    private List<Summary> naively(Instant from, Instant until) {
        List<Summary> summaries = new ArrayList<>();
        for (Series series : store.seriesOf(AP1)) {
            List<Point> points = store.read(series.key(), from, until);
            if (!points.isEmpty()) {
                DoubleSummaryStatistics of = points.stream()
                        .mapToDouble(point -> Double.longBitsToDouble(point.bits()))
                        .summaryStatistics();
                Point first = points.get(0);
                Point last = points.get(points.size() - 1);
                summaries.add(new Summary(
                        series,
                        of.getCount(),
                        of.getMin(),
                        of.getMax(),
                        of.getSum(),
                        first.at(),
                        Double.longBitsToDouble(first.bits()),
                        last.at(),
                        Double.longBitsToDouble(last.bits())));
            }
        }
        return summaries;
    }

    @Test
    void dropsWhatIsOldAndKeepsWhatIsNot() {
        Duration days = Duration.ofDays(2);
        append(gauge(AP1, RTT, "", 0, 1), gauge(AP1, RTT, "", days.toSeconds(), 2), gauge(AP2, RTT, "", 0, 3));
        store.compact();

        store.expire(at(0).plus(Duration.ofDays(1)));

        assertThat(values(key(AP1, RTT, ""))).containsExactly(2.0);
        assertThat(values(key(AP2, RTT, ""))).isEmpty();
        append(gauge(AP2, RTT, "", days.toSeconds(), 4));
        assertThat(values(key(AP2, RTT, ""))).containsExactly(4.0);
    }

    @Test
    void hasEverythingAfterARestart() {
        append(gauge(AP1, RTT, "", 0, 1), counter(AP1, "1", 0, -1));
        store.compact();
        append(gauge(AP1, RTT, "", 30, 2), gauge(AP1, RTT, "", 10_000_000, 3));
        close(store);

        store = open();

        assertThat(values(key(AP1, RTT, ""))).containsExactly(1.0, 2.0, 3.0);
        assertThat(store.seriesOf(AP1)).hasSize(2);
        assertThat(store.latest(AP1, LONG_AGO))
                .containsExactlyInAnyOrder(gauge(AP1, RTT, "", 10_000_000, 3), counter(AP1, "1", 0, -1));
    }

    @Test
    void rejectsWhatIsNoMeasurementAndKeepsTheRest() {
        append(
                new Sample(key(AP1, RTT, ""), RTT, at(0), Double.doubleToRawLongBits(Double.NaN)),
                new Sample(key(AP1, RTT, ""), RTT, at(1), Double.doubleToRawLongBits(Double.POSITIVE_INFINITY)),
                Sample.gauge(key(AP1, RTT, ""), RTT, Instant.MAX, 1),
                Sample.gauge(key(AP1, RTT, ""), RTT, Instant.MIN, 1),
                gauge(AP1, RTT, "", 2, 5));

        assertThat(values(key(AP1, RTT, ""))).containsExactly(5.0);
        assertThat(store.counts())
                .extracting(Counts::appended, Counts::stored, Counts::rejected)
                .containsExactly(5L, 1L, 4L);
    }

    @Test
    void losesNothingOfSeveralThreads() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String index = "t" + t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    store.append(List.of(gauge(AP1, RTT, index, i, i), counter(AP2, index, i, i)));
                    if (i % 500 == 0) {
                        go.countDown();
                        store.flush();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        go.await();
        store.compact();
        for (Thread thread : threads) {
            thread.join();
        }
        store.flush();

        for (int t = 0; t < 4; t++) {
            assertThat(store.read(key(AP1, RTT, "t" + t), LONG_AGO, FAR_AHEAD)).hasSize(2_000);
            assertThat(store.read(key(AP2, OCTETS, "t" + t), LONG_AGO, FAR_AHEAD))
                    .hasSize(2_000);
        }
        addUp(store.counts());
        assertThat(store.counts().stored()).isEqualTo(16_000);
    }

    protected void append(Sample... samples) {
        store.append(List.of(samples));
        store.flush();
    }

    protected List<Double> values(SeriesKey key) {
        return store.read(key, LONG_AGO, FAR_AHEAD).stream()
                .map(point -> Double.longBitsToDouble(point.bits()))
                .toList();
    }

    protected static void addUp(Counts counts) {
        assertThat(counts.stored() + counts.waiting() + counts.dropped() + counts.rejected())
                .as(counts.toString())
                .isEqualTo(counts.appended());
    }

    protected static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    protected static SeriesKey key(DeviceId device, Metric metric, String index) {
        return new SeriesKey(device, metric.name(), index);
    }

    protected static Sample gauge(DeviceId device, Metric metric, String index, long second, double value) {
        return Sample.gauge(key(device, metric, index), metric, at(second), value);
    }

    protected static Sample counter(DeviceId device, String index, long second, long value) {
        return Sample.counter(key(device, OCTETS, index), OCTETS, at(second), value);
    }
}
