package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Alarm;
import io.langsong.provisioning.Alarms;
import io.langsong.provisioning.Box;
import io.langsong.provisioning.Reason;
import io.langsong.provisioning.SshAccess;
import io.langsong.provisioning.SshAccesses;
import io.langsong.provisioning.Stage;
import io.langsong.provisioning.Standing;
import io.langsong.provisioning.Standings;
import io.langsong.web.ListPage;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How far all access points are, what needs a person, and boxes that nobody has given a place. */
@Controller
class OverviewPage {
    static final String PATH = "/cau-hinh";
    private static final int SHOWN_PROBLEMS = 3;

    private final AccessPoints accessPoints;
    private final Standings standings;
    private final SshAccesses accesses;
    private final Alarms alarms;
    private final SeenInventory inventory;
    private final Words words;

    OverviewPage(
            AccessPoints accessPoints,
            Standings standings,
            SshAccesses accesses,
            Alarms alarms,
            SeenInventory inventory,
            Words words) {
        this.accessPoints = accessPoints;
        this.standings = standings;
        this.accesses = accesses;
        this.alarms = alarms;
        this.inventory = inventory;
        this.words = words;
    }

    /** @param box model and system in the box's own words; null for none */
    record Row(
            AccessPoint one,
            String site,
            String stage,
            @Nullable Box box,
            boolean changed) {}

    /**
     * What a person is to look at.
     *
     * @param kind the last part of its word's key
     * @param shape as of {@code fragments/states}
     * @param why each a sentence; empty when the kind says all
     */
    record Need(AccessPoint one, String site, String kind, String shape, List<String> why) {}

    /** @param chosen whether the list below shows it */
    record Count(String stage, long count, boolean chosen) {}

    @GetMapping(PATH)
    String show(
            @RequestParam(name = "giai-doan", defaultValue = "") String stage,
            @RequestParam(name = "trang", defaultValue = "") String page,
            Model model,
            Locale language) {
        List<Standing> all = standings.all();
        PlaceNames names = new PlaceNames(
                inventory.snapshot(), all.stream().map(Standing::place).toList(), words);
        List<Row> rows = all.stream().map(one -> row(one, names)).toList();
        model.addAttribute("stage", stage);
        model.addAttribute("counts", counts(all, stage));
        model.addAttribute(
                "page",
                ListPage.of(
                        rows.stream()
                                .filter(row -> stage.isEmpty()
                                        ? !row.stage().equals(Stage.RETIRED.code())
                                        : row.stage().equals(stage))
                                .toList(),
                        page));
        Map<DeviceId, SshAccess> reached =
                accesses.all().stream().collect(Collectors.toMap(SshAccess::place, Function.identity()));
        Map<DeviceId, List<Alarm>> lasting = alarms.open().stream().collect(Collectors.groupingBy(Alarm::place));
        model.addAttribute(
                "needs",
                all.stream()
                        .flatMap(one -> needs(
                                one,
                                reached.get(one.place().id()),
                                lasting.getOrDefault(one.place().id(), List.of()),
                                names,
                                language)
                                .stream())
                        .toList());
        model.addAttribute("changed", all.stream().filter(Standing::changed).count());
        model.addAttribute("boxes", waiting());
        model.addAttribute(
                "free",
                rows.stream()
                        .filter(row -> !row.stage().equals(Stage.RETIRED.code()))
                        .toList());
        model.addAttribute("none", all.isEmpty());
        return "provisioning/overview";
    }

    private static Row row(Standing standing, PlaceNames names) {
        AccessPoint one = standing.place();
        return new Row(one, names.site(one.site()), one.life().stage().code(), standing.box(), standing.changed());
    }

    private static List<Count> counts(List<Standing> all, String chosen) {
        Map<Stage, Long> counts = new EnumMap<>(Stage.class);
        all.forEach(one -> counts.merge(one.place().life().stage(), 1L, Long::sum));
        return Arrays.stream(Stage.values())
                .map(stage -> new Count(
                        stage.code(),
                        counts.getOrDefault(stage, 0L),
                        stage.code().equals(chosen)))
                .toList();
    }

    /** @param access of one that something is pushed to; null for others */
    private static List<Need> needs(
            Standing standing, @Nullable SshAccess access, List<Alarm> alarms, PlaceNames names, Locale language) {
        AccessPoint one = standing.place();
        Box box = standing.box();
        String site = names.site(one.site());
        List<Need> needs = new ArrayList<>();
        if (one.life().stage() == Stage.RETIRED) {
            return needs;
        }
        if (box != null && box.config().status() == Box.Status.ERROR) {
            String reason = box.config().reason();
            needs.add(new Need(one, site, "error", "down", reason == null ? List.of() : List.of(reason)));
        }
        if (box != null && box.undidItself()) {
            needs.add(new Need(one, site, "undid", "down", List.of()));
        }
        if (access != null && access.push().status() == Box.Status.ERROR) {
            Reason reason = access.push().reason();
            needs.add(new Need(
                    one,
                    site,
                    access.push().undidItself() ? "undid" : "ssh-error",
                    "down",
                    reason == null ? List.of() : List.of(reason.text(language))));
        }
        alarms.forEach(alarm -> needs.add(new Need(one, site, alarm.kind().code(), "degraded", List.of())));
        if (one.life().stage() == Stage.REGISTERED) {
            needs.add(new Need(one, site, "approval", "degraded", List.of()));
        }
        if (!standing.problems().isEmpty()) {
            List<String> why = standing.problems().stream()
                    .limit(SHOWN_PROBLEMS)
                    .map(problem -> problem.text(language))
                    .toList();
            needs.add(new Need(one, site, "problems", "degraded", why));
        }
        return needs;
    }

    private List<Box> waiting() {
        return accessPoints.boxes().stream()
                .filter(box -> box.place() == null && !box.isDismissed())
                .toList();
    }

    /** @param approve whether the box is approved at once */
    @PostMapping(PATH + "/may/{box}/diem")
    String fill(
            @PathVariable UUID box,
            @RequestParam(name = "diem", defaultValue = "") String place,
            @RequestParam(name = "duyet", defaultValue = "false") boolean approve,
            RedirectAttributes flash) {
        if (!Ids.isOne(place)) {
            flash.addFlashAttribute("trouble", words.message("provisioning.box.choose"));
            return "redirect:" + PATH + "#may";
        }
        DeviceId id = new DeviceId(place);
        return Page.go(
                PATH + "#may",
                () -> {
                    accessPoints.fill(id, box);
                    if (approve) {
                        accessPoints.approve(id);
                    }
                    return AccessPointPages.PATH + "/" + id;
                },
                approve ? "approved" : "filled",
                flash,
                words);
    }
}
