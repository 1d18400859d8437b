package io.langsong.firmware.web;

import io.langsong.firmware.Upgrade;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.firmware.Upgrade.Window;
import io.langsong.firmware.UpgradeWish;
import io.langsong.firmware.Upgrades;
import io.langsong.firmware.Upgrades.DryRun;
import io.langsong.firmware.Upgrades.Planned;
import io.langsong.inventory.DeviceId;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** Upgrades of many access points, for programs. */
@RestController
@RequestMapping(path = "/api/v1/firmware/upgrades", produces = "application/json")
class UpgradesController {
    private final Upgrades upgrades;

    UpgradesController(Upgrades upgrades) {
        this.upgrades = upgrades;
    }

    record UpgradeStepJson(
            String accessPoint,
            int wave,
            @ApiValue("version that ran there before") String from,

            @ApiValue(
                    choices = {
                        "waiting",
                        "checking",
                        "uploading",
                        "flashing",
                        "booting",
                        "verified",
                        "failed",
                        "skipped"
                    })
            String progress,

            Instant since,

            @ApiValue("when the box was told to restart") @Nullable
            Instant flashedAt,

            @ApiValue("why it failed or was skipped") @Nullable
            String detail,

            @ApiValue("what the box said of an error") @Nullable
            String said) {
        static UpgradeStepJson of(Step step) {
            return new UpgradeStepJson(
                    step.place().value(),
                    step.wave(),
                    step.from(),
                    step.progress().code(),
                    step.since(),
                    step.flashed(),
                    step.detail(),
                    step.said());
        }
    }

    record UpgradeJson(
            long id,
            @ApiValue("SHA-256") String image,

            @ApiValue(choices = {"proposed", "running", "paused", "stopped", "cancelled", "finished"})
            String state,

            String reason,
            String by,
            Instant at,
            @Nullable String approvedBy,
            int stopAfter,
            int atOnce,
            @Nullable Instant notBefore,

            @ApiValue("of each day, by the clock of the place") @Nullable
            String from,

            @Nullable String until,
            List<UpgradeStepJson> steps) {
        static UpgradeJson of(Upgrade upgrade) {
            Window window = upgrade.plan().window();
            return new UpgradeJson(
                    upgrade.id(),
                    upgrade.image(),
                    upgrade.state().code(),
                    upgrade.reason(),
                    upgrade.by(),
                    upgrade.at(),
                    upgrade.approvedBy(),
                    upgrade.plan().stopAfter(),
                    upgrade.plan().atOnce(),
                    upgrade.plan().notBefore(),
                    window == null ? null : window.from().toString(),
                    window == null ? null : window.until().toString(),
                    upgrade.steps().stream().map(UpgradeStepJson::of).toList());
        }
    }

    record PlannedUpgradeJson(
            String accessPoint,
            int wave,
            String from,

            @ApiValue("devices that are cut off while it restarts")
            int behind,

            @ApiValue("ids of villages that are cut off while it restarts")
            List<String> villages) {
        static PlannedUpgradeJson of(Planned planned) {
            return new PlannedUpgradeJson(
                    planned.place().value(), planned.wave(), planned.from(), planned.behind(), planned.villages());
        }
    }

    record UpgradeDryRunJson(
            List<PlannedUpgradeJson> steps,
            @ApiValue("have it already") List<String> unchanged,

            @ApiValue("id to why, as of a fit, or in-upgrade")
            Map<String, String> impossible) {
        static UpgradeDryRunJson of(DryRun dryRun) {
            Map<String, String> impossible = new TreeMap<>();
            dryRun.impossible().forEach((place, why) -> impossible.put(place.value(), why));
            return new UpgradeDryRunJson(
                    dryRun.steps().stream().map(PlannedUpgradeJson::of).toList(),
                    dryRun.unchanged().stream().map(DeviceId::value).toList(),
                    impossible);
        }
    }

    /** What may be sent to see what would be. */
    record UpgradeDryRunSent(
            @ApiValue("SHA-256") String image,
            @ApiValue("ids") List<String> accessPoints) {}

