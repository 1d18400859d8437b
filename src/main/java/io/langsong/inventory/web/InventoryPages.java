package io.langsong.inventory.web;

import io.langsong.inventory.Device;
import io.langsong.inventory.Fault;
import io.langsong.inventory.Field;
import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Photos;
import io.langsong.web.ListPage;
import io.langsong.web.PlainText;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The inventory by hand: everybody may look, admins change. */
@Controller
@RequestMapping("/danh-muc")
final class InventoryPages {
    private static final int MOST_AT_ONCE = 2_000;
    /** They tell one object from another, so no two can have the same. */
    private static final List<String> ONE_EACH = List.of("id", "name", "position", "address");

    private final SeenInventory inventory;
    private final Photos photos;
    private final KnownValues known;

    InventoryPages(SeenInventory inventory, Photos photos, KnownValues known) {
        this.inventory = inventory;
        this.photos = photos;
        this.known = known;
    }

    /** @param slug in the address of its pages */
    record Kind(String slug, String label, int count) {}

    @GetMapping
    String overview(Model model, Locale language) {
        InventorySnapshot snapshot = inventory.snapshot();
        model.addAttribute(
                "kinds",
                Form.all().stream()
                        .map(form -> new Kind(
                                Slugs.of(form),
                                form.plainLabel(language),
                                form.in(snapshot).size()))
                        .toList());
        model.addAttribute("empty", snapshot.isEmpty());
        model.addAttribute("asked", snapshot.devices().stream().anyMatch(Device::isWatched));
        return "inventory/overview";
    }

    @GetMapping("/{slug}")
    String list(
            @PathVariable String slug,
            @RequestParam(name = "tim", defaultValue = "") String asked,
            @RequestParam(name = "trang", defaultValue = "") String page,
            Model model,
            Locale language) {
        Form<?> form = form(slug);
        InventorySnapshot snapshot = inventory.snapshot();
        String query = PlainText.searched(asked);
        String wanted = Words.plain(query);
        List<Summary> found = form.in(snapshot).stream()
                .map(object -> Summary.of(form, object, snapshot, language))
                .filter(one -> Words.plain(one.id() + " " + one.name() + " " + one.more())
                        .contains(wanted))
                .toList();
        fillKind(model, form, language);
        model.addAttribute("query", query);
        model.addAttribute("page", ListPage.of(found, page));
        model.addAttribute(
                "fields",
                form.fields().stream()
                        .filter(field -> !ONE_EACH.contains(field.name()))
                        .map(field -> new FieldView.Option(field.name(), form.label(field, language)))
                        .toList());
        return "inventory/list";
    }

    @GetMapping("/{slug}/_moi")
    String blank(@PathVariable String slug, @RequestParam Map<String, String> given, Model model, Locale language) {
        Form<?> form = form(slug);
        fillForm(model, form, given, null, Map.of(), language);
        return "inventory/form";
    }

    @PostMapping("/{slug}")
    Object add(
            @PathVariable String slug,
            @RequestParam Map<String, String> posted,
            Model model,
            Locale language,
            RedirectAttributes flash) {
        Form<?> form = form(slug);
        try {
            InventoryObject object = PostedForm.read(form, posted, null, inventory.snapshot());
            inventory.add(object);
            flash.addFlashAttribute("done", "inventory.page.added");
            return "redirect:/danh-muc/" + slug + "/" + object.id().value();
        } catch (InventoryRefused refused) {
            return refused(model, form, posted, null, refused, language);
        }
    }

    @GetMapping("/{slug}/{id}")
    String one(@PathVariable String slug, @PathVariable String id, Model model, Locale language) {
        Form<?> form = form(slug);
        InventoryObject stored = stored(form, id);
        fillForm(model, form, form.publicCells(stored), stored, Map.of(), language);
        return "inventory/form";
    }

    @PostMapping("/{slug}/{id}")
    Object save(
            @PathVariable String slug,
            @PathVariable String id,
            @RequestParam(name = "phien-ban", defaultValue = "") String version,
            @RequestParam Map<String, String> posted,
            Model model,
            Locale language,
            RedirectAttributes flash) {
        Form<?> form = form(slug);
        InventoryObject stored = stored(form, id);
        try {
            inventory.replace(PostedForm.read(form, posted, stored, inventory.snapshot()), number(version));
            flash.addFlashAttribute("done", "inventory.page.saved");
            return "redirect:/danh-muc/" + slug + "/" + id;
        } catch (InventoryRefused refused) {
            return refused(model, form, posted, stored, refused, language);
        }
    }

    @PostMapping("/{slug}/{id}/xoa")
    Object delete(
            @PathVariable String slug,
            @PathVariable String id,
            @RequestParam(name = "phien-ban", defaultValue = "") String version,
            Model model,
            Locale language,
            RedirectAttributes flash) {
        Form<?> form = form(slug);
        InventoryObject stored = stored(form, id);
        try {
            inventory.delete(stored.id(), number(version));
            flash.addFlashAttribute("done", "inventory.page.deleted");
            flash.addFlashAttribute("doneName", stored.name());
            return "redirect:/danh-muc/" + slug;
        } catch (InventoryRefused refused) {
            return refused(model, form, form.publicCells(stored), stored, refused, language);
        }
    }

    /** The first step: which objects and which field; the second, {@link #change}, has the field itself. */
    @GetMapping("/{slug}/_sua-nhieu")
    String choose(
            @PathVariable String slug,
            @RequestParam(name = "chon", required = false) @Nullable List<String> ids,
            @RequestParam(name = "truong", defaultValue = "") String name,
            Model model,
            Locale language) {
        Form<?> form = form(slug);
        List<InventoryObject> chosen = chosen(form, ids);
        fillBulk(model, form, field(form, name), chosen, "", Map.of(), language);
        return "inventory/bulk";
    }

