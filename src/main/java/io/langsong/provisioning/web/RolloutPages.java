package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.DryRun;
import io.langsong.provisioning.DryRun.Planned;
import io.langsong.provisioning.ProvisioningProperties;
import io.langsong.provisioning.Rollout;
import io.langsong.provisioning.Rollout.Progress;
import io.langsong.provisioning.Rollout.State;
import io.langsong.provisioning.Rollout.Step;
import io.langsong.provisioning.Rollouts;
import io.langsong.provisioning.Stage;
import io.langsong.provisioning.Standing;
import io.langsong.provisioning.Standings;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.Templates;
import io.langsong.web.ListPage;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Rollouts: chosen, looked at, begun, and followed. */
@Controller
@RequestMapping(RolloutPages.PATH)
class RolloutPages {
    static final String PATH = "/cau-hinh/trien-khai";
    private static final String DRY_RUN = "provisioning/dry-run";
    private static final String ONE = "provisioning/rollout";

    private final Rollouts rollouts;
    private final AccessPoints accessPoints;
    private final Standings standings;
    private final Templates templates;
    private final ProvisioningProperties settings;
    private final SeenInventory inventory;
    private final Words words;

    RolloutPages(
            Rollouts rollouts,
            AccessPoints accessPoints,
            Standings standings,
            Templates templates,
            ProvisioningProperties settings,
            SeenInventory inventory,
            Words words) {
        this.rollouts = rollouts;
        this.accessPoints = accessPoints;
        this.standings = standings;
        this.templates = templates;
        this.settings = settings;
        this.inventory = inventory;
        this.words = words;
    }

    /** @param done steps of which nothing more comes @param shape as of {@code fragments/states} */
    record Row(Rollout rollout, long done, long failed, String shape) {}

    /** An access point that may be chosen. @param impossible whether its configuration has problems */
    record Candidate(String id, String name, String site, boolean changed, boolean impossible) {}

    /** A step that would be. */
    record PlannedView(Planned planned, String name, String site, DiffView diff, List<String> villages) {}

    /** Why an access point can not be part of it. @param other the rollout that it is in; null for none */
    record Impossible(String name, String why, @Nullable Rollout other) {}

    /** A step. @param shape as of {@code fragments/states} */
    record StepView(Step step, String name, String site, String shape) {}

    /** The steps of one wave. */
    record Wave<S>(int number, List<S> steps) {}

    /** How many steps stand so. */
    record Tally(String progress, long count) {}

    /** @param looked each {@code id=checksum} */
    record Given(List<String> looked, String reason, String stopAfter) {}

    @GetMapping
    String list(@RequestParam(name = "trang", defaultValue = "") String page, Model model) {
        model.addAttribute(
                "page",
                ListPage.of(
                        rollouts.all().stream()
                                .map(one -> new Row(
                                        one,
                                        one.steps().stream()
                                                .filter(step -> step.progress().isOver())
                                                .count(),
                                        one.failures(),
                                        shape(one.state())))
                                .toList(),
                        page));
        return "provisioning/rollouts";
    }

    /** @param village the only one whose access points are offered @param used template that those use who are offered */
    @GetMapping("/_moi")
    String choose(
            @RequestParam(name = "thon", defaultValue = "") String village,
            @RequestParam(name = "mau", defaultValue = "") String used,
            Model model) {
        List<Standing> all = standings.all();
        PlaceNames names = names(all.stream().map(Standing::place).toList());
        Template template = templates.find(used).orElse(null);
        Set<DeviceId> using = template == null
                ? Set.of()
                : accessPoints.using(template).stream().map(AccessPoint::id).collect(Collectors.toSet());
        model.addAttribute("village", village);
        model.addAttribute("used", used);
        model.addAttribute(
                "villages",
                inventory.snapshot().villages().stream()
                        .sorted(Comparator.comparingInt(Village::position))
                        .toList());
        model.addAttribute("templates", templates.all());
        model.addAttribute(
                "candidates",
                all.stream()
                        .filter(one -> isApproved(one.place()))
                        .filter(one -> village.isEmpty() || isIn(village, one.place(), names))
                        .filter(one ->
                                used.isEmpty() || using.contains(one.place().id()))
                        .map(one -> candidate(one, names))
                        .toList());
        return "provisioning/rollout-choice";
    }

    private PlaceNames names(List<AccessPoint> all) {
        return new PlaceNames(inventory.snapshot(), all, words);
    }

