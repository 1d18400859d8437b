package io.langsong.maintenance.web;

import io.langsong.availability.Interval;
import io.langsong.inventory.InventoryId;
import io.langsong.maintenance.CutNotices;
import io.langsong.maintenance.CutNotices.Proposals;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.MaintenanceRefused;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.Plans;
import io.langsong.maintenance.Scope;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Plans, for programs. */
@RestController
@RequestMapping(path = "/api/v1/maintenance", produces = "application/json")
class MaintenanceController {
    /** What is shown when no window is asked for. */
    private static final Duration BEFORE = Duration.ofDays(31);

    private static final Duration AHEAD = Duration.ofDays(92);
    private static final Duration LONGEST = Duration.ofDays(400);

    private final PlanDesk desk;
    private final Maintenance maintenance;
    private final CutNotices notices;
    private final Clock clock;

    MaintenanceController(PlanDesk desk, Maintenance maintenance, CutNotices notices, Clock clock) {
        this.desk = desk;
        this.maintenance = maintenance;
        this.notices = notices;
        this.clock = clock;
    }

    /** What may be sent to end or withdraw a plan. */
    record ReasonSent(@ApiValue("why") String reason) {}

    /** What may be sent to be read. */
    record NoticeSent(
            @ApiValue("as it was pasted, at most 60000 characters")
            String text) {}

    /** Time that is planned, whatever the plans. */
    record PlannedJson(Instant from, Instant to) {}

    @ApiCall("Plans that may have an interval in the window, that which begins first comes first.")
    @GetMapping
    List<PlanJson> list(
            @RequestParam(required = false) @ApiValue("left out: 31 days ago") @Nullable OffsetDateTime from,
            @RequestParam(required = false) @ApiValue("left out: 92 days ahead, or after from") @Nullable
                    OffsetDateTime to,
            @RequestParam(required = false) @ApiValue("kind:id; those that name it or what it depends on") @Nullable
                    String object) {
        Interval period = period(from, to);
        Instant now = clock.instant();
        List<SeenPlan> plans = object == null ? desk.touching(period) : desk.bearingOn(seen(object), period);
        return plans.stream().map(plan -> PlanJson.of(plan, period, now)).toList();
    }

    private Interval period(@Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
        Instant now = clock.instant();
        Instant since =
                from != null ? from.toInstant() : to != null ? to.toInstant().minus(BEFORE) : now.minus(BEFORE);
        Instant until = to != null ? to.toInstant() : from != null ? since.plus(AHEAD) : now.plus(AHEAD);
        if (!since.isBefore(until)) {
            throw RequestRefused.wrong(
                    "from", String.valueOf(from), "is not before to", "give an earlier one, or a later to");
        }
        if (Duration.between(since, until).compareTo(LONGEST) > 0) {
            throw RequestRefused.wrong(
                    "to", String.valueOf(to), "is too far from from", "ask for at most 400 days at once");
        }
        return new Interval(since, until);
    }

    private InventoryId seen(String object) {
        InventoryId id = Scope.object(object);
        if (desk.inventory().find(id).isEmpty()) {
            throw RequestRefused.unknown(
                    "object", object, "is not in the inventory", "GET /api/v1/" + id.kind() + "s lists them");
        }
        return id;
    }

    @ApiCall(
            "The planned time of an object in the window, by name or because it depends on what is named; joined and cut at the edges.")
    @GetMapping("/intervals")
    List<PlannedJson> intervals(
            @RequestParam @ApiValue("kind:id") String object,
            @RequestParam(required = false) @ApiValue("left out: 31 days ago") @Nullable OffsetDateTime from,
            @RequestParam(required = false) @ApiValue("left out: 92 days ahead, or after from") @Nullable
                    OffsetDateTime to) {
        Interval period = period(from, to);
        return maintenance.overlay(period).of(seen(object)).list().stream()
                .map(one -> new PlannedJson(one.from(), one.until()))
                .toList();
    }

    @ApiCall("One plan, with its intervals from 31 days ago to 92 days ahead.")
    @GetMapping("/{id}")
    PlanJson one(@PathVariable long id) {
        return json(desk.find(id).orElseThrow(() -> Plans.missing(id)));
    }

    private PlanJson json(SeenPlan plan) {
        return PlanJson.of(plan, period(null, null), clock.instant());
    }

    private PlanJson json(Plan plan) {
        return json(new SeenPlan(plan, List.copyOf(plan.scope().objects()), 0));
    }

    @ApiCall(
            value = "Enters a plan; when and by whom it was entered is kept.",
            body = PlanSent.class,
            status = 201,
            headers = "Location: its address")
    @PostMapping
    ResponseEntity<PlanJson> enter(@RequestBody JsonNode json) {
        Plan plan = desk.enter(PlanSent.wish(json));
        return ResponseEntity.created(URI.create("/api/v1/maintenance/" + plan.id()))
                .body(json(plan));
    }

    @ApiCall(
            value = "Ends a plan early, or cancels it before it began; what was stays.",
            body = ReasonSent.class,
            problems = 409)
    @PostMapping("/{id}/end")
    PlanJson end(@PathVariable long id, @RequestBody JsonNode json) {
        return json(desk.end(id, reason(json)));
    }

    @ApiCall(
            value = "Takes a plan back that was a mistake: it counts nowhere, and stays in the list as withdrawn.",
            body = ReasonSent.class,
            problems = 409)
    @PostMapping("/{id}/withdraw")
    PlanJson withdraw(@PathVariable long id, @RequestBody JsonNode json) {
        return json(desk.withdraw(id, reason(json)));
    }

    private static String reason(JsonNode json) {
        return Objects.requireNonNullElse(JsonFields.of(json, ReasonSent.class).text("reason"), "");
    }

    /** Nothing is stored: who confirms a proposal sends it as a plan. */
    @ApiCall(value = "Reads the notice of a power company and proposes plans; stores nothing.", body = NoticeSent.class)
    @PostMapping("/notice")
    NoticeJson notice(@RequestBody JsonNode json) {
        desk.requireAll();
        String text = JsonFields.of(json, NoticeSent.class).text("text");
        Proposals read = notices.read(Objects.requireNonNullElse(text, ""));
        return NoticeJson.of(read);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(MaintenanceRefused refused) {
        String what = refused.what(Locale.ENGLISH);
        String remedy = refused.remedy(Locale.ENGLISH);
        RequestRefused problem = switch (refused.fault()) {
            case MISSING ->
                RequestRefused.unknown(refused.field(), Objects.requireNonNullElse(refused.value(), ""), what, remedy);
            case OVER -> RequestRefused.conflict(refused.field(), refused.value(), what, remedy);
            default -> RequestRefused.wrong(refused.field(), refused.value(), what, remedy);
        };
        return ResponseEntity.status(HttpStatus.valueOf(problem.getStatusCode().value()))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.getBody());
    }
}
