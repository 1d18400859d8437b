package io.langsong.metric;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Samples in memory, as a store gives them back; it notes what it was asked. One thread. */
public final class SamplesInMemory implements MetricStore {
    private final Map<SeriesKey, Metric> series = new LinkedHashMap<>();
    private final Map<SeriesKey, TreeMap<Instant, Long>> samples = new LinkedHashMap<>();

    /** How many samples each read gave. */
    final List<Integer> reads = new ArrayList<>();

    /** The metrics of which summaries were asked for. */
    final List<String> summed = new ArrayList<>();

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public void append(List<Sample> more) {
        for (Sample one : more) {
            series.put(one.series(), one.metric());
            samples.computeIfAbsent(one.series(), key -> new TreeMap<>()).put(one.at(), one.bits());
        }
    }

    @Override
    public void flush() {}

    @Override
    public List<Point> read(SeriesKey key, Instant from, Instant until) {
        List<Point> points = points(key, from, until);
        reads.add(points.size());
        return points;
    }

    private List<Point> points(SeriesKey key, Instant from, Instant until) {
        return samples.getOrDefault(key, new TreeMap<>()).subMap(from, until).entrySet().stream()
                .map(one -> new Point(one.getKey(), one.getValue()))
                .toList();
    }

    @Override
    public List<Series> seriesOf(DeviceId device) {
        return series.entrySet().stream()
                .filter(one -> one.getKey().device().equals(device))
                .map(one -> new Series(one.getKey(), one.getValue()))
                .toList();
    }

    @Override
    public List<Sample> latest(DeviceId device, Instant since) {
        return seriesOf(device).stream()
                .map(one -> newest(one.key()))
                .filter(one -> !one.at().isBefore(since))
                .toList();
    }

    private Sample newest(SeriesKey key) {
        Map.Entry<Instant, Long> newest = samples.get(key).lastEntry();
        return new Sample(new Series(key, series.get(key)), newest.getKey(), newest.getValue());
    }

    @Override
    public List<Summary> summaries(String metric, Predicate<DeviceId> devices, Instant from, Instant until) {
        summed.add(metric);
        return series.entrySet().stream()
                .filter(one -> one.getValue().name().equals(metric)
                        && devices.test(one.getKey().device()))
                .map(one -> new Series(one.getKey(), one.getValue()))
                .flatMap(one -> summary(one, points(one.key(), from, until)).stream())
                .toList();
    }

    private static Optional<Summary> summary(Series of, List<Point> points) {
        if (points.isEmpty()) {
            return Optional.empty();
        }
        boolean gauge = of.metric().kind() == Metric.Kind.GAUGE;
        DoubleSummaryStatistics all = points.stream()
                .mapToDouble(point -> gauge ? Double.longBitsToDouble(point.bits()) : point.bits())
                .summaryStatistics();
        Point first = points.get(0);
        Point last = points.get(points.size() - 1);
        return Optional.of(new Summary(
                of,
                all.getCount(),
                all.getMin(),
                all.getMax(),
                gauge ? all.getSum() : Double.NaN,
                first.at(),
                gauge ? Double.longBitsToDouble(first.bits()) : first.bits(),
                last.at(),
                gauge ? Double.longBitsToDouble(last.bits()) : last.bits()));
    }

    @Override
    public void expire(Instant before) {}

    @Override
    public Counts counts() {
        return new Counts(0, 0, 0, 0, 0, Optional.empty());
    }
}
