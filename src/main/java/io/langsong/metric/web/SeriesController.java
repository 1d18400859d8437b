package io.langsong.metric.web;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.SeriesQuery;
import io.langsong.metric.SeriesQuery.Curve;
import io.langsong.metric.SeriesQuery.Function;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.SeenInventory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/series}: one series, one value a step. */
@RestController
class SeriesController {
    private static final String NO_METRIC = "none";

    private final SeriesQuery query;
    private final SeenInventory seen;
    private final Clock clock;

    SeriesController(SeriesQuery query, SeenInventory seen, Clock clock) {
        this.query = query;
        this.seen = seen;
        this.clock = clock;
    }

    /** @param points pairs of a time, RFC 3339, and a number or null where nothing is known */
    record Series(String unit, List<@Nullable Object[]> points) {}

    /**
     * @param from RFC 3339; left out: a day before {@code to}
     * @param to RFC 3339, not within the range; left out: now
     * @param step seconds, or a length like {@code 5m} or {@code PT5M}; left out: about 300 points
     * @param fn left out: rate of a counter, mean of anything else
     */
    @ApiCall(value = "One series, one value a step.", problems = 404)
    @GetMapping(path = "/api/v1/series", produces = "application/json")
    Series series(
            @RequestParam @ApiValue(needed = true) @Nullable String device,
            @RequestParam @ApiValue(value = "like if.in_octets", needed = true) @Nullable String metric,
            @RequestParam(defaultValue = "") @ApiValue("left out: the one without index") String index,
            @RequestParam @ApiValue("RFC 3339; left out: a day before to") @Nullable String from,
            @RequestParam @ApiValue("RFC 3339, not within the range; left out: now") @Nullable String to,
            @RequestParam @ApiValue("seconds, or like 5m; left out: about 300 points") @Nullable String step,
            @RequestParam
                    @ApiValue(
                            value = "left out: rate of a counter, mean of anything else",
                            choices = {"mean", "min", "max", "last", "rate", "p50", "p90", "p95", "p99"})
                    @Nullable
                    String fn) {
        SeriesKey key =
                new SeriesKey(new DeviceId(Asked.required("device", device)), Asked.required("metric", metric), index);
        Asked.Range range = Asked.range(from, to, clock);
        Duration length = Asked.step(step, range);
        Optional<Function> asked = Asked.choice("fn", fn, Function.class);
        // Of what is not seen, nothing but what is wrong with any question.
        SeriesKey shown = seen.mayName(key.device()) ? key : new SeriesKey(key.device(), NO_METRIC, "");
        Optional<Metric> known = query.metric(shown);
        Function function =
                asked.orElseGet(() -> known.map(one -> Asked.usual(one.kind())).orElse(Function.MEAN));
        return query.points(shown, range.from(), range.until(), length, function)
                .map(SeriesController::answer)
                .orElseThrow(() -> new UnknownSeries("Device %s has no metric %s%s"
                        .formatted(
                                key.device(),
                                key.metric(),
                                key.index().isEmpty() ? " without index" : " of index " + key.index())));
    }

    private static Series answer(Curve curve) {
        List<@Nullable Object[]> points = new ArrayList<>(curve.points().size());
        for (SeriesQuery.Step step : curve.points()) {
            points.add(new @Nullable Object[] {
                step.at().atOffset(SeriesQuery.DAY_OF),
                step.value().isPresent() ? (Object) step.value().getAsDouble() : null
            });
        }
        return new Series(curve.unit(), points);
    }
}