    @PostMapping("/{slug}/_sua-nhieu")
    Object change(
            @PathVariable String slug,
            @RequestParam(name = "chon", required = false) @Nullable List<String> ids,
            @RequestParam(name = "truong", defaultValue = "") String name,
            @RequestParam(name = "gia-tri", defaultValue = "") String value,
            Model model,
            Locale language,
            RedirectAttributes flash) {
        Form<?> form = form(slug);
        Field field = field(form, name);
        List<InventoryObject> chosen = chosen(form, ids);
        InventorySnapshot snapshot = inventory.snapshot();
        try {
            if (chosen.isEmpty()) {
                throw InventoryRefused.of(field.name(), Fault.NONE_CHOSEN);
            }
            String cell = PostedForm.cells(form, Map.of(field.name(), value), snapshot)
                    .getOrDefault(field.name(), "");
            List<InventoryObject> changed = new ArrayList<>();
            for (InventoryObject object : chosen) {
                Map<String, String> cells = new HashMap<>(form.publicCells(object));
                cells.put(field.name(), cell);
                changed.add(form.read(cells, object));
            }
            int count = inventory.apply(changed).changed().size();
            flash.addFlashAttribute("done", "inventory.page.changed");
            flash.addFlashAttribute("doneName", Integer.toString(count));
            return "redirect:/danh-muc/" + slug;
        } catch (InventoryRefused refused) {
            fillBulk(
                    model,
                    form,
                    field,
                    chosen,
                    value,
                    Map.of(field.name(), sentence(form, refused, language)),
                    language);
            return new ModelAndView("inventory/bulk", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private void fillBulk(
            Model model,
            Form<?> form,
            Field field,
            List<InventoryObject> chosen,
            String value,
            Map<String, String> errors,
            Locale language) {
        InventorySnapshot snapshot = inventory.snapshot();
        fillKind(model, form, language);
        model.addAttribute(
                "field",
                known
                        .into(form, FieldView.of(form, Map.of(field.name(), value), null, errors, snapshot, language))
                        .stream()
                        .filter(view -> view.name().equals(field.name()))
                        .findFirst()
                        .orElseThrow());
        model.addAttribute(
                "rows",
                chosen.stream()
                        .map(object -> Summary.of(form, object, snapshot, language))
                        .toList());
    }

    private static Field field(Form<?> form, String name) {
        return form.fields().stream()
                .filter(field -> field.name().equals(name) && !ONE_EACH.contains(name))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private List<InventoryObject> chosen(Form<?> form, @Nullable List<String> ids) {
        return ids == null
                ? List.of()
                : ids.stream()
                        .distinct()
                        .limit(MOST_AT_ONCE)
                        .map(id -> stored(form, id))
                        .toList();
    }

    private ModelAndView refused(
            Model model,
            Form<?> form,
            Map<String, String> posted,
            @Nullable InventoryObject stored,
            InventoryRefused refused,
            Locale language) {
        String field = refused.problem().field();
        boolean atField = form.fields().stream().anyMatch(one -> one.name().equals(field))
                && !(field.equals("id") && stored != null);
        String sentence = sentence(form, refused, language);
        fillForm(model, form, posted, stored, atField ? Map.of(field, sentence) : Map.of(), language);
        model.addAttribute("trouble", sentence);
        model.addAttribute("changedMeanwhile", refused.problem().reason() == InventoryRefused.Reason.CHANGED_MEANWHILE);
        return new ModelAndView("inventory/form", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** {@code Cổng UDP "0" không phải cổng UDP; nhập từ 1 đến 65535.} */
    private static String sentence(Form<?> form, InventoryRefused refused, Locale language) {
        InventoryRefused.Problem problem = refused.problem();
        String label = form.fields().stream()
                .filter(field -> field.name().equals(problem.field()))
                .findFirst()
                .map(field -> form.label(field, language))
                .orElse(problem.field());
        return label
                + (problem.value() == null ? "" : " \"" + problem.value() + "\"")
                + " " + problem.wording().what(language) + "; "
                + problem.wording().remedy(language) + ".";
    }

    /** Null when none was sent; what is no version is one that nothing has. */
    private static @Nullable Long number(String version) {
        if (version.isEmpty()) {
            return null;
        }
        return version.matches("[0-9]{1,18}") ? Long.valueOf(version) : -1L;
    }

    private void fillForm(
            Model model,
            Form<?> form,
            Map<String, String> values,
            @Nullable InventoryObject stored,
            Map<String, String> errors,
            Locale language) {
        InventorySnapshot snapshot = inventory.snapshot();
        fillKind(model, form, language);
        model.addAttribute("stored", stored);
        model.addAttribute("version", stored == null ? "" : Long.toString(snapshot.version(stored.id())));
        List<FieldView> fields = known.into(form, FieldView.of(form, values, stored, errors, snapshot, language));
        model.addAttribute("fields", fields);
        model.addAttribute("groups", FieldGroup.of(form.kind(), fields));
        model.addAttribute("photos", stored == null ? List.of() : photos.of(stored.id()));
        model.addAttribute("summary", stored == null ? null : Summary.of(form, stored, snapshot, language));
    }

    private static void fillKind(Model model, Form<?> form, Locale language) {
        model.addAttribute("slug", Slugs.of(form));
        model.addAttribute("kind", form.kind());
        model.addAttribute("kindLabel", form.label(language));
        model.addAttribute("kindsLabel", form.plainLabel(language));
    }

    private InventoryObject stored(Form<?> form, String id) {
        try {
            return inventory
                    .snapshot()
                    .find(form.id(id))
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        } catch (InventoryRefused notAnId) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, notAnId);
        }
    }

    private static Form<?> form(String slug) {
        return Slugs.form(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
