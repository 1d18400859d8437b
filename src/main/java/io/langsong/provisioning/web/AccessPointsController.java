package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.AccessPointWish;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Box;
import io.langsong.provisioning.Life;
import io.langsong.provisioning.Proposal;
import io.langsong.provisioning.Rendition;
import io.langsong.provisioning.Resolved;
import io.langsong.provisioning.Resolved.Source;
import io.langsong.provisioning.UnifiedDiff;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.EntityTag;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Access points and the boxes that fill them, for programs. */
@RestController
@RequestMapping(path = "/api/v1/provisioning", produces = "application/json")
class AccessPointsController {
    private final AccessPoints accessPoints;

    AccessPointsController(AccessPoints accessPoints) {
        this.accessPoints = accessPoints;
    }

    record NotesJson(
            @Nullable String mast,
            @Nullable String power,
            @Nullable String ports,
            @Nullable String contact) {
        static NotesJson of(Notes notes) {
            return new NotesJson(notes.mast(), notes.power(), notes.ports(), notes.contact());
        }
    }

    record AccessPointJson(
            String id,
            int version,
            String name,
            String site,
            String stage,
            String method,
            @Nullable String group,
            List<String> chosen,
            List<String> leftOff,
            @ApiValue("configuration of its own") String own,

            @ApiValue("MAC address of the box that is to fill it") @Nullable
            String expected,

            NotesJson notes,
            Instant plannedAt,
            @Nullable Instant registeredAt,
            @Nullable Instant approvedAt,
            @Nullable Instant configuredAt,
            @Nullable Instant inServiceAt,
            @Nullable Instant retiredAt) {
        static AccessPointJson of(AccessPoint one) {
            Life life = one.life();
            return new AccessPointJson(
                    one.id().value(),
                    one.version(),
                    one.name(),
                    one.site().value(),
                    life.stage().code(),
                    one.method().code(),
                    one.group(),
                    one.chosen().stream().sorted().toList(),
                    one.leftOff().stream().sorted().toList(),
                    one.own(),
                    one.expected(),
                    NotesJson.of(one.notes()),
                    life.planned(),
                    life.registered(),
                    life.approved(),
                    life.configured(),
                    life.inService(),
                    life.retired());
        }
    }

    /** @param undidItself whether it put back what it had, since it could not reach us with what it fetched */
    record BoxJson(
            String id,
            @Nullable String accessPoint,
            String name,
            String mac,
            @Nullable String hardwareId,
            String model,
            String os,
            String system,
            List<String> tags,
            Instant registeredAt,
            Instant seenAt,
            String lastIp,
            @Nullable String managementIp,

            @ApiValue(choices = {"modified", "applied", "error", "deactivating", "deactivated"})
            String status,

            Instant statusSince,
            @ApiValue("checksum of what it gets") String served,
            @Nullable String fetched,
            @Nullable Instant fetchedAt,
            boolean undidItself,
            @ApiValue("what it said of an error") @Nullable String reason) {
        static BoxJson of(Box box) {
            return new BoxJson(
                    box.id().toString(),
                    box.place() == null ? null : box.place().value(),
                    box.name(),
                    box.mac(),
                    box.hardwareId(),
                    box.model(),
                    box.os(),
                    box.system(),
                    box.tags(),
                    box.registered(),
                    box.seen(),
                    box.lastIp(),
                    box.managementIp(),
                    box.config().status().code(),
                    box.config().since(),
                    box.config().served(),
                    box.config().fetched(),
                    box.config().fetchedAt(),
                    box.undidItself(),
                    box.config().reason());
        }
    }

    /** @param value null of a secret, and when there is none @param from {@code built-in}, {@code template:ID} or {@code village:ID} */
    record ResolvedJson(
            String name,
            @Nullable String value,
            boolean secret,
            @Nullable String from,
            List<String> hides,
            boolean missing) {
        static ResolvedJson of(Resolved resolved) {
            return new ResolvedJson(
                    resolved.name(),
                    resolved.secret() ? null : resolved.value(),
                    resolved.secret(),
                    resolved.source() == null ? null : written(resolved.source()),
                    resolved.hidden().stream().map(ResolvedJson::written).toList(),
                    resolved.isMissing());
        }

        private static String written(Source source) {
            if (source instanceof Source.Set set) {
                return set.level().code() + (set.place().isEmpty() ? "" : ":" + set.place());
            }
            return source instanceof Source.Default usual ? "template:" + usual.template() : "built-in";
        }
    }

