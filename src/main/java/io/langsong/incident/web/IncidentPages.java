package io.langsong.incident.web;

import io.langsong.alert.Severity;
import io.langsong.incident.Fix;
import io.langsong.incident.Incident;
import io.langsong.incident.IncidentWish;
import io.langsong.incident.Incidents;
import io.langsong.incident.State;
import io.langsong.incident.Storm.Proposal;
import io.langsong.incident.Storms;
import io.langsong.incident.Task;
import io.langsong.incident.Waiting;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.outage.Outage.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The list of incidents, and all about one on one page. */
@Controller
class IncidentPages {
    private static final int SIZE = 50;

    private final SeenIncidents seen;
    private final Incidents incidents;
    private final IncidentView view;
    private final Storms storms;

    IncidentPages(SeenIncidents seen, Incidents incidents, IncidentView view, Storms storms) {
        this.seen = seen;
        this.incidents = incidents;
        this.view = view;
        this.storms = storms;
    }

    /** @param asked as {@link IncidentFilter} reads it */
    @GetMapping(IncidentFilter.PATH)
    String list(@RequestParam Map<String, String> asked, Model model) {
        InventorySnapshot there = seen.inventory();
        IncidentFilter filter = IncidentFilter.of(asked, there);
        IncidentWish.Place after = IncidentFilter.place(asked.getOrDefault("sau", ""));
        List<Incident> found = new ArrayList<>(seen.find(filter.wish(there, SeenIncidents.who(), after), SIZE + 1));
        boolean more = found.size() > SIZE;
        if (more) {
            found.remove(SIZE);
        }
        List<IncidentView.Row> rows = view.rows(found);
        model.addAttribute("filter", filter);
        model.addAttribute(
                "live",
                rows.stream().filter(row -> row.incident().state().isLive()).toList());
        model.addAttribute(
                "over",
                rows.stream().filter(row -> !row.incident().state().isLive()).toList());
        banners(model);
        model.addAttribute("after", asked.get("sau"));
        model.addAttribute(
                "order",
                rows.stream().map(row -> row.incident().number().toString()).collect(Collectors.joining(",")));
        model.addAttribute("states", State.values());
        model.addAttribute("severities", Severity.values());
        model.addAttribute("villages", there.villages());
        model.addAttribute("first", after == null ? null : filter.address(null));
        model.addAttribute(
                "next",
                more
                        ? filter.address(IncidentFilter.written(IncidentWish.Place.of(found.get(found.size() - 1))))
                        : null);
        return "incident/list";
    }

    /** What stands above the list: the storm that runs, or what is proposed. */
    private void banners(Model model) {
        boolean mayStorm = SeenIncidents.mayStorm();
        storms.umbrella().flatMap(one -> seen.find(one.number().toString())).ifPresent(umbrella -> {
            model.addAttribute("umbrella", umbrella);
            storms.of(umbrella).ifPresent(storm -> model.addAttribute("storm", storm));
        });
        if (mayStorm) {
            storms.proposal(Proposal.Kind.BEGIN).ifPresent(proposal -> model.addAttribute("propose", proposal));
            storms.proposal(Proposal.Kind.END).ifPresent(proposal -> model.addAttribute("proposeEnd", proposal));
        }
        model.addAttribute("mayStorm", mayStorm);
        model.addAttribute("digestEvery", storms.digestEvery());
    }

    @GetMapping("/su-co/{number}")
    String one(@PathVariable String number, Model model) {
        Incident incident = find(number);
        model.addAttribute("one", view.whole(incident));
        model.addAttribute("causes", Cause.values());
        model.addAttribute("fixes", Fix.values());
        model.addAttribute("waits", Waiting.For.values());
        model.addAttribute("others", others(incident));
        model.addAttribute("mine", isMine(incident));
        model.addAttribute("mayStorm", SeenIncidents.mayStorm());
        if (incident.isUmbrella()) {
            storm(incident, model);
        } else if (incident.storm() != null) {
            model.addAttribute(
                    "quiet",
                    storms.umbrella()
                            .filter(one -> one.number().equals(incident.storm()))
                            .isPresent());
        }
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", IncidentForms.Given.NONE);
        }
        Object seenVersion = model.getAttribute("seenVersion");
        if (seenVersion instanceof Integer version) {
            model.addAttribute("meanwhile", view.since(incident, version));
        }
        return "incident/incident";
    }

    private void storm(Incident umbrella, Model model) {
        List<Task> tasks = seen.tasks(umbrella);
        storms.of(umbrella).ifPresent(storm -> {
            model.addAttribute("storm", storm);
            if (storm.lasts() && SeenIncidents.mayStorm()) {
                storms.proposal(Proposal.Kind.END).ifPresent(proposal -> model.addAttribute("proposeEnd", proposal));
            }
        });
        model.addAttribute(
                "live",
                view.tasks(tasks.stream()
                        .filter(task -> task.incident().state().isLive())
                        .toList()));
        model.addAttribute(
                "over",
                view.tasks(tasks.stream()
                        .filter(task -> !task.incident().state().isLive())
                        .toList()));
    }

    private static boolean isMine(Incident incident) {
        var owner = incident.standing().acknowledged();
        return owner != null && SeenIncidents.who().equals(owner.who());
    }

    /** Into which it may be merged. */
    private List<IncidentView.Row> others(Incident incident) {
        if (incident.state() == State.CLOSED || incident.isUmbrella()) {
            return List.of();
        }
        return view.rows(
                seen
                        .find(IncidentWish.of(Set.of(State.OPEN, State.ACKNOWLEDGED), SeenIncidents.villages()), 200)
                        .stream()
                        .filter(other -> other.id() != incident.id() && !other.isUmbrella())
                        .toList());
    }

    /** A photo never changes under its id. */
    @GetMapping("/su-co/{number}/anh/{id}")
    ResponseEntity<byte[]> photo(@PathVariable String number, @PathVariable UUID id) {
        return incidents
                .photo(find(number), id)
                .map(jpeg -> ResponseEntity.ok()
                        .contentType(MediaType.IMAGE_JPEG)
                        .cacheControl(CacheControl.maxAge(Duration.ofDays(30)).cachePrivate())
                        .body(jpeg))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private Incident find(String number) {
        return seen.find(number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
