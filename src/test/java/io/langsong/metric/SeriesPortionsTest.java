package io.langsong.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.CounterRates.Stretch;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.SeriesQuery.Function;
import io.langsong.metric.SeriesQuery.Outline;
import io.langsong.metric.SeriesQuery.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A long range is read portion by portion: what comes of it is what one reading of all of it gives. */
class SeriesPortionsTest {
    private static final DeviceId AP = new DeviceId("thon-man-ap1");
    private static final Metric RTT = new Metric("reach.rtt", Kind.GAUGE, "ms");
    private static final Metric OCTETS = new Metric("if.in_octets", Kind.COUNTER64, "bytes");
    private static final Metric UPTIME = new Metric("sys.uptime", Kind.GAUGE, "s");
    private static final Metric SPEED = new Metric("if.speed", Kind.GAUGE, "bit/s");
    private static final Metric DISCONTINUITY = new Metric("if.counter_discontinuity", Kind.GAUGE, "s");
    private static final SeriesKey RTTS = new SeriesKey(AP, RTT.name(), "");
    private static final SeriesKey PORT = new SeriesKey(AP, OCTETS.name(), "1");

    /** A midnight of the place, where steps of days begin. */
    private static final Instant START = Instant.parse("2026-01-04T17:00:00Z");

    /** In a reading of the whole, too, so much is read beside it. */
    private static final Duration CONTEXT = Duration.ofHours(1);

    private static final double GIGABIT = 1e9 / 8;

    private final SamplesInMemory store = new SamplesInMemory();
    private final SeriesQuery query = new SeriesQuery(store);
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @ParameterizedTest(name = "a sample each {0}, {1} days in steps of {2}")
    @CsvSource(textBlock = """
            # steps shorter than the distance, than a portion, and longer than one
            PT1H, 60,  PT10M
            PT1H, 400, PT6H
            PT1H, 400, P3D
            PT1H, 400, P100D
            PT1H, 400, P400D
            PT5M, 6,   PT1M
            PT5M, 150, PT30M
            PT5M, 150, P7D
            PT1M, 50,  PT15M
            PT1M, 50,  P25D
            """)
    void givesWhatOneReadingOfAllGives(Duration distance, int days, Duration step) {
        Instant end = START.plus(Duration.ofDays(days));
        fill(distance, end);
        Steps steps = new Steps(START, end, step);

        points(RTTS, end, step, Function.MEAN);
        assertThat(store.reads).as("portions").hasSizeGreaterThan(1);
        for (Function function : List.of(Function.MEAN, Function.MAX, Function.P95, Function.LAST)) {
            equal(points(RTTS, end, step, function), gauges(steps, function));
        }
        Outline gauge = query.outline(RTTS, START, end, step).orElseThrow();
        equal(gauge.means(), gauges(steps, Function.MEAN));
        equal(gauge.peaks(), gauges(steps, Function.MAX));

        List<Stretch> stretches = stretches(steps.start(), steps.end());
        equal(points(PORT, end, step, Function.RATE), rates(steps, stretches, false));
        Outline counter = query.outline(PORT, START, end, step).orElseThrow();
        equal(counter.means(), rates(steps, stretches, false));
        equal(counter.peaks(), rates(steps, stretches, true));

        List<Stretch> asked = stretches(START, end);
        double rise = asked.stream().mapToDouble(one -> one.riseIn(START, end)).sum();
        double seconds =
                asked.stream().mapToDouble(one -> one.secondsIn(START, end)).sum();
        assertThat(query.rise(PORT, START, end)).hasValueCloseTo(rise, within(1e-9 * rise));
        assertThat(query.rate(PORT, START, end)).hasValueCloseTo(rise / seconds, within(1e-9 * rise / seconds));
    }

    @Test
    void neverHoldsAWholeYear() {
        Instant end = START.plus(Duration.ofDays(365));
        fill(Duration.ofMinutes(2), end);
        store.reads.clear();

        points(RTTS, end, Duration.ofDays(1), Function.MEAN);
        points(PORT, end, Duration.ofDays(1), Function.RATE);
        query.rise(PORT, START, end);

        assertThat(store.reads).allMatch(samples -> samples < 60_000);
        assertThat(store.reads.stream().mapToInt(samples -> samples).sum())
                .as("what is read twice beside the portions")
                .isLessThan((int) (1.4 * 9 * 365 * 24 * 30));
    }

