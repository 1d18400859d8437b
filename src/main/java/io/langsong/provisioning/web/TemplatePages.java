package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.inventory.Ids;
import io.langsong.inventory.VillageId;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.Templates;
import io.langsong.provisioning.Templates.Version;
import io.langsong.provisioning.Variable;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

/** Templates: their order, and an editor that shows what a change would do before it is saved. */
@Controller
@RequestMapping(TemplatePages.PATH)
class TemplatePages {
    static final String PATH = "/cau-hinh/mau";
    private static final String PREVIEW = TemplateEditor.VIEW + " :: preview";

    private final Templates templates;
    private final AccessPoints accessPoints;
    private final TemplateEditor editor;
    private final SeenInventory inventory;
    private final Words words;

    TemplatePages(
            Templates templates,
            AccessPoints accessPoints,
            TemplateEditor editor,
            SeenInventory inventory,
            Words words) {
        this.templates = templates;
        this.accessPoints = accessPoints;
        this.editor = editor;
        this.inventory = inventory;
        this.words = words;
    }

    /** @param scope each what it is limited to; empty: it is not */
    record Row(Template template, List<String> scope, int uses) {}

    @GetMapping
    String list(Model model) {
        PlaceNames names = new PlaceNames(inventory.snapshot(), List.of(), words);
        model.addAttribute(
                "templates",
                templates.all().stream()
                        .map(one -> new Row(
                                one, scope(one, names), accessPoints.using(one).size()))
                        .toList());
        return "provisioning/templates";
    }

    private List<String> scope(Template template, PlaceNames names) {
        List<String> scope = new java.util.ArrayList<>();
        template.scope().villages().stream().map(names::village).sorted().forEach(scope::add);
        said(scope, "group", template.scope().groups());
        said(scope, "models", template.scope().models());
        said(scope, "tags", template.scope().tags());
        return scope;
    }

    private void said(List<String> scope, String what, Set<String> limited) {
        if (!limited.isEmpty()) {
            scope.add(words.message("provisioning.template." + what) + ": "
                    + String.join(", ", limited.stream().sorted().toList()));
        }
    }

    @GetMapping("/_moi")
    String blank(Model model) {
        return editor.form(model, null, TemplateForm.blank());
    }

    /** @param from version that is compared @param to with this one */
    @GetMapping("/{id}")
    String one(
            @PathVariable String id,
            @RequestParam(name = "tu", defaultValue = "") String from,
            @RequestParam(name = "den", defaultValue = "") String to,
            Model model) {
        List<Version> versions = templates.versions(id);
        if (versions.isEmpty()) {
            throw Page.missing();
        }
        Template template = templates.find(id).orElse(null);
        compare(id, versions, from, to, model);
        return template == null ? over(id, versions, model) : editor.form(model, template, TemplateForm.of(template));
    }

    /** One that is over: its versions are all that is left. */
    private String over(String id, List<Version> versions, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("end", versions.get(0));
        model.addAttribute("template", null);
        model.addAttribute(
                "name",
                versions.stream()
                        .filter(version -> !version.over())
                        .findFirst()
                        .flatMap(version -> templates.find(id, version.version()))
                        .map(Template::name)
                        .orElse(id));
        return TemplateEditor.VIEW;
    }

    private void compare(String id, List<Version> versions, String from, String to, Model model) {
        model.addAttribute("versions", versions);
        if (!from.isEmpty() && !to.isEmpty()) {
            model.addAttribute("from", from);
            model.addAttribute("to", to);
            model.addAttribute("compared", DiffView.between(text(id, from), text(id, to)));
        }
    }

    /** As people compare it; empty at its end, and for what never was. */
    private String text(String id, String version) {
        return version.matches("[0-9]{1,9}")
                ? templates.find(id, Integer.parseInt(version)).map(this::text).orElse("")
                : "";
    }

