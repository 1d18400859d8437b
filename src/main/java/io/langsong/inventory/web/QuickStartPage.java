package io.langsong.inventory.web;

import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.web.SeenInventory;
import java.util.ArrayList;
import java.util.HashMap;
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
    private static final List<String> DEVICE_FIELDS =
            List.of("name", "kind", "address", "port", "snmp.version", "snmp.community");

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
        String at = "village";
        try {
            List<InventoryObject> objects = new ArrayList<>();
            Map<String, String> village = part("village", posted);
            village.putIfAbsent("position", Integer.toString(nextPosition(snapshot)));
            InventoryObject first = PostedForm.read(form("villages"), village, null, snapshot);
            objects.add(first);
            at = "site";
            Map<String, String> site = part("site", posted);
            site.put("village", first.id().value());
            site.put("id", form("sites").freeId(first.name() + " " + site.getOrDefault("name", ""), snapshot));
            InventoryObject second = PostedForm.read(form("sites"), site, null, snapshot);
            objects.add(second);
            at = "device";
            Map<String, String> device = part("device", posted);
            device.put("site", second.id().value());
            InventoryObject third = PostedForm.read(form("devices"), device, null, snapshot);
            objects.add(third);
            inventory.apply(objects);
            return "redirect:/thiet-bi/" + third.id().value();
        } catch (InventoryRefused refused) {
            InventoryRefused.Problem problem = refused.problem();
            String part = problem.object() == null ? at : problem.object().kind();
            String sentence = (problem.value() == null ? "" : "\"" + problem.value() + "\" ")
                    + problem.wording().what(language) + "; "
                    + problem.wording().remedy(language) + ".";
            fill(model, posted, Map.of(part + "." + problem.field(), sentence), language);
            model.addAttribute("trouble", sentence);
            return new ModelAndView("inventory/quick-start", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
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
                .map(view -> view.within(form.kind()))
                .toList();
    }

    private static Form<?> form(String plural) {
        return Form.named(plural).orElseThrow();
    }
}