    /** @param checksum null when there are problems */
    record WantedJson(
            @Nullable String checksum,

            @ApiValue("checksum of what the box gets now") @Nullable
            String letOut,

            List<String> templates,
            List<ResolvedJson> values,
            @ApiValue("with stars for secrets") @Nullable String configuration,

            @ApiValue("against what the box gets now, as of diff -u") @Nullable
            String diff,

            @ApiValue("each a sentence that says what is wrong, where, and what to do")
            List<String> problems) {}

    /** What may be sent. */
    record AccessPointSent(
            @ApiValue("left out: made from the name") @Nullable
            String id,

            String name,
            @ApiValue("id") String site,

            @ApiValue(choices = {"openwrt-agent", "openwrt-ssh", "routeros-ssh", "cli-ssh", "paper"}) @Nullable
            String method,

            @Nullable String group,

            @ApiValue("ids of templates that are used only where they are chosen") @Nullable
            List<String> chosen,

            @ApiValue("ids of templates that are used by default, and not here") @Nullable
            List<String> leftOff,

            @ApiValue("configuration of its own, merged last") @Nullable
            String own,

            @ApiValue("MAC address of the box that is to fill it") @Nullable
            String expected,

            @Nullable NotesSent notes) {}

    record NotesSent(
            @Nullable String mast,
            @Nullable String power,
            @Nullable String ports,
            @Nullable String contact) {}

    record FillSent(@ApiValue("id of the box") String box) {}

    record LetOutSent(
            @ApiValue("of the proposal that was looked at") String checksum) {}

    @ApiCall("All access points, retired ones too.")
    @GetMapping("/access-points")
    List<AccessPointJson> list() {
        return accessPoints.all().stream().map(AccessPointJson::of).toList();
    }

    @ApiCall(value = "One access point.", headers = "ETag: of this version")
    @GetMapping("/access-points/{id}")
    ResponseEntity<AccessPointJson> one(@PathVariable String id) {
        return tagged(require(id));
    }

    private AccessPoint require(String id) {
        DeviceId device = device(id);
        return accessPoints.find(device).orElseThrow(() -> AccessPoints.missing(device));
    }

    static DeviceId device(String id) {
        if (!Ids.isOne(id)) {
            throw RequestRefused.unknown(
                    "id", id, "is no access point", "GET /api/v1/provisioning/access-points lists them");
        }
        return new DeviceId(id);
    }

    private static ResponseEntity<AccessPointJson> tagged(AccessPoint one) {
        return ResponseEntity.ok().eTag(Integer.toString(one.version())).body(AccessPointJson.of(one));
    }

