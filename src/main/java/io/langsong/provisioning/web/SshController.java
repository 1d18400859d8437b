package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.PastPush;
import io.langsong.provisioning.Reason;
import io.langsong.provisioning.SshAccess;
import io.langsong.provisioning.SshAccesses;
import io.langsong.provisioning.SshAccesses.Look;
import io.langsong.provisioning.SshAccesses.Tried;
import io.langsong.provisioning.SshWish;
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
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** How access points are reached over SSH, and what was pushed to them, for programs. */
@RestController
@RequestMapping(path = "/api/v1/provisioning", produces = "application/json")
class SshController {
    private final SshAccesses accesses;
    private final AccessPoints accessPoints;

    SshController(SshAccesses accesses, AccessPoints accessPoints) {
        this.accesses = accesses;
        this.accessPoints = accessPoints;
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

            @ApiValue("which reason of an error, or of a delay, it is") @Nullable
            String code,

            @ApiValue("the same as a sentence") @Nullable String reason,
            @Nullable Instant seenAt,
            @Nullable Instant unreachableSince,
            @ApiValue("when it is tried next") @Nullable Instant dueAt) {
        static SshJson of(SshAccess one) {
            SshAccess.Push push = one.push();
            Reason why = push.reason();
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
                    why == null ? null : why.code(),
                    why == null ? null : why.text(Asked.language()),
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

    record SshTryJson(
            @ApiValue("whether the box let us in and can be spoken to")
            boolean well,

            @ApiValue("which reason it is when not, as for a push") @Nullable
            String code,

            @ApiValue("the same as a sentence") @Nullable String reason,

            @ApiValue("checksum of what was confirmed there last; null when the box does not know") @Nullable
            String has,

            @ApiValue("whether something is on trial there") boolean onTrial) {
        static SshTryJson of(Tried tried) {
            Reason trouble = tried.trouble();
            return new SshTryJson(
                    trouble == null,
                    trouble == null ? null : trouble.code(),
                    trouble == null ? null : trouble.text(Asked.language()),
                    tried.has(),
                    tried.onTrial());
        }
    }

    record SshPushJson(
            String checksum,
            Instant begunAt,
            Instant endedAt,

            @ApiValue(choices = {"applied", "error"}) String status,

            @ApiValue("whether the box put back what it had")
            boolean undidItself,

            @ApiValue("which reason of an error it is") @Nullable
            String code,

            @ApiValue("the same as a sentence") @Nullable String reason) {
        static SshPushJson of(PastPush one) {
            Reason why = one.reason();
            return new SshPushJson(
                    one.checksum(),
                    one.begun(),
                    one.ended(),
                    one.status().code(),
                    one.undidItself(),
                    why == null ? null : why.code(),
                    why == null ? null : why.text(Asked.language()));
        }
    }

    record HostKeySent(
            @ApiValue("as it was shown to whoever says yes") String fingerprint) {}

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
                        sent.text("showCommand")),
                null));
    }

    @ApiCall("How the last pushes ended, the newest first.")
    @GetMapping("/access-points/{id}/ssh/pushes")
    List<SshPushJson> pushes(@PathVariable String id) {
        return accesses.history(require(id)).stream().map(SshPushJson::of).toList();
    }

    @ApiCall(value = "Goes in as a push would, changes nothing, and says what it found.", problems = 409)
    @PostMapping("/access-points/{id}/ssh/try")
    SshTryJson tryOut(@PathVariable String id) {
        return SshTryJson.of(accesses.tryOut(require(id)));
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
}
