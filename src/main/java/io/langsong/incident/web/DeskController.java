package io.langsong.incident.web;

import io.langsong.access.Refused;
import io.langsong.incident.Incident;
import io.langsong.incident.IncidentDesk;
import io.langsong.incident.IncidentDesk.Hand;
import io.langsong.inventory.Picture;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.EntityTag;
import io.langsong.web.JsonFields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** What is done about incidents, for programs of technicians. */
@RestController
@RequestMapping(path = "/api/v1/incidents/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
class DeskController {
    private final SeenIncidents seen;
    private final IncidentDesk desk;
    private final IncidentsController answers;

    DeskController(SeenIncidents seen, IncidentDesk desk, IncidentsController answers) {
        this.seen = seen;
        this.desk = desk;
        this.answers = answers;
    }

    /** What may be sent to assign it. */
    record AssignSent(
            @ApiValue("name of an account; null: nobody any more") @Nullable
            String person) {}

    /** What may be sent as a note. */
    record NoteSent(@ApiValue("at most 2000 characters") String text) {}

    /** What may be sent to wait. */
    record WaitSent(
            @ApiValue(choices = {"provider", "power", "parts"})
            String on,

            @ApiValue("number that the other side gave") @Nullable
            String ticket,

            @ApiValue("whom to call") @Nullable String contact) {}

    /** What may be sent to resolve it. */
    record ResolveSent(
            @ApiValue(
                    choices = {
                        "power",
                        "device",
                        "link",
                        "upstream",
                        "planned",
                        "configuration",
                        "provider",
                        "disaster",
                        "unknown"
                    })
            String cause,

            @ApiValue(
                    choices = {
                        "by-itself",
                        "restarted",
                        "power-restored",
                        "line-repaired",
                        "provider-repaired",
                        "reconfigured",
                        "replaced",
                        "not-needed",
                        "other"
                    })
            String fix,

            @ApiValue("at most 2000 characters") @Nullable String note) {}

    /** What may be sent to reopen it. */
    record ReopenSent(
            @ApiValue("why, at most 2000 characters") @Nullable
            String note) {}

    /** What may be sent to merge it. */
    record MergeSent(
            @ApiValue("number of the incident that goes on") String into) {}

    /** What may be sent to split it. */
    record SplitSent(@ApiValue("id of a part that lasts") String part) {}

    @ApiCall(
            value = "Makes an incident one's own, also when it was somebody else's; escalation stops.",
            headers = "ETag: its version",
            problems = 409)
    @PostMapping("/ack")
    ResponseEntity<IncidentJson> acknowledge(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
        return answers.whole(desk.acknowledge(hand(id, match)));
    }

    @ApiCall(value = "Takes an acknowledgement back.", headers = "ETag: its version", problems = 409)
    @PostMapping("/give-back")
    ResponseEntity<IncidentJson> giveBack(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
        return answers.whole(desk.giveBack(hand(id, match)));
    }

    @ApiCall(
            value = "Says who is to work on it.",
            body = AssignSent.class,
            headers = "ETag: its version",
            problems = 409)
    @PostMapping("/assign")
    ResponseEntity<IncidentJson> assign(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, AssignSent.class);
        return answers.whole(desk.assign(hand(id, match), body.text("person")));
    }

    @ApiCall(
            value = "Adds a note, whatever others did meanwhile.",
            body = NoteSent.class,
            headers = "ETag: its version")
    @PostMapping("/note")
    ResponseEntity<IncidentJson> note(@PathVariable String id, @RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, NoteSent.class);
        return answers.whole(desk.note(hand(id, null), body.text("text")));
    }

    @ApiCall(
            value = "Waits for somebody who is not of the team.",
            body = WaitSent.class,
            headers = "ETag: its version",
            problems = 409)
    @PostMapping("/wait")
    ResponseEntity<IncidentJson> await(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, WaitSent.class);
        return answers.whole(desk.await(hand(id, match), body.text("on"), body.text("ticket"), body.text("contact")));
    }

    @ApiCall(value = "Waits no longer.", headers = "ETag: its version", problems = 409)
    @PostMapping("/stop-waiting")
    ResponseEntity<IncidentJson> stopWaiting(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
        return answers.whole(desk.stopWaiting(hand(id, match)));
    }

    @ApiCall(
            value = "Says that it is over and what it was; of one that is over, what it was after all.",
            body = ResolveSent.class,
            headers = "ETag: its version")
    @PostMapping("/resolve")
    ResponseEntity<IncidentJson> resolve(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, ResolveSent.class);
        return answers.whole(desk.resolve(hand(id, match), body.text("cause"), body.text("fix"), body.text("note")));
    }

    @ApiCall(
            value = "Lets one go on that was over.",
            body = ReopenSent.class,
            headers = "ETag: its version",
            problems = 409)
    @PostMapping("/reopen")
    ResponseEntity<IncidentJson> reopen(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, ReopenSent.class);
        return answers.whole(desk.reopen(hand(id, match), body.text("note")));
    }

    @ApiCall(value = "Closes one that is resolved.", headers = "ETag: its version", problems = 409)
    @PostMapping("/close")
    ResponseEntity<IncidentJson> close(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
        return answers.whole(desk.close(hand(id, match)));
    }

    @ApiCall(
            value =
                    "Lets another incident go on in its place, with all that belongs to it; answers the one that goes on.",
            body = MergeSent.class,
            headers = "ETag: its version",
            problems = 409)
    @PostMapping("/merge")
    ResponseEntity<IncidentJson> merge(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        String into =
                Objects.requireNonNullElse(JsonFields.of(json, MergeSent.class).text("into"), "");
        Hand hand = hand(id, match);
        Incident other = seen.find(into).orElseThrow(() -> SeenIncidents.unknown("into", into));
        return answers.whole(desk.merge(hand, other.number()));
    }

    @ApiCall(
            value = "Makes a part of it an incident of its own; answers the new one.",
            body = SplitSent.class,
            headers = "ETag: its version",
            problems = 409)
    @PostMapping("/split")
    ResponseEntity<IncidentJson> split(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        String part =
                Objects.requireNonNullElse(JsonFields.of(json, SplitSent.class).text("part"), "");
        Hand hand = hand(id, match);
        return answers.whole(desk.split(hand, seen.requirePart(id, part)));
    }

    /** A browser can not send this: the body is the picture itself. */
    @ApiCall(
            value = "Adds a photo, without what the camera wrote into it.",
            bodyNamed = "binary",
            headers = "ETag: its version",
            problems = 409)
    @PostMapping(
            path = "/photo",
            consumes = {MediaType.IMAGE_JPEG_VALUE, MediaType.IMAGE_PNG_VALUE})
    ResponseEntity<IncidentJson> photo(
            @PathVariable String id,
            @RequestParam(defaultValue = "") @ApiValue("at most 120 characters") String caption,
            HttpServletRequest request)
            throws IOException {
        Hand hand = hand(id, null);
        byte[] sent = request.getInputStream().readNBytes(Picture.MOST_OCTETS + 1);
        if (sent.length > Picture.MOST_OCTETS) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "The photo is longer than %d octets; send a smaller one".formatted(Picture.MOST_OCTETS));
        }
        desk.photo(hand, sent, caption);
        return answers.whole(seen.require(id));
    }

    /** @throws Refused when there is no such incident that is seen */
    private Hand hand(String id, @Nullable String match) {
        return seen.hand(id, EntityTag.version(match));
    }
}
