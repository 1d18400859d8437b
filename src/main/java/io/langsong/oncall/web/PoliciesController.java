package io.langsong.oncall.web;

import io.langsong.oncall.Policies;
import io.langsong.oncall.Policy;
import io.langsong.oncall.Policy.Hours;
import io.langsong.oncall.PolicyWish;
import io.langsong.oncall.PolicyWish.LevelWish;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Escalation policies, for programs; changing them is for administrators. */
@RestController
@RequestMapping(path = "/api/v1/escalation-policies", produces = "application/json")
class PoliciesController {
    private final Policies policies;
    private final SeenPolicies seen;

    PoliciesController(Policies policies, SeenPolicies seen) {
        this.policies = policies;
        this.seen = seen;
    }

    record LevelJson(List<String> targets, long minutes) {}

    record PolicyJson(
            String id,
            String name,
            int position,
            List<String> severities,
            List<String> villages,
            List<String> powerAreas,
            @Nullable String from,
            @Nullable String until,
            List<LevelJson> levels) {
        static PolicyJson of(Policy policy) {
            Hours hours = policy.hours();
            return new PolicyJson(
                    policy.id(),
                    policy.name(),
                    policy.position(),
                    words(policy.severities()),
                    words(policy.villages()),
                    words(policy.powerAreas()),
                    hours == null ? null : hours.from().toString(),
                    hours == null ? null : hours.until().toString(),
                    policy.levels().stream()
                            .map(level -> new LevelJson(
                                    level.targets().stream()
                                            .map(Policies::written)
                                            .toList(),
                                    level.patience().toMinutes()))
                            .toList());
        }

        private static List<String> words(Set<?> values) {
            return values.stream()
                    .map(value -> value.toString().toLowerCase(Locale.ROOT))
                    .sorted()
                    .toList();
        }
    }

    record LevelSent(
            @ApiValue("told at once, each as rota:ID or person:NAME")
            List<String> targets,

            @ApiValue(value = "until the next level is due", least = 1, most = 10080)
            int minutes) {}

    /** What may be sent. */
    record PolicySent(
            String name,

            @ApiValue(value = "policies are asked in this order; left out: behind all others", least = 1, most = 9999)
            @Nullable
            Integer position,

            @ApiValue("of urgent, high, medium, low; none: all") @Nullable
            List<String> severities,

            @ApiValue("ids; none here and in powerAreas: all places") @Nullable
            List<String> villages,

            @Nullable List<String> powerAreas,

            @ApiValue("hours in which an incident opens, like 17:00; left out with until: all day") @Nullable
            String from,

            @Nullable String until,
            List<LevelSent> levels) {}

    @ApiCall("All escalation policies, in the order in which they are asked.")
    @GetMapping
    List<PolicyJson> list() {
        return seen.all().stream().map(PolicyJson::of).toList();
    }

    @ApiCall("One escalation policy.")
    @GetMapping("/{id}")
    PolicyJson one(@PathVariable String id) {
        return PolicyJson.of(policy(id));
    }

    @ApiCall(
            value = "Adds an escalation policy.",
            body = PolicySent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping
    ResponseEntity<PolicyJson> add(@RequestBody JsonNode json) {
        String id = policies.add(wish(json));
        return ResponseEntity.created(URI.create("/api/v1/escalation-policies/" + id))
                .body(one(id));
    }

    @ApiCall(value = "Writes all of an escalation policy.", body = PolicySent.class, problems = 409)
    @PutMapping("/{id}")
    PolicyJson change(@PathVariable String id, @RequestBody JsonNode json) {
        policies.change(policy(id).id(), wish(json), null);
        return one(id);
    }

    @ApiCall(value = "Removes an escalation policy.", status = 204)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(@PathVariable String id) {
        policies.remove(policy(id).id());
        return ResponseEntity.noContent().build();
    }

    private PolicyWish wish(JsonNode json) {
        JsonFields body = JsonFields.of(json, PolicySent.class);
        PolicyWish wish = new PolicyWish(
                body.text("name"),
                body.number("position"),
                body.texts("severities"),
                body.texts("villages"),
                body.texts("powerAreas"),
                body.text("from"),
                body.text("until"),
                body.list("levels").stream().map(PoliciesController::level).toList());
        seen.requirePlaces(wish);
        return wish;
    }

    private static LevelWish level(JsonNode json) {
        JsonFields body = JsonFields.of(json, LevelSent.class);
        return new LevelWish(body.texts("targets"), body.number("minutes"));
    }

    private Policy policy(String id) {
        return seen.find(id)
                .orElseThrow(() -> RequestRefused.unknown(
                        "id", id, "is no escalation policy", "GET /api/v1/escalation-policies lists them"));
    }
}