    /** What may be sent to begin. */
    record UpgradeSent(
            @ApiValue("SHA-256") String image,
            @ApiValue("ids") List<String> accessPoints,
            @ApiValue("why") String reason,

            @ApiValue(value = "so many steps that fail stop it; left out: the first", least = 1, most = 2000) @Nullable
            Integer stopAfter,

            @ApiValue(value = "so many at once; left out: one", least = 1, most = 50) @Nullable
            Integer atOnce,

            @ApiValue("nothing is begun before") @Nullable Instant notBefore,

            @ApiValue("nothing is begun but between these times of the day, like 22:00, by the clock of the place")
            @Nullable
            String from,

            @Nullable String until) {}

    @ApiCall("All upgrades, the newest first.")
    @GetMapping
    List<UpgradeJson> list() {
        return upgrades.all().stream().map(UpgradeJson::of).toList();
    }

    @ApiCall("One upgrade, with how far each step is.")
    @GetMapping("/{id}")
    UpgradeJson one(@PathVariable long id) {
        return UpgradeJson.of(upgrades.find(id).orElseThrow(() -> Upgrades.missing(id)));
    }

    @ApiCall(
            value = "What an upgrade would do, wave by wave; changes nothing.",
            body = UpgradeDryRunSent.class,
            problems = 404)
    @PostMapping("/dry-run")
    UpgradeDryRunJson dryRun(@RequestBody JsonNode json) {
        JsonFields sent = JsonFields.of(json, UpgradeDryRunSent.class);
        return UpgradeDryRunJson.of(upgrades.dryRun(image(sent), ImagesController.places(sent)));
    }

    private static String image(JsonFields sent) {
        return Objects.requireNonNullElse(sent.text("image"), "");
    }

    @ApiCall(
            value = "Begins an upgrade, or proposes it where a second person is to approve.",
            body = UpgradeSent.class,
            status = 201,
            headers = "Location: its address",
            problems = {404, 409})
    @PostMapping
    ResponseEntity<UpgradeJson> begin(@RequestBody JsonNode json) {
        JsonFields sent = JsonFields.of(json, UpgradeSent.class);
        Upgrade begun = upgrades.begin(
                new UpgradeWish(
                        image(sent),
                        ImagesController.places(sent),
                        null,
                        sent.text("reason"),
                        sent.number("stopAfter"),
                        sent.number("atOnce"),
                        moment(sent.text("notBefore")),
                        Given.time("from", sent.text("from")),
                        Given.time("until", sent.text("until"))),
                Asker.name());
        return ResponseEntity.created(URI.create("/api/v1/firmware/upgrades/" + begun.id()))
                .body(UpgradeJson.of(begun));
    }

    private static @Nullable Instant moment(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notOne) {
            throw RequestRefused.wrong(
                    "notBefore", text, "is no date with time and offset", "write it like 2026-12-01T22:00:00+07:00");
        }
    }

    @ApiCall(value = "Says yes to an upgrade that somebody else proposed.", problems = 409)
    @PostMapping("/{id}/approve")
    UpgradeJson approve(@PathVariable long id) {
        return UpgradeJson.of(upgrades.approve(id, Asker.name()));
    }

    @ApiCall(value = "Begins nothing new until it is resumed.", problems = 409)
    @PostMapping("/{id}/pause")
    UpgradeJson pause(@PathVariable long id) {
        return UpgradeJson.of(upgrades.pause(id, Asker.name()));
    }

    @ApiCall(value = "Goes on, also after it stopped by itself.", problems = 409)
    @PostMapping("/{id}/resume")
    UpgradeJson resume(@PathVariable long id) {
        return UpgradeJson.of(upgrades.resume(id, Asker.name()));
    }

    @ApiCall(value = "Begins nothing new ever; what was told to restart takes its course.", problems = 409)
    @PostMapping("/{id}/cancel")
    UpgradeJson cancel(@PathVariable long id) {
        return UpgradeJson.of(upgrades.cancel(id, Asker.name()));
    }
}
