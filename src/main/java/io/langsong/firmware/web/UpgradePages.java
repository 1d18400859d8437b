package io.langsong.firmware.web;

import io.langsong.access.Refused;
import io.langsong.firmware.BoxFacts;
import io.langsong.firmware.Boxes;
import io.langsong.firmware.Fit;
import io.langsong.firmware.Image;
import io.langsong.firmware.Images;
import io.langsong.firmware.Upgrade;
import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrade.State;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.firmware.Upgrades;
import io.langsong.firmware.Upgrades.DryRun;
import io.langsong.firmware.Upgrades.Planned;
import io.langsong.firmware.web.Given.UpgradeForm;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.Village;
import io.langsong.provisioning.AccessPoints;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/** Upgrades: chosen, looked at, begun, and followed. */
@Controller
class UpgradePages {
    private static final String PATH = ImagePages.PATH + "/nang-cap";
    private static final String DRY_RUN = "firmware/dry-run";
    private static final String ONE = "firmware/upgrade";

    private final Upgrades upgrades;
    private final Images images;
    private final Boxes boxes;
    private final AccessPoints accessPoints;
    private final SeenInventory inventory;
    private final Words words;

    UpgradePages(
            Upgrades upgrades,
            Images images,
            Boxes boxes,
            AccessPoints accessPoints,
            SeenInventory inventory,
            Words words) {
        this.upgrades = upgrades;
        this.images = images;
        this.boxes = boxes;
        this.accessPoints = accessPoints;
        this.inventory = inventory;
        this.words = words;
    }

    /** An access point that may be chosen. @param model null when it was not asked */
    record Candidate(
            String id,
            String name,
            String site,
            Fit fit,
            @Nullable String model,
            boolean chosen,
            String shape) {}

    /** A step that would be. */
    record PlannedView(Planned planned, String name, String site, List<String> villages) {}

    /** A step. @param shape as of {@code fragments/states} */
    record StepView(Step step, String name, String site, String shape) {}

    /** The steps of one wave. */
    record Wave<S>(int number, List<S> steps) {}

    /** How many steps stand so. */
    record Tally(String progress, long count) {}

    private Named named() {
        return new Named(inventory.snapshot(), accessPoints.all());
    }

    private static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** @param image SHA-256 @param village the only one whose access points are offered @param chosen ids that are chosen */
    @GetMapping(PATH + "/_moi")
    String choose(
            @RequestParam(name = "ban", defaultValue = "") String image,
            @RequestParam(name = "thon", defaultValue = "") String village,
            @RequestParam(name = "diem", defaultValue = "") List<String> chosen,
            Model model) {
        Image one = images.find(image).orElse(null);
        model.addAttribute("image", one);
        model.addAttribute("images", images.all());
        model.addAttribute("village", village);
        model.addAttribute(
                "villages",
                inventory.snapshot().villages().stream()
                        .sorted(Comparator.comparingInt(Village::position))
                        .toList());
        model.addAttribute("candidates", one == null ? List.of() : candidates(one, village, Set.copyOf(chosen)));
        return "firmware/choice";
    }

    private List<Candidate> candidates(Image image, String village, Set<String> chosen) {
        Named named = named();
        Map<DeviceId, BoxFacts> known = boxes.known();
        List<Candidate> candidates = new ArrayList<>();
        boxes.fits(image).forEach((id, fit) -> {
            BoxFacts facts = known.get(id);
            boolean here = village.isEmpty() || named.isIn(village, id);
            // What never fits is only in the way.
            if (here
                    && !fit.reasons().contains("other-family")
                    && !fit.reasons().contains("not-approved")) {
                candidates.add(new Candidate(
                        id.value(),
                        named.accessPoint(id),
                        named.site(id),
                        fit,
                        facts == null ? null : facts.model(),
                        chosen.contains(id.value()),
                        shape(fit.verdict())));
            }
        });
        return candidates;
    }

    private static String shape(Fit.Verdict verdict) {
        return switch (verdict) {
            case FITS -> "maintenance";
            case HAS_IT -> "up";
            case DOES_NOT_FIT -> "down";
            case UNKNOWN -> "unknown";
        };
    }

