package io.langsong.alert.web;

import io.langsong.alert.AlertRule;
import io.langsong.alert.AlertRules;
import io.langsong.alert.AlertRules.Kept;
import io.langsong.alert.Fault;
import io.langsong.alert.Measure;
import io.langsong.alert.Scope;
import io.langsong.alert.Tried;
import io.langsong.alert.TryOut;
import io.langsong.alert.web.RuleJson.RuleSent;
import io.langsong.metric.MetricStoreException;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The rules of alerts, for programs. */
@RestController
@RequestMapping(path = "/api/v1/alert-rules", produces = "application/json")
class RulesController {
    private static final Logger log = LoggerFactory.getLogger(RulesController.class);

    private final AlertRules rules;
    private final SeenAlerts seen;
    private final TryOut tryOut;

    RulesController(AlertRules rules, SeenAlerts seen, TryOut tryOut) {
        this.rules = rules;
        this.seen = seen;
        this.tryOut = tryOut;
    }

    /**
     * @param devices enabled ones that the rule is about
     * @param measured those that have what it asks for
     * @param alerts the newest, at most 200
     */
    record TriedJson(
            Instant from,
            Instant to,
            int devices,

            @ApiValue("at how many of them was looked before time ran out")
            int looked,

            @ApiValue("how many of those have what the rule asks for")
            int measured,

            int series,

            @ApiValue("series that a rule of a narrower scope or index judges in its place")
            int overridden,

            @ApiValue("devices of which an alert would have fired")
            int fired,

            @ApiValue("alerts that would have fired") int count,
            long lastedSeconds,
            List<DayJson> days,
            @ApiValue("the newest, at most 200") List<WouldBeJson> alerts) {}

    record DayJson(LocalDate date, int count) {}

    /** As {@link Tried.WouldBe}. */
    record WouldBeJson(
            String device,
            String index,
            Instant from,
            Instant firedAt,
            @Nullable Instant to,
            @Nullable Double value,
            String unit) {}

    @ApiCall("All rules of alerts.")
    @GetMapping
    List<RuleJson> list() {
        return seen.rules().stream().map(RuleJson::of).toList();
    }

    @ApiCall(value = "One rule.", headers = "ETag: of this version")
    @GetMapping("/{id}")
    ResponseEntity<RuleJson> one(@PathVariable String id) {
        return tagged(seen.rule(id).orElseThrow(() -> Fault.missing(id)));
    }

    @ApiCall(
            value = "Adds a rule.",
            body = RuleSent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping
    ResponseEntity<RuleJson> add(@RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, RuleSent.class);
        String id = body.text("id");
        String name = body.text("name");
        if (name == null) {
            throw Fault.NOT_A_NAME.of("name", null);
        }
        Kept added = rules.add(rule(id == null ? rules.idFor(name) : id, json, body));
        return ResponseEntity.created(
                        URI.create("/api/v1/alert-rules/" + added.rule().id()))
                .body(RuleJson.of(added));
    }

    /** A field left out gets its default. */
    @ApiCall(
            value = "Writes all of a rule; a field left out gets its default.",
            body = RuleSent.class,
            headers = "ETag: of this version")
    @PutMapping("/{id}")
    ResponseEntity<RuleJson> change(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, RuleSent.class);
        String named = body.text("id");
        if (named != null && !named.equals(id)) {
            throw RequestRefused.wrong("id", named, "is not the id in the address", "leave it out; ids never change");
        }
        return tagged(rules.replace(rule(id, json, body), version(match)));
    }

    @ApiCall(value = "Removes a rule; of one that was shipped only what took its place.", status = 204)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
        rules.remove(id, version(match));
        return ResponseEntity.noContent().build();
    }

    /** Writes nothing. */
    @ApiCall(
            value = "When a rule would have fired in the last 30 days; stores nothing.",
            body = RuleSent.class,
            problems = 429)
    @PostMapping("/try")
    TriedJson tryOut(@RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, RuleSent.class);
        String id = body.text("id");
        return tryOut.of(rule(id == null ? "tried" : id, json, body))
                .map(RulesController::json)
                .orElseThrow(() -> RequestRefused.tooSoon(
                        "rule",
                        id == null ? "" : id,
                        "can not be tried while another is",
                        "ask again in some seconds"));
    }

    private static AlertRule rule(String id, JsonNode json, JsonFields body) {
        String index = body.text("index");
        String scope = body.text("scope");
        return RuleJson.rule(
                id,
                body.text("name"),
                new Measure(given(body.text("metric")), index == null ? Measure.ANY_INDEX : index, body.text("of")),
                given(body.text("criterion")),
                number("fire", json),
                number("clear", json),
                seconds(body.number("averageSeconds")),
                seconds(body.number("holdsSeconds")),
                given(body.text("severity")),
                scope == null ? Scope.ALL : Scope.parse(scope),
                body.truth("enabled", true));
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Duration seconds(@Nullable Integer seconds) {
        return Duration.ofSeconds(seconds == null ? 0 : seconds);
    }

    private static @Nullable Double number(String field, JsonNode json) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            throw RequestRefused.wrong(field, value.toString(), "is of another type", "give a number");
        }
        return value.doubleValue();
    }

    private static @Nullable Long version(@Nullable String match) {
        if (match == null || match.strip().equals("*")) {
            return null;
        }
        String bare = match.strip().replaceAll("^\"|\"$", "");
        if (!bare.matches("[0-9]{1,18}")) {
            throw RequestRefused.changed(
                    HttpHeaders.IF_MATCH,
                    match,
                    "is not the ETag of the rule",
                    "read it again, and change it once more");
        }
        return Long.valueOf(bare);
    }

    private static ResponseEntity<RuleJson> tagged(Kept kept) {
        return ResponseEntity.ok().eTag(Long.toString(kept.version())).body(RuleJson.of(kept));
    }

    private static TriedJson json(Tried tried) {
        return new TriedJson(
                tried.from(),
                tried.until(),
                tried.devices(),
                tried.looked(),
                tried.measured(),
                tried.series(),
                tried.overridden(),
                tried.fired(),
                tried.count(),
                tried.lasted().toSeconds(),
                tried.days().entrySet().stream()
                        .map(day -> new DayJson(day.getKey(), day.getValue()))
                        .toList(),
                tried.alerts().stream()
                        .map(one -> new WouldBeJson(
                                one.device().value(),
                                one.index(),
                                one.since(),
                                one.firedAt(),
                                one.until(),
                                one.value(),
                                one.unit()))
                        .toList());
    }

    /** The reason may name a server: it goes to the log, not to the asker. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> storeAway(MetricStoreException e) {
        log.warn("alert rule not tried reason={}", e.getMessage());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The metric store does not answer; ask again later");
        problem.setTitle("Measurements can not be read");
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
