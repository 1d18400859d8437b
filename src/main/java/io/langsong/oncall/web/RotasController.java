package io.langsong.oncall.web;

import io.langsong.oncall.Calendars;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Rota;
import io.langsong.oncall.RotaId;
import io.langsong.oncall.RotaWish;
import io.langsong.oncall.Rotas;
import io.langsong.oncall.Rotation;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

/** Rotas, for programs; changing them is for administrators. */
@RestController
@RequestMapping(path = "/api/v1/rotas", produces = "application/json")
class RotasController {
    private final OnCall onCall;
    private final Rotas rotas;
    private final Calendars calendars;

    RotasController(OnCall onCall, Rotas rotas, Calendars calendars) {
        this.onCall = onCall;
        this.rotas = rotas;
        this.calendars = calendars;
    }

    record RotationJson(
            String first,

            @ApiValue(choices = {"day", "week"}) String every,

            String handOver,
            List<String> people,
            List<String> holidayPeople) {
        static RotationJson of(Rotation rotation) {
            return new RotationJson(
                    rotation.first().toString(),
                    rotation.every().name().toLowerCase(Locale.ROOT),
                    rotation.handOver().toString(),
                    rotation.people(),
                    rotation.holidayPeople());
        }
    }

    /** The last rotation goes on for good, each other until the next one begins. */
    record RotaJson(String id, String name, List<RotationJson> rotations, Instant changedAt) {
        static RotaJson of(Rota rota) {
            return new RotaJson(
                    rota.id().value(),
                    rota.name(),
                    rota.rotations().stream().map(RotationJson::of).toList(),
                    rota.changedAt());
        }
    }

    /** What may be sent to add or change one. */
    record RotaSent(
            @ApiValue("made from the name when it is left out; never changes") @Nullable
            String id,

            String name,

            @ApiValue("day of the first turn, like 2026-12-07; its day of the week is that of hand-over")
            String first,

            @ApiValue(choices = {"day", "week"}) String every,

            @ApiValue("in Việt Nam, like 07:30") String handOver,
            @ApiValue("names in order") List<String> people,

            @ApiValue("who has the days of holidays, in order; none: as any other day") @Nullable
            List<String> holidayPeople) {}

    record CalendarJson(String address) {}

    @ApiCall("All rotas.")
    @GetMapping
    List<RotaJson> list() {
        return onCall.rosters().stream()
                .map(roster -> RotaJson.of(roster.rota()))
                .toList();
    }

    @ApiCall(value = "One rota.", headers = "ETag: of this answer")
    @GetMapping("/{id}")
    ResponseEntity<RotaJson> one(@PathVariable String id) {
        return tagged(rota(id));
    }

    private static ResponseEntity<RotaJson> tagged(Rota rota) {
        return ResponseEntity.ok().eTag(tag(rota)).body(RotaJson.of(rota));
    }

    private static String tag(Rota rota) {
        return Integer.toString(rota.version());
    }

    @ApiCall(
            value = "Adds a rota.",
            body = RotaSent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping
    ResponseEntity<RotaJson> add(@RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, RotaSent.class);
        RotaId added = rotas.add(body.text("id"), wish(body));
        return ResponseEntity.created(URI.create("/api/v1/rotas/" + added)).body(RotaJson.of(rota(added.value())));
    }

    @ApiCall(
            value = "Changes a rota from a day on, at the earliest today; what was before stays.",
            body = RotaSent.class,
            headers = "ETag: of this answer",
            problems = 409)
    @PutMapping("/{id}")
    ResponseEntity<RotaJson> change(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        Rota rota = rota(id);
        if (match != null && !match.strip().equals("*") && !match.contains('"' + tag(rota) + '"')) {
            throw RequestRefused.changed(
                    HttpHeaders.IF_MATCH,
                    match,
                    "is not the ETag of the rota any more",
                    "read it again, look at the change, and change it once more");
        }
        JsonFields body = JsonFields.of(json, RotaSent.class);
        String named = body.text("id");
        if (named != null && !named.equals(id)) {
            throw RequestRefused.wrong("id", named, "is not the id in the address", "leave it out; ids never change");
        }
        rotas.change(rota.id(), wish(body), match == null ? null : rota.version());
        return tagged(rota(id));
    }

    private static RotaWish wish(JsonFields body) {
        return new RotaWish(
                body.text("name"),
                body.text("first"),
                body.text("every"),
                body.text("handOver"),
                body.texts("people"),
                body.texts("holidayPeople"));
    }

    @ApiCall(value = "Removes a rota with its overrides, swaps and calendar.", status = 204, problems = 409)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(@PathVariable String id) {
        rotas.remove(rota(id).id());
        return ResponseEntity.noContent().build();
    }

    /** The address is in this answer alone. */
    @ApiCall("Makes another address of the rota’s calendar, which is in this answer alone; the one before ends.")
    @PostMapping("/{id}/calendar")
    ResponseEntity<CalendarJson> calendar(@PathVariable String id) {
        String secret = calendars.issue(rota(id).id(), ArrangementForms.who());
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new CalendarJson(CalendarPages.address(secret)));
    }

    private Rota rota(String id) {
        return OnCallController.find(onCall, "id", id).rota();
    }
}
