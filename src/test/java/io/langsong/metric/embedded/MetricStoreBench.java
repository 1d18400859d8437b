package io.langsong.metric.embedded;

import com.sun.management.OperatingSystemMXBean;
import io.langsong.database.DataDirectory;
import io.langsong.database.EmbeddedPostgres;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.SeriesQuery;
import io.langsong.metric.SeriesQuery.Function;
import io.langsong.metric.SeriesRanking;
import io.langsong.metric.SeriesRanking.By;
import io.langsong.metric.embedded.Chunks.Chunk;
import io.langsong.metric.embedded.Chunks.ChunkKey;
import io.langsong.metric.influx.InfluxMetricStore;
import io.langsong.metric.influx.InfluxSettings;
import io.langsong.metric.influx.Influxd;
import io.langsong.metric.influx.V2Shim;
import io.langsong.testkit.TestClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * Not a test: what a sample costs. {@code MetricStoreBench embedded|influx [devices] [hours]} takes polls in as a server does;
 * {@code MetricStoreBench month [devices] [days]} writes chunks without the log before them, to ask a larger store;
 * {@code MetricStoreBench stored FILE} tells how small an export with {@code form=epoch} gets.
 */
public final class MetricStoreBench {
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 21;

    private final TestClock clock = new TestClock(BenchPolls.START);
    private final BenchPolls polls;
    private final Duration length;
    private Path folder;
    private EmbeddedPostgres postgres;
    private long backend;

    private MetricStoreBench(int devices, Duration length) {
        this.polls = new BenchPolls(devices);
        this.length = length;
    }

    public static void main(String[] arguments) throws Exception {
        String what = arguments.length > 0 ? arguments[0] : "embedded";
        if (what.equals("stored")) {
            MetricStoreBench bench = new MetricStoreBench(1, Duration.ZERO);
            bench.stored(Path.of(arguments[1]));
            bench.end();
            System.exit(0);
        }
        int devices = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        int number = arguments.length > 2 ? Integer.parseInt(arguments[2]) : what.equals("month") ? 30 : 72;
        Duration length = what.equals("month") ? Duration.ofDays(number) : Duration.ofHours(number);
        MetricStoreBench bench = new MetricStoreBench(devices, length);
        switch (what) {
            case "embedded" -> bench.embedded();
            case "influx" -> bench.influx();
            case "month" -> bench.month();
            default -> throw new IllegalArgumentException("embedded, influx or month: " + what);
        }
        bench.end();
        System.exit(0);
    }

