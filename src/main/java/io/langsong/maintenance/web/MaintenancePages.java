package io.langsong.maintenance.web;

import io.langsong.availability.Interval;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.maintenance.MaintenanceRefused;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import io.langsong.maintenance.Occurrence;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.Plan.State;
import io.langsong.maintenance.Scope;
import io.langsong.web.ListPage;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

/** Plans: everybody looks, technicians enter and end them. */
@Controller
@RequestMapping("/bao-tri")
class MaintenancePages {
    private static final int MOST_INTERVALS = 10;
    private static final Duration AHEAD = Duration.ofDays(400);

    private final PlanDesk desk;
    private final Words words;
    private final Clock clock;

    MaintenancePages(PlanDesk desk, Words words, Clock clock) {
        this.desk = desk;
        this.words = words;
        this.clock = clock;
    }

    @GetMapping
    String list(@RequestParam(name = "trang", defaultValue = "") String page, Model model) {
        Instant now = clock.instant();
        ScopeNames names = new ScopeNames(desk.inventory());
        List<PlanView> all = desk.all().stream()
                .map(plan -> PlanView.of(plan, names, now, words))
                .toList();
        model.addAttribute("now", in(State.NOW, all));
        model.addAttribute(
                "coming",
                in(State.COMING, all).stream()
                        .sorted(Comparator.comparing(PlanView::from))
                        .toList());
        model.addAttribute("page", ListPage.of(in(State.PAST, all), page));
        return "maintenance/list";
    }

    private static List<PlanView> in(State state, List<PlanView> all) {
        return all.stream().filter(view -> view.state() == state).toList();
    }

    /**
     * @param object that is filled in, as {@code kind:id}
     * @param like number of a plan whose words and objects are filled in
     */
    @GetMapping("/_moi")
    String blank(
            @RequestParam(name = "doi-tuong", defaultValue = "") String object,
            @RequestParam(name = "theo", defaultValue = "") String like,
            Model model) {
        requireTechnician();
        InventorySnapshot inventory = desk.inventory();
        ScopeNames names = new ScopeNames(inventory);
        PlanForm form = PlanForm.blank(clock.instant());
        if (like.matches("[0-9]{1,18}")) {
            desk.find(Long.parseLong(like)).ifPresent(plan -> form.like(plan, names));
        }
        if (!object.isEmpty()) {
            fillIn(object, form, inventory, names);
        }
        fillForm(model, form, names);
        return "maintenance/form";
    }

    /** What is not there is left out: the form is the place to say what is meant. */
    private static void fillIn(String object, PlanForm form, InventorySnapshot inventory, ScopeNames names) {
        try {
            InventoryId id = Scope.object(object);
            if (inventory.find(id).isPresent()) {
                boolean ticked = id.kind().equals("village") || id.kind().equals("power-area");
                form.with(ticked ? "objects" : "typed", ticked ? Scope.text(id) : names.label(id));
            }
        } catch (MaintenanceRefused | InventoryRefused notAnObject) {
            // As one that is not there.
        }
    }

    @PostMapping
    Object add(
            @RequestParam MultiValueMap<String, String> posted,
            Model model,
            Locale language,
            RedirectAttributes flash) {
        ScopeNames names = new ScopeNames(desk.inventory());
        PlanForm form = PlanForm.of(posted);
        try {
            Plan plan = desk.enter(form.wish(names));
            flash.addFlashAttribute("done", "maintenance.done.added");
            return "redirect:/bao-tri/" + plan.id();
        } catch (MaintenanceRefused refused) {
            model.addAttribute("trouble", sentence(refused, words, language));
            model.addAttribute("troubleAt", refused.field());
            fillForm(model, form, names);
            return new ModelAndView("maintenance/form", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private void fillForm(Model model, PlanForm form, ScopeNames names) {
        InventorySnapshot inventory = desk.inventory();
        model.addAttribute("typed", form);
        model.addAttribute("kinds", Plan.Kind.values());
        model.addAttribute("villages", inventory.villages());
        model.addAttribute("areas", inventory.powerAreas());
        model.addAttribute("offered", names.offered());
        model.addAttribute("weekdays", PlanForm.weekdays().keySet());
        model.addAttribute("whole", inventory.isWhole());
    }

    @GetMapping("/{id}")
    String one(@PathVariable long id, Model model) {
        fillOne(model, id, "");
        return "maintenance/plan";
    }

    private void fillOne(Model model, long id, String why) {
        SeenPlan seen = desk.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Instant now = clock.instant();
        Plan plan = seen.plan();
        ScopeNames names = new ScopeNames(desk.inventory());
        List<InventoryId> covered = desk.coveredBy(plan);
        model.addAttribute("seen", seen);
        model.addAttribute("view", PlanView.of(seen, names, now, words));
        model.addAttribute("coveredDevices", labelled("device", covered, names));
        model.addAttribute("coveredServices", labelled("service", covered, names));
        model.addAttribute("coveredLinks", labelled("link", covered, names));
        model.addAttribute("intervals", coming(plan, now));
        model.addAttribute("why", why);
        model.addAttribute(
                "mayChange",
                seen.whole() && (!plan.scope().all() || desk.inventory().isWhole()));
    }

    private static List<String> labelled(String kind, List<InventoryId> ids, ScopeNames names) {
        return ids.stream()
                .filter(id -> id.kind().equals(kind))
                .map(names::label)
                .sorted()
                .toList();
    }

    /** That of now and those that come next, of a plan that recurs. */
    private static List<Occurrence> coming(Plan plan, Instant now) {
        Instant begin = plan.timing().begin();
        Instant from = begin.isAfter(now) ? begin : now;
        return plan.occurrences(new Interval(from, from.plus(AHEAD))).stream()
                .limit(MOST_INTERVALS)
                .toList();
    }

    @PostMapping("/{id}/ket-thuc")
    Object end(
            @PathVariable long id,
            @RequestParam(name = "why", defaultValue = "") String why,
            Model model,
            Locale language,
            RedirectAttributes flash) {
        try {
            desk.end(id, why);
            flash.addFlashAttribute("done", "maintenance.done.ended");
            return "redirect:/bao-tri/" + id;
        } catch (MaintenanceRefused refused) {
            return refused(id, why, refused, model, language);
        }
    }

    @PostMapping("/{id}/thu-hoi")
    Object withdraw(
            @PathVariable long id,
            @RequestParam(name = "why", defaultValue = "") String why,
            Model model,
            Locale language,
            RedirectAttributes flash) {
        try {
            desk.withdraw(id, why);
            flash.addFlashAttribute("done", "maintenance.done.withdrawn");
            return "redirect:/bao-tri/" + id;
        } catch (MaintenanceRefused refused) {
            return refused(id, why, refused, model, language);
        }
    }

    private ModelAndView refused(long id, String why, MaintenanceRefused refused, Model model, Locale language) {
        if (refused.fault() == Fault.MISSING) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, refused);
        }
        model.addAttribute("trouble", sentence(refused, words, language));
        fillOne(model, id, why);
        return new ModelAndView("maintenance/plan", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** {@code Kết thúc “08:00” không sau lúc bắt đầu; chọn lúc muộn hơn.} */
    static String sentence(MaintenanceRefused refused, Words words, Locale language) {
        return words.message("maintenance.field." + refused.field())
                + (refused.value() == null ? "" : " “" + refused.value() + "”") + " "
                + refused.what(language) + "; " + refused.remedy(language) + ".";
    }

    static void requireTechnician() {
        SignedIn who = SignedIn.current();
        if (who == null || !who.mayAct()) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }
}
