package io.langsong.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.SeriesQuery.Function;
import io.langsong.metric.SeriesQuery.Step;
import io.langsong.metric.embedded.EmbeddedMetricStore;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each function against its plainest computation, over samples with gaps that come late, doubled and in any order. */
class SeriesFunctionsTest {
    private static final DeviceId AP = new DeviceId("thon-man-ap1");
    private static final Metric RTT = new Metric("reach.rtt", Kind.GAUGE, "ms");
    private static final Metric OCTETS = new Metric("wan.octets", Kind.COUNTER64, "bytes");
    private static final Metric UPTIME = new Metric("sys.uptime", Kind.GAUGE, "s");
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final long SECONDS = 6 * 3600;

    private final DataSource database = MetricDatabase.empty();
    private final TestClock clock = new TestClock(START.plus(Duration.ofDays(1)));
    private final EmbeddedMetricStore store =
            new EmbeddedMetricStore(database, MetricDatabase.transactions(database), clock, 100_000, null);
    private final SeriesQuery query = new SeriesQuery(store);
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @BeforeEach
    void start() {
        store.start();
    }

    @AfterEach
    void stop() {
        store.stop();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RATE")
    void ofGauges(Function function) {
        TreeMap<Long, Double> kept = new TreeMap<>();
        List<Sample> samples = new ArrayList<>();
        for (long second : seconds()) {
            kept.put(second, random.nextInt(2_000) / 10.0 - 100);
            samples.add(Sample.gauge(key(RTT), RTT, START.plusSeconds(second), kept.get(second)));
        }
        takeIn(samples, kept);

        for (int question = 0; question < 20; question++) {
            long step = 60 * (1 + random.nextInt(20));
            long from = random.nextInt((int) SECONDS - 3600);
            for (Step one : points(key(RTT), from, step, function)) {
                List<Double> in = new ArrayList<>(
                        kept.subMap(second(one), second(one) + step).values());
                equal(one, in.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(naive(in, function)));
            }
        }
    }

    private static double naive(List<Double> in, Function function) {
        List<Double> sorted = in.stream().sorted().toList();
        return switch (function) {
            case MEAN -> in.stream().mapToDouble(one -> one).sum() / in.size();
            case MIN -> sorted.get(0);
            case MAX -> sorted.get(sorted.size() - 1);
            case LAST -> in.get(in.size() - 1);
            case P50 -> ranked(sorted, 0.50);
            case P90 -> ranked(sorted, 0.90);
            case P95 -> ranked(sorted, 0.95);
            case P99 -> ranked(sorted, 0.99);
            case RATE -> throw new AssertionError("no function of gauges");
        };
    }

    /** The smallest that so large a part does not exceed. */
    private static double ranked(List<Double> sorted, double part) {
        return sorted.stream()
                .filter(value -> sorted.stream().filter(other -> other <= value).count() >= part * sorted.size() - 1e-9)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rateOfCounters() {
        List<Long> seconds = seconds();
        long restart = seconds.get(seconds.size() / 2) - 7;
        TreeMap<Long, Double> kept = new TreeMap<>();
        List<Sample> samples = new ArrayList<>();
        long count = 1_000_000;
        long before = 0;
        for (long second : seconds) {
            count = before <= restart && second > restart ? 50 : count + random.nextInt(1_000_000);
            before = second;
            kept.put(second, (double) count);
            samples.add(Sample.counter(key(OCTETS), OCTETS, START.plusSeconds(second), count));
            long up = second > restart ? second - restart : 100_000 + second;
            store.append(List.of(Sample.gauge(key(UPTIME), UPTIME, START.plusSeconds(second), up)));
        }
        takeIn(samples, kept);

        for (int question = 0; question < 20; question++) {
            long step = 10 * (1 + random.nextInt(120));
            long from = random.nextInt((int) SECONDS - 3600);
            for (Step one : points(key(OCTETS), from, step, Function.RATE)) {
                equal(one, rate(kept, restart, second(one), step));
            }
        }
        for (int question = 0; question < 20; question++) {
            long from = random.nextInt((int) SECONDS - 3600);
            long length = 60 + random.nextInt(3_000);
            OptionalDouble rate = query.rate(key(OCTETS), START.plusSeconds(from), START.plusSeconds(from + length));
            equal(new Step(START.plusSeconds(from), rate), rate(kept, restart, from, length));
        }
    }

    /** Second by second: how fast it rose in each of which it is known. */
    private static OptionalDouble rate(TreeMap<Long, Double> kept, long restart, long from, long length) {
        return LongStream.range(from, from + length)
                .mapToObj(second -> {
                    Map.Entry<Long, Double> earlier = kept.floorEntry(second);
                    Map.Entry<Long, Double> later = kept.higherEntry(second);
                    boolean known = earlier != null
                            && later != null
                            && later.getKey() - earlier.getKey() < 90
                            && !(earlier.getKey() <= restart && later.getKey() > restart);
                    return known
                            ? OptionalDouble.of(
                                    (later.getValue() - earlier.getValue()) / (later.getKey() - earlier.getKey()))
                            : OptionalDouble.empty();
                })
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
    }

    /** Every 30 seconds, a few of them off; sometimes one is missing, sometimes many. */
    private List<Long> seconds() {
        List<Long> seconds = new ArrayList<>();
        long turn = 0;
        while (turn < SECONDS) {
            seconds.add(turn + random.nextInt(3));
            turn += 30;
            if (random.nextInt(40) == 0) {
                turn += random.nextBoolean() ? 30 : 30L * (5 + random.nextInt(30));
            }
        }
        return seconds;
    }

    /** In any order, some of them with a wrong value first, with compactions in between. */
    private void takeIn(List<Sample> samples, TreeMap<Long, Double> kept) {
        for (Sample one : samples) {
            if (random.nextInt(10) == 0) {
                store.append(List.of(new Sample(one.of(), one.at(), 77)));
            }
        }
        store.flush();
        store.compact();
        List<Sample> shuffled = new ArrayList<>(samples);
        Collections.shuffle(shuffled, random);
        for (int i = 0; i < shuffled.size(); i += 100) {
            store.append(shuffled.subList(i, Math.min(shuffled.size(), i + 100)));
            store.flush();
            if (random.nextBoolean()) {
                store.compact();
            }
        }
        assertThat(store.read(key(samples.get(0).metric()), START, START.plusSeconds(SECONDS + 60)))
                .hasSameSizeAs(kept.entrySet());
    }

    private List<Step> points(SeriesKey key, long from, long step, Function function) {
        return query.points(
                        key,
                        START.plusSeconds(from),
                        START.plusSeconds(from + 3000),
                        Duration.ofSeconds(step),
                        function)
                .orElseThrow()
                .points();
    }

    private void equal(Step step, OptionalDouble expected) {
        assertThat(step.value().isPresent())
                .as("seed %d, known at %s", seed, step.at())
                .isEqualTo(expected.isPresent());
        if (expected.isPresent()) {
            assertThat(step.value().getAsDouble())
                    .as("seed %d, at %s", seed, step.at())
                    .isCloseTo(expected.getAsDouble(), within(1e-6 * (1 + Math.abs(expected.getAsDouble()))));
        }
    }

    private static long second(Step step) {
        return Duration.between(START, step.at()).toSeconds();
    }

    private static SeriesKey key(Metric metric) {
        return new SeriesKey(AP, metric.name(), "");
    }
}
