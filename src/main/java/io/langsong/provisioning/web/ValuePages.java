package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Village;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Level;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.Templates;
import io.langsong.provisioning.Values;
import io.langsong.provisioning.Values.Shown;
import io.langsong.provisioning.Variable;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Values of variables, level by level. */
@Controller
@RequestMapping(ValuePages.PATH)
class ValuePages {
    static final String PATH = "/cau-hinh/gia-tri";
    private static final String VIEW = "provisioning/values";

    private final Values values;
    private final Templates templates;
    private final AccessPoints accessPoints;
    private final SeenInventory inventory;
    private final Words words;

    ValuePages(Values values, Templates templates, AccessPoints accessPoints, SeenInventory inventory, Words words) {
        this.values = values;
        this.templates = templates;
        this.accessPoints = accessPoints;
        this.inventory = inventory;
        this.words = words;
    }

    /** The values of one level. */
    record Group(String level, List<Row> rows) {}

    /** @param at as the form names the place: {@code village:thon-man} */
    record Row(Shown shown, String place, String at) {}

    /** A place that a value may be for. */
    record Choice(String at, String name) {}

    /** Places of one level, for the form. */
    record Choices(String level, List<Choice> choices) {}

    /** A variable that some template declares. */
    record Known(String name, String about, boolean secret) {}

    /** What stands in the form; a secret is never in it again. */
    record Given(String at, String name, String value, boolean secret) {}

    /** @param at place of a value that is filled in @param name of that one */
    @GetMapping
    String show(
            @RequestParam(name = "noi", defaultValue = "") String at,
            @RequestParam(name = "ten", defaultValue = "") String name,
            Model model) {
        List<Shown> all = values.all();
        Given given = all.stream()
                .filter(one -> at(one).equals(at) && one.name().equals(name))
                .findFirst()
                .map(one -> new Given(at, name, one.value() == null ? "" : one.value(), one.secret()))
                .orElse(new Given(at.isEmpty() ? "commune:" : at, name, "", false));
        return form(model, all, given);
    }

    private static String at(Shown one) {
        return one.level().code() + ":" + one.place();
    }

    private String form(Model model, List<Shown> all, Given given) {
        List<AccessPoint> points = accessPoints.all();
        InventorySnapshot there = inventory.snapshot();
        PlaceNames names = new PlaceNames(there, points, words);
        model.addAttribute("groups", groups(all, names));
        model.addAttribute("given", given);
        model.addAttribute("places", choices(points, there, names));
        model.addAttribute("known", known());
        return VIEW;
    }

    private static List<Group> groups(List<Shown> all, PlaceNames names) {
        return Arrays.stream(Level.values())
                .map(level -> new Group(
                        level.code(),
                        all.stream()
                                .filter(one -> one.level() == level)
                                .map(one -> new Row(one, names.place(level, one.place()), at(one)))
                                .sorted(Comparator.comparing(Row::place)
                                        .thenComparing(row -> row.shown().name()))
                                .toList()))
                .filter(group -> !group.rows().isEmpty())
                .toList();
    }

    private static List<Choices> choices(List<AccessPoint> points, InventorySnapshot there, PlaceNames names) {
        return Stream.of(
                        choices(Level.COMMUNE, Stream.of(""), names),
                        choices(
                                Level.VILLAGE,
                                there.villages().stream()
                                        .sorted(Comparator.comparingInt(Village::position))
                                        .map(one -> one.id().value()),
                                names),
                        choices(
                                Level.SITE,
                                there.sites().stream().map(one -> one.id().value()),
                                names),
                        choices(Level.GROUP, Page.groups(points).stream(), names),
                        choices(
                                Level.ACCESS_POINT,
                                points.stream()
                                        .filter(one -> one.life().retired() == null)
                                        .map(one -> one.id().value()),
                                names))
                .filter(choices -> !choices.choices().isEmpty())
                .toList();
    }

    private static Choices choices(Level level, Stream<String> places, PlaceNames names) {
        return new Choices(
                level.code(),
                places.map(place -> new Choice(level.code() + ":" + place, names.place(level, place)))
                        .toList());
    }

    private List<Known> known() {
        TreeMap<String, Known> known = new TreeMap<>();
        for (Template template : templates.all()) {
            for (Variable variable : template.variables()) {
                known.merge(
                        variable.name(),
                        new Known(variable.name(), variable.about() == null ? "" : variable.about(), variable.secret()),
                        (one, other) -> new Known(
                                one.name(),
                                one.about().isEmpty() ? other.about() : one.about(),
                                one.secret() || other.secret()));
            }
        }
        return List.copyOf(known.values());
    }

    @PostMapping
    Object set(@RequestParam MultiValueMap<String, String> typed, Model model, RedirectAttributes flash) {
        Given given = new Given(
                Page.one(typed, "place"),
                Page.one(typed, "name").strip(),
                Page.one(typed, "value"),
                typed.containsKey("secret"));
        try {
            requireOffered(given.at());
            if (given.value().isEmpty()) {
                throw Refused.invalid(
                        "value",
                        null,
                        "provisioning.values.empty",
                        List.of(),
                        "is empty",
                        "give a value, or take it away");
            }
            put(given.at(), given.name(), given.value(), given.secret());
            flash.addFlashAttribute("notice", "provisioning.done.value");
            return "redirect:" + PATH;
        } catch (Refused refused) {
            boolean hidden = given.secret()
                    || known().stream()
                            .anyMatch(one -> one.secret() && one.name().equals(given.name()));
            Given shown = new Given(given.at(), given.name(), hidden ? "" : given.value(), given.secret());
            return Page.refused(form(model, values.all(), shown), model, refused, words);
        }
    }

    /** A value of a place that there is not would lie there for whoever comes to be called so. */
    private void requireOffered(String at) {
        List<AccessPoint> points = accessPoints.all();
        InventorySnapshot there = inventory.snapshot();
        boolean offered = choices(points, there, new PlaceNames(there, points, words)).stream()
                .flatMap(level -> level.choices().stream())
                .anyMatch(choice -> choice.at().equals(at));
        if (!offered) {
            throw Refused.invalid(
                    "place", at, "provisioning.refused.place", List.of(), "is not there", "choose from the list");
        }
    }

    private void put(String at, String name, @org.jspecify.annotations.Nullable String value, boolean secret) {
        int colon = at.indexOf(':');
        values.set(
                ValuesController.level(colon < 0 ? at : at.substring(0, colon)),
                colon < 0 ? "" : at.substring(colon + 1),
                name,
                value,
                secret,
                Who.name());
    }

    @PostMapping("/xoa")
    String remove(
            @RequestParam(name = "place", defaultValue = "") String at,
            @RequestParam(name = "name", defaultValue = "") String name,
            RedirectAttributes flash) {
        return Page.act(PATH, "value-gone", () -> put(at, name, null, false), flash, words);
    }
}
