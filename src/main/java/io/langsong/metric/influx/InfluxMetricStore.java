package io.langsong.metric.influx;

import com.influxdb.query.InfluxQLQueryResult;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.intake.Batch;
import io.langsong.metric.intake.PlainText;
import io.langsong.metric.intake.SampleIntake;
import io.langsong.metric.intake.SampleSink;
import io.langsong.metric.intake.SamplesRefused;
import io.langsong.metric.intake.SeriesRegistry;
import io.langsong.metric.intake.SeriesRegistry.Registered;
import io.langsong.metric.intake.SpoolFolder;
import io.langsong.metric.intake.StoreAway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Keeps samples in InfluxDB 1.8, 2.x or 3.x; which series there are, and of what kind and unit, in PostgreSQL. A server
 * that is away is waited for, also at the start. What a write did is never in doubt: the same tags and time are the same
 * point, so everything may be written again.
 */
public final class InfluxMetricStore implements MetricStore {
    private static final int BATCH = 5_000;
    private static final int POINTS_A_QUERY = 50_000;

    /** Time is in nanoseconds there: it ends in 2262. */
    private static final Instant END_OF_TIME = Instant.parse("2262-01-01T00:00:00Z");

    private static final Logger log = LoggerFactory.getLogger(InfluxMetricStore.class);

    private final InfluxSettings settings;
    private final SeriesRegistry registry;
    private final SampleIntake intake;
    private volatile @Nullable InfluxServer server;

    /**
     * @param buffer samples kept in memory while neither the server nor the spool takes them
     * @param spool null: none
     */
    public InfluxMetricStore(InfluxSettings settings, DataSource dataSource, int buffer, @Nullable SpoolFolder spool) {
        this.settings = settings;
        this.registry = new SeriesRegistry(dataSource);
        SampleSink sink = this::write;
        this.intake = new SampleIntake("influx", sink, buffer, BATCH, spool);
    }

    @Override
    public void start() {
        try {
            registry.load();
        } catch (DataAccessException e) {
            throw new MetricStoreException(
                    "PostgreSQL does not tell the series; see that it runs: " + e.getMessage(), e);
        }
        server = new InfluxServer(settings);
        intake.start();
        log.info(
                "metric store started store=influx url={} series={}",
                settings.url(),
                registry.all().size());
    }

    @Override
    public void stop() {
        intake.stop();
        InfluxServer closing = server;
        server = null;
        if (closing != null) {
            closing.close();
        }
    }

    @Override
    public void append(List<Sample> samples) {
        intake.append(samples);
    }

    @Override
    public void flush() {
        intake.flush();
    }

    @Override
    public Counts counts() {
        return intake.counts();
    }

    private void write(Batch batch) throws SamplesRefused {
        try {
            registry.register(batch);
        } catch (DataAccessException e) {
            throw new StoreAway(
                    "PostgreSQL does not take series; see that it runs: " + e.getMessage(), Duration.ZERO, e);
        }
        server().write(InfluxText.lines(batch));
    }

    private InfluxServer server() {
        InfluxServer running = server;
        if (running == null) {
            throw new MetricStoreException("The metric store is not running");
        }
        return running;
    }

    @Override
    public List<Point> read(SeriesKey key, Instant from, Instant until) {
        Optional<Registered> found = registry.find(key);
        if (found.isEmpty()) {
            return List.of();
        }
        Metric.Kind kind = found.get().series().metric().kind();
        List<Point> points = new ArrayList<>();
        long next = millis(from);
        long end = millis(until);
        while (next < end) {
            List<Point> portion = rows(server().query(InfluxText.select(key, kind, next, end, POINTS_A_QUERY)), kind);
            points.addAll(portion);
            if (portion.size() < POINTS_A_QUERY) {
                break;
            }
            next = portion.get(portion.size() - 1).at().toEpochMilli() + 1;
        }
        return points;
    }

    private static List<Point> rows(List<InfluxQLQueryResult.Series> series, Metric.Kind kind) {
        List<Point> points = new ArrayList<>();
        for (InfluxQLQueryResult.Series one : series) {
            for (InfluxQLQueryResult.Series.Record row : one.getValues()) {
                points.add(point(row, kind));
            }
        }
        return points;
    }

