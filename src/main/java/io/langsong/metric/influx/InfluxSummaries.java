package io.langsong.metric.influx;

import com.influxdb.query.InfluxQLQueryResult.Series;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.MetricStore.Summary;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.intake.PlainText;
import io.langsong.metric.intake.SeriesRegistry.Registered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Summaries as InfluxQL gives them: a row that holds several values has lost when the first and last of them were. */
final class InfluxSummaries {
    private record Totals(long count, double min, double max, double sum) {}

    private InfluxSummaries() {}

    /**
     * @param series of one metric, all counters or all gauges
     * @param server runs a query
     */
    static List<Summary> of(
            List<Registered> series, boolean counter, long from, long until, Function<String, List<Series>> server) {
        Metric.Kind kind = counter ? Metric.Kind.COUNTER64 : Metric.Kind.GAUGE;
        String measurement = series.get(0).series().key().metric();
        Map<SeriesKey, Totals> totals = new HashMap<>();
        // A sum of counters could leave the 64 bits, and says nothing.
        String what = counter ? "count(%s), min(%s), max(%s)" : "count(%s), min(%s), max(%s), sum(%s)";
        for (Series one : server.apply(InfluxText.bySeries(what, kind, measurement, from, until))) {
            totals.put(key(measurement, one), totals(one.getValues().get(0).getValues(), counter));
        }
        Map<SeriesKey, Point> first = ends("first(%s)", kind, measurement, from, until, server);
        Map<SeriesKey, Point> last = ends("last(%s)", kind, measurement, from, until, server);
        List<Summary> summaries = new ArrayList<>();
        for (Registered one : series) {
            Totals total = totals.get(one.series().key());
            Point begin = first.get(one.series().key());
            Point end = last.get(one.series().key());
            if (total != null && begin != null && end != null) {
                summaries.add(new Summary(
                        one.series(),
                        total.count(),
                        total.min(),
                        total.max(),
                        total.sum(),
                        begin.at(),
                        value(begin.bits(), counter),
                        end.at(),
                        value(end.bits(), counter)));
            }
        }
        return summaries;
    }

    private static Map<SeriesKey, Point> ends(
            String what,
            Metric.Kind kind,
            String measurement,
            long from,
            long until,
            Function<String, List<Series>> server) {
        Map<SeriesKey, Point> ends = new HashMap<>();
        for (Series one : server.apply(InfluxText.bySeries(what, kind, measurement, from, until))) {
            ends.put(
                    key(measurement, one),
                    InfluxMetricStore.point(one.getValues().get(0), kind));
        }
        return ends;
    }

    private static SeriesKey key(String measurement, Series of) {
        return new SeriesKey(
                new DeviceId(of.getTags().getOrDefault("device", "")),
                measurement,
                PlainText.decode(of.getTags().getOrDefault("index", "")));
    }

    private static Totals totals(Object[] cells, boolean counter) {
        try {
            return new Totals(
                    Long.parseLong(String.valueOf(cells[1])),
                    number(cells[2], counter),
                    number(cells[3], counter),
                    counter ? Double.NaN : number(cells[4], false));
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new MetricStoreException(
                    "The server at langsong.metrics.influx.url does not add up by InfluxQL as InfluxDB does; use InfluxDB 1.8 or newer",
                    e);
        }
    }

    private static double number(Object cell, boolean counter) {
        String text = String.valueOf(cell);
        return counter ? value(Long.parseLong(text), true) : Double.parseDouble(text);
    }

    private static double value(long bits, boolean counter) {
        if (!counter) {
            return Double.longBitsToDouble(bits);
        }
        return bits >= 0 ? bits : (double) (bits & Long.MAX_VALUE) + 0x1p63;
    }
}
