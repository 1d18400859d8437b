package io.langsong.oncall.web;

import io.langsong.oncall.Arrangements;
import io.langsong.oncall.DutyOverride;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.OverrideWish;
import io.langsong.oncall.Roster;
import io.langsong.oncall.Swap;
import io.langsong.oncall.SwapWish;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Overrides and swaps, for programs of technicians. */
@RestController
@RequestMapping(path = "/api/v1/rotas/{id}", produces = "application/json")
class ArrangementsController {
    private final OnCall onCall;
    private final Arrangements arrangements;

    ArrangementsController(OnCall onCall, Arrangements arrangements) {
        this.onCall = onCall;
        this.arrangements = arrangements;
    }

    record OverrideJson(
            long number,
            @Nullable String person,
            Instant from,
            Instant until,
            @Nullable String note,
            String addedBy,
            Instant addedAt) {
        static OverrideJson of(DutyOverride override) {
            return new OverrideJson(
                    override.id(),
                    override.person(),
                    override.span().from(),
                    override.span().until(),
                    override.note(),
                    override.addedBy(),
                    override.addedAt());
        }
    }

    /** What may be sent. */
    record OverrideSent(
            @ApiValue("left out: nobody stands in") @Nullable
            String person,

            OffsetDateTime from,
            OffsetDateTime until,
            @Nullable String note) {}

    record SideJson(String person, Instant from, Instant until) {
        static SideJson of(Swap.Side side) {
            return new SideJson(side.person(), side.span().from(), side.span().until());
        }
    }

    /** @param turns as they were before */
    record SwapJson(
            long number,
            List<SideJson> turns,

            @ApiValue("false: the rota gives one of the turns to somebody else now, so neither is exchanged")
            boolean inEffect,

            @Nullable String note,
            String addedBy,
            Instant addedAt) {
        static SwapJson of(Swap swap, Roster roster) {
            return new SwapJson(
                    swap.id(),
                    List.of(SideJson.of(swap.one()), SideJson.of(swap.other())),
                    roster.inEffect(swap),
                    swap.note(),
                    swap.addedBy(),
                    swap.addedAt());
        }
    }

    record SideSent(String person, OffsetDateTime from, OffsetDateTime until) {}

    /** What may be sent. */
    record SwapSent(
            @ApiValue("the two whole turns, as they are without overrides")
            List<SideSent> turns,

            @Nullable String note) {}

    @ApiCall("The overrides of a rota, in the order in which they were added.")
    @GetMapping("/overrides")
    List<OverrideJson> overrides(@PathVariable String id) {
        return roster(id).overrides().stream().map(OverrideJson::of).toList();
    }

    @ApiCall(
            value = "Puts a person, or nobody, in the place of whoever the rota names.",
            body = OverrideSent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping("/overrides")
    ResponseEntity<OverrideJson> override(@PathVariable String id, @RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, OverrideSent.class);
        long number = arrangements.override(
                roster(id).rota().id(),
                new OverrideWish(body.text("person"), instant(body, "from"), instant(body, "until"), body.text("note")),
                ArrangementForms.who());
        return ResponseEntity.created(URI.create("/api/v1/rotas/" + id + "/overrides/" + number))
                .body(roster(id).overrides().stream()
                        .filter(override -> override.id() == number)
                        .map(OverrideJson::of)
                        .findFirst()
                        .orElseThrow());
    }

    @ApiCall(value = "Takes an override back; one that has begun ends now.", status = 204, problems = 409)
    @DeleteMapping("/overrides/{number}")
    ResponseEntity<Void> endOverride(@PathVariable String id, @PathVariable long number) {
        arrangements.endOverride(roster(id).rota().id(), number);
        return ResponseEntity.noContent().build();
    }

    @ApiCall("The swaps of a rota, in the order in which they were added.")
    @GetMapping("/swaps")
    List<SwapJson> swaps(@PathVariable String id) {
        Roster roster = roster(id);
        return roster.swaps().stream().map(swap -> SwapJson.of(swap, roster)).toList();
    }

    @ApiCall(
            value = "Exchanges two turns that have not begun.",
            body = SwapSent.class,
            status = 201,
            headers = "Location: its address")
    @PostMapping("/swaps")
    ResponseEntity<SwapJson> swap(@PathVariable String id, @RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, SwapSent.class);
        List<JsonNode> turns = body.list("turns");
        if (turns.size() != 2) {
            throw RequestRefused.wrong("turns", null, "are not two", "give two turns of different people");
        }
        long number = arrangements.swap(
                roster(id).rota().id(),
                new SwapWish(side(turns.get(0)), side(turns.get(1)), body.text("note")),
                ArrangementForms.who());
        Roster roster = roster(id);
        return ResponseEntity.created(URI.create("/api/v1/rotas/" + id + "/swaps/" + number))
                .body(roster.swaps().stream()
                        .filter(swap -> swap.id() == number)
                        .map(swap -> SwapJson.of(swap, roster))
                        .findFirst()
                        .orElseThrow());
    }

    private static SwapWish.Side side(JsonNode json) {
        JsonFields body = JsonFields.of(json, SideSent.class);
        return new SwapWish.Side(body.text("person"), instant(body, "from"), instant(body, "until"));
    }

    @ApiCall(value = "Undoes a swap of which neither turn has begun.", status = 204, problems = 409)
    @DeleteMapping("/swaps/{number}")
    ResponseEntity<Void> undoSwap(@PathVariable String id, @PathVariable long number) {
        arrangements.undoSwap(roster(id).rota().id(), number);
        return ResponseEntity.noContent().build();
    }

    private static @Nullable Instant instant(JsonFields body, String field) {
        String text = body.text(field);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException wrong) {
            throw RequestRefused.wrong(
                    field, text, "is no time with offset", "write it like 2026-12-07T07:30:00+07:00");
        }
    }

    private Roster roster(String id) {
        return OnCallController.find(onCall, "id", id);
    }
}