    private static List<DeviceId> places(List<String> chosen) {
        return chosen.stream().filter(Ids::isOne).map(DeviceId::new).toList();
    }

    private static String back(String image, String village, List<DeviceId> chosen) {
        return "redirect:"
                + UriComponentsBuilder.fromPath(PATH + "/_moi")
                        .queryParam("ban", "{image}")
                        .queryParam("thon", "{village}")
                        .queryParam("diem", chosen.stream().map(DeviceId::value).toArray())
                        .encode()
                        .buildAndExpand(image, village)
                        .toUriString();
    }

    /** Asks the boxes that are chosen what they are. */
    @PostMapping(ImagePages.PATH + "/may/hoi")
    String ask(
            @RequestParam(name = "ban", defaultValue = "") String image,
            @RequestParam(name = "thon", defaultValue = "") String village,
            @RequestParam(name = "diem", defaultValue = "") List<String> chosen,
            RedirectAttributes flash) {
        List<DeviceId> places = places(chosen);
        try {
            Map<DeviceId, Refused> refusals = boxes.askAll(places);
            Named named = named();
            Map<String, String> silent = new TreeMap<>();
            refusals.forEach((id, refused) -> silent.put(named.accessPoint(id), words.refusal(refused)));
            flash.addFlashAttribute("silent", new LinkedHashMap<>(silent));
            flash.addFlashAttribute("asked", places.size() - refusals.size());
        } catch (Refused refused) {
            flash.addFlashAttribute("trouble", words.refusal(refused));
        }
        return back(image, village, places);
    }

    /** What would go where; nothing is kept of it. */
    @PostMapping(PATH + "/_thu")
    Object look(
            @RequestParam(name = "ban", defaultValue = "") String image,
            @RequestParam(name = "thon", defaultValue = "") String village,
            @RequestParam(name = "diem", defaultValue = "") List<String> chosen,
            Model model,
            RedirectAttributes flash) {
        List<DeviceId> places = places(chosen);
        if (places.isEmpty()) {
            flash.addFlashAttribute("trouble", words.message("firmware.choose"));
            return back(image, village, places);
        }
        try {
            return dryRun(model, places, UpgradeForm.empty(image));
        } catch (Refused refused) {
            flash.addFlashAttribute("trouble", words.refusal(refused));
            return back(image, village, places);
        }
    }

    private String dryRun(Model model, List<DeviceId> places, UpgradeForm given) {
        DryRun dryRun = upgrades.dryRun(given.image(), places);
        Named named = named();
        Map<String, String> impossible = new TreeMap<>();
        dryRun.impossible().forEach((place, why) -> impossible.put(named.accessPoint(place), why));
        model.addAttribute("given", given);
        model.addAttribute("image", images.find(given.image()).orElseThrow());
        model.addAttribute("steps", dryRun.steps().size());
        model.addAttribute(
                "waves",
                waves(
                        dryRun.steps(),
                        Planned::wave,
                        step -> new PlannedView(
                                step,
                                named.accessPoint(step.place()),
                                named.site(step.place()),
                                step.villages().stream().map(named::village).toList())));
        model.addAttribute(
                "unchanged", dryRun.unchanged().stream().map(named::accessPoint).toList());
        model.addAttribute("impossible", impossible);
        model.addAttribute(
                "looked",
                dryRun.steps().stream()
                        .map(step -> step.place() + "=" + step.from())
                        .toList());
        model.addAttribute("secondPerson", upgrades.needsSecondPerson());
        return DRY_RUN;
    }

    private static <S, V> List<Wave<V>> waves(List<S> steps, Function<S, Integer> wave, Function<S, V> view) {
        Map<Integer, List<V>> waves = steps.stream()
                .collect(Collectors.groupingBy(wave, TreeMap::new, Collectors.mapping(view, Collectors.toList())));
        return waves.entrySet().stream()
                .map(one -> new Wave<>(one.getKey() + 1, one.getValue()))
                .toList();
    }

