package io.langsong.oncall.web;

import io.langsong.availability.Interval;
import io.langsong.inventory.Ids;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Roster;
import io.langsong.oncall.RotaId;
import io.langsong.oncall.Turn;
import io.langsong.oncall.web.DutyWords.Names;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who is on duty, for programs. */
@RestController
@RequestMapping(path = "/api/v1/oncall", produces = "application/json")
class OnCallController {
    private static final int MOST_DAYS = 400;
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    private final OnCall onCall;
    private final DutyWords duty;
    private final Clock clock;

    OnCallController(OnCall onCall, DutyWords duty, Clock clock) {
        this.onCall = onCall;
        this.duty = duty;
        this.clock = clock;
    }

    /** Who has a rota at an instant, with the whole turn. */
    record DutyJson(
            String rota,
            String name,
            @Nullable String person,
            @Nullable Instant from,
            Instant until,

            @ApiValue(choices = {"rotation", "holiday", "swap", "override", "not-begun"})
            String why,

            @ApiValue(choices = {"nobody", "disabled"}) @Nullable
            String warning) {}

    record TurnJson(
            @Nullable String person,
            Instant from,
            Instant until,

            @ApiValue(choices = {"rotation", "holiday", "swap", "override", "not-begun"})
            String why,

            @ApiValue(choices = {"nobody", "disabled"}) @Nullable
            String warning) {}

    @ApiCall("Who is on duty at an instant, of each rota.")
    @GetMapping
    List<DutyJson> at(
            @ApiValue("left out: now") @RequestParam(name = "at", required = false) @Nullable OffsetDateTime at) {
        Instant instant = at == null ? clock.instant() : known("at", at.toInstant());
        Names names = duty.names();
        return onCall.rosters().stream()
                .map(roster -> json(roster, roster.at(instant), names))
                .toList();
    }

    private DutyJson json(Roster roster, Turn turn, Names names) {
        return new DutyJson(
                roster.rota().id().value(),
                roster.rota().name(),
                turn.person(),
                turn.span().hasBeginning() ? turn.span().from() : null,
                turn.span().until(),
                DutyWords.why(turn.reason()),
                duty.warning(turn, names));
    }

    /** Side by side from the one instant to the other, cut at both. */
    @ApiCall("The turns of a rota, ascending and without gaps: where nobody is on duty, that is a turn too.")
    @GetMapping("/{rota}/turns")
    List<TurnJson> turns(
            @PathVariable String rota,
            @ApiValue("left out: now") @RequestParam(name = "from", required = false) @Nullable OffsetDateTime from,
            @ApiValue("left out: 28 days after from") @RequestParam(name = "to", required = false) @Nullable
                    OffsetDateTime to) {
        Roster roster = find(onCall, "rota", rota);
        Instant begin = from == null ? clock.instant() : known("from", from.toInstant());
        Instant end = to == null ? begin.plus(RotaView.SHOWN) : known("to", to.toInstant());
        if (!begin.isBefore(end) || Duration.between(begin, end).toDays() > MOST_DAYS) {
            throw RequestRefused.wrong(
                    "to",
                    end.toString(),
                    "is not after from, or more than " + MOST_DAYS + " days after it",
                    "give a later from, or an earlier to");
        }
        Interval window = new Interval(begin, end);
        Names names = duty.names();
        return roster.turns(window).stream()
                .map(turn -> json(turn.within(window), names))
                .toList();
    }

    private TurnJson json(Turn turn, Names names) {
        return new TurnJson(
                turn.person(),
                turn.span().from(),
                turn.span().until(),
                DutyWords.why(turn.reason()),
                duty.warning(turn, names));
    }

    private static Instant known(String field, Instant at) {
        if (at.isBefore(FIRST) || !at.isBefore(LAST)) {
            throw RequestRefused.wrong(field, at.toString(), "is too far away", "give a time from 2000 to 2199");
        }
        return at;
    }

    static Roster find(OnCall onCall, String field, String id) {
        return (Ids.isOne(id) ? onCall.roster(new RotaId(id)) : Optional.<Roster>empty())
                .orElseThrow(() -> RequestRefused.unknown(field, id, "is no rota", "GET /api/v1/rotas lists them"));
    }
}
