package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Alarms;
import io.langsong.provisioning.Box;
import io.langsong.provisioning.Life;
import io.langsong.provisioning.Method;
import io.langsong.provisioning.Proposal;
import io.langsong.provisioning.Rendition;
import io.langsong.provisioning.Resolved;
import io.langsong.provisioning.SharedSecrets;
import io.langsong.provisioning.SshAccess;
import io.langsong.provisioning.SshAccesses;
import io.langsong.provisioning.Stage;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.Template.Use;
import io.langsong.provisioning.Templates;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

/** One access point: how far it is, what its box is to have and has, and what a person can do about it. */
@Controller
@RequestMapping(AccessPointPages.PATH)
class AccessPointPages {
    static final String PATH = "/cau-hinh/diem";
    private static final String FORM = "provisioning/access-point-form";

    private final AccessPoints accessPoints;
    private final Templates templates;
    private final SharedSecrets secrets;
    private final SshAccesses accesses;
    private final Alarms alarms;
    private final SeenInventory inventory;
    private final Words words;

    AccessPointPages(
            AccessPoints accessPoints,
            Templates templates,
            SharedSecrets secrets,
            SshAccesses accesses,
            Alarms alarms,
            SeenInventory inventory,
            Words words) {
        this.accessPoints = accessPoints;
        this.templates = templates;
        this.secrets = secrets;
        this.accesses = accesses;
        this.alarms = alarms;
        this.inventory = inventory;
        this.words = words;
    }

    /** A stage, and when the access point came to it; null: not yet. */
    record Step(String stage, @Nullable Instant at) {}

    /** @param value null of a secret, and when there is none @param from where the value stands; null when there is none */
    record ValueRow(
            String name,
            @Nullable String about,
            @Nullable String value,
            boolean secret,
            @Nullable String from,
            List<String> hides,
            boolean missing) {}

    /** Sites of one village, for the form. */
    record SiteGroup(String village, List<Site> sites) {}

    @GetMapping("/{id}")
    String one(@PathVariable String id, Model model, Locale language) {
        AccessPoint one = require(id);
        List<Template> all = templates.all();
        PlaceNames names = new PlaceNames(inventory.snapshot(), accessPoints.all(), words);
        Proposal proposal = accessPoints.propose(one);
        Rendition now = accessPoints.letOut(one.id()).orElse(null);
        Rendition next = proposal.rendition();
        Stage stage = one.life().stage();
        Box box = accessPoints.boxAt(one.id()).orElse(null);
        boolean differs = next != null && (now == null || !now.checksum().equals(next.checksum()));
        model.addAttribute("one", one);
        model.addAttribute("stage", stage.code());
        model.addAttribute("site", names.site(one.site()));
        model.addAttribute("steps", steps(one.life()));
        model.addAttribute("box", box);
        model.addAttribute(
                "boxStatus", box == null ? null : box.config().status().code());
        model.addAttribute("inInventory", inventory.snapshot().device(one.id()).isPresent());
        model.addAttribute("used", proposal.templates());
        model.addAttribute(
                "values",
                proposal.values().stream()
                        .map(value -> valueRow(value, names, all))
                        .toList());
        model.addAttribute(
                "problems",
                proposal.problems().stream()
                        .map(problem -> problem.text(language))
                        .toList());
        model.addAttribute("next", next);
        model.addAttribute("now", now);
        model.addAttribute("differs", differs);
        model.addAttribute(
                "diff", next == null ? null : DiffView.between(now == null ? "" : now.shown(), next.shown()));
        model.addAttribute("mayApprove", stage == Stage.REGISTERED && next != null);
        SshAccess access = one.method().isPushed() ? accesses.find(one.id()).orElse(null) : null;
        model.addAttribute("pushed", one.method().isPushed());
        model.addAttribute("access", access);
        model.addAttribute(
                "alarms",
                alarms.open().stream()
                        .filter(alarm -> alarm.place().equals(one.id()))
                        .toList());
        model.addAttribute(
                "mayLetOut",
                one.life().approved() != null
                        && stage != Stage.RETIRED
                        && next != null
                        && (box != null && differs
                                || access != null && (differs || access.push().status() == Box.Status.ERROR)));
        return "provisioning/access-point";
    }

    private AccessPoint require(String id) {
        if (!Ids.isOne(id)) {
            throw Page.missing();
        }
        return accessPoints.find(new DeviceId(id)).orElseThrow(Page::missing);
    }

    private static List<Step> steps(Life life) {
        List<Step> steps = new ArrayList<>(List.of(
                new Step(Stage.PLANNED.code(), life.planned()),
                new Step(Stage.REGISTERED.code(), life.registered()),
                new Step(Stage.APPROVED.code(), life.approved()),
                new Step(Stage.CONFIGURED.code(), life.configured()),
                new Step(Stage.IN_SERVICE.code(), life.inService())));
        if (life.retired() != null) {
            steps.add(new Step(Stage.RETIRED.code(), life.retired()));
        }
        return steps;
    }

