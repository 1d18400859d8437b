package io.langsong.discovery.web;

import io.langsong.access.AuditTrail;
import io.langsong.discovery.AcceptRefused;
import io.langsong.discovery.Choice;
import io.langsong.discovery.DiscoveryRefused;
import io.langsong.discovery.FoundRow;
import io.langsong.discovery.Group;
import io.langsong.discovery.Scan;
import io.langsong.discovery.ScanWish;
import io.langsong.discovery.Scans;
import io.langsong.inventory.Device;
import io.langsong.inventory.InventoryRefused;
import io.langsong.web.ListPage;
import io.langsong.web.PlainText;
import io.langsong.web.SeenInventory;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Scans, and what they found: technicians look, administrators scan and accept. For those who see all villages. */
@Controller
class DiscoveryPages {
    private static final String LIST = "discovery/list";
    private static final String SCAN = "discovery/scan";
    /** Before the number of what was found: the field of its uplinks. */
    private static final String UPLINKS = "nhanh-";

    private final Scans scans;
    private final SeenInventory inventory;
    private final AuditTrail audit;
    private final Words words;

    DiscoveryPages(Scans scans, SeenInventory inventory, AuditTrail audit, Words words) {
        this.scans = scans;
        this.inventory = inventory;
        this.audit = audit;
        this.words = words;
    }

    @GetMapping("/do-tim")
    String list(Model model) {
        inventory.requireAll();
        model.addAttribute("typed", ScanForm.usual(scans.usualRate()));
        fill(model);
        return LIST;
    }

    private void fill(Model model) {
        model.addAttribute("scans", scans.all());
        model.addAttribute("versions", List.of("2c", "1"));
        model.addAttribute("authProtocols", ScanForm.AUTH_PROTOCOLS);
        model.addAttribute("privProtocols", ScanForm.PRIV_PROTOCOLS);
    }

