package io.langsong.collector.web;

import io.langsong.access.Refused;
import io.langsong.collector.Collector;
import io.langsong.collector.CollectorId;
import io.langsong.collector.CollectorState;
import io.langsong.collector.CollectorStates;
import io.langsong.collector.Collectors;
import io.langsong.collector.CollectorsProperties;
import io.langsong.collector.Enrolment;
import io.langsong.collector.Gaps;
import io.langsong.inventory.Device;
import io.langsong.inventory.Ids;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.polling.PollingProperties;
import io.langsong.web.SeenInventory;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Collectors: how each stands, what it asks, and how a process becomes one; for administrators. */
@Controller
@RequestMapping(CollectorPages.PATH)
class CollectorPages {
    static final String PATH = "/tram-thu-thap";
    private static final Duration CLOCK_IS_OFF = Duration.ofMinutes(1);

    private static final int MOST_GAPS = 20;

    private final Collectors collectors;
    private final CollectorStates states;
    private final Gaps gaps;
    private final Enrolment enrolment;
    private final CollectorsProperties settings;
    private final PollingProperties polling;
    private final SeenInventory inventory;
    private final Words words;

    CollectorPages(
            Collectors collectors,
            CollectorStates states,
            Gaps gaps,
            Enrolment enrolment,
            CollectorsProperties settings,
            PollingProperties polling,
            SeenInventory inventory,
            Words words) {
        this.collectors = collectors;
        this.states = states;
        this.gaps = gaps;
        this.enrolment = enrolment;
        this.settings = settings;
        this.polling = polling;
        this.inventory = inventory;
        this.words = words;
    }

    /** A collector in the list. @param shape in {@code fragments/states.html} */
    record Row(
            Collector collector, CollectorState state, String shape, int devices, List<String> sites, String clock) {}

    /** A site in the form. @param taken name of another collector that has it; empty: none */
    record SiteChoice(String id, String name, boolean chosen, String taken) {}

    record VillageChoice(String name, List<SiteChoice> sites) {}

    /** Shown once. */
    record ShownToken(String token, String command, Instant until) {}

    @GetMapping
    String list(Model model) {
        InventorySnapshot there = inventory.snapshot();
        model.addAttribute(
                "rows", collectors.all().stream().map(one -> row(one, there)).toList());
        model.addAttribute("port", settings.port());
        return "collector/list";
    }

    private Row row(Collector one, InventorySnapshot there) {
        CollectorState state = states.of(one);
        List<String> sites = one.sites().stream()
                .map(id -> there.site(id).map(site -> named(site, there)).orElse(id.value()))
                .sorted()
                .toList();
        return new Row(one, state, shape(state), collectors.devicesOf(one).size(), sites, clock(state));
    }

    private static String named(Site site, InventorySnapshot there) {
        return there.village(site.village())
                .map(village -> village.name() + " – " + site.name())
                .orElse(site.name());
    }

    private static String shape(CollectorState state) {
        return switch (state.kind()) {
            case CONNECTED -> "up";
            case AWAY -> "degraded";
            case LOST -> "down";
            case NEVER_SEEN -> "unknown";
        };
    }

    /** {@code nhanh 2 giờ 05 phút}; empty when it is right, or not known. */
    private String clock(CollectorState state) {
        if (state.presence() == null) {
            return "";
        }
        Duration offset = state.presence().clockOffset();
        return offset.abs().compareTo(CLOCK_IS_OFF) < 0
                ? ""
                : words.message(
                        offset.isNegative() ? "collector.clock.behind" : "collector.clock.ahead",
                        words.duration(offset.abs()));
    }

    @GetMapping("/_moi")
    String blank(Model model) {
        return form(model, null, CollectorForm.blank());
    }

    private String form(Model model, @Nullable Collector collector, CollectorForm given) {
        model.addAttribute("collector", collector);
        model.addAttribute("given", given);
        model.addAttribute("choices", choices(collector, given));
        model.addAttribute("usual", polling);
        return "collector/form";
    }

    private List<VillageChoice> choices(@Nullable Collector own, CollectorForm given) {
        InventorySnapshot there = inventory.snapshot();
        List<Collector> all = collectors.all();
        List<VillageChoice> choices = new ArrayList<>();
        for (Village village : there.villages()) {
            List<SiteChoice> sites = there.sites().stream()
                    .filter(site -> site.village().equals(village.id()))
                    .sorted(Comparator.comparing(Site::name))
                    .map(site -> new SiteChoice(
                            site.id().value(),
                            site.name(),
                            given.sites().contains(site.id().value()),
                            taken(site.id(), own, all)))
                    .toList();
            if (!sites.isEmpty()) {
                choices.add(new VillageChoice(village.name(), sites));
            }
        }
        return choices;
    }