    private static boolean isApproved(AccessPoint one) {
        return one.life().approved() != null && one.life().stage() != Stage.RETIRED;
    }

    private static boolean isIn(String village, AccessPoint one, PlaceNames names) {
        VillageId there = names.villageOf(one.site());
        return there != null && there.value().equals(village);
    }

    private static Candidate candidate(Standing one, PlaceNames names) {
        AccessPoint place = one.place();
        return new Candidate(
                place.id().value(),
                place.name(),
                names.site(place.site()),
                one.changed(),
                !one.problems().isEmpty());
    }

    /** What would go where; nothing is kept of it. */
    @PostMapping("/_thu")
    Object look(
            @RequestParam(name = "diem", defaultValue = "") List<String> chosen,
            Model model,
            RedirectAttributes flash) {
        List<DeviceId> places = places(chosen);
        if (places.isEmpty()) {
            flash.addFlashAttribute("trouble", words.message("provisioning.rollout.choose"));
            return "redirect:" + PATH + "/_moi";
        }
        try {
            return dryRun(model, places, new Given(List.of(), "", ""));
        } catch (Refused refused) {
            flash.addFlashAttribute("trouble", words.refusal(refused));
            return "redirect:" + PATH + "/_moi";
        }
    }

    private static List<DeviceId> places(List<String> chosen) {
        return chosen.stream().filter(Ids::isOne).map(DeviceId::new).toList();
    }

    private String dryRun(Model model, List<DeviceId> places, Given given) {
        DryRun dryRun = rollouts.dryRun(places);
        PlaceNames names = names(accessPoints.all());
        List<Impossible> impossible = dryRun.impossible().entrySet().stream()
                .map(one -> new Impossible(
                        names.accessPoint(one.getKey()),
                        one.getValue(),
                        Optional.ofNullable(dryRun.inRollouts().get(one.getKey()))
                                .flatMap(rollouts::find)
                                .orElse(null)))
                .sorted(Comparator.comparing(Impossible::name))
                .toList();
        model.addAttribute("given", given);
        model.addAttribute("waves", waves(dryRun, names));
        model.addAttribute("steps", dryRun.steps().size());
        model.addAttribute(
                "unchanged", dryRun.unchanged().stream().map(names::accessPoint).toList());
        model.addAttribute("impossible", impossible);
        model.addAttribute(
                "endangered",
                dryRun.steps().stream()
                        .flatMap(step -> step.villages().stream())
                        .distinct()
                        .count());
        model.addAttribute(
                "looked",
                dryRun.steps().stream()
                        .map(step -> step.place() + "=" + step.checksum())
                        .toList());
        model.addAttribute("secondPerson", settings.approval().equals("second-person"));
        return DRY_RUN;
    }

    private List<Wave<PlannedView>> waves(DryRun dryRun, PlaceNames names) {
        Map<DeviceId, AccessPoint> all =
                accessPoints.all().stream().collect(Collectors.toMap(AccessPoint::id, one -> one));
        Map<Integer, List<PlannedView>> waves = new TreeMap<>();
        for (Planned step : dryRun.steps()) {
            AccessPoint one = all.get(step.place());
            waves.computeIfAbsent(step.wave(), any -> new ArrayList<>())
                    .add(new PlannedView(
                            step,
                            names.accessPoint(step.place()),
                            one == null ? "" : names.site(one.site()),
                            DiffView.of(step.diff()),
                            step.villages().stream()
                                    .map(village -> names.village(new VillageId(village)))
                                    .toList()));
        }
        return waves.entrySet().stream()
                .map(wave -> new Wave<>(wave.getKey() + 1, List.copyOf(wave.getValue())))
                .toList();
    }

    @PostMapping
    Object begin(@RequestParam MultiValueMap<String, String> typed, Model model, RedirectAttributes flash) {
        Given given = new Given(Page.all(typed, "looked"), Page.one(typed, "reason"), Page.one(typed, "stopAfter"));
        Map<DeviceId, String> looked = looked(given.looked());
        try {
            Rollout begun =
                    rollouts.begin(looked, given.reason(), Page.number("stopAfter", given.stopAfter()), Who.name());
            flash.addFlashAttribute(
                    "notice",
                    begun.state() == State.PROPOSED ? "provisioning.done.proposed" : "provisioning.done.begun");
            return "redirect:" + PATH + "/" + begun.id();
        } catch (Refused refused) {
            if (refused.kind() == Refused.Kind.MISSING || looked.isEmpty()) {
                flash.addFlashAttribute("trouble", words.refusal(refused));
                return "redirect:" + PATH + "/_moi";
            }
            return Page.refused(dryRun(model, List.copyOf(looked.keySet()), given), model, refused, words);
        }
    }