    /** The client hands numbers over as the server wrote them, so no digit is lost. */
    static Point point(InfluxQLQueryResult.Series.Record row, Metric.Kind kind) {
        Object[] cells = row.getValues();
        try {
            String value = String.valueOf(cells[1]);
            return new Point(
                    Instant.ofEpochMilli(Long.parseLong(String.valueOf(cells[0]))),
                    kind == Metric.Kind.GAUGE
                            ? Double.doubleToRawLongBits(Double.parseDouble(value))
                            : Long.parseLong(value));
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new MetricStoreException(
                    "The server at langsong.metrics.influx.url does not answer InfluxQL as InfluxDB does; use InfluxDB 1.8 or newer",
                    e);
        }
    }

    @Override
    public List<Series> seriesOf(DeviceId device) {
        return registry.of(device).stream().map(Registered::series).toList();
    }

    @Override
    public List<Sample> latest(DeviceId device, Instant since) {
        Map<Boolean, List<Registered>> byKind =
                registry.of(device).stream().collect(Collectors.partitioningBy(Registered::isCounter));
        List<Sample> latest = new ArrayList<>();
        latest.addAll(latest(device, since, Metric.Kind.GAUGE, byKind.getOrDefault(false, List.of())));
        latest.addAll(latest(device, since, Metric.Kind.COUNTER64, byKind.getOrDefault(true, List.of())));
        return latest;
    }

    private List<Sample> latest(DeviceId device, Instant since, Metric.Kind kind, Collection<Registered> series) {
        if (series.isEmpty()) {
            return List.of();
        }
        Map<SeriesKey, Metric> metrics = series.stream()
                .collect(Collectors.toMap(
                        one -> one.series().key(), one -> one.series().metric()));
        Set<String> names =
                metrics.keySet().stream().map(SeriesKey::metric).collect(Collectors.toCollection(TreeSet::new));
        List<Sample> latest = new ArrayList<>();
        for (InfluxQLQueryResult.Series one :
                server().query(InfluxText.last(kind, names, device.value(), millis(since)))) {
            String index = PlainText.decode(String.valueOf(one.getTags().getOrDefault("index", "")));
            SeriesKey key = new SeriesKey(device, one.getName(), index);
            Metric metric = metrics.get(key);
            if (metric != null && !one.getValues().isEmpty()) {
                Point point = point(one.getValues().get(0), kind);
                latest.add(new Sample(key, metric, point.at(), point.bits()));
            }
        }
        return latest;
    }

    @Override
    public List<Summary> summaries(String metric, Predicate<DeviceId> devices, Instant from, Instant until) {
        long fromMillis = millis(from);
        long untilMillis = millis(until);
        Map<Boolean, List<Registered>> byKind =
                measuring(metric, devices).stream().collect(Collectors.partitioningBy(Registered::isCounter));
        List<Summary> summaries = new ArrayList<>();
        byKind.forEach((counter, series) -> {
            if (!series.isEmpty() && fromMillis < untilMillis) {
                summaries.addAll(InfluxSummaries.of(series, counter, fromMillis, untilMillis, server()::query));
            }
        });
        return summaries;
    }

    /** Those that are found by their key; what turned from gauge to counter has its older half besides. */
    private List<Registered> measuring(String metric, Predicate<DeviceId> devices) {
        return registry.all().stream()
                .filter(one -> one.series().key().metric().equals(metric)
                        && devices.test(one.series().key().device())
                        && registry.find(one.series().key()).equals(Optional.of(one)))
                .toList();
    }

    /** Where the server knows no DELETE (3.x), the retention of its database or bucket has to do it. */
    @Override
    public void expire(Instant before) {
        Set<String> measurements = registry.all().stream()
                .map(one -> one.series().key().metric())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String measurement : measurements) {
            server().query(InfluxText.deleteBefore(measurement, millis(before)));
        }
    }

    /** The first whole millisecond not before {@code instant}, within the server's time. */
    private static long millis(Instant instant) {
        if (instant.isBefore(Instant.EPOCH)) {
            return 0;
        }
        Instant within = instant.isAfter(END_OF_TIME) ? END_OF_TIME : instant;
        return within.plusNanos(999_999).toEpochMilli();
    }
}
