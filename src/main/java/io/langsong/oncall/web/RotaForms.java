package io.langsong.oncall.web;

import io.langsong.access.Refused;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Roster;
import io.langsong.oncall.RotaId;
import io.langsong.oncall.RotaWish;
import io.langsong.oncall.Rotas;
import io.langsong.oncall.Rotation;
import io.langsong.oncall.web.DutyWords.Names;
import io.langsong.web.Words;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Adding, changing and removing rotas; for administrators. */
@Controller
class RotaForms {
    private static final int MOST_TYPED = 200;
    private static final int MOST_ROWS = 40;
    /** Free rows behind the people that there are. */
    private static final int SPARE = 3;

    private final OnCall onCall;
    private final Rotas rotas;
    private final DutyWords duty;
    private final Words words;
    private final Clock clock;

    RotaForms(OnCall onCall, Rotas rotas, DutyWords duty, Words words, Clock clock) {
        this.onCall = onCall;
        this.rotas = rotas;
        this.duty = duty;
        this.words = words;
        this.clock = clock;
    }

    /** What stands in the form. */
    record Given(
            String name,
            String first,
            String every,
            String handOver,
            List<String> people,
            List<String> holidayPeople) {}

    /** Somebody who may be chosen. @param left may not sign in any more, and so is refused */
    record Choice(String name, String shown, boolean left) {}

    @GetMapping("/lich-truc/_them")
    String blank(Model model) {
        LocalDate today = clock.instant().atZone(OnCall.ZONE).toLocalDate();
        return form(model, null, new Given("", today.toString(), "week", "07:30", List.of(), List.of()));
    }

    @GetMapping("/lich-truc/{id}/sua")
    String filled(@PathVariable String id, Model model) {
        Roster roster = RotaPages.roster(onCall, id);
        Rotation next = roster.goingOn(clock.instant());
        return form(
                model,
                roster,
                new Given(
                        roster.rota().name(),
                        next.first().toString(),
                        next.every().name().toLowerCase(Locale.ROOT),
                        next.handOver().toString(),
                        next.people(),
                        next.holidayPeople()));
    }

    private String form(Model model, @Nullable Roster roster, Given stored) {
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", stored);
        }
        Given given = (Given) model.getAttribute("given");
        Given shown = given == null ? stored : given;
        model.addAttribute("given", shown);
        model.addAttribute("peopleRows", padded(shown.people()));
        model.addAttribute("holidayRows", padded(shown.holidayPeople()));
        model.addAttribute("choices", choices(shown));
        model.addAttribute("rota", roster == null ? null : roster.rota());
        return "oncall/rota-form";
    }

    private static List<String> padded(List<String> people) {
        List<String> rows =
                new ArrayList<>(people.stream().filter(name -> !name.isEmpty()).toList());
        for (int i = 0; i < SPARE; i++) {
            rows.add("");
        }
        return rows;
    }

    /** Whoever is in the form already stands there too, lest saving drops somebody unseen. */
    private List<Choice> choices(Given given) {
        Names names = duty.names();
        List<Choice> choices = new ArrayList<>(names.serving().stream()
                .map(person -> new Choice(person.name(), person.displayName(), false))
                .toList());
        java.util.stream.Stream.concat(given.people().stream(), given.holidayPeople().stream())
                .filter(name -> !name.isEmpty() && !names.serves(name))
                .distinct()
                .forEach(name -> choices.add(new Choice(name, names.shown(name), true)));
        return choices;
    }

    @PostMapping("/lich-truc")
    String add(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String first,
            @RequestParam(defaultValue = "") String every,
            @RequestParam(defaultValue = "") String handOver,
            @RequestParam(defaultValue = "") List<String> people,
            @RequestParam(defaultValue = "") List<String> holidayPeople,
            RedirectAttributes flash) {
        try {
            RotaId added = rotas.add(null, new RotaWish(name, first, every, handOver, people, holidayPeople));
            flash.addFlashAttribute("notice", "oncall.saved");
            return "redirect:/lich-truc/" + added;
        } catch (Refused refused) {
            refuse(flash, refused, new Given(name, first, every, handOver, people, holidayPeople));
            return "redirect:/lich-truc/_them";
        }
    }

    @PostMapping("/lich-truc/{id}")
    String change(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String first,
            @RequestParam(defaultValue = "") String every,
            @RequestParam(defaultValue = "") String handOver,
            @RequestParam(defaultValue = "") List<String> people,
            @RequestParam(defaultValue = "") List<String> holidayPeople,
            @RequestParam(name = "phien-ban", defaultValue = "") String version,
            RedirectAttributes flash) {
        RotaId rota = RotaPages.roster(onCall, id).rota().id();
        try {
            rotas.change(rota, new RotaWish(name, first, every, handOver, people, holidayPeople), version(version));
            flash.addFlashAttribute("notice", "oncall.saved");
            return "redirect:/lich-truc/" + rota;
        } catch (Refused refused) {
            refuse(flash, refused, new Given(name, first, every, handOver, people, holidayPeople));
            return "redirect:/lich-truc/" + rota + "/sua";
        }
    }

    private static @Nullable Integer version(String typed) {
        return typed.matches("[0-9]{1,9}") ? Integer.valueOf(typed) : null;
    }

    @PostMapping("/lich-truc/{id}/xoa")
    String remove(@PathVariable String id, RedirectAttributes flash) {
        Roster roster = RotaPages.roster(onCall, id);
        RotaId rota = roster.rota().id();
        try {
            rotas.remove(rota);
            flash.addFlashAttribute("notice", "oncall.removed");
            return "redirect:/lich-truc";
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of("id", words.refusal(refused)));
            return "redirect:/lich-truc/" + rota + "/sua";
        }
    }

    /** What was typed goes on in the session for a moment, so not all of it when it is long. */
    private void refuse(RedirectAttributes flash, Refused refused, Given given) {
        flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
        flash.addFlashAttribute(
                "given",
                new Given(
                        shortened(given.name()),
                        shortened(given.first()),
                        shortened(given.every()),
                        shortened(given.handOver()),
                        shortened(given.people()),
                        shortened(given.holidayPeople())));
    }

    private static List<String> shortened(List<String> people) {
        return people.stream().limit(MOST_ROWS).map(RotaForms::shortened).toList();
    }

    static String shortened(String text) {
        return text.length() > MOST_TYPED ? text.substring(0, MOST_TYPED) : text;
    }
}
