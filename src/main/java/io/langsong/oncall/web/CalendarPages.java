package io.langsong.oncall.web;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.availability.Interval;
import io.langsong.oncall.CalendarFile;
import io.langsong.oncall.CalendarFile.Event;
import io.langsong.oncall.Calendars;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Roster;
import io.langsong.oncall.RotaId;
import io.langsong.oncall.Turn;
import io.langsong.oncall.web.DutyWords.Names;
import io.langsong.web.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Calendars of rotas and people, for programs that know a secret and nothing else. */
@Controller
class CalendarPages {
    private static final String PATH = "/lich-truc/_ical/";
    private static final Duration BEHIND = Duration.ofDays(31);
    private static final Duration AHEAD = Duration.ofDays(184);

    private final OnCall onCall;
    private final Calendars calendars;
    private final People people;
    private final DutyWords duty;
    private final Words words;
    private final Clock clock;

    CalendarPages(OnCall onCall, Calendars calendars, People people, DutyWords duty, Words words, Clock clock) {
        this.onCall = onCall;
        this.calendars = calendars;
        this.people = people;
        this.duty = duty;
        this.words = words;
        this.clock = clock;
    }

    /** An address that is shown this once. */
    record Shown(String address) {
        @Override
        public String toString() {
            return "Shown[***]";
        }
    }

    /** Of whoever asks. */
    @PostMapping("/lich-truc/_cua-toi")
    String issueOwn(RedirectAttributes flash) {
        Person person = people.find(ArrangementForms.who())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        flash.addFlashAttribute("shown", new Shown(address(calendars.issue(person))));
        return "redirect:/lich-truc";
    }

    @PostMapping("/lich-truc/{id}/lich")
    String issue(@PathVariable String id, RedirectAttributes flash) {
        RotaId rota = RotaPages.roster(onCall, id).rota().id();
        flash.addFlashAttribute("shown", new Shown(address(calendars.issue(rota, ArrangementForms.who()))));
        return "redirect:/lich-truc/" + rota;
    }

    /** In the language of whoever looks. */
    static String address(String secret) {
        ServletUriComponentsBuilder address = ServletUriComponentsBuilder.fromCurrentContextPath();
        address.path(PATH + secret + ".ics");
        if (LocaleContextHolder.getLocale().getLanguage().equals("en")) {
            address.queryParam("lang", "en");
        }
        return address.build().toUriString();
    }

    @GetMapping(PATH + "{secret}.ics")
    ResponseEntity<String> file(@PathVariable String secret) {
        Optional<Calendars.Opened> opened = secret.matches("[0-9a-f]{64}") ? calendars.open(secret) : Optional.empty();
        return opened.map(this::file)
                .map(file -> ResponseEntity.ok()
                        .header(HttpHeaders.CONTENT_TYPE, CalendarFile.TYPE)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"lich-truc.ics\"")
                        .body(file))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private String file(Calendars.Opened opened) {
        Names names = duty.names();
        if (opened instanceof Calendars.Opened.OfRota of) {
            Roster roster = onCall.roster(of.rota()).orElseThrow();
            return CalendarFile.of(
                    roster.rota().name(),
                    turns(roster).stream()
                            .map(turn -> event(roster, turn, names, ofRota(roster, turn, names)))
                            .toList());
        }
        Person person = ((Calendars.Opened.OfPerson) opened).person();
        return CalendarFile.of(
                words.message("oncall.calendar.of", person.displayName()),
                onCall.rosters().stream()
                        .flatMap(roster -> turns(roster).stream()
                                .filter(turn -> person.name().equals(turn.person()))
                                .map(turn -> event(
                                        roster,
                                        turn,
                                        names,
                                        words.message(
                                                "oncall.calendar.own",
                                                roster.rota().name()))))
                        .toList());
    }

    /** Without the time before the rota began, which has no beginning. */
    private List<Turn> turns(Roster roster) {
        Instant now = clock.instant();
        return roster.turns(new Interval(now.minus(BEHIND), now.plus(AHEAD))).stream()
                .filter(turn -> turn.span().hasBeginning())
                .toList();
    }

    private String ofRota(Roster roster, Turn turn, Names names) {
        String who = roster.rota().name() + ": " + duty.who(turn, names);
        return duty.warning(turn, names) == null ? who : "⚠ " + who;
    }

    private Event event(Roster roster, Turn turn, Names names, String summary) {
        return new Event(
                roster.rota().uid() + "-" + turn.span().from().getEpochSecond(),
                roster.rota().changedAt(),
                turn.span().from(),
                turn.span().until(),
                summary,
                duty.note(turn, names));
    }
}