    @PostMapping("/do-tim")
    Object begin(@RequestParam MultiValueMap<String, String> posted, Model model, Locale language) {
        inventory.requireAll();
        ScanForm form = ScanForm.of(posted.toSingleValueMap(), posted.getOrDefault("community", List.of()));
        try {
            return "redirect:/do-tim/" + begin(form.wish());
        } catch (DiscoveryRefused refused) {
            model.addAttribute("trouble", sentence(refused, language));
            model.addAttribute("troubleAt", refused.field());
        } catch (InventoryRefused refused) {
            InventoryRefused.Problem problem = refused.problem();
            model.addAttribute(
                    "trouble",
                    word("discovery.field." + problem.field(), problem.field()) + " "
                            + problem.wording().what(language) + "; "
                            + problem.wording().remedy(language) + ".");
            model.addAttribute("troubleAt", problem.field().replaceFirst(".*\\.", ""));
        }
        model.addAttribute("typed", form);
        fill(model);
        return new ModelAndView(LIST, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** Asks the devices of the inventory whom they see. */
    @PostMapping("/do-tim/nhanh-tren")
    Object uplinks(Model model, Locale language) {
        inventory.requireAll();
        try {
            return "redirect:/do-tim/"
                    + begin(new ScanWish(Scan.Kind.INVENTORY, List.of(), List.of(), true, scans.usualRate(), 161));
        } catch (DiscoveryRefused refused) {
            model.addAttribute("trouble", sentence(refused, language));
            model.addAttribute("typed", ScanForm.usual(scans.usualRate()));
            fill(model);
            return new ModelAndView(LIST, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private long begin(ScanWish wish) {
        long id = scans.begin(wish, who());
        audit.record("discovery.scan.begin", "scan:" + id, ScanForm.changes(wish));
        return id;
    }

    static String who() {
        SignedIn who = SignedIn.current();
        return who == null ? "?" : who.name();
    }

    @GetMapping("/do-tim/{id}")
    String scan(
            @PathVariable long id,
            @RequestParam(name = "nhom", defaultValue = "") String group,
            @RequestParam(name = "trang", defaultValue = "") String page,
            Model model) {
        inventory.requireAll();
        fill(model, scan(id), group, page);
        return SCAN;
    }

    @GetMapping("/do-tim/{id}/tien-do")
    String progress(@PathVariable long id, Model model) {
        inventory.requireAll();
        model.addAttribute("scan", scan(id));
        return SCAN + " :: progress";
    }

    private Scan scan(long id) {
        return scans.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private void fill(Model model, Scan scan, String group, String page) {
        List<FoundRow> all = scans.results(scan.id());
        Map<Group, Long> counts = new EnumMap<>(Group.class);
        for (Group one : Group.values()) {
            counts.put(one, all.stream().filter(row -> row.group() == one).count());
        }
        Group shown = Groups.named(group, counts);
        List<FoundRow> rows = all.stream().filter(row -> row.group() == shown).toList();
        model.addAttribute("scan", scan);
        model.addAttribute("group", shown);
        model.addAttribute("groups", Groups.of(counts));
        model.addAttribute("slug", Groups.slug(shown));
        model.addAttribute("page", ListPage.of(rows, page));
        model.addAttribute("anyToAccept", rows.stream().anyMatch(FoundRow::acceptable));
        model.addAttribute("sites", new SiteLabels(inventory.snapshot()));
        model.addAttribute("kinds", Device.Kind.values());
        model.addAttribute("refresh", !scan.ended());
        if (!model.containsAttribute("typedRows")) {
            model.addAttribute("typedRows", Map.of());
        }
    }

    @PostMapping("/do-tim/{id}/dung")
    String cancel(@PathVariable long id) {
        inventory.requireAll();
        Scan scan = scan(id);
        if (scans.cancel(scan.id())) {
            audit.record("discovery.scan.cancel", "scan:" + id, List.of());
        }
        return "redirect:/do-tim/" + id;
    }

    @PostMapping("/do-tim/{id}/nhan")
    Object accept(
            @PathVariable long id,
            @RequestParam MultiValueMap<String, String> sent,
            @RequestParam(name = "chon", defaultValue = "") List<String> chosen,
            Model model,
            Locale language,
            RedirectAttributes flash) {
        inventory.requireAll();
        Scan scan = scan(id);
        Map<String, String> posted = sent.toSingleValueMap();
        String group = posted.getOrDefault("nhom", "");
        try {
            int accepted = scans.accept(id, choices(sent, chosen), inventory::apply);
            flash.addFlashAttribute("accepted", accepted);
            return "redirect:/do-tim/" + id;
        } catch (AcceptRefused refused) {
            model.addAttribute(
                    "problems",
                    refused.problems().stream()
                            .map(one -> sentence(one, language))
                            .toList());
        } catch (DiscoveryRefused refused) {
            model.addAttribute("problems", List.of(sentence(refused, language)));
        }
        Map<String, String> typed = new HashMap<>();
        posted.forEach((name, value) -> typed.put(name, PlainText.searched(value)));
        model.addAttribute("typedRows", typed);
        model.addAttribute("chosenRows", chosen);
        model.addAttribute("chosenUplinks", chosenUplinks(sent));
        fill(model, scan, group, posted.getOrDefault("trang", ""));
        return new ModelAndView(SCAN, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** Each as {@code number key}. */
    private static Set<String> chosenUplinks(MultiValueMap<String, String> sent) {
        Set<String> chosen = new HashSet<>();
        sent.forEach((name, values) -> {
            if (name.startsWith(UPLINKS)) {
                values.forEach(key -> chosen.add(name.substring(UPLINKS.length()) + " " + key));
            }
        });
        return chosen;
    }

    private List<Choice> choices(MultiValueMap<String, String> sent, List<String> chosen) {
        Map<String, String> posted = sent.toSingleValueMap();
        SiteLabels sites = new SiteLabels(inventory.snapshot());
        List<Choice> choices = new ArrayList<>();
        for (String number : chosen) {
            if (number.matches("[0-9]{1,6}")) {
                String site = posted.get("dia-diem-" + number);
                choices.add(new Choice(
                        Integer.parseInt(number),
                        posted.get("ten-" + number),
                        site == null ? null : sites.idOf(site),
                        posted.get("loai-" + number),
                        Set.copyOf(sent.getOrDefault(UPLINKS + number, List.of()))));
            }
        }
        return choices;
    }

    /** {@code 10.0.0.5, Địa điểm: còn trống; chọn địa điểm.} */
    private String sentence(AcceptRefused.Problem problem, Locale language) {
        return problem.address() + ", " + word("discovery.column." + problem.column(), problem.column())
                + (problem.value() == null ? "" : " “" + problem.value() + "”") + ": "
                + problem.what(language) + "; " + problem.remedy(language) + ".";
    }

    private String sentence(DiscoveryRefused refused, Locale language) {
        return word("discovery.field." + refused.field(), refused.field())
                + (refused.value() == null ? "" : " “" + refused.value() + "”") + " "
                + refused.what(language) + "; " + refused.remedy(language) + ".";
    }

    private String word(String key, String otherwise) {
        return words.has(key) ? words.message(key) : otherwise;
    }
}