    private String text(Template template) {
        PlaceNames names = new PlaceNames(inventory.snapshot(), List.of(), words);
        StringBuilder text = new StringBuilder();
        line(text, "name", template.name());
        line(text, "dialect", template.dialect().code());
        line(text, "use", words.message("provisioning.use." + template.use().code()));
        line(text, "rank", Integer.toString(template.rank()));
        line(text, "scope", String.join("; ", scope(template, names)));
        for (Variable variable : template.variables()) {
            TemplateForm.Row row = TemplateForm.Row.of(variable);
            line(
                    text,
                    "variable",
                    String.join(
                                    " · ",
                                    row.name(),
                                    row.type(),
                                    row.required() ? words.message("provisioning.variable.required") : "",
                                    row.secret() ? words.message("provisioning.variable.secret") : "",
                                    row.byDefault(),
                                    row.least(),
                                    row.most(),
                                    row.choices(),
                                    row.about())
                            .replaceAll("( · )+", " · ")
                            .replaceAll(" · $", ""));
        }
        return text.append('\n').append(template.content()).toString();
    }

    private void line(StringBuilder text, String what, String value) {
        if (!value.isEmpty()) {
            text.append(words.message("provisioning.template." + what))
                    .append(": ")
                    .append(value)
                    .append('\n');
        }
    }

    /** What is sent by htmx is answered with the preview alone; without a script it is the form once more, with room for more variables. */
    @PostMapping("/_xem")
    String look(
            @RequestParam MultiValueMap<String, String> typed,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String part,
            Model model) {
        String id = Page.one(typed, "id");
        Template template = id.isEmpty() ? null : templates.find(id).orElseThrow(Page::missing);
        TemplateForm given = TemplateForm.of(typed);
        if (part != null) {
            model.addAttribute("preview", editor.preview(template, given));
            return PREVIEW;
        }
        if (template != null) {
            compare(id, templates.versions(id), "", "", model);
        }
        return editor.form(model, template, given);
    }

    @PostMapping
    Object add(@RequestParam MultiValueMap<String, String> typed, Model model, RedirectAttributes flash) {
        TemplateForm given = TemplateForm.of(typed);
        try {
            requireVillages(given);
            Template added = templates.add(given.wish(), Who.name());
            flash.addFlashAttribute("notice", "provisioning.done.template");
            return "redirect:" + PATH + "/" + added.id();
        } catch (Refused refused) {
            return Page.refused(editor.form(model, null, given), model, refused, words);
        }
    }

    @PostMapping("/{id}")
    Object change(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> typed,
            Model model,
            RedirectAttributes flash) {
        Template before = templates.find(id).orElseThrow(Page::missing);
        TemplateForm given = TemplateForm.of(typed);
        try {
            requireVillages(given);
            templates.change(id, given.wish(), given.seen(), Who.name());
            flash.addFlashAttribute("notice", "provisioning.done.template");
            return "redirect:" + PATH + "/" + id;
        } catch (Refused refused) {
            boolean meanwhile = refused.kind() == Refused.Kind.CHANGED_MEANWHILE;
            model.addAttribute("meanwhile", meanwhile);
            compare(id, templates.versions(id), "", "", model);
            return Page.refused(
                    editor.form(model, before, meanwhile ? given.at(before.version()) : given), model, refused, words);
        }
    }

    /** What is typed past the list of villages would limit it to a village that there is not: to nothing. */
    private void requireVillages(TemplateForm given) {
        for (String village : given.villages()) {
            if (!Ids.isOne(village)
                    || inventory.snapshot().village(new VillageId(village)).isEmpty()) {
                throw Refused.invalid(
                        "villages",
                        village,
                        "provisioning.refused.place",
                        List.of(),
                        "is not in the inventory",
                        "choose from the list");
            }
        }
    }

    @PostMapping("/{id}/ket-thuc")
    String end(
            @PathVariable String id,
            @RequestParam(name = "version", defaultValue = "0") int seen,
            @RequestParam(name = "reason", defaultValue = "") String reason,
            RedirectAttributes flash) {
        Template ended = templates.find(id).orElseThrow(Page::missing);
        return Page.go(
                PATH + "/" + ended.id(),
                () -> {
                    templates.remove(ended.id(), seen, reason, Who.name());
                    return PATH;
                },
                "template-over",
                flash,
                words);
    }
}