    private static String taken(SiteId site, @Nullable Collector own, List<Collector> all) {
        return all.stream()
                .filter(one -> own == null || !one.id().equals(own.id()))
                .filter(one -> one.sites().contains(site))
                .map(Collector::name)
                .findFirst()
                .orElse("");
    }

    @PostMapping
    Object add(@RequestParam MultiValueMap<String, String> typed, Model model, RedirectAttributes flash) {
        CollectorForm given = CollectorForm.of(typed);
        try {
            Collector added = collectors.add(null, given.wish());
            flash.addFlashAttribute("notice", "collector.done.added");
            return "redirect:" + PATH + "/" + added.id();
        } catch (Refused refused) {
            return refused(form(model, null, given), model, refused);
        }
    }

    private ModelAndView refused(String view, Model model, Refused refused) {
        model.addAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
        return new ModelAndView(view, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @GetMapping("/{id}")
    String one(@PathVariable String id, Model model) {
        Collector one = require(id);
        InventorySnapshot there = inventory.snapshot();
        model.addAttribute("row", row(one, there));
        model.addAttribute("one", one);
        model.addAttribute("sites", sites(one, there));
        model.addAttribute("waiting", enrolment.waitingTokens().get(one.id()));
        model.addAttribute("usual", polling);
        model.addAttribute("port", settings.port());
        model.addAttribute("gaps", gaps.of(one.id(), MOST_GAPS));
        return "collector/collector";
    }

    /** A site with the devices there that it asks. */
    record SiteDevices(String name, List<Device> devices) {}

    private List<SiteDevices> sites(Collector one, InventorySnapshot there) {
        return one.sites().stream()
                .map(id -> new SiteDevices(
                        there.site(id).map(site -> named(site, there)).orElse(id.value()),
                        collectors.devicesOf(one).stream()
                                .filter(device -> device.site().equals(id))
                                .toList()))
                .sorted(Comparator.comparing(SiteDevices::name))
                .toList();
    }

    private Collector require(String id) {
        return (Ids.isOne(id) ? collectors.find(new CollectorId(id)) : Optional.<Collector>empty())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @GetMapping("/{id}/sua")
    String edit(@PathVariable String id, Model model) {
        Collector one = require(id);
        return form(model, one, CollectorForm.of(one));
    }

    @PostMapping("/{id}")
    Object change(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> typed,
            Model model,
            RedirectAttributes flash) {
        Collector before = require(id);
        CollectorForm given = CollectorForm.of(typed);
        try {
            collectors.change(before.id(), given.wish(), given.version());
            flash.addFlashAttribute("notice", "collector.done.saved");
            return "redirect:" + PATH + "/" + id;
        } catch (Refused refused) {
            boolean meanwhile = refused.kind() == Refused.Kind.CHANGED_MEANWHILE;
            model.addAttribute("meanwhile", meanwhile);
            return refused(form(model, before, meanwhile ? given.at(before.version()) : given), model, refused);
        }
    }

    @PostMapping("/{id}/ma")
    String issueToken(@PathVariable String id, HttpServletRequest request, RedirectAttributes flash) {
        Enrolment.Issued issued = enrolment.issueToken(
                require(id).id(), Objects.requireNonNull(SignedIn.current()).name());
        flash.addFlashAttribute(
                "shown",
                new ShownToken(
                        issued.token(),
                        CollectLine.of(settings, request.getServerName(), issued.token()),
                        issued.expiresAt()));
        return "redirect:" + PATH + "/" + id;
    }

    @PostMapping("/{id}/thu-hoi")
    String revoke(@PathVariable String id, RedirectAttributes flash) {
        enrolment.revoke(require(id).id());
        flash.addFlashAttribute("notice", "collector.done.revoked");
        return "redirect:" + PATH + "/" + id;
    }

    @PostMapping("/{id}/xoa")
    String remove(@PathVariable String id, RedirectAttributes flash) {
        collectors.remove(require(id).id());
        flash.addFlashAttribute("notice", "collector.done.removed");
        return "redirect:" + PATH;
    }
}