    @PostMapping(PATH)
    Object begin(@RequestParam MultiValueMap<String, String> typed, Model model, RedirectAttributes flash) {
        UpgradeForm given = UpgradeForm.of(typed);
        try {
            Upgrade begun = upgrades.begin(given.wish(), Asker.name());
            flash.addFlashAttribute(
                    "notice", begun.state() == State.PROPOSED ? "firmware.done.proposed" : "firmware.done.begun");
            return "redirect:" + PATH + "/" + begun.id();
        } catch (Refused refused) {
            List<DeviceId> places = List.copyOf(given.places().keySet());
            if (refused.kind() == Refused.Kind.MISSING || places.isEmpty()) {
                flash.addFlashAttribute("trouble", words.refusal(refused));
                return back(given.image(), "", places);
            }
            return Given.refused(dryRun(model, places, given), model, refused, words);
        }
    }

    @GetMapping(PATH + "/{id}")
    String one(@PathVariable long id, Model model) {
        fill(model, upgrades.find(id).orElseThrow(UpgradePages::missing));
        return ONE;
    }

    /** How far it is, for the page to refresh. */
    @GetMapping(PATH + "/{id}/tien-do")
    String progress(@PathVariable long id, Model model) {
        fill(model, upgrades.find(id).orElseThrow(UpgradePages::missing));
        return ONE + " :: progress";
    }

    private void fill(Model model, Upgrade upgrade) {
        Named named = named();
        // The last step may be over some seconds before the upgrade is.
        boolean moves = upgrade.state() == State.RUNNING
                || upgrade.steps().stream().anyMatch(step -> !step.progress().isOver());
        model.addAttribute("upgrade", upgrade);
        model.addAttribute("image", images.find(upgrade.image()).orElseThrow());
        model.addAttribute("state", upgrade.state().code());
        model.addAttribute("moves", moves);
        model.addAttribute("refresh", moves);
        model.addAttribute("tallies", tallies(upgrade));
        model.addAttribute(
                "waves",
                waves(
                        upgrade.steps(),
                        Step::wave,
                        step -> new StepView(
                                step,
                                named.accessPoint(step.place()),
                                named.site(step.place()),
                                shape(step.progress()))));
        model.addAttribute("own", upgrade.by().equals(Asker.name()));
    }

    private static List<Tally> tallies(Upgrade upgrade) {
        return Arrays.stream(Progress.values())
                .map(progress -> new Tally(
                        progress.code(),
                        upgrade.steps().stream()
                                .filter(step -> step.progress() == progress)
                                .count()))
                .filter(tally -> tally.count() > 0)
                .toList();
    }

    static String shape(State state) {
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
            case VERIFIED -> "up";
            case FAILED -> "down";
            case CHECKING, UPLOADING, FLASHING, BOOTING -> "maintenance";
            case WAITING, SKIPPED -> "unknown";
        };
    }

    @PostMapping(PATH + "/{id}/duyet")
    String approve(@PathVariable long id, RedirectAttributes flash) {
        return act(id, "approved", () -> upgrades.approve(id, Asker.name()), flash);
    }

    @PostMapping(PATH + "/{id}/tam-dung")
    String pause(@PathVariable long id, RedirectAttributes flash) {
        return act(id, "paused", () -> upgrades.pause(id, Asker.name()), flash);
    }

    @PostMapping(PATH + "/{id}/tiep-tuc")
    String resume(@PathVariable long id, RedirectAttributes flash) {
        return act(id, "resumed", () -> upgrades.resume(id, Asker.name()), flash);
    }

    @PostMapping(PATH + "/{id}/huy")
    String cancel(@PathVariable long id, RedirectAttributes flash) {
        return act(id, "cancelled", () -> upgrades.cancel(id, Asker.name()), flash);
    }

    private String act(long id, String done, Runnable action, RedirectAttributes flash) {
        try {
            action.run();
            flash.addFlashAttribute("notice", "firmware.done." + done);
        } catch (Refused refused) {
            if (refused.kind() == Refused.Kind.MISSING) {
                throw missing();
            }
            flash.addFlashAttribute("trouble", words.refusal(refused));
        }
        return "redirect:" + PATH + "/" + id;
    }
}
