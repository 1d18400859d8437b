package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Alarm;
import io.langsong.provisioning.Alarms;
import io.langsong.provisioning.Backup;
import io.langsong.provisioning.Backups;
import io.langsong.provisioning.Backups.Drift;
import io.langsong.provisioning.Backups.Hit;
import io.langsong.provisioning.Fetches;
import io.langsong.provisioning.Restores;
import io.langsong.provisioning.UnifiedDiff;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Running configurations of access points and what is wrong with them, for programs. */
@RestController
@RequestMapping(path = "/api/v1/provisioning", produces = "application/json")
class BackupsController {
    private final AccessPoints accessPoints;
    private final Backups backups;
    private final Fetches fetches;
    private final Restores restores;
    private final Alarms alarms;

    BackupsController(AccessPoints accessPoints, Backups backups, Fetches fetches, Restores restores, Alarms alarms) {
        this.accessPoints = accessPoints;
        this.backups = backups;
        this.fetches = fetches;
        this.restores = restores;
        this.alarms = alarms;
    }

    record BackupJson(
            long id,
            Instant takenAt,
            @ApiValue("when the same was seen last") Instant seenAt,

            @ApiValue(choices = {"nightly", "applied", "asked"})
            String cause,

            @ApiValue("checksum of what was applied just before") @Nullable
            String applied,

            @ApiValue("with stars for secrets; not in a list") @Nullable
            String configuration) {
        static BackupJson of(Backup one, boolean whole) {
            return new BackupJson(
                    one.id(), one.taken(), one.seen(), one.cause().code(), one.applied(), whole ? one.shown() : null);
        }
    }

    record BackupDiffJson(
            long from,
            long to,

            @ApiValue("as of diff -u; empty also when only secrets differ")
            String diff,

            @ApiValue("whether they differ, maybe in secrets alone")
            boolean different) {
        static BackupDiffJson of(Backup from, Backup to) {
            return new BackupDiffJson(
                    from.id(),
                    to.id(),
                    UnifiedDiff.of(from.shown(), to.shown()),
                    !from.digest().equals(to.digest()));
        }
    }

    record HitJson(String accessPoint, long backup, Instant seenAt, int line, String text) {
        static HitJson of(Hit hit) {
            return new HitJson(hit.place().value(), hit.backup(), hit.seen(), hit.number(), hit.line());
        }
    }

    record BackupSecretsJson(
            long id,
            @ApiValue("as it came, with its secrets") String configuration) {}

    record ProvisioningAlarmJson(
            String accessPoint,

            @ApiValue(choices = {"drift", "old-backup"}) String kind,

            Instant since) {
        static ProvisioningAlarmJson of(Alarm one) {
            return new ProvisioningAlarmJson(one.place().value(), one.kind().code(), one.began());
        }
    }

    @ApiCall("Running configurations of an access point, the newest first; each that differs from the one before.")
    @GetMapping("/access-points/{id}/backups")
    List<BackupJson> backups(@PathVariable String id) {
        return backups.of(require(id)).stream()
                .map(one -> BackupJson.of(one, false))
                .toList();
    }

    @ApiCall(value = "Fetches the running configuration now.", problems = 409)
    @PostMapping("/access-points/{id}/backups")
    BackupJson fetch(@PathVariable String id) {
        return BackupJson.of(fetches.now(require(id)), true);
    }

    @ApiCall("One running configuration, with stars for secrets.")
    @GetMapping("/access-points/{id}/backups/{backup}")
    BackupJson backup(@PathVariable String id, @PathVariable long backup) {
        return BackupJson.of(require(id, backup), true);
    }

    private DeviceId require(String id) {
        DeviceId place = AccessPointsController.device(id);
        return accessPoints
                .find(place)
                .orElseThrow(() -> AccessPoints.missing(place))
                .id();
    }

    private Backup require(String id, long backup) {
        return backups.find(require(id), backup).orElseThrow(() -> Backups.missing(Long.toString(backup)));
    }

    @ApiCall("What changed from one running configuration to another.")
    @GetMapping("/access-points/{id}/backups/{backup}/diff")
    BackupDiffJson diff(@PathVariable String id, @PathVariable long backup, @RequestParam long from) {
        return BackupDiffJson.of(require(id, from), require(id, backup));
    }

    @ApiCall("Whether the running configuration is as it was after a change was applied last, and what differs.")
    @GetMapping("/access-points/{id}/drift")
    BackupDiffJson drift(@PathVariable String id) {
        DeviceId place = require(id);
        Drift drift = backups.drift(place).orElseThrow(() -> Backups.missing(id));
        return BackupDiffJson.of(drift.applied(), drift.now());
    }

    @ApiCall("Lines of the newest running configurations that hold a text; what is stars is not found.")
    @GetMapping("/backups/search")
    List<HitJson> search(@RequestParam String text) {
        return backups.search(text).stream().map(HitJson::of).toList();
    }

    @ApiCall(value = "One running configuration with its secrets; that it was read is in the audit trail.")
    @PostMapping("/access-points/{id}/backups/{backup}/reveal")
    BackupSecretsJson reveal(@PathVariable String id, @PathVariable long backup) {
        Backup one = require(id, backup);
        return new BackupSecretsJson(one.id(), backups.reveal(one));
    }

    @ApiCall(
            value =
                    "Lets one running configuration out as it was; pushed and undone as any other change. Of OpenWrt alone.",
            status = 204,
            problems = 409)
    @PostMapping("/access-points/{id}/backups/{backup}/restore")
    ResponseEntity<Void> restore(@PathVariable String id, @PathVariable long backup) {
        Backup one = require(id, backup);
        restores.restore(one.place(), one.id());
        return ResponseEntity.noContent().build();
    }

    @ApiCall("What is wrong now: boxes that have not what was let out to them, or were not backed up for long.")
    @GetMapping("/alarms")
    List<ProvisioningAlarmJson> alarms() {
        return alarms.open().stream().map(ProvisioningAlarmJson::of).toList();
    }
}
