package io.langsong.incident.web;

import io.langsong.access.Refused;
import io.langsong.incident.Incident;
import io.langsong.incident.IncidentDesk.Hand;
import io.langsong.incident.Storms;
import io.langsong.incident.Task;
import io.langsong.inventory.Site;
import io.langsong.web.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Storms begun and ended by plain forms, and the list of what is to be done in one. */
@Controller
class StormPages {
    private final SeenIncidents seen;
    private final Storms storms;
    private final IncidentView view;
    private final Words words;

    StormPages(SeenIncidents seen, Storms storms, IncidentView view, Words words) {
        this.seen = seen;
        this.storms = storms;
        this.view = view;
        this.words = words;
    }

    @PostMapping("/su-co/dien-rong")
    String begin(RedirectAttributes flash) {
        SeenIncidents.requireStorm();
        try {
            Incident umbrella = storms.begin(SeenIncidents.who());
            flash.addFlashAttribute("notice", "incident.done.dien-rong");
            return "redirect:/su-co/" + umbrella.number();
        } catch (Refused refused) {
            flash.addFlashAttribute("refusal", words.refusal(refused));
            return "redirect:/su-co";
        }
    }

    @PostMapping("/su-co/{number}/ket-thuc-dien-rong")
    String end(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        SeenIncidents.requireStorm();
        Incident umbrella = umbrella(number);
        Integer version = IncidentForms.version(typed.get("phien-ban"));
        try {
            storms.end(new Hand(umbrella.number(), version, SeenIncidents.who()));
            flash.addFlashAttribute("notice", "incident.done.ket-thuc-dien-rong");
        } catch (Refused refused) {
            flash.addFlashAttribute("refusal", words.refusal(refused));
            if (refused.kind() == Refused.Kind.CHANGED_MEANWHILE) {
                flash.addFlashAttribute("seenVersion", version);
            }
        }
        return "redirect:/su-co/" + umbrella.number();
    }

    /** @param order {@code duong}: from place to place; else by people */
    @GetMapping("/su-co/{number}/viec")
    String work(
            @PathVariable String number, @RequestParam(name = "theo", defaultValue = "") String order, Model model) {
        Incident umbrella = umbrella(number);
        List<Task> live = seen.tasks(umbrella).stream()
                .filter(task -> task.incident().state().isLive())
                .toList();
        Optional<Site> start = Task.base(seen.inventory());
        boolean byWay = order.equals("duong");
        List<Task> ordered = byWay ? Task.byWay(live, start.map(Site::location).orElse(null)) : live;
        model.addAttribute("umbrella", umbrella);
        model.addAttribute("byWay", byWay);
        model.addAttribute("start", start.map(Site::name).orElse(null));
        model.addAttribute("tasks", view.tasks(ordered));
        return "incident/work";
    }

    private Incident umbrella(String number) {
        return seen.find(number)
                .filter(Incident::isUmbrella)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
