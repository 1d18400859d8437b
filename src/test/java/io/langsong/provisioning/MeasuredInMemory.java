package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Samples in memory, as a store gives them back. */
final class MeasuredInMemory implements MetricStore {
    private static final Metric CLIENTS = new Metric("wifi.clients", Metric.Kind.GAUGE, "");

    private final List<Sample> samples = new ArrayList<>();
    /** What asking for anything ends with; null: with an answer. */
    MetricStoreException broken;

    /** @param index as profiles give it: {@code ssid NAME}, a radio, or empty */
    void clients(DeviceId device, String index, Instant at, double count) {
        samples.add(Sample.gauge(new SeriesKey(device, "wifi.clients", index), CLIENTS, at, count));
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public void append(List<Sample> more) {
        samples.addAll(more);
    }

    @Override
    public void flush() {}

    @Override
    public List<Point> read(SeriesKey series, Instant from, Instant until) {
        return there().stream()
                .filter(one -> one.series().equals(series)
                        && !one.at().isBefore(from)
                        && one.at().isBefore(until))
                .map(one -> new Point(one.at(), one.bits()))
                .toList();
    }

    private List<Sample> there() {
        if (broken != null) {
            throw broken;
        }
        return samples;
    }

    @Override
    public List<Series> seriesOf(DeviceId device) {
        return there().stream()
                .filter(one -> one.series().device().equals(device))
                .map(one -> new Series(one.series(), one.metric()))
                .distinct()
                .toList();
    }

    @Override
    public List<Sample> latest(DeviceId device, Instant since) {
        return seriesOf(device).stream()
                .flatMap(series -> samples.stream()
                        .filter(one ->
                                one.series().equals(series.key()) && !one.at().isBefore(since))
                        .max(Comparator.comparing(Sample::at))
                        .stream())
                .toList();
    }

    /** Nobody asks here. */
    @Override
    public List<Summary> summaries(String metric, Predicate<DeviceId> devices, Instant from, Instant until) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void expire(Instant before) {}

    @Override
    public Counts counts() {
        return new Counts(0, 0, 0, 0, 0, Optional.empty());
    }
}
