package io.langsong.metric.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.MetricStore.Room;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.MetricStore.Summary;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that was filled before series lay in bundles; the file was written by the code of then. */
class FormerChunksTest {
    private static final DeviceId DEVICE = new DeviceId("former");
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofHours(5));

    private final FragileDataSource database = new FragileDataSource(MetricDatabase.empty());
    private final JdbcClient jdbc = JdbcClient.create(database.real());
    private final TestClock clock = new TestClock(START.plus(Duration.ofDays(1)));
    private EmbeddedMetricStore store;

    @BeforeEach
    void fill() throws Exception {
        jdbc.sql(new ClassPathResource("former-chunks.sql", FormerChunksTest.class)
                        .getContentAsString(StandardCharsets.UTF_8))
                .update();
        store = open();
    }

    @AfterEach
    void stop() {
        store.stop();
    }

    private EmbeddedMetricStore open() {
        EmbeddedMetricStore opened = new EmbeddedMetricStore(
                database.source(), MetricDatabase.transactions(database.source()), clock, 1000, null);
        opened.start();
        return opened;
    }

    /** What was appended then. */
    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        Random random = new Random(7);
        Series octets = series("if.in_octets", Kind.COUNTER64);
        Series unsigned = series("if.out_octets", Kind.COUNTER64);
        Series clients = series("wifi.clients", Kind.GAUGE);
        Series rtt = series("reach.rtt", Kind.GAUGE);
        Series any = series("test.any", Kind.GAUGE);
        Series rare = series("test.rare", Kind.GAUGE);
        double[] odd = {1e16, -Double.MIN_NORMAL, -0.0, Double.MIN_VALUE, Double.MAX_VALUE};
        long counted = 1L << 40;
        for (int i = 0; i < 80; i++) {
            Instant at = START.plusMillis(180_000L * i + random.nextInt(9));
            counted += random.nextInt(1_000_000);
            samples.add(new Sample(octets, at, counted));
            samples.add(new Sample(unsigned, at, -1_000_000 + counted % 1000 * i));
            samples.add(Sample.gauge(clients, at, random.nextInt(4)));
            samples.add(Sample.gauge(rtt, at, random.nextInt(1000) / 100.0));
            samples.add(Sample.gauge(any, at, i % 11 == 0 ? odd[i % 5] : random.nextGaussian()));
        }
        samples.add(Sample.gauge(rare, START.plusSeconds(60), 42));
        return samples;
    }

    private static Series series(String name, Kind kind) {
        return new Series(new SeriesKey(DEVICE, name, ""), new Metric(name, kind, ""));
    }

    @Test
    void areReadWhereTheyAre() {
        assertAllIsThere(samples(), store, "not moved");

        assertThat(count("metric_chunk")).isEqualTo(11);
    }

    @Test
    void areMovedByACompactionAndReadAsBefore() {
        List<Summary> before = summaries(store);

        store.compact();

        assertThat(jdbc.sql("SELECT pg_relation_size('metric_chunk')")
                        .query(Long.class)
                        .single())
                .as("room of what was moved")
                .isZero();
        assertThat(jdbc.sql("SELECT bundle, members, n FROM metric_bundle ORDER BY bundle, window_ms")
                        .query()
                        .listOfRows())
                .extracting(row -> row.get("bundle"), row -> row.get("members"), row -> row.get("n"))
                .containsExactly(
                        tuple(0, 0b111 << 29, 120),
                        tuple(0, 0b111 << 29, 120),
                        tuple(1, 0b111, 81),
                        tuple(1, 0b11, 80));
        assertAllIsThere(samples(), store, "moved");
        assertThat(summaries(store)).isEqualTo(before);
        store.stop();
        store = open();
        assertAllIsThere(samples(), store, "moved, started again");
    }

    @Test
    void joinWhatComesLate() {
        List<Sample> late = List.of(
                Sample.gauge(series("test.rare", Kind.GAUGE), START.plusSeconds(60), 43),
                Sample.gauge(series("test.rare", Kind.GAUGE), START.plusSeconds(90), 44),
                Sample.gauge(series("wifi.clients", Kind.GAUGE), START.plusSeconds(90), 500));
        store.append(late);
        store.flush();
        List<Sample> all = new ArrayList<>(samples());
        all.addAll(late);
        assertAllIsThere(all, store, "in memory");

        store.compact();

        assertAllIsThere(all, store, "in one bundle");
        assertThat(count("metric_chunk")).isZero();
    }

    @Test
    void aCrashWhileTheyAreMovedLosesAndDoublesNothing() throws Exception {
        int step = 1;
        boolean broke = true;
        while (broke) {
            stop();
            jdbc.sql("TRUNCATE metric_head, metric_chunk, metric_bundle, metric_series RESTART IDENTITY")
                    .update();
            fill();
            database.breakAtStep(step);
            store.compact();
            broke = database.isBroken();
            database.mend();
            assertAllIsThere(samples(), store, "broken at step " + step);
            step++;
        }
        assertThat(step).isGreaterThan(8);
        assertThat(count("metric_chunk")).isZero();
    }

    @Test
    void whatIsMovedDuringAQuestionCountsOnce() {
        FormerChunks former = new FormerChunks(database.source());
        Chunks chunks = new Chunks(database.source(), former);
        List<Integer> ids = List.of(29, 30, 31, 32, 33, 34);
        long from = START.toEpochMilli();
        long until = END.toEpochMilli();
        AtomicLong counted = new AtomicLong();

        chunks.atOneMoment(() -> {
            chunks.readFormer(ids, from, until, (key, points) -> counted.addAndGet(points.size()));
            CompletableFuture.runAsync(store::compact).join();
            chunks.sums(ids, from, until, List.of(), (id, sums) -> counted.addAndGet(sums.count()));
        });

        assertThat(count("metric_chunk")).isZero();
        assertThat(counted).hasValue(samples().size());
    }

    @Test
    void damagedOnesStayAndHoldNothingElseUp() {
        jdbc.sql("UPDATE metric_chunk SET samples = substring(samples FOR 3) WHERE series = 29")
                .update();
        Sample fresh = Sample.gauge(series("reach.rtt", Kind.GAUGE), END, 3);
        store.append(List.of(fresh));
        store.flush();

        store.compact();

        assertThat(count("metric_head")).isZero();
        assertThat(store.read(fresh.series(), END, END.plusSeconds(1))).containsExactly(new Point(END, fresh.bits()));
        assertThatThrownBy(
                        () -> store.read(series("if.in_octets", Kind.COUNTER64).key(), START, END))
                .isInstanceOf(MetricStoreException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void countAndExpireAsOthersDo() {
        Room before = store.makeRoom(Long.MAX_VALUE, START).orElseThrow();
        assertThat(before.bytes()).isGreaterThan(11 * 100);

        store.expire(START.plus(Duration.ofHours(2)));

        Instant second = START.plus(Duration.ofHours(2));
        assertAllIsThere(
                samples().stream()
                        .filter(sample -> !sample.at().isBefore(second))
                        .toList(),
                store,
                "expired");
        assertThat(store.seriesOf(DEVICE))
                .extracting(series -> series.metric().name())
                .doesNotContain("test.rare")
                .hasSize(5);
    }

    @Test
    void expireBeforeTheyAreMoved() {
        assertThat(new Chunks(database.source(), new FormerChunks(database.source()))
                        .deleteBefore(START.plus(Duration.ofHours(2)).toEpochMilli()))
                .isEqualTo(201);
        assertThat(count("metric_chunk")).isEqualTo(5);
    }

    private void assertAllIsThere(List<Sample> samples, EmbeddedMetricStore in, String when) {
        Map<SeriesKey, TreeMap<Instant, Long>> expected = new HashMap<>();
        samples.forEach(sample -> expected.computeIfAbsent(sample.series(), key -> new TreeMap<>())
                .put(sample.at(), sample.bits()));
        expected.forEach((key, points) -> {
            TreeMap<Instant, Long> found = new TreeMap<>();
            in.read(key, START, END).forEach(point -> found.put(point.at(), point.bits()));
            assertThat(found).as("%s, %s", when, key).isEqualTo(points);
            assertThat(in.summaries(key.metric(), DEVICE::equals, START, END))
                    .as("%s, %s", when, key)
                    .singleElement()
                    .satisfies(summary -> {
                        assertThat(summary.count()).isEqualTo(points.size());
                        assertThat(summary.firstAt()).isEqualTo(points.firstKey());
                        assertThat(summary.lastAt()).isEqualTo(points.lastKey());
                    });
        });
        assertThat(in.latest(DEVICE, START))
                .as(when)
                .extracting(Sample::series, Sample::bits)
                .containsExactlyInAnyOrderElementsOf(expected.entrySet().stream()
                        .map(one ->
                                tuple(one.getKey(), one.getValue().lastEntry().getValue()))
                        .toList());
    }

    private static List<Summary> summaries(EmbeddedMetricStore of) {
        return Stream.of("if.in_octets", "if.out_octets", "wifi.clients", "reach.rtt", "test.rare")
                .flatMap(metric -> of.summaries(metric, DEVICE::equals, START, END).stream())
                .toList();
    }

    private int count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
    }
}
