package io.langsong.metric.embedded;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Not a test: what a sample costs. {@code MetricStoreBench [devices] [hours]}; ten series a device, one poll in 30 s, at
 * instants that are some milliseconds late each, as real answers are.
 */
public final class MetricStoreBench {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
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
    private final int devices;
    private final double[][] values;
    private Instant now = START;

    private MetricStoreBench(int devices) {
        this.devices = devices;
        this.values = new double[devices][NAMES.length];
    }

    public static void main(String[] arguments) {
        int devices = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int hours = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 72;
        new MetricStoreBench(devices).run(hours);
    }

    private void run(int hours) {
        // One connection kept, as a pool does.
        DataSource database = new SingleConnectionDataSource(connection(TestDatabase.fresh()), true);
        EmbeddedMetricStore store =
                new EmbeddedMetricStore(database, MetricDatabase.transactions(database), clock(), 2_000_000);
        store.start();
        long samples = 0;
        long appending = 0;
        long compacting = 0;
        for (int cycle = 0; cycle < hours * 120; cycle++) {
            now = START.plusSeconds(30L * cycle);
            List<Sample> batch = cycle(now);
            long before = System.nanoTime();
            store.append(batch);
            store.flush();
            appending += System.nanoTime() - before;
            samples += batch.size();
            if (cycle % 20 == 0) {
                before = System.nanoTime();
                store.compact();
                compacting += System.nanoTime() - before;
            }
        }
        System.out.printf(
                "samples %,d; appended and flushed %,.0f/s; compaction %,.0f/s%n",
                samples, samples * 1e9 / appending, samples * 1e9 / compacting);
        now = now.plus(Duration.ofDays(1));
        store.compact();
        size(JdbcClient.create(database), samples);
        for (int round = 0; round < 3; round++) {
            for (String name : List.of("if.in_octets", "wifi.clients")) {
                long before = System.nanoTime();
                List<Point> points = store.read(key(7, name), now.minus(Duration.ofDays(4)), now);
                System.out.printf(
                        "read %s: %,d points in %.1f ms%n", name, points.size(), (System.nanoTime() - before) / 1e6);
            }
        }
        store.stop();
        System.exit(0);
    }

    private static Connection connection(DataSource source) {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void size(JdbcClient jdbc, long samples) {
        long blobs = jdbc.sql("SELECT sum(length(samples)) FROM metric_chunk")
                .query(Long.class)
                .single();
        long table = jdbc.sql("SELECT pg_total_relation_size('metric_chunk')")
                .query(Long.class)
                .single();
        long chunks =
                jdbc.sql("SELECT count(*) FROM metric_chunk").query(Long.class).single();
        System.out.printf(
                "chunks %,d; coded %.2f bytes a sample; in the table with its index %.2f%n",
                chunks, (double) blobs / samples, (double) table / samples);
        jdbc.sql("""
                        SELECT metric, round(sum(length(samples))::numeric / sum(n), 2) AS bytes
                        FROM metric_chunk JOIN metric_series ON id = series GROUP BY metric ORDER BY metric""").query().listOfRows().forEach(System.out::println);
    }

    private List<Sample> cycle(Instant at) {
        List<Sample> batch = new ArrayList<>(devices * NAMES.length);
        double day = Math.max(0.05, Math.sin(at.getEpochSecond() % 86_400 / 86_400.0 * Math.PI));
        for (int d = 0; d < devices; d++) {
            // The answer of each device comes at its place in the interval, a few milliseconds earlier or later.
            Instant polled = at.plusMillis(d * 30_000L / devices + (long) Math.abs(random.nextGaussian() * 4));
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
            value[3] += 30;
            for (int m = 0; m < NAMES.length; m++) {
                SeriesKey key = key(d, NAMES[m]);
                batch.add(
                        m < 3
                                ? Sample.counter(key, new Metric(NAMES[m], Kind.COUNTER64, ""), polled, (long) value[m])
                                : Sample.gauge(key, new Metric(NAMES[m], Kind.GAUGE, ""), polled, value[m]));
            }
        }
        return batch;
    }

    private static SeriesKey key(int device, String name) {
        return new SeriesKey(new DeviceId("d" + device), name, name.startsWith("if.") ? "1" : "");
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
