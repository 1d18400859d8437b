package io.langsong.wifi.web;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Proposal;
import io.langsong.provisioning.Rendition;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import io.langsong.wifi.Band;
import io.langsong.wifi.Security;
import io.langsong.wifi.WifiNetwork;
import io.langsong.wifi.WifiNetworks;
import io.langsong.wifi.WifiNetworks.Look;
import io.langsong.wifi.WifiNetworks.Standing;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Networks: a list, and a form that says in plain words what will be, and what one access point would get. */
@Controller
@RequestMapping(WifiPages.PATH)
class WifiPages {
    static final String PATH = "/wifi";
    private static final String ONE = "wifi/network";
    private static final String PREVIEW = ONE + " :: preview";

    private final WifiNetworks networks;
    private final AccessPoints accessPoints;
    private final SeenInventory inventory;
    private final Words words;

    WifiPages(WifiNetworks networks, AccessPoints accessPoints, SeenInventory inventory, Words words) {
        this.networks = networks;
        this.accessPoints = accessPoints;
        this.inventory = inventory;
        this.words = words;
    }

    record Row(WifiNetwork network, String bands, String hours, String scope, int uses, boolean edited) {}

    /**
     * What would be if the form were saved.
     *
     * @param trouble why it can not be; null when it can
     * @param says in plain words; empty when it is not known yet
     * @param text all that the access point would get; null when there is no telling
     */
    record Preview(
            @Nullable String trouble,
            List<String> says,
            List<String> warns,
            List<AccessPoint> uses,
            @Nullable AccessPoint place,
            List<String> problems,
            @Nullable ChangeView diff,
            @Nullable String text) {}

    private WifiWords wifiWords() {
        return new WifiWords(words, inventory.snapshot());
    }

    @GetMapping
    String list(Model model) {
        WifiWords said = wifiWords();
        model.addAttribute(
                "networks",
                networks.all().stream()
                        .map(one -> new Row(
                                one.network(),
                                said.bands(one.network()),
                                said.hours(one.network()),
                                said.scope(one.network().scope()),
                                one.uses().size(),
                                !one.edited().isEmpty()))
                        .toList());
        return "wifi/list";
    }

    @GetMapping("/_moi")
    String blank(Model model) {
        return form(model, null, WifiForm.blank());
    }

    @GetMapping("/{id}")
    String one(@PathVariable String id, Model model) {
        Standing standing = require(id);
        return form(model, standing, WifiForm.of(standing.network()));
    }

    private Standing require(String id) {
        if (!id.matches("[0-9]{1,9}")) {
            throw WifiPage.missing();
        }
        return networks.find(Long.parseLong(id)).orElseThrow(WifiPage::missing);
    }

    private String form(Model model, @Nullable Standing standing, WifiForm given) {
        List<AccessPoint> all = accessPoints.all().stream()
                .filter(one -> one.life().retired() == null)
                .toList();
        model.addAttribute("standing", standing);
        model.addAttribute("given", given);
        model.addAttribute("places", all);
        model.addAttribute(
                "groups",
                all.stream()
                        .map(AccessPoint::group)
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted()
                        .toList());
        model.addAttribute("villages", WifiPage.villages(inventory.snapshot()));
        model.addAttribute("securities", Security.values());
        model.addAttribute("bands", Band.values());
        model.addAttribute("said", wifiWords());
        model.addAttribute(
                "days",
                Arrays.stream(DayOfWeek.values())
                        .map(day -> day.name().toLowerCase(Locale.ROOT))
                        .toList());
        model.addAttribute("removal", standing == null ? null : networks.routerOsRemoval(standing.network()));
        model.addAttribute("preview", preview(standing, given));
        return ONE;
    }

