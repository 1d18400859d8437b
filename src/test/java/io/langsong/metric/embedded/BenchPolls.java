package io.langsong.metric.embedded;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What polls of many devices give: ten series a device, at instants that are some milliseconds late each, as real answers are. */
final class BenchPolls {
    static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final int COUNTERS = 3;
    private static final String[] NAMES = {
        "if.in_octets",
        "if.out_octets",
        "if.in_errors",
        "sys.uptime",
        "wifi.clients",
        "cpu.utilization",
        "memory.used",
        "wifi.noise",
        "reach.rtt",
        "if.speed"
    };

    private final Random random = new Random(42);
    private final double[][] values;
    private final List<Series> series = new ArrayList<>();
    private Instant next = START;

    BenchPolls(int devices) {
        this.values = new double[devices][NAMES.length];
        for (int device = 0; device < devices; device++) {
            for (int m = 0; m < NAMES.length; m++) {
                Kind kind = m < COUNTERS ? Kind.COUNTER64 : Kind.GAUGE;
                series.add(new Series(key(device, NAMES[m]), new Metric(NAMES[m], kind, "")));
            }
        }
    }

    static SeriesKey key(int device, String name) {
        return new SeriesKey(new DeviceId("d" + device), name, name.startsWith("if.") ? "1" : "");
    }

    int devices() {
        return values.length;
    }

    /** In the order of the samples of each cycle. */
    List<SeriesKey> keys() {
        return series.stream().map(Series::key).toList();
    }

    static boolean isCounter(int place) {
        return place % NAMES.length < COUNTERS;
    }

    /** The next cycle. */
    List<Sample> next() {
        List<Sample> batch = new ArrayList<>(series.size());
        double day = Math.max(0.05, Math.sin(next.getEpochSecond() % 86_400 / 86_400.0 * Math.PI));
        for (int d = 0; d < values.length; d++) {
            // The answer of each device comes at its place in the interval, a few milliseconds earlier or later.
            Instant polled = next.plusMillis(
                    d * INTERVAL.toMillis() / values.length + (long) Math.abs(random.nextGaussian() * 4));
            double[] value = values[d];
            value[4] = Math.max(0, value[4] + (random.nextInt(10) == 0 ? random.nextInt(3) - 1 : 0));
            value[5] = Math.rint(Math.min(100, Math.max(0, 20 * day + random.nextGaussian() * 3)));
            value[6] = 1024 * Math.rint(60_000 + random.nextGaussian() * 500);
            value[7] = -95 + random.nextInt(3);
            value[8] = Math.rint(100 * (2 + Math.abs(random.nextGaussian()))) / 100;
            value[9] = 1e9;
            value[0] += Math.rint(random.nextDouble() * day * 30e6);
            value[1] += Math.rint(random.nextDouble() * day * 3e6);
            value[2] += random.nextInt(200) == 0 ? 1 : 0;
            value[3] += INTERVAL.toSeconds();
            for (int m = 0; m < NAMES.length; m++) {
                Series of = series.get(d * NAMES.length + m);
                batch.add(m < COUNTERS ? new Sample(of, polled, (long) value[m]) : Sample.gauge(of, polled, value[m]));
            }
        }
        next = next.plus(INTERVAL);
        return batch;
    }
}
