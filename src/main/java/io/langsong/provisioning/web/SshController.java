package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Backup;
import io.langsong.provisioning.Backups;
import io.langsong.provisioning.Backups.Drift;
import io.langsong.provisioning.Backups.Hit;
import io.langsong.provisioning.SshAccess;
import io.langsong.provisioning.SshAccesses;
import io.langsong.provisioning.SshAccesses.Look;
import io.langsong.provisioning.SshWish;
import io.langsong.provisioning.UnifiedDiff;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Access points that are reached over SSH, and their running configurations, for programs. */
@RestController
@RequestMapping(path = "/api/v1/provisioning", produces = "application/json")
class SshController {
    private final SshAccesses accesses;
    private final AccessPoints accessPoints;
    private final Backups backups;

    SshController(SshAccesses accesses, AccessPoints accessPoints, Backups backups) {
        this.accesses = accesses;
        this.accessPoints = accessPoints;
        this.backups = backups;
    }

    record SshJson(
            int version,

            @ApiValue("null: that of the device in the inventory") @Nullable
            String address,

            int port,
            String user,
            @ApiValue("whether one is set") boolean password,
            @ApiValue("whether one is set") boolean privateKey,
            @Nullable String prompt,
            @Nullable String refusal,
            @Nullable String showCommand,

            @ApiValue("fingerprint of the key that was accepted") @Nullable
            String hostKey,

            @ApiValue("fingerprint of the key that the box showed and nobody accepted") @Nullable
            String offeredKey,

            @ApiValue(choices = {"modified", "applied", "error"})
            String status,

            Instant statusSince,

            @ApiValue("checksum of what it is to have") @Nullable
            String served,

            @ApiValue("checksum of what it has") @Nullable String fetched,

            @ApiValue("checksum of what is on trial") @Nullable
            String begun,

            @ApiValue("whether the box put back what it had")
            boolean undidItself,

            @Nullable String reason,
            @Nullable Instant seenAt,
            @Nullable Instant unreachableSince,
            @ApiValue("when it is tried next") @Nullable Instant dueAt) {
        static SshJson of(SshAccess one) {
            SshAccess.Push push = one.push();
            return new SshJson(
                    one.version(),
                    one.address(),
                    one.port(),
                    one.user(),
                    one.password(),
                    one.privateKey(),
                    one.prompt(),
                    one.refusal(),
                    one.showCommand(),
                    one.acceptedFingerprint(),
                    one.offeredFingerprint(),
                    push.status().code(),
                    push.since(),
                    push.served(),
                    push.fetched(),
                    push.begun(),
                    push.undidItself(),
                    push.reason(),
                    push.seen(),
                    push.unreachableSince(),
                    push.due());
        }
    }

    /** What may be sent. */
    record SshSent(
            @ApiValue("left out: that of the device in the inventory") @Nullable
            String address,

            @ApiValue(value = "left out: 22", least = 1, most = 65535) @Nullable
            Integer port,

            String user,

            @ApiValue("left out: stays as it is; empty: is taken away") @Nullable
            String password,

            @ApiValue("of OpenSSH, without a passphrase; left out: stays as it is; empty: is taken away") @Nullable
            String privateKey,

            @ApiValue("of a command line, a regular expression; left out: the usual") @Nullable
            String prompt,

            @ApiValue("how a command line says no, a regular expression; left out: the usual") @Nullable
            String refusal,

            @ApiValue("command that shows the running configuration of a command line") @Nullable
            String showCommand) {}

    record LookJson(
            @ApiValue("fingerprint of the key that the box showed")
            String fingerprint,

            @ApiValue("whether it is the one that was accepted")
            boolean accepted) {}

    record HostKeySent(
            @ApiValue("as it was shown to whoever says yes") String fingerprint) {}

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

    @ApiCall("How an access point is reached over SSH, and how it stands with what is pushed to it.")
    @GetMapping("/access-points/{id}/ssh")
    SshJson one(@PathVariable String id) {
        DeviceId place = require(id);
        return SshJson.of(accesses.find(place).orElseThrow(() -> SshAccesses.missing(place)));
    }

    private DeviceId require(String id) {
        DeviceId place = AccessPointsController.device(id);
        return accessPoints
                .find(place)
                .orElseThrow(() -> AccessPoints.missing(place))
                .id();
    }

    @ApiCall(
            value = "Says how an access point is reached over SSH; at another address its key has to be accepted anew.",
            body = SshSent.class,
            problems = 409)
    @PutMapping("/access-points/{id}/ssh")
    SshJson set(@PathVariable String id, @RequestBody JsonNode json) {
        JsonFields sent = JsonFields.of(json, SshSent.class);
        return SshJson.of(accesses.set(
                require(id),
                new SshWish(
                        sent.text("address"),
                        sent.number("port"),
                        sent.text("user"),
                        sent.text("password"),
                        sent.text("privateKey"),
                        sent.text("prompt"),
                        sent.text("refusal"),
                        sent.text("showCommand"))));
    }

    @ApiCall(value = "Asks the box for its key, for a person to compare.", problems = 409)
    @PostMapping("/access-points/{id}/ssh/look")
    LookJson look(@PathVariable String id) {
        Look look = accesses.look(require(id));
        return new LookJson(look.fingerprint(), look.accepted());
    }

    @ApiCall(
            value = "Says yes to the key that the box showed.",
            body = HostKeySent.class,
            problems = {409, 412})
    @PostMapping("/access-points/{id}/ssh/accept")
    SshJson accept(@PathVariable String id, @RequestBody JsonNode json) {
        String fingerprint = Objects.requireNonNullElse(
                JsonFields.of(json, HostKeySent.class).text("fingerprint"), "");
        return SshJson.of(accesses.accept(require(id), fingerprint));
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
        return BackupJson.of(accesses.fetch(require(id)), true);
    }

    @ApiCall("One running configuration, with stars for secrets.")
    @GetMapping("/access-points/{id}/backups/{backup}")
    BackupJson backup(@PathVariable String id, @PathVariable long backup) {
        return BackupJson.of(require(id, backup), true);
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
}