    private static ValueRow valueRow(Resolved value, PlaceNames names, List<Template> all) {
        return new ValueRow(
                value.name(),
                value.declared() == null ? null : value.declared().about(),
                value.secret() ? null : value.value(),
                value.secret(),
                value.source() == null ? null : names.source(value.source(), all),
                value.hidden().stream().map(source -> names.source(source, all)).toList(),
                value.isMissing());
    }

    /** @param site that is filled in */
    @GetMapping("/_moi")
    String blank(@RequestParam(name = "dia-diem", defaultValue = "") String site, Model model) {
        AccessPointForm blank = AccessPointForm.blank();
        return form(
                model,
                null,
                new AccessPointForm(
                        "", "", site, blank.method(), "", List.of(), List.of(), "", "", "", "", "", "", ""));
    }

    @GetMapping("/{id}/sua")
    String filled(@PathVariable String id, Model model) {
        AccessPoint one = require(id);
        return form(model, one, AccessPointForm.of(one));
    }

    private String form(Model model, @Nullable AccessPoint one, AccessPointForm given) {
        List<Template> all = templates.all();
        model.addAttribute("one", one);
        model.addAttribute("given", given);
        model.addAttribute("sites", sites());
        model.addAttribute("methods", Method.values());
        model.addAttribute("groups", Page.groups(accessPoints.all()));
        model.addAttribute(
                "choosable",
                all.stream().filter(template -> template.use() == Use.CHOSEN).toList());
        model.addAttribute(
                "usual",
                all.stream().filter(template -> template.use() == Use.DEFAULT).toList());
        return FORM;
    }

    private List<SiteGroup> sites() {
        InventorySnapshot there = inventory.snapshot();
        return there.villages().stream()
                .sorted(Comparator.comparingInt(Village::position))
                .map(village -> new SiteGroup(
                        village.name(),
                        there.sites().stream()
                                .filter(site -> site.village().equals(village.id()))
                                .toList()))
                .filter(group -> !group.sites().isEmpty())
                .toList();
    }

    @PostMapping
    Object plan(@RequestParam MultiValueMap<String, String> typed, Model model, RedirectAttributes flash) {
        AccessPointForm given = AccessPointForm.of(typed);
        try {
            AccessPoint planned = accessPoints.plan(given.id(), given.wish());
            flash.addFlashAttribute("notice", "provisioning.done.planned");
            return "redirect:" + PATH + "/" + planned.id();
        } catch (Refused refused) {
            return Page.refused(form(model, null, given), model, refused, words);
        }
    }

    @PostMapping("/{id}/sua")
    Object change(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> typed,
            Model model,
            RedirectAttributes flash) {
        AccessPoint before = require(id);
        AccessPointForm given = AccessPointForm.of(typed);
        try {
            accessPoints.change(before.id(), given.wish(), given.seen());
            flash.addFlashAttribute("notice", "provisioning.done.changed");
            return "redirect:" + PATH + "/" + before.id();
        } catch (Refused refused) {
            boolean meanwhile = refused.kind() == Refused.Kind.CHANGED_MEANWHILE;
            model.addAttribute("meanwhile", meanwhile);
            return Page.refused(
                    form(model, before, meanwhile ? given.at(before.version()) : given), model, refused, words);
        }
    }

    @PostMapping("/{id}/duyet")
    String approve(
            @PathVariable String id,
            @RequestParam(name = "ma", defaultValue = "") String checksum,
            RedirectAttributes flash) {
        DeviceId place = require(id).id();
        return Page.act(PATH + "/" + place, "approved", () -> accessPoints.approve(place, checksum), flash, words);
    }

    @PostMapping("/{id}/cho-ra")
    String letOut(
            @PathVariable String id,
            @RequestParam(name = "ma", defaultValue = "") String checksum,
            RedirectAttributes flash) {
        DeviceId place = require(id).id();
        return Page.act(PATH + "/" + place, "let-out", () -> accessPoints.letOut(place, checksum), flash, words);
    }

    @PostMapping("/{id}/ngung")
    String retire(@PathVariable String id, RedirectAttributes flash) {
        DeviceId place = require(id).id();
        return Page.act(PATH + "/" + place, "retired", () -> accessPoints.retire(place), flash, words);
    }

    @PostMapping("/{id}/xoa")
    String remove(@PathVariable String id, RedirectAttributes flash) {
        DeviceId place = require(id).id();
        return Page.go(
                PATH + "/" + place,
                () -> {
                    accessPoints.remove(place);
                    return OverviewPage.PATH;
                },
                "removed",
                flash,
                words);
    }

    /** A secret that brings one box to this place, once. */
    @PostMapping("/{id}/khoa")
    String secret(@PathVariable String id, RedirectAttributes flash) {
        AccessPoint one = require(id);
        flash.addFlashAttribute("shown", Bootstrap.shown(secrets.make(one.id(), Who.name()), one.name()));
        return "redirect:" + PATH + "/" + one.id() + "#khoa";
    }
}