    private Preview preview(@Nullable Standing standing, WifiForm given) {
        WifiNetwork draft;
        try {
            draft = networks.draft(given.wish());
        } catch (Refused refused) {
            // Of a form that nobody has begun to fill in there is nothing to say.
            String trouble = given.ssid().isBlank() ? words.message("wifi.preview.no-name") : trouble(refused);
            return new Preview(trouble, List.of(), List.of(), List.of(), null, List.of(), null, null);
        }
        List<String> says = wifiWords().says(draft);
        List<String> warns = wifiWords().warns(draft);
        try {
            DeviceId place = Ids.isOne(given.preview()) ? new DeviceId(given.preview()) : null;
            Look look = networks.look(
                    standing == null ? null : standing.network().id(), given.wish(), place, WifiPage.who());
            return preview(look, says, warns);
        } catch (Refused refused) {
            return new Preview(trouble(refused), says, warns, List.of(), null, List.of(), null, null);
        }
    }

    private String trouble(Refused refused) {
        return words.message("wifi.preview.trouble", words.refusal(refused));
    }

    private static Preview preview(Look look, List<String> says, List<String> warns) {
        Proposal proposal = look.proposal();
        Rendition next = proposal == null ? null : proposal.rendition();
        Rendition has = look.has();
        Locale language = LocaleContextHolder.getLocale();
        return new Preview(
                null,
                says,
                warns,
                look.uses(),
                look.place(),
                proposal == null
                        ? List.of()
                        : proposal.problems().stream()
                                .map(problem -> problem.text(language))
                                .toList(),
                next == null ? null : ChangeView.between(has == null ? "" : has.shown(), next.shown()),
                next == null ? null : next.shown());
    }

    /** What is sent by htmx is answered with the preview alone; without a script it is the form once more. */
    @PostMapping("/_xem")
    String look(
            @RequestParam MultiValueMap<String, String> typed,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String part,
            Model model) {
        String id = WifiPage.one(typed, "id");
        Standing standing = id.isEmpty() ? null : require(id);
        WifiForm given = WifiForm.of(typed);
        if (part != null) {
            model.addAttribute("preview", preview(standing, given));
            return PREVIEW;
        }
        return form(model, standing, given);
    }

    @PostMapping
    Object add(@RequestParam MultiValueMap<String, String> typed, Model model, RedirectAttributes flash) {
        WifiForm given = WifiForm.of(typed);
        try {
            WifiPage.requireVillages(inventory.snapshot(), given.villages());
            WifiNetwork added = networks.add(given.wish(), WifiPage.who());
            flash.addFlashAttribute("notice", "wifi.done.saved");
            return "redirect:" + PATH + "/" + added.id();
        } catch (Refused refused) {
            return WifiPage.refused(form(model, null, given), model, refused, words);
        }
    }

    @PostMapping("/{id}")
    Object change(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> typed,
            Model model,
            RedirectAttributes flash) {
        Standing before = require(id);
        WifiForm given = WifiForm.of(typed);
        try {
            WifiPage.requireVillages(inventory.snapshot(), given.villages());
            networks.change(before.network().id(), given.wish(), given.seen(), WifiPage.who());
            flash.addFlashAttribute("notice", "wifi.done.saved");
            return "redirect:" + PATH + "/" + id;
        } catch (Refused refused) {
            boolean meanwhile = refused.kind() == Refused.Kind.CHANGED_MEANWHILE;
            model.addAttribute("meanwhile", meanwhile);
            WifiForm again = meanwhile ? given.at(before.network().version()) : given;
            return WifiPage.refused(form(model, before, again), model, refused, words);
        }
    }

    @PostMapping("/{id}/xoa")
    String remove(
            @PathVariable String id,
            @RequestParam(name = "version", defaultValue = "0") int seen,
            @RequestParam(name = "overwrite", defaultValue = "false") boolean overwrite,
            @RequestParam(name = "reason", defaultValue = "") String reason,
            RedirectAttributes flash) {
        Standing there = require(id);
        try {
            networks.remove(there.network().id(), seen, overwrite, reason, WifiPage.who());
            flash.addFlashAttribute("notice", "wifi.done.removed");
            return "redirect:" + PATH;
        } catch (Refused refused) {
            flash.addFlashAttribute("trouble", words.refusal(refused));
            return "redirect:" + PATH + "/" + id;
        }
    }
}
