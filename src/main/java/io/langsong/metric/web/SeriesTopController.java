package io.langsong.metric.web;

import io.langsong.metric.SeriesQuery;
import io.langsong.metric.SeriesRanking;
import io.langsong.metric.SeriesRanking.By;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.SeenInventory;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/series/top}: the series of a metric that stand out. */
@RestController
class SeriesTopController {
    private final SeriesRanking ranking;
    private final SeenInventory seen;
    private final Clock clock;

    SeriesTopController(SeriesRanking ranking, SeenInventory seen, Clock clock) {
        this.ranking = ranking;
        this.seen = seen;
        this.clock = clock;
    }

    /** @param series the highest first */
    record TopSeriesJson(String metric, OffsetDateTime from, OffsetDateTime to, List<RankedSeriesJson> series) {}

    /** @param samples in the range */
    record RankedSeriesJson(String device, String index, double value, String unit, long samples) {}

    @ApiCall("The series of one metric with the highest values.")
    @GetMapping(path = "/api/v1/series/top", produces = "application/json")
    TopSeriesJson top(
            @RequestParam @ApiValue(value = "like if.in_octets", needed = true) @Nullable String metric,
            @RequestParam @ApiValue("RFC 3339; left out: a day before to") @Nullable String from,
            @RequestParam @ApiValue("RFC 3339, not within the range; left out: now") @Nullable String to,
            @RequestParam
                    @ApiValue(
                            value = "left out: rate of a counter, mean of anything else",
                            choices = {"mean", "min", "max", "sum", "last", "rate"})
                    @Nullable
                    String fn,
            @RequestParam(defaultValue = "10") @ApiValue(least = 1, most = SeriesRanking.MOST) int limit) {
        String name = Asked.required("metric", metric);
        Asked.Range range = Asked.range(from, to, clock);
        List<RankedSeriesJson> highest = ranking
                .highest(name, seen::mayName, range.from(), range.until(), Asked.choice("fn", fn, By.class), limit)
                .stream()
                .map(one -> new RankedSeriesJson(
                        one.series().device().value(), one.series().index(), one.value(), one.unit(), one.samples()))
                .toList();
        return new TopSeriesJson(
                name, range.from().atOffset(SeriesQuery.DAY_OF), range.until().atOffset(SeriesQuery.DAY_OF), highest);
    }
}
