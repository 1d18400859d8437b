package io.langsong.oncall.web;

import io.langsong.availability.Interval;
import io.langsong.inventory.Ids;
import io.langsong.oncall.Calendars;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Roster;
import io.langsong.oncall.RotaId;
import io.langsong.oncall.Turn;
import io.langsong.oncall.web.DutyWords.Names;
import io.langsong.oncall.web.RotaView.Row;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Who is on duty now, and the turns of one rota. */
@Controller
class RotaPages {
    private final OnCall onCall;
    private final Calendars calendars;
    private final DutyWords duty;
    private final RotaView view;
    private final Words words;
    private final Clock clock;

    RotaPages(OnCall onCall, Calendars calendars, DutyWords duty, RotaView view, Words words, Clock clock) {
        this.onCall = onCall;
        this.calendars = calendars;
        this.duty = duty;
        this.view = view;
        this.words = words;
        this.clock = clock;
    }

    /** A turn of whoever looks. */
    record OwnRow(String rota, String name, Row row) {}

    @GetMapping("/lich-truc")
    String list(Model model) {
        Instant now = clock.instant();
        Names names = duty.names();
        List<Roster> rosters = onCall.rosters();
        model.addAttribute(
                "rotas",
                rosters.stream().map(roster -> view.line(roster, names, now)).toList());
        SignedIn who = SignedIn.current();
        String own = who == null ? "" : who.name();
        model.addAttribute("own", own(rosters, names, own, now));
        model.addAttribute("issued", calendars.isIssued(own));
        return "oncall/list";
    }

    private List<OwnRow> own(List<Roster> rosters, Names names, String who, Instant now) {
        List<OwnRow> rows = new ArrayList<>();
        for (Roster roster : rosters) {
            for (Turn turn : roster.turns(RotaView.weeksFrom(now))) {
                if (who.equals(turn.person())) {
                    rows.add(
                            new OwnRow(roster.rota().id().value(), roster.rota().name(), view.row(turn, names, now)));
                }
            }
        }
        rows.sort(Comparator.comparing(own -> own.row().until()));
        return rows;
    }

    /** @param asked first of the four weeks, as {@code 2026-12-07}; else from now on */
    @GetMapping("/lich-truc/{id}")
    String one(@PathVariable String id, @RequestParam(name = "tu", defaultValue = "") String asked, Model model) {
        Roster roster = roster(onCall, id);
        Instant now = clock.instant();
        Names names = duty.names();
        Instant day = RotaView.day(asked);
        Interval window = RotaView.weeksFrom(day == null ? now : day);
        List<Row> rows = view.rows(roster, names, window, now);
        model.addAttribute("rota", roster.rota());
        model.addAttribute("now", view.line(roster, names, now).now());
        model.addAttribute("rows", rows);
        model.addAttribute(
                "gaps", rows.stream().filter(row -> row.warning() != null).toList());
        model.addAttribute("lacksHolidays", roster.lacksHolidays(window));
        model.addAttribute("overrides", view.overrides(roster, names, window, now));
        model.addAttribute("swaps", view.swaps(roster, names, window, now));
        model.addAttribute("choices", view.choices(roster, names, now));
        model.addAttribute("people", names.serving());
        model.addAttribute("issued", calendars.isIssued(roster.rota().id()));
        model.addAttribute("current", day == null);
        putNeighbours(model, window);
        putGiven(model, now);
        return "oncall/rota";
    }

    private static void putNeighbours(Model model, Interval window) {
        LocalDate first = window.from().atZone(OnCall.ZONE).toLocalDate();
        model.addAttribute("before", first.minusDays(RotaView.SHOWN.toDays()).toString());
        model.addAttribute("after", first.plusDays(RotaView.SHOWN.toDays()).toString());
    }

    /** What was typed and refused, else an override that begins soon. */
    private void putGiven(Model model, Instant now) {
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", new ArrangementForms.Given("", words.local(now), "", "", "", "", ""));
        }
    }

    static Roster roster(OnCall onCall, String id) {
        Roster roster = Ids.isOne(id) ? onCall.roster(new RotaId(id)).orElse(null) : null;
        return there(roster);
    }

    private static Roster there(@Nullable Roster roster) {
        if (roster == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return roster;
    }
}
