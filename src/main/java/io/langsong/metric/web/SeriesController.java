package io.langsong.metric.web;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.SeriesQuery;
import io.langsong.metric.SeriesQuery.Curve;
import io.langsong.metric.SeriesQuery.Function;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.SeenInventory;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/series}: one series, one value a step. */
@RestController
class SeriesController {
    private static final Logger log = LoggerFactory.getLogger(SeriesController.class);
    private static final Duration USUAL_RANGE = Duration.ofDays(1);
    private static final long USUAL_POINTS = 300;
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
    @ApiCall(value = "One series, one value a step.", answer = Series.class, problems = 404)
    @GetMapping(path = "/api/v1/series", produces = "application/json")
    ResponseEntity<?> series(
            @RequestParam @ApiValue(needed = true) @Nullable String device,
            @RequestParam @ApiValue(value = "like if.in_octets", needed = true) @Nullable String metric,
            @RequestParam(defaultValue = "") @ApiValue("left out: the one without index") String index,
            @RequestParam @ApiValue("RFC 3339; left out: a day before to") @Nullable String from,
            @RequestParam @ApiValue("RFC 3339, not within the range; left out: now") @Nullable String to,
            @RequestParam @ApiValue("seconds, or like 5m; left out: about 300 points") @Nullable String step,
            @RequestParam
                    @ApiValue(
                            value = "left out: rate of a counter, mean of anything else",
                            choices = {"mean", "max", "last", "rate"})
                    @Nullable
                    String fn) {
        SeriesKey key = new SeriesKey(new DeviceId(required("device", device)), required("metric", metric), index);
        Instant until = to == null ? clock.instant() : instant("to", to);
        Instant since = from == null ? until.minus(USUAL_RANGE) : instant("from", from);
        Duration length = step == null ? usualStep(since, until) : duration(step);
        Optional<Function> asked = Optional.ofNullable(fn).map(SeriesController::function);
        // Of what is not seen, nothing but what is wrong with any question.
        SeriesKey shown = seen.mayName(key.device()) ? key : new SeriesKey(key.device(), NO_METRIC, "");
        Optional<Metric> known = query.metric(shown);
        Function function = asked.orElseGet(
                () -> known.filter(one -> one.kind() != Metric.Kind.GAUGE).isPresent() ? Function.RATE : Function.MEAN);
        Optional<Curve> curve = query.points(shown, since, until, length, function);
        return curve.isPresent() ? ResponseEntity.ok(answer(curve.get())) : unknown(key);
    }

    private static String required(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("Parameter " + name + " is missing");
        }
        return value;
    }

    /** Takes a space for the plus sign that it was before somebody forgot to escape it. */
    private static Instant instant(String name, String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "Parameter " + name + " is no time with offset like 2026-10-01T00:00:00+07:00: " + text, e);
        }
    }

    private static Duration duration(String text) {
        try {
            return DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("Parameter step is no length like 60, 5m or PT5M: " + text, e);
        }
    }

    private static Duration usualStep(Instant from, Instant until) {
        long seconds = Math.max(0, Duration.between(from, until).toSeconds());
        return Duration.ofMinutes(Math.max(1, (seconds + 60 * USUAL_POINTS - 1) / (60 * USUAL_POINTS)));
    }

    private static Function function(String text) {
        return Arrays.stream(Function.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("Parameter fn must be one of mean, max, last, rate: " + text));
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

    private static ResponseEntity<ProblemDetail> unknown(SeriesKey key) {
        return problem(
                HttpStatus.NOT_FOUND,
                "No such series",
                "Device %s has no metric %s%s"
                        .formatted(
                                key.device(),
                                key.metric(),
                                key.index().isEmpty() ? " without index" : " of index " + key.index()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongQuestion(IllegalArgumentException e) {
        return problem(HttpStatus.BAD_REQUEST, "The question can not be answered", String.valueOf(e.getMessage()));
    }

    /** The reason may name a server: it goes to the log, not to the asker. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> storeAway(MetricStoreException e) {
        log.warn("series not read reason={}", e.getMessage());
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE, "Measurements can not be read", "The metric store does not answer");
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        return ResponseEntity.status(status)
                .header("Content-Type", "application/problem+json")
                .body(problem);
    }
}