    /**
     * With samples that are late, some that are missing, more of them where portions meet; restarts, and counters set anew. What is
     * missing lies apart, and no gap is just as long as one that tells nothing, which would hang on milliseconds.
     */
    private void fill(Duration distance, Instant end) {
        Set<Integer> seams = Set.of(2, 4, 6, 14, 30, 62);
        long count = 0;
        long born = -1_000_000;
        double discontinuity = 0;
        int since = 0;
        List<Sample> samples = new ArrayList<>();
        for (Instant turn = START.minus(Duration.ofDays(1)); turn.isBefore(end.plus(Duration.ofDays(1))); ) {
            Instant at = turn.plusMillis((long) (distance.toMillis() * 0.02 * random.nextDouble()));
            long second = Duration.between(START, at).toSeconds();
            if (random.nextInt(150) == 0) {
                born = second - random.nextInt((int) distance.toSeconds());
                count = 0;
            }
            if (random.nextInt(200) == 0) {
                discontinuity = second;
                count = random.nextInt(1_000);
            }
            count += random.nextInt(1_000) * distance.toSeconds();
            samples.add(Sample.gauge(RTTS, RTT, at, random.nextInt(1_000) / 10.0));
            samples.add(Sample.counter(PORT, OCTETS, at, count));
            samples.add(Sample.gauge(key(UPTIME, ""), UPTIME, at, (double) (second - born)));
            samples.add(Sample.gauge(key(SPEED, "1"), SPEED, at, 8 * GIGABIT));
            samples.add(Sample.gauge(key(DISCONTINUITY, "1"), DISCONTINUITY, at, discontinuity));
            Duration hence = Duration.between(START, turn).plus(distance.multipliedBy(3));
            boolean seam = seams.contains((int) hence.toDays()) && hence.toHours() % 24 < 6;
            boolean missing = since > 8 && random.nextInt(seam ? 3 : 40) == 0;
            since = missing ? 0 : since + 1;
            turn = turn.plus(distance.multipliedBy(missing ? random.nextBoolean() ? 2 : 5 : 1));
        }
        store.append(samples);
    }

    private List<Point> all(SeriesKey key, Instant from, Instant until) {
        return store.read(key, from.minus(CONTEXT), until.plus(CONTEXT));
    }

    /** The plainest way: sample by sample, and what no sample is in has the one before, if the one after was in time. */
    private List<OptionalDouble> gauges(Steps steps, Function function) {
        List<Point> points = all(RTTS, steps.start(), steps.end());
        boolean[] late = Gaps.behind(points, Gaps.PUNCTUAL);
        List<List<Double>> in = new ArrayList<>();
        List<OptionalDouble> values = new ArrayList<>();
        for (int step = 0; step < steps.count(); step++) {
            in.add(new ArrayList<>());
            values.add(OptionalDouble.empty());
        }
        for (int i = 0; i < points.size(); i++) {
            double value = Double.longBitsToDouble(points.get(i).bits());
            int step = steps.at(points.get(i).at().toEpochMilli());
            if (step >= 0 && step < steps.count()) {
                in.get(step).add(value);
            }
            int next = i + 1 == points.size() || late[i + 1]
                    ? step
                    : steps.at(points.get(i + 1).at().toEpochMilli());
            for (int held = Math.max(0, step + 1); held < Math.min(next, steps.count()); held++) {
                values.set(held, OptionalDouble.of(value));
            }
        }
        for (int step = 0; step < steps.count(); step++) {
            if (!in.get(step).isEmpty()) {
                values.set(step, OptionalDouble.of(one(in.get(step), function)));
            }
        }
        return values;
    }

    private static double one(List<Double> in, Function function) {
        List<Double> sorted = in.stream().sorted().toList();
        return switch (function) {
            case MEAN -> in.stream().mapToDouble(value -> value).average().orElseThrow();
            case MAX -> sorted.get(sorted.size() - 1);
            case P95 -> sorted.get((sorted.size() * 95 + 99) / 100 - 1);
            case LAST -> in.get(in.size() - 1);
            default -> throw new AssertionError(function);
        };
    }

    private List<Stretch> stretches(Instant from, Instant until) {
        List<Instant> voided = new ArrayList<>(CounterRates.restarts(all(key(UPTIME, ""), from, until)));
        voided.addAll(CounterRates.discontinuities(all(key(DISCONTINUITY, "1"), from, until)));
        return CounterRates.between(all(PORT, from, until), OCTETS.kind(), voided, OptionalDouble.of(GIGABIT));
    }

    private static List<OptionalDouble> rates(Steps steps, List<Stretch> stretches, boolean peaks) {
        List<OptionalDouble> rates = new ArrayList<>();
        int first = 0;
        for (int step = 0; step < steps.count(); step++) {
            Instant from = Instant.ofEpochMilli(steps.startOf(step));
            Instant until = Instant.ofEpochMilli(steps.startOf(step + 1));
            double rise = 0;
            double seconds = 0;
            double peak = 0;
            while (first < stretches.size() && !stretches.get(first).until().isAfter(from)) {
                first++;
            }
            for (int i = first; i < stretches.size() && stretches.get(i).from().isBefore(until); i++) {
                rise += stretches.get(i).riseIn(from, until);
                seconds += stretches.get(i).secondsIn(from, until);
                peak = Math.max(peak, stretches.get(i).perSecond());
            }
            rates.add(seconds > 0 ? OptionalDouble.of(peaks ? peak : rise / seconds) : OptionalDouble.empty());
        }
        return rates;
    }

    private List<Step> points(SeriesKey key, Instant end, Duration step, Function function) {
        return query.points(key, START, end, step, function).orElseThrow().points();
    }

    private void equal(List<Step> steps, List<OptionalDouble> expected) {
        assertThat(steps).hasSameSizeAs(expected);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            OptionalDouble value = expected.get(i);
            assertThat(step.value().isPresent())
                    .as("seed %d, known at %s", seed, step.at())
                    .isEqualTo(value.isPresent());
            if (value.isPresent()) {
                assertThat(step.value())
                        .as("seed %d, at %s", seed, step.at())
                        .hasValueCloseTo(value.getAsDouble(), within(1e-9 * (1 + value.getAsDouble())));
            }
        }
    }

    private static SeriesKey key(Metric metric, String index) {
        return new SeriesKey(AP, metric.name(), index);
    }
}