    @ApiCall(
            value = "Plans an access point.",
            body = AccessPointSent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping("/access-points")
    ResponseEntity<AccessPointJson> plan(@RequestBody JsonNode json) {
        AccessPoint planned =
                accessPoints.plan(JsonFields.of(json, AccessPointSent.class).text("id"), wish(json));
        return ResponseEntity.created(URI.create("/api/v1/provisioning/access-points/" + planned.id()))
                .body(AccessPointJson.of(planned));
    }

    @ApiCall(
            value = "Writes all of an access point; no box is changed by it.",
            body = AccessPointSent.class,
            headers = "ETag: of this version",
            problems = 409)
    @PutMapping("/access-points/{id}")
    ResponseEntity<AccessPointJson> change(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        AccessPoint before = require(id);
        String named = JsonFields.of(json, AccessPointSent.class).text("id");
        if (named != null && !named.equals(id)) {
            throw RequestRefused.wrong("id", named, "is not the id in the address", "leave it out; ids never change");
        }
        Integer seen = EntityTag.version(match);
        return tagged(accessPoints.change(before.id(), wish(json), seen == null ? before.version() : seen));
    }

    private static AccessPointWish wish(JsonNode json) {
        JsonFields sent = JsonFields.of(json, AccessPointSent.class);
        JsonNode notes = json.get("notes");
        return new AccessPointWish(
                sent.text("name"),
                sent.text("site"),
                sent.text("method"),
                sent.text("group"),
                sent.texts("chosen"),
                sent.texts("leftOff"),
                sent.text("own"),
                sent.text("expected"),
                notes == null || notes.isNull() ? Notes.NONE : notes(JsonFields.of(notes, NotesSent.class)));
    }

    private static Notes notes(JsonFields sent) {
        return new Notes(sent.text("mast"), sent.text("power"), sent.text("ports"), sent.text("contact"));
    }

    @ApiCall(value = "Takes away an access point that was only planned.", status = 204, problems = 409)
    @DeleteMapping("/access-points/{id}")
    ResponseEntity<Void> remove(@PathVariable String id) {
        accessPoints.remove(require(id).id());
        return ResponseEntity.noContent().build();
    }

    @ApiCall("What an access point would be if it were rendered now; changes nothing.")
    @GetMapping("/access-points/{id}/proposal")
    WantedJson proposal(@PathVariable String id) {
        AccessPoint one = require(id);
        return wanted(accessPoints.propose(one), accessPoints.letOut(one.id()).orElse(null));
    }

    /** @param now what the box gets; null for nothing */
    static WantedJson wanted(Proposal proposal, @Nullable Rendition now) {
        Rendition next = proposal.rendition();
        return new WantedJson(
                next == null ? null : next.checksum(),
                now == null ? null : now.checksum(),
                proposal.templates().stream().map(template -> template.id()).toList(),
                proposal.values().stream().map(ResolvedJson::of).toList(),
                next == null ? null : next.shown(),
                next == null ? null : UnifiedDiff.of(now == null ? "" : now.shown(), next.shown()),
                proposal.problems().stream()
                        .map(problem -> problem.text(Locale.ENGLISH))
                        .toList());
    }

    @ApiCall(
            value = "Says which place a box fills; one that filled it before gives back what it was given.",
            body = FillSent.class,
            problems = 409)
    @PostMapping("/access-points/{id}/fill")
    AccessPointJson fill(@PathVariable String id, @RequestBody JsonNode json) {
        AccessPoint one = require(id);
        String box =
                Objects.requireNonNullElse(JsonFields.of(json, FillSent.class).text("box"), "");
        accessPoints.fill(one.id(), box(box));
        return AccessPointJson.of(require(id));
    }

    private static UUID box(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException notAnId) {
            throw RequestRefused.wrong("box", id, "is no id of a box", "GET /api/v1/provisioning/boxes lists them");
        }
    }

    @ApiCall(value = "Says yes to the box at a place: its configuration is let out to it.", problems = 409)
    @PostMapping("/access-points/{id}/approve")
    AccessPointJson approve(@PathVariable String id) {
        accessPoints.approve(require(id).id());
        return AccessPointJson.of(require(id));
    }

    @ApiCall(
            value = "Lets out to the box what was proposed.",
            body = LetOutSent.class,
            problems = {409, 412})
    @PostMapping("/access-points/{id}/let-out")
    AccessPointJson letOut(@PathVariable String id, @RequestBody JsonNode json) {
        String checksum =
                Objects.requireNonNullElse(JsonFields.of(json, LetOutSent.class).text("checksum"), "");
        accessPoints.letOut(require(id).id(), checksum);
        return AccessPointJson.of(require(id));
    }

    @ApiCall(
            value =
                    "Makes new keys and a new address in the WireGuard tunnel; the box gets them when its proposal is let out.",
            status = 204,
            problems = 409)
    @PostMapping("/access-points/{id}/rotate-tunnel-keys")
    ResponseEntity<Void> rotateTunnelKeys(@PathVariable String id) {
        accessPoints.rotateTunnelKeys(require(id).id());
        return ResponseEntity.noContent().build();
    }

    @ApiCall(value = "Takes an access point down: its box gives back what it was given.", problems = 409)
    @PostMapping("/access-points/{id}/retire")
    AccessPointJson retire(@PathVariable String id) {
        accessPoints.retire(require(id).id());
        return AccessPointJson.of(require(id));
    }

    @ApiCall("All boxes that registered, the last first.")
    @GetMapping("/boxes")
    List<BoxJson> boxes() {
        return accessPoints.boxes().stream().map(BoxJson::of).toList();
    }
}
