package io.langsong.metric.web;

import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.SeriesQuery;
import io.langsong.metric.SeriesQuery.Function;
import io.langsong.metric.SeriesQuery.Step;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.SeenInventory;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Series as plain tables, for programs that draw charts of any JSON, as Grafana does. */
@RestController
class SeriesTablesController {
    /** More curves than a chart can show. */
    private static final int MOST_SERIES = 100;

    private static final int MOST_ROWS = 100_000;

    private final MetricStore store;
    private final SeriesQuery query;
    private final SeenInventory seen;
    private final Clock clock;

    SeriesTablesController(MetricStore store, SeriesQuery query, SeenInventory seen, Clock clock) {
        this.store = store;
        this.query = query;
        this.seen = seen;
        this.clock = clock;
    }

    record SeriesNameJson(
            String device,
            String metric,
            String index,
            @ApiValue(choices = {"gauge", "counter"}) String kind,
            String unit) {}

    /** @param value null in a gap */
    record SeriesRowJson(
            OffsetDateTime time,
            String device,
            String metric,
            String index,
            String unit,
            @Nullable Double value) {}

    @ApiCall(value = "Which series there are.", problems = 404)
    @GetMapping(path = "/api/v1/series/search", produces = "application/json")
    List<SeriesNameJson> search(
            @RequestParam @ApiValue("ids with commas between them; left out: all") @Nullable String device,
            @RequestParam @ApiValue("names with commas between them; left out: all") @Nullable String metric) {
        return Asked.series(device, metric, null, store::seriesOf, seen).stream()
                .map(one -> new SeriesNameJson(
                        one.key().device().value(),
                        one.key().metric(),
                        one.key().index(),
                        one.metric().kind() == Metric.Kind.GAUGE ? "gauge" : "counter",
                        one.metric().unit()))
                .toList();
    }

    @ApiCall(value = "Several series, one row for each step of each.", problems = 404)
    @GetMapping(path = "/api/v1/series/query", produces = "application/json")
    List<SeriesRowJson> query(
            @RequestParam @ApiValue("ids with commas between them; left out: all") @Nullable String device,
            @RequestParam @ApiValue(value = "names with commas between them", needed = true) @Nullable String metric,
            @RequestParam @ApiValue("left out: any") @Nullable String index,
            @RequestParam @ApiValue("RFC 3339; left out: a day before to") @Nullable String from,
            @RequestParam @ApiValue("RFC 3339, not within the range; left out: now") @Nullable String to,
            @RequestParam @ApiValue("seconds, or like 5m; left out: about 300 points") @Nullable String step,
            @RequestParam
                    @ApiValue(
                            value = "left out: rate of counters, mean of anything else",
                            choices = {"mean", "min", "max", "last", "rate", "p50", "p90", "p95", "p99"})
                    @Nullable
                    String fn) {
        String metrics = Asked.required("metric", metric);
        Asked.Range range = Asked.range(from, to, clock);
        Duration length = Asked.step(step, range);
        Optional<Function> asked = Asked.choice("fn", fn, Function.class);
        List<Series> series = Asked.series(device, metrics, index, store::seriesOf, seen);
        if (series.size() > MOST_SERIES) {
            throw new IllegalArgumentException("%d series are more than %d; name devices, or ask /api/v1/series/top"
                    .formatted(series.size(), MOST_SERIES));
        }
        List<SeriesRowJson> rows = new ArrayList<>();
        for (Series one : series) {
            query.points(
                            one.key(),
                            range.from(),
                            range.until(),
                            length,
                            asked.orElse(Asked.usual(one.metric().kind())))
                    .ifPresent(curve -> curve.points().forEach(point -> rows.add(row(one, curve.unit(), point))));
            if (rows.size() > MOST_ROWS) {
                throw new IllegalArgumentException("There are more than " + MOST_ROWS
                        + " rows; make the step longer, the range shorter, or name fewer devices");
            }
        }
        return rows;
    }

    private static SeriesRowJson row(Series of, String unit, Step step) {
        return new SeriesRowJson(
                step.at().atOffset(SeriesQuery.DAY_OF),
                of.key().device().value(),
                of.key().metric(),
                of.key().index(),
                unit,
                step.value().isPresent() ? (Double) step.value().getAsDouble() : null);
    }
}
