package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.Village;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Proposal;
import io.langsong.provisioning.Rendition;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.Template.Dialect;
import io.langsong.provisioning.Template.Use;
import io.langsong.provisioning.Templates;
import io.langsong.provisioning.Variable;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The form in which a template is written, with what it would do as it stands there. */
@Component
class TemplateEditor {
    static final String VIEW = "provisioning/template";

    private final Templates templates;
    private final AccessPoints accessPoints;
    private final SeenInventory inventory;
    private final Words words;

    TemplateEditor(Templates templates, AccessPoints accessPoints, SeenInventory inventory, Words words) {
        this.templates = templates;
        this.accessPoints = accessPoints;
        this.inventory = inventory;
        this.words = words;
    }

    /** An access point that uses a template. @param change {@code added}, {@code left} or {@code kept} by what is not saved yet */
    record UseRow(String id, String name, String change) {}

    /**
     * What would be if the template were as it stands in the form.
     *
     * @param trouble why there is no telling; null when there is
     * @param place the access point that was chosen; null for none
     * @param used whether that one uses it
     */
    record Preview(
            @Nullable String trouble,
            List<UseRow> uses,
            @Nullable AccessPoint place,
            boolean used,
            List<String> problems,
            @Nullable DiffView diff,
            @Nullable String text) {
        static Preview trouble(String trouble) {
            return new Preview(trouble, List.of(), null, false, List.of(), null, null);
        }

        public long count(String change) {
            return uses.stream().filter(row -> row.change().equals(change)).count();
        }
    }

    /** @param template that is changed; null: a new one @return the view */
    String form(Model model, @Nullable Template template, TemplateForm given) {
        List<AccessPoint> all = accessPoints.all();
        model.addAttribute("id", template == null ? "" : template.id());
        model.addAttribute("template", template);
        model.addAttribute("name", template == null ? null : template.name());
        model.addAttribute("given", given);
        model.addAttribute(
                "places",
                all.stream().filter(one -> one.life().retired() == null).toList());
        model.addAttribute("groups", Page.groups(all));
        model.addAttribute("villages", villages());
        model.addAttribute("dialects", Dialect.values());
        model.addAttribute("uses", Use.values());
        model.addAttribute("types", Variable.Type.values());
        model.addAttribute("preview", preview(template, given));
        return VIEW;
    }

    private List<Village> villages() {
        return inventory.snapshot().villages().stream()
                .sorted(Comparator.comparingInt(Village::position))
                .toList();
    }

    /** @param template that it would take the place of; null for none */
    Preview preview(@Nullable Template template, TemplateForm given) {
        Template draft;
        try {
            draft = templates.draft(template == null ? null : template.id(), given.draft());
        } catch (Refused refused) {
            return Preview.trouble(words.message(
                    "provisioning.preview.trouble",
                    words.message("provisioning.template." + Page.field(refused)),
                    Page.sentence(refused, words)));
        }
        List<AccessPoint> using = accessPoints.using(draft);
        List<UseRow> uses = uses(template == null ? List.of() : accessPoints.using(template), using);
        AccessPoint place = place(given.preview(), using);
        if (place == null) {
            return new Preview(null, uses, null, false, List.of(), null, null);
        }
        Proposal proposal = accessPoints.propose(place, draft);
        Rendition next = proposal.rendition();
        String now = accessPoints.letOut(place.id()).map(Rendition::shown).orElse("");
        return new Preview(
                null,
                uses,
                place,
                proposal.templates().contains(draft),
                proposal.problems().stream()
                        .map(problem -> problem.text(language()))
                        .toList(),
                next == null ? null : DiffView.between(now, next.shown()),
                next == null ? null : next.shown());
    }

    private static Locale language() {
        return org.springframework.context.i18n.LocaleContextHolder.getLocale();
    }

    /** The one that was chosen, else the first that would use it. */
    private @Nullable AccessPoint place(String chosen, List<AccessPoint> using) {
        if (Ids.isOne(chosen)) {
            return accessPoints.find(new DeviceId(chosen)).orElse(null);
        }
        return using.isEmpty() ? null : using.get(0);
    }

    private static List<UseRow> uses(List<AccessPoint> before, List<AccessPoint> after) {
        Set<DeviceId> was = before.stream().map(AccessPoint::id).collect(Collectors.toSet());
        Set<DeviceId> is = after.stream().map(AccessPoint::id).collect(Collectors.toSet());
        List<UseRow> rows = new java.util.ArrayList<>();
        after.forEach(
                one -> rows.add(new UseRow(one.id().value(), one.name(), was.contains(one.id()) ? "kept" : "added")));
        before.stream()
                .filter(one -> !is.contains(one.id()))
                .forEach(one -> rows.add(new UseRow(one.id().value(), one.name(), "left")));
        return rows;
    }
}
