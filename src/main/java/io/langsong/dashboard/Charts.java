package io.langsong.dashboard;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.SeriesKey;
import io.langsong.outage.Outages.Stretch;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The charts of one device over the last hours; only those for which it has measurements. */
@Component
class Charts {
    /** How far back the charts go. */
    enum Window {
        HOUR(1, Duration.ofMinutes(1), Duration.ofMinutes(5)),
        SIX_HOURS(6, Duration.ofMinutes(2), Duration.ofMinutes(30)),
        DAY(24, Duration.ofMinutes(5), Duration.ofHours(1)),
        THREE_DAYS(72, Duration.ofMinutes(15), Duration.ofHours(6)),
        WEEK(168, Duration.ofMinutes(30), Duration.ofHours(12));

        private final int hours;
        private final Duration step;
        private final Duration row;

        /** @param step of the line. @param row of the table */
        Window(int hours, Duration step, Duration row) {
            this.hours = hours;
            this.step = step;
            this.row = row;
        }

        public int hours() {
            return hours;
        }

        public int days() {
            return hours / 24;
        }

        Duration span() {
            return Duration.ofHours(hours);
        }

        /** Where it begins: on a whole step, so that a mean stays the same from one look to the next. */
        Instant from(Instant now) {
            long length = step.toMillis();
            long end = Math.floorDiv(now.toEpochMilli() + length - 1, length) * length;
            return Instant.ofEpochMilli(end).minus(span());
        }

        private int steps() {
            return (int) span().dividedBy(step);
        }

        /** The window of so many hours, else the smallest up to a day in which all that is {@code known} has room. */
        static Window of(int hours, Duration known) {
            return Arrays.stream(values())
                    .filter(window -> window.hours == hours)
                    .findFirst()
                    .or(() -> Stream.of(HOUR, SIX_HOURS)
                            .filter(window -> known.compareTo(window.span()) <= 0)
                            .findFirst())
                    .orElse(DAY);
        }
    }

    private static final String IN = "if.in_octets";
    private static final String OUT = "if.out_octets";

    private final Sources sources;
    private final Words words;

    Charts(Sources sources, Words words) {
        this.sources = sources;
        this.words = words;
    }

    List<Chart> of(DeviceId device, Window window, Instant now, List<Stretch> stretches) {
        List<Series> all = sources.seriesOf(device);
        List<Chart> charts = new ArrayList<>();
        single(all, "reach.rtt", "dashboard.chart.rtt", "ms", window, now, stretches)
                .ifPresent(charts::add);
        traffic(device, all, window, now, stretches).ifPresent(charts::add);
        clients(all, window, now, stretches).ifPresent(charts::add);
        single(all, "cpu.utilization", "dashboard.chart.cpu", "%", window, now, stretches)
                .ifPresent(charts::add);
        return charts;
    }

    private Optional<Chart> single(
            List<Series> all,
            String metric,
            String title,
            String unit,
            Window window,
            Instant now,
            List<Stretch> stretches) {
        return curves(all, metric, window, now).stream()
                .findFirst()
                .map(curve -> chart(title, unit, window, List.of(title), List.of(curve), stretches));
    }

    /** Of the access point as a whole where it says so, else the sum over its radios, else over its networks. */
    private Optional<Chart> clients(List<Series> all, Window window, Instant now, List<Stretch> stretches) {
        List<Series> counts = named(all, "wifi.clients");
        boolean whole = counts.stream().anyMatch(series -> series.key().index().isEmpty());
        boolean radios = counts.stream().anyMatch(series -> !isOfNetwork(series));
        List<Curve> curves = counts.stream()
                .filter(series -> whole ? series.key().index().isEmpty() : !radios || !isOfNetwork(series))
                .map(series -> curve(series.key(), window, now))
                .filter(curve -> !curve.isEmpty())
                .toList();
        String title = "dashboard.chart.clients";
        return curves.isEmpty()
                ? Optional.empty()
                : Optional.of(chart(title, "", window, List.of(title), List.of(Curve.sum(curves)), stretches));
    }

    private static boolean isOfNetwork(Series series) {
        return series.key().index().startsWith("ssid ");
    }

    /** Of the port that carries most: on an access point and a router that is the one towards the provider. */
    private Optional<Chart> traffic(
            DeviceId device, List<Series> all, Window window, Instant now, List<Stretch> stretches) {
        return busiest(device, all, window, now)
                .map(port -> Stream.of(IN, OUT)
                        .map(metric -> curve(new SeriesKey(device, metric, port), window, now)
                                .times(8))
                        .toList())
                .filter(curves -> !curves.stream().allMatch(Curve::isEmpty))
                .map(curves -> chart(
                        "dashboard.chart.traffic",
                        "bit/s",
                        window,
                        List.of("dashboard.chart.in", "dashboard.chart.out"),
                        curves,
                        stretches));
    }

    /** Told from summaries: to read the samples of all ports of a switch would take a second. */
    private Optional<String> busiest(DeviceId device, List<Series> all, Window window, Instant now) {
        Map<String, Double> loads = new TreeMap<>();
        Stream.of(IN, OUT)
                .flatMap(metric -> named(all, metric).stream())
                .forEach(series -> loads.put(series.key().index(), 0.0));
        if (loads.size() > 1) {
            Instant from = window.from(now);
            for (String metric : List.of(IN, OUT)) {
                sources.rates(metric, device, from, from.plus(window.span()))
                        .forEach(one -> loads.merge(one.series().index(), one.value(), Double::sum));
            }
        }
        return loads.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private Chart chart(
            String title, String unit, Window window, List<String> names, List<Curve> curves, List<Stretch> stretches) {
        return Chart.of(
                words.message(title),
                unit,
                window.row,
                names.stream().map(name -> words.message(name)).toList(),
                curves,
                stretches,
                words);
    }

    private List<Curve> curves(List<Series> all, String metric, Window window, Instant now) {
        return named(all, metric).stream()
                .map(series -> curve(series.key(), window, now))
                .filter(curve -> !curve.isEmpty())
                .toList();
    }

    private static List<Series> named(List<Series> all, String metric) {
        return all.stream()
                .filter(series -> series.metric().name().equals(metric))
                .sorted(Comparator.comparing(series -> series.key().index()))
                .toList();
    }

    /** Up to the end of the step that is running. */
    private Curve curve(SeriesKey series, Window window, Instant now) {
        Instant from = window.from(now);
        return sources.outline(series, from, from.plus(window.span()), window.step)
                .map(outline -> Curve.of(from, window.step, outline))
                .orElseGet(() -> Curve.nothing(from, window.step, window.steps()));
    }
}
