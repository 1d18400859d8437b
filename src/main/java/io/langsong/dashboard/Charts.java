package io.langsong.dashboard;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.outage.Outages.Stretch;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The charts of one device over the last day; only those for which it has measurements. */
@Component
class Charts {
    static final Duration SPAN = Duration.ofHours(24);
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final int STEPS = (int) SPAN.dividedBy(STEP);

    private final Sources sources;
    private final Words words;

    Charts(Sources sources, Words words) {
        this.sources = sources;
        this.words = words;
    }

    List<Chart> of(DeviceId device, Instant now, List<Stretch> stretches) {
        List<Series> all = sources.seriesOf(device);
        Instant from = now.minus(SPAN);
        List<Chart> charts = new ArrayList<>();
        single(all, "reach.rtt", "dashboard.chart.rtt", "ms", from, now, stretches)
                .ifPresent(charts::add);
        traffic(all, from, now, stretches).ifPresent(charts::add);
        summed(all, "wifi.clients", "dashboard.chart.clients", "", from, now, stretches)
                .ifPresent(charts::add);
        single(all, "cpu.utilization", "dashboard.chart.cpu", "%", from, now, stretches)
                .ifPresent(charts::add);
        return charts;
    }

    private Optional<Chart> single(
            List<Series> all,
            String metric,
            String title,
            String unit,
            Instant from,
            Instant now,
            List<Stretch> stretches) {
        return curves(all, metric, from, now).stream()
                .findFirst()
                .map(curve -> chart(title, unit, List.of(title), List.of(curve), stretches));
    }

    private Optional<Chart> summed(
            List<Series> all,
            String metric,
            String title,
            String unit,
            Instant from,
            Instant now,
            List<Stretch> stretches) {
        List<Curve> curves = curves(all, metric, from, now);
        return curves.isEmpty()
                ? Optional.empty()
                : Optional.of(chart(title, unit, List.of(title), List.of(Curve.sum(curves)), stretches));
    }

    /** Of the port that carries most: on an access point and a router that is the one towards the provider. */
    private Optional<Chart> traffic(List<Series> all, Instant from, Instant now, List<Stretch> stretches) {
        record Port(Curve in, Curve out) {
            double load() {
                return Math.max(0, in.mean()) + Math.max(0, out.mean());
            }
        }
        List<Port> ports = new ArrayList<>();
        for (Series in : named(all, "if.in_octets")) {
            named(all, "if.out_octets").stream()
                    .filter(out -> out.key().index().equals(in.key().index()))
                    .findFirst()
                    .ifPresent(out -> ports.add(new Port(
                            curve(in, from, now).times(8), curve(out, from, now).times(8))));
        }
        return ports.stream()
                .filter(port -> !port.in().isEmpty() || !port.out().isEmpty())
                .max(Comparator.comparingDouble(Port::load))
                .map(port -> chart(
                        "dashboard.chart.traffic",
                        "bit/s",
                        List.of("dashboard.chart.in", "dashboard.chart.out"),
                        List.of(port.in(), port.out()),
                        stretches));
    }

    private Chart chart(String title, String unit, List<String> names, List<Curve> curves, List<Stretch> stretches) {
        return Chart.of(
                words.message(title),
                unit,
                names.stream().map(name -> words.message(name)).toList(),
                curves,
                stretches,
                words);
    }

    private List<Curve> curves(List<Series> all, String metric, Instant from, Instant now) {
        return named(all, metric).stream()
                .map(series -> curve(series, from, now))
                .filter(curve -> !curve.isEmpty())
                .toList();
    }

    private static List<Series> named(List<Series> all, String metric) {
        return all.stream()
                .filter(series -> series.metric().name().equals(metric))
                .sorted(Comparator.comparing(series -> series.key().index()))
                .toList();
    }

    private Curve curve(Series series, Instant from, Instant now) {
        var points = sources.read(series.key(), from, now);
        return series.metric().kind() == Metric.Kind.GAUGE
                ? Curve.ofGauge(points, from, STEP, STEPS)
                : Curve.ofCounter(points, series.metric().kind(), from, STEP, STEPS);
    }
}
