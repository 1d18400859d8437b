package io.langsong.alert;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to judge a sample: polls of 10,000 devices of twelve values each, in turn, so that no cache holds them all.
 * {@code src/bench/codec.sh} runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JudgementBenchmark {
    private static final int DEVICES = 10_000;
    private static final int VALUES = 12;
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final List<List<Series>> series = new ArrayList<>();
    private final List<DeviceJudge> without = new ArrayList<>();
    private final List<DeviceJudge> withOne = new ArrayList<>();
    private final double[] values = new Random(1).doubles(1024, 0, 80).toArray();
    private Instant at = Instant.parse("2026-10-01T00:00:00Z");
    private int next;

    public JudgementBenchmark() {
        RuleBook rules = RuleBook.of(IntStream.range(0, VALUES)
                .mapToObj(i -> new AlertRule(
                        "rule-" + i,
                        null,
                        new Measure("bench.value" + i, Measure.ANY_INDEX, null),
                        new Criterion.Threshold(Criterion.Kind.ABOVE, 70, 60, Duration.ZERO),
                        Duration.ofMinutes(15),
                        Severity.WARNING,
                        io.langsong.alert.Scope.ALL,
                        true))
                .toList());
        for (int device = 0; device < DEVICES; device++) {
            DeviceId id = new DeviceId("device-" + device);
            List<Series> all = new ArrayList<>();
            for (int i = 0; i < VALUES; i++) {
                Metric metric = new Metric("bench.value" + i, Metric.Kind.GAUGE, "%");
                all.add(new Series(new SeriesKey(id, metric.name(), ""), metric));
            }
            series.add(all);
            Place place = new Place(id, "generic", "site", "village", INTERVAL);
            without.add(new DeviceJudge(RuleBook.EMPTY, place, List.of(), turn -> {}));
            withOne.add(new DeviceJudge(rules, place, List.of(), turn -> {}));
        }
    }

    private List<Sample> poll(int device) {
        List<Sample> samples = new ArrayList<>(VALUES);
        for (Series of : series.get(device)) {
            samples.add(Sample.gauge(of, at, values[next++ & 1023]));
        }
        return samples;
    }

    private int device() {
        int device = Math.floorMod(next / VALUES, DEVICES);
        if (device == 0) {
            at = at.plus(INTERVAL);
        }
        return device;
    }

    /** To be taken off the others: the samples themselves. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public List<Sample> samplesAlone() {
        return poll(device());
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public List<Sample> samplesWithoutRule() {
        int device = device();
        List<Sample> samples = poll(device);
        without.get(device).poll(at, samples);
        return samples;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public List<Sample> samplesWithOneRuleEach() {
        int device = device();
        List<Sample> samples = poll(device);
        withOne.get(device).poll(at, samples);
        return samples;
    }
}