    private static Map<DeviceId, String> looked(List<String> typed) {
        Map<DeviceId, String> looked = new LinkedHashMap<>();
        for (String one : typed) {
            int at = one.indexOf('=');
            if (at > 0 && Ids.isOne(one.substring(0, at))) {
                looked.put(new DeviceId(one.substring(0, at)), one.substring(at + 1));
            }
        }
        return looked;
    }

    @GetMapping("/{id}")
    String one(@PathVariable long id, Model model) {
        fill(model, rollouts.find(id).orElseThrow(Page::missing));
        return ONE;
    }

    /** How far it is, for the page to refresh. */
    @GetMapping("/{id}/tien-do")
    String progress(@PathVariable long id, Model model) {
        fill(model, rollouts.find(id).orElseThrow(Page::missing));
        return ONE + " :: progress";
    }

    private void fill(Model model, Rollout rollout) {
        Map<DeviceId, AccessPoint> all =
                accessPoints.all().stream().collect(Collectors.toMap(AccessPoint::id, one -> one));
        PlaceNames names = names(List.copyOf(all.values()));
        Map<Integer, List<StepView>> waves = new TreeMap<>();
        for (Step step : rollout.steps()) {
            AccessPoint one = all.get(step.place());
            waves.computeIfAbsent(step.wave(), any -> new ArrayList<>())
                    .add(new StepView(
                            step,
                            names.accessPoint(step.place()),
                            one == null ? "" : names.site(one.site()),
                            shape(step.progress())));
        }
        boolean moves =
                rollout.steps().stream().anyMatch(step -> !step.progress().isOver());
        model.addAttribute("rollout", rollout);
        model.addAttribute("state", rollout.state().code());
        model.addAttribute("moves", moves);
        model.addAttribute("refresh", moves);
        model.addAttribute("tallies", tallies(rollout));
        model.addAttribute(
                "waves",
                waves.entrySet().stream()
                        .map(wave -> new Wave<>(wave.getKey() + 1, List.copyOf(wave.getValue())))
                        .toList());
        model.addAttribute("failures", rollout.failures());
        model.addAttribute("own", rollout.by().equals(Who.name()));
    }

    private static List<Tally> tallies(Rollout rollout) {
        return Arrays.stream(Progress.values())
                .map(progress -> new Tally(
                        progress.code(),
                        rollout.steps().stream()
                                .filter(step -> step.progress() == progress)
                                .count()))
                .filter(tally -> tally.count() > 0)
                .toList();
    }

    private static String shape(State state) {
        return switch (state) {
            case FINISHED -> "up";
            case STOPPED -> "down";
            case RUNNING -> "maintenance";
            case PROPOSED, PAUSED -> "degraded";
            case CANCELLED -> "unknown";
        };
    }

    private static String shape(Progress progress) {
        return switch (progress) {
            case DONE -> "up";
            case ROLLED_BACK -> "down";
            case LET_OUT, CHECKING -> "maintenance";
            case QUEUED -> "masked";
            case WAITING, SKIPPED -> "unknown";
        };
    }

    @PostMapping("/{id}/duyet")
    String approve(@PathVariable long id, RedirectAttributes flash) {
        return act(id, "rollout-approved", () -> rollouts.approve(id, Who.name()), flash);
    }

    @PostMapping("/{id}/tam-dung")
    String pause(@PathVariable long id, RedirectAttributes flash) {
        return act(id, "rollout-paused", () -> rollouts.pause(id, Who.name()), flash);
    }

    @PostMapping("/{id}/tiep-tuc")
    String resume(@PathVariable long id, RedirectAttributes flash) {
        return act(id, "rollout-resumed", () -> rollouts.resume(id, Who.name()), flash);
    }

    @PostMapping("/{id}/thu-lai")
    String retry(@PathVariable long id, RedirectAttributes flash) {
        return act(id, "rollout-retried", () -> rollouts.retry(id, Who.name()), flash);
    }

    @PostMapping("/{id}/huy")
    String cancel(@PathVariable long id, RedirectAttributes flash) {
        return act(id, "rollout-cancelled", () -> rollouts.cancel(id, Who.name()), flash);
    }

    private String act(long id, String done, Runnable action, RedirectAttributes flash) {
        return Page.act(PATH + "/" + id, done, action, flash, words);
    }
}
