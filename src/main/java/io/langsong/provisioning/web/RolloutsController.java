package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.DryRun;
import io.langsong.provisioning.DryRun.Planned;
import io.langsong.provisioning.Reason;
import io.langsong.provisioning.Rollout;
import io.langsong.provisioning.Rollout.Step;
import io.langsong.provisioning.Rollouts;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Changes to many access points, for programs. */
@RestController
@RequestMapping(path = "/api/v1/provisioning/rollouts", produces = "application/json")
class RolloutsController {
    private final Rollouts rollouts;

    RolloutsController(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    /** @param detail why it did not go well */
    record RolloutStepJson(
            String accessPoint,
            int wave,
            String checksum,
            @Nullable String before,

            @ApiValue(choices = {"waiting", "queued", "let-out", "checking", "done", "rolled-back", "skipped"})
            String progress,

            Instant since,

            @ApiValue(
                    choices = {
                        "refused-by-box",
                        "undid-itself",
                        "no-word",
                        "does-not-answer",
                        "ssids-missing",
                        "no-clients",
                        "changed-meanwhile",
                        "cancelled",
                        "retried"
                    })
            @Nullable
            String detail,

            @ApiValue("which reason of an error it is, as for a push") @Nullable
            String code,

            @ApiValue("the same as a sentence") @Nullable String reason,

            @ApiValue(
                    "what could not be looked at, or is odd, of a step that is done: not-polled, ssids-not-read, not-measured, no-clients")
            List<String> notes,

            @ApiValue("names of networks that it was to serve and did not")
            List<String> missing) {
        static RolloutStepJson of(Step step) {
            Reason why = step.reason();
            return new RolloutStepJson(
                    step.place().value(),
                    step.wave(),
                    step.checksum(),
                    step.before(),
                    step.progress().code(),
                    step.since(),
                    step.detail(),
                    why == null ? null : why.code(),
                    why == null ? null : why.text(Asked.language()),
                    step.notes(),
                    step.missing());
        }
    }

    record RolloutJson(
            long id,

            @ApiValue(choices = {"proposed", "running", "paused", "stopped", "cancelled", "finished"})
            String state,

            String reason,
            String by,
            Instant at,
            @Nullable String approvedBy,
            int stopAfter,
            List<RolloutStepJson> steps) {
        static RolloutJson of(Rollout rollout) {
            return new RolloutJson(
                    rollout.id(),
                    rollout.state().code(),
                    rollout.reason(),
                    rollout.by(),
                    rollout.at(),
                    rollout.approvedBy(),
                    rollout.stopAfter(),
                    rollout.steps().stream().map(RolloutStepJson::of).toList());
        }
    }

    record PlannedStepJson(
            String accessPoint,
            int wave,
            String checksum,

            @ApiValue("as of diff -u, with stars for secrets; empty when only secrets differ")
            String diff,

            @ApiValue("devices that could be cut off with it")
            int behind,

            @ApiValue("ids of villages that could be cut off with it")
            List<String> villages) {
        static PlannedStepJson of(Planned planned) {
            return new PlannedStepJson(
                    planned.place().value(),
                    planned.wave(),
                    planned.checksum(),
                    planned.diff(),
                    planned.behind(),
                    planned.villages());
        }
    }

    record DryRunJson(
            List<PlannedStepJson> steps,
            @ApiValue("have what they would get") List<String> unchanged,

            @ApiValue("id to why: not-approved, in-rollout, problems")
            Map<String, String> impossible,

            @ApiValue("id to the rollout that it is in, of those that are in-rollout")
            Map<String, Long> inRollouts) {
        static DryRunJson of(DryRun dryRun) {
            Map<String, String> impossible = new TreeMap<>();
            dryRun.impossible().forEach((place, why) -> impossible.put(place.value(), why));
            Map<String, Long> inRollouts = new TreeMap<>();
            dryRun.inRollouts().forEach((place, other) -> inRollouts.put(place.value(), other));
            return new DryRunJson(
                    dryRun.steps().stream().map(PlannedStepJson::of).toList(),
                    dryRun.unchanged().stream().map(DeviceId::value).toList(),
                    impossible,
                    inRollouts);
        }
    }

    /** What may be sent to see what would be. */
    record DryRunSent(@ApiValue("ids") List<String> accessPoints) {}

    /** What may be sent to begin. */
    record RolloutSent(
            @ApiValue("ids") List<String> accessPoints,
            @ApiValue("why") String reason,

            @ApiValue(value = "so many steps that fail stop it; left out: the first", least = 1, most = 2000) @Nullable
            Integer stopAfter) {}

    @ApiCall("All rollouts, the newest first.")
    @GetMapping
    List<RolloutJson> list() {
        return rollouts.all().stream().map(RolloutJson::of).toList();
    }

    @ApiCall("One rollout, with how far each step is.")
    @GetMapping("/{id}")
    RolloutJson one(@PathVariable long id) {
        return RolloutJson.of(rollouts.find(id).orElseThrow(() -> Rollouts.missing(id)));
    }

    @ApiCall(value = "What a rollout would do, wave by wave; changes nothing.", body = DryRunSent.class)
    @PostMapping("/dry-run")
    DryRunJson dryRun(@RequestBody JsonNode json) {
        return DryRunJson.of(rollouts.dryRun(places(JsonFields.of(json, DryRunSent.class))));
    }

    private static List<DeviceId> places(JsonFields sent) {
        return sent.texts("accessPoints").stream()
                .map(AccessPointsController::device)
                .toList();
    }

    @ApiCall(
            value = "Begins a rollout, or proposes it where a second person is to approve.",
            body = RolloutSent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping
    ResponseEntity<RolloutJson> begin(@RequestBody JsonNode json) {
        JsonFields sent = JsonFields.of(json, RolloutSent.class);
        Rollout begun = rollouts.begin(places(sent), sent.text("reason"), sent.number("stopAfter"), Who.name());
        return ResponseEntity.created(URI.create("/api/v1/provisioning/rollouts/" + begun.id()))
                .body(RolloutJson.of(begun));
    }

    @ApiCall(value = "Says yes to a rollout that somebody else proposed.", problems = 409)
    @PostMapping("/{id}/approve")
    RolloutJson approve(@PathVariable long id) {
        return RolloutJson.of(rollouts.approve(id, Who.name()));
    }

    @ApiCall(value = "Begins nothing new until it is resumed.", problems = 409)
    @PostMapping("/{id}/pause")
    RolloutJson pause(@PathVariable long id) {
        return RolloutJson.of(rollouts.pause(id, Who.name()));
    }

    @ApiCall(value = "Goes on, also after it stopped by itself.", problems = 409)
    @PostMapping("/{id}/resume")
    RolloutJson resume(@PathVariable long id) {
        return RolloutJson.of(rollouts.resume(id, Who.name()));
    }

    @ApiCall(
            value =
                    "Lets out once more what was taken back, the same configuration; also after it stopped or came to its end.",
            problems = 409)
    @PostMapping("/{id}/retry")
    RolloutJson retry(@PathVariable long id) {
        return RolloutJson.of(rollouts.retry(id, Who.name()));
    }

    @ApiCall(value = "Begins nothing new ever, and frees the places that got nothing.", problems = 409)
    @PostMapping("/{id}/cancel")
    RolloutJson cancel(@PathVariable long id) {
        return RolloutJson.of(rollouts.cancel(id, Who.name()));
    }
}
