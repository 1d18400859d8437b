package io.langsong.inventory.web;

import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.web.SeenInventory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** From nothing to the first device that is asked, on one page: a village, a site in it, a device at that site. */
@Controller
final class QuickStartPage {
    private static final String VERSION = "snmp.version";
    private static final List<String> DEVICE_FIELDS =
            List.of("name", "kind", "address", "port", VERSION, "snmp.community");

    /** What the reading of the other fields goes on with when one is refused; those not here go on empty. */
    private static final Map<String, String> HARMLESS = Map.of(
            "id", "x", "name", "x", "kind", "other", "address", "192.0.2.1", VERSION, "2c", "snmp.community", "x");

    private final SeenInventory inventory;

    QuickStartPage(SeenInventory inventory) {
        this.inventory = inventory;
    }

    @GetMapping("/danh-muc/bat-dau")
    String page(Model model, Locale language) {
        fill(
                model,
                Map.of(
                        "device.kind",
                        "access-point",
                        "site.kind",
                        "culture-house",
                        "device.port",
                        "161",
                        "device.snmp.version",
                        "2c"),
                Map.of(),
                language);
        return "inventory/quick-start";
    }

    @PostMapping("/danh-muc/bat-dau")
    Object add(@RequestParam Map<String, String> posted, Model model, Locale language) {
        InventorySnapshot snapshot = inventory.snapshot();
        Map<String, String> errors = new LinkedHashMap<>();
        Map<String, String> village = part("village", posted);
        village.putIfAbsent("position", Integer.toString(nextPosition(snapshot)));
        InventoryObject first = read("villages", village, snapshot, errors, language);
        Map<String, String> site = part("site", posted);
        site.put("village", first.id().value());
        site.put("id", form("sites").freeId(first.name() + " " + site.getOrDefault("name", ""), snapshot));
        InventoryObject second = read("sites", site, snapshot, errors, language);
        Map<String, String> device = part("device", posted);
        device.put("site", second.id().value());
        InventoryObject third = read("devices", device, snapshot, errors, language);
        if (errors.isEmpty()) {
            try {
                inventory.apply(List.of(first, second, third));
                return "redirect:/thiet-bi/" + third.id().value();
            } catch (InventoryRefused refused) {
                InventoryRefused.Problem problem = refused.problem();
                String kind =
                        problem.object() == null ? "device" : problem.object().kind();
                errors.put(kind + "." + problem.field(), sentence(problem, language));
            }
        }
        fill(model, posted, errors, language);
        model.addAttribute("troubles", labelled(errors, language));
        return new ModelAndView("inventory/quick-start", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /**
     * One of the three, with all that is wrong with it: what is refused is noted, and something harmless goes on in its
     * place. It is stored only when nothing was noted.
     */
    private static InventoryObject read(
            String plural,
            Map<String, String> typed,
            InventorySnapshot snapshot,
            Map<String, String> errors,
            Locale language) {
        Form<?> form = form(plural);
        Map<String, String> cells = new HashMap<>(typed);
        while (true) {
            try {
                return PostedForm.read(form, cells, null, snapshot);
            } catch (InventoryRefused refused) {
                InventoryRefused.Problem problem = refused.problem();
                String known = form.kind() + "." + problem.field();
                boolean again = errors.putIfAbsent(known, sentence(problem, language)) != null;
                if (again && "2c".equals(cells.get(VERSION))) {
                    throw refused;
                }
                String field = again ? VERSION : problem.field();
                cells.put(field, HARMLESS.getOrDefault(field, ""));
            }
        }
    }

    private static String sentence(InventoryRefused.Problem problem, Locale language) {
        return (problem.value() == null ? "" : "\"" + problem.value() + "\" ")
                + problem.wording().what(language) + "; "
                + problem.wording().remedy(language) + ".";
    }

    /** Each with the name of its field before it. */
    private static List<String> labelled(Map<String, String> errors, Locale language) {
        List<String> sentences = new ArrayList<>();
        errors.forEach((name, sentence) -> {
            int dot = name.indexOf('.');
            Form<?> form = Form.all().stream()
                    .filter(one -> one.kind().equals(name.substring(0, dot)))
                    .findFirst()
                    .orElseThrow();
            String label = form.fields().stream()
                    .filter(field -> field.name().equals(name.substring(dot + 1)))
                    .findFirst()
                    .map(field -> form.label(field, language))
                    .orElse(name.substring(dot + 1));
            sentences.add(label + " (" + form.label(language) + "): " + sentence);
        });
        return sentences;
    }

    private static int nextPosition(InventorySnapshot snapshot) {
        return snapshot.villages().stream()
                        .mapToInt(village -> village.position())
                        .max()
                        .orElse(0)
                + 1;
    }

    /** The fields of one of the three objects. */
    private static Map<String, String> part(String kind, Map<String, String> posted) {
        Map<String, String> part = new HashMap<>();
        posted.forEach((name, value) -> {
            if (name.startsWith(kind + ".")) {
                part.put(name.substring(kind.length() + 1), value);
            }
        });
        return part;
    }

    private void fill(Model model, Map<String, String> values, Map<String, String> errors, Locale language) {
        model.addAttribute("villageFields", fields("villages", List.of("name", "people"), values, errors, language));
        model.addAttribute("siteFields", fields("sites", List.of("name", "kind"), values, errors, language));
        model.addAttribute("deviceFields", fields("devices", DEVICE_FIELDS, values, errors, language));
    }

    private List<FieldView> fields(
            String plural,
            List<String> wanted,
            Map<String, String> values,
            Map<String, String> errors,
            Locale language) {
        Form<?> form = form(plural);
        return FieldView.of(
                        form,
                        part(form.kind(), values),
                        null,
                        part(form.kind(), errors),
                        inventory.snapshot(),
                        language)
                .stream()
                .filter(view -> wanted.contains(view.name()))
                .map(view -> view.name().equals(VERSION) ? view.without("3") : view)
                .map(view -> view.within(form.kind()))
                .toList();
    }

    private static Form<?> form(String plural) {
        return Form.named(plural).orElseThrow();
    }
}