    private void end() throws IOException {
        postgres.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    private void embedded() throws Exception {
        DataSource database = database();
        EmbeddedMetricStore store =
                new EmbeddedMetricStore(database, MetricDatabase.transactions(database), clock, 2_000_000, null);
        store.start();
        long samples = takeIn(store);
        clock.advance(Duration.ofDays(1));
        store.compact();
        size(database, samples);
        ask(store);
        store.stop();
    }

    /** That of the product, which writes through to the disk; one connection kept, as a pool does. */
    private DataSource database() throws IOException {
        folder = Files.createTempDirectory("bench-postgres");
        postgres = new EmbeddedPostgres(DataDirectory.at(folder)).start();
        SingleConnectionDataSource database =
                new SingleConnectionDataSource(postgres.jdbcUrl(), postgres.user(), postgres.password(), true);
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .load()
                .migrate();
        backend = JdbcClient.create(database)
                .sql("SELECT pg_backend_pid()")
                .query(Long.class)
                .single();
        return database;
    }

    private void influx() throws Exception {
        Path folder = Files.createTempDirectory("bench-influx");
        DataSource database = database();
        try (Influxd influxd = new Influxd(folder);
                V2Shim shim = new V2Shim(influxd.address())) {
            influxd.query("CREATE DATABASE langsong");
            InfluxMetricStore store = new InfluxMetricStore(
                    new InfluxSettings(shim.url(), "langsong", "", "", "", "", ""), database, 2_000_000, null);
            store.start();
            long samples = takeIn(store);
            System.out.printf("on disk %.2f bytes a sample at once%n", (double) occupied(folder) / samples);
            System.out.printf("on disk %.2f after its compaction%n", (double) settled(folder) / samples);
            ask(store);
            Instant end = BenchPolls.START.plus(length);
            String time = " WHERE time >= '%s' AND time < '%s'";
            String days = time.formatted(end.minus(Duration.ofDays(3)), end);
            timed(
                    "InfluxQL alone, one gauge, 3 days by 5 minutes",
                    () -> influxd.query("SELECT mean(value) FROM langsong..\"wifi.clients\"" + days
                            + " AND device = 'd7' GROUP BY time(5m)"));
            String day = time.formatted(end.minus(Duration.ofDays(1)), end);
            timed(
                    "InfluxQL alone, top ten of 24 hours",
                    () -> influxd.query(
                            "SELECT top(m, device, 10) FROM (SELECT mean(value) AS m FROM langsong..\"cpu.utilization\""
                                    + day + " GROUP BY device)"));
            store.stop();
        }
    }

    /** It compacts by itself, some time after the last write. */
    private static long settled(Path folder) throws IOException, InterruptedException {
        long before = -1;
        long now = occupied(folder);
        while (before != now) {
            Thread.sleep(60_000);
            before = now;
            now = occupied(folder);
        }
        return now;
    }

    private static long occupied(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void month() throws Exception {
        DataSource database = database();
        ChunkWriter chunks =
                new ChunkWriter(database, MetricDatabase.transactions(database), new FormerChunks(database));
        EmbeddedMetricStore store =
                new EmbeddedMetricStore(database, MetricDatabase.transactions(database), clock, 2_000_000, null);
        store.start();
        // The series get their numbers in this order.
        store.append(polls.next());
        store.flush();
        List<Integer> ids = new ArrayList<>();
        for (SeriesKey key : polls.keys()) {
            ids.add(JdbcClient.create(database)
                    .sql("SELECT id FROM metric_series WHERE device = ? AND metric = ?")
                    .params(key.device().value(), key.metric())
                    .query(Integer.class)
                    .single());
        }
        BitSet counters = new BitSet();
        IntStream.range(0, ids.size()).filter(BenchPolls::isCounter).forEach(i -> counters.set(ids.get(i)));
        long before = System.nanoTime();
        long samples = 0;
        int ofWindow = (int) (Windows.LENGTH_MS / BenchPolls.INTERVAL.toMillis());
        for (int window = 0; window < length.toMillis() / Windows.LENGTH_MS; window++) {
            List<Points> points = new ArrayList<>();
            ids.forEach(id -> points.add(new Points(ofWindow)));
            // The first poll of all is in the log already.
            for (int cycle = window == 0 ? 1 : 0; cycle < ofWindow; cycle++) {
                List<Sample> batch = polls.next();
                for (int i = 0; i < batch.size(); i++) {
                    points.get(i)
                            .add(batch.get(i).at().toEpochMilli(), batch.get(i).bits());
                }
                samples += batch.size();
            }
            long start = BenchPolls.START.toEpochMilli() + window * Windows.LENGTH_MS;
            List<Chunk> made = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                made.add(new Chunk(new ChunkKey(ids.get(i), start), points.get(i)));
            }
            chunks.merge(made, counters::get);
        }
        System.out.printf("written %,.0f/s%n", samples * 1e9 / (System.nanoTime() - before));
        clock.set(BenchPolls.START.plus(length));
        store.compact();
        size(database, samples);
        ask(store);
        Instant end = BenchPolls.START.plus(length);
        SeriesQuery query = new SeriesQuery(store);
        timed(
                "one counter, all of it by hours",
                () -> query.points(
                        BenchPolls.key(7, "if.in_octets"), BenchPolls.START, end, Duration.ofHours(2), Function.RATE));
        SeriesRanking ranking = new SeriesRanking(store, query);
        timed(
                "top ten rates, all of it",
                () -> ranking.highest("if.in_octets", device -> true, BenchPolls.START, end, Optional.of(By.RATE), 10));
        before = System.nanoTime();
        MetricStore.Room room = store.makeRoom(Long.MAX_VALUE, end).orElseThrow();
        System.out.printf("room estimated %,d bytes in %.1f s%n", room.bytes(), (System.nanoTime() - before) / 1e9);
        EmbeddedMetricStore again =
                new EmbeddedMetricStore(database, MetricDatabase.transactions(database), clock, 2_000_000, null);
        before = System.nanoTime();
        again.start();
        System.out.printf("started again in %.2f s%n", (System.nanoTime() - before) / 1e9);
        again.stop();
        store.stop();
    }

    private long takeIn(MetricStore store) throws IOException {
        long samples = 0;
        long appending = 0;
        double processors = 0;
        long compacting = 0;
        for (int cycle = 0; cycle < length.toMillis() / BenchPolls.INTERVAL.toMillis(); cycle++) {
            clock.set(BenchPolls.START.plus(BenchPolls.INTERVAL.multipliedBy(cycle)));
            List<Sample> batch = polls.next();
            long before = System.nanoTime();
            double worked = processMillis();
            store.append(batch);
            store.flush();
            processors += processMillis() - worked;
            appending += System.nanoTime() - before;
            samples += batch.size();
            if (cycle % 20 == 0) {
                before = System.nanoTime();
                store.compact();
                compacting += System.nanoTime() - before;
            }
        }
        System.out.printf(
                "samples %,d; appended and flushed %,.0f/s, %,.0f for each second of a processor; compaction %,.0f/s%n",
                samples, samples * 1e9 / appending, samples * 1e3 / processors, samples * 1e9 / compacting);
        return samples;
    }

    private void ask(MetricStore store) throws Exception {
        Instant end = BenchPolls.START.plus(length);
        SeriesQuery query = new SeriesQuery(store);
        Instant days = end.minus(Duration.ofDays(3));
        timed(
                "one gauge, 3 days by 5 minutes",
                () -> query.points(BenchPolls.key(7, "wifi.clients"), days, end, Duration.ofMinutes(5), Function.MEAN));
        timed(
                "one counter, 3 days by 5 minutes",
                () -> query.points(BenchPolls.key(8, "if.in_octets"), days, end, Duration.ofMinutes(5), Function.RATE));
        SeriesRanking ranking = new SeriesRanking(store, query);
        // Not from the edge of a window, as a question is not.
        Instant until = end.minus(Duration.ofMinutes(47));
        Instant day = until.minus(Duration.ofDays(1));
        timed(
                "top ten means of 24 hours",
                () -> ranking.highest("cpu.utilization", device -> true, day, until, Optional.of(By.MEAN), 10));
        timed(
                "top ten rates of 24 hours",
                () -> ranking.highest("if.in_octets", device -> true, day, until, Optional.of(By.RATE), 10));
    }

    /** What an export with {@code form=epoch} takes once it is stored; what it calls a whole number may be a gauge or a counter. */
    private void stored(Path export) throws IOException {
        DataSource database = database();
        EmbeddedMetricStore store =
                new EmbeddedMetricStore(database, MetricDatabase.transactions(database), clock, 2_000_000, null);
        store.start();
        Map<String, Series> series = new HashMap<>();
        long samples = 0;
        try (BufferedReader lines = Files.newBufferedReader(export)) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",");
                String value = cells[cells.length - 1];
                Series of = series.computeIfAbsent(
                        line.substring(line.indexOf(',') + 1, line.lastIndexOf(',')),
                        key -> series(key.split(",", -1)));
                Instant at = Instant.ofEpochMilli(Long.parseLong(cells[0]));
                store.append(List.of(
                        of.metric().kind() == Kind.GAUGE
                                ? Sample.gauge(of, at, Double.parseDouble(value))
                                : new Sample(of, at, Long.parseUnsignedLong(value))));
                if (++samples % 1_000_000 == 0) {
                    store.flush();
                }
                clock.set(at.plus(Duration.ofDays(1)));
            }
        }
        store.flush();
        store.compact();
        size(database, samples);
        store.stop();
    }

    private static Series series(String[] cells) {
        boolean counter = cells[1].matches("if\\.(in|out)_.*|.*_(packets|octets|errors)");
        return new Series(
                new SeriesKey(new DeviceId(cells[0]), cells[1], cells[2]),
                new Metric(cells[1], counter ? Kind.COUNTER64 : Kind.GAUGE, ""));
    }

    private void timed(String what, Callable<?> work) throws Exception {
        long before = System.nanoTime();
        work.call();
        double first = (System.nanoTime() - before) / 1e6;
        for (int i = 0; i < WARM_UP; i++) {
            work.call();
        }
        double[] millis = new double[ROUNDS];
        double processors = -processorMillis();
        for (int i = 0; i < ROUNDS; i++) {
            before = System.nanoTime();
            work.call();
            millis[i] = (System.nanoTime() - before) / 1e6;
        }
        processors += processorMillis();
        Arrays.sort(millis);
        System.out.printf(
                "%s: first %.1f, median %.1f, slowest %.1f ms; work of processors %.1f ms%n",
                what, first, millis[ROUNDS / 2], millis[ROUNDS - 1], processors / ROUNDS);
    }

    /** Of this thread and of the process of PostgreSQL that works for it: what others do on the machine adds little to it. */
    private double processorMillis() throws IOException {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6 + postgresMillis();
    }

    /** Of all threads, and of the process of PostgreSQL. */
    private double processMillis() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getProcessCpuTime() / 1e6 + postgresMillis();
    }

    private double postgresMillis() throws IOException {
        String schedule = Files.readString(Path.of("/proc/" + backend + "/schedstat"));
        return Long.parseLong(schedule.substring(0, schedule.indexOf(' '))) / 1e6;
    }

    private static void size(DataSource database, long samples) {
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("VACUUM ANALYZE metric_bundle").update();
        long[] octets = new long[4];
        jdbc.sql("SELECT bundle, window_ms, sums, octet_length(samples) FROM metric_bundle")
                .query(row -> {
                    Bundle bundle = new Bundle(new Bundle.Key(row.getInt(1), row.getLong(2)), row.getBytes(3));
                    int times = bundle.members().get(0).at();
                    octets[0] += times;
                    octets[1] += row.getInt(4) - times;
                    octets[2] += row.getBytes(3).length;
                    octets[3]++;
                });
        long total = jdbc.sql("SELECT pg_total_relation_size('metric_bundle')")
                .query(Long.class)
                .single();
        System.out.printf(
                "samples %,d; rows %,d; octets a sample: times %.3f, values %.3f, directory %.3f, around them %.3f; table with its indexes %,d, %.3f%n",
                samples,
                octets[3],
                (double) octets[0] / samples,
                (double) octets[1] / samples,
                (double) octets[2] / samples,
                (double) (total - octets[0] - octets[1] - octets[2]) / samples,
                total,
                (double) total / samples);
    }
}
