package io.langsong.inventory.web;

import io.langsong.inventory.Field;
import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form as the page shows it.
 *
 * @param html how it is entered: {@code text}, {@code number}, {@code date}, {@code tel}, {@code password}, {@code area},
 *     {@code choice}
 * @param secretKept a secret is stored, and stays when nothing is typed
 * @param options of a {@code choice}
 * @param error what is wrong with the value; null when nothing is
 */
record FieldView(
        String name,
        String label,
        String hint,
        String html,
        String value,
        boolean required,
        boolean secretKept,
        List<Option> options,
        @Nullable String error) {
    /** More are not put into one list; they are named by id or name instead. */
    private static final int LONGEST_LIST = 400;

    record Option(String value, String label) {}

    /** The same field on a page with the forms of several objects. */
    FieldView within(String kind) {
        return new FieldView(kind + "." + name, label, hint, html, value, required, secretKept, options, error);
    }

    /** The same field without one of its options. */
    FieldView without(String option) {
        return new FieldView(
                name,
                label,
                hint,
                html,
                value,
                required,
                secretKept,
                options.stream().filter(one -> !one.value().equals(option)).toList(),
                error);
    }

    /** The same field as a choice of these, and of what it holds already; as it was when there are none. */
    FieldView offering(List<String> values) {
        if (values.isEmpty()) {
            return this;
        }
        List<Option> offered = Stream.concat(values.stream(), Stream.of(value))
                .filter(one -> !one.isEmpty())
                .distinct()
                .map(one -> new Option(one, one))
                .toList();
        return new FieldView(name, label, hint, "choice", value, required, secretKept, offered, error);
    }

    /** The same field alone on a page, where every field has this one name. */
    public FieldView asValue() {
        return new FieldView("gia-tri", label, hint, html, value, false, secretKept, options, error);
    }

    /** For labels and messages: an id that HTML and CSS take. */
    public String htmlId() {
        return "f-" + name.replace('.', '-');
    }

    /**
     * @param stored the object that is changed, null for a new one
     * @param errors by name of the field
     */
    static List<FieldView> of(
            Form<?> form,
            Map<String, String> values,
            @Nullable InventoryObject stored,
            Map<String, String> errors,
            InventorySnapshot snapshot,
            Locale language) {
        Set<String> secrets = stored == null ? Set.of() : Set.copyOf(form.secretsOf(stored));
        List<FieldView> views = new ArrayList<>();
        for (Field field : form.fields()) {
            boolean isId = field.name().equals("id");
            if (isId && stored != null) {
                continue;
            }
            views.add(new FieldView(
                    field.name(),
                    form.label(field, language),
                    form.hint(field, language),
                    html(field, snapshot),
                    field.secret() ? "" : values.getOrDefault(field.name(), ""),
                    field.required() && !isId,
                    secrets.contains(field.name()),
                    options(form, field, snapshot, language),
                    errors.get(field.name())));
        }
        // An id may be left to be made from the name, so the name is asked for before.
        if (views.size() > 1 && views.get(0).name().equals("id")) {
            views.add(1, views.remove(0));
        }
        return views;
    }

    private static String html(Field field, InventorySnapshot snapshot) {
        if (field.secret()) {
            return "password";
        }
        return switch (field.type()) {
            case NOTE, IDS -> "area";
            case INTEGER -> "number";
            case DATE -> "date";
            case TRUTH, CHOICE -> "choice";
            case ID -> candidates(field, snapshot).size() <= LONGEST_LIST ? "choice" : "text";
            case TEXT, DECIMAL, SPAN -> field.name().equals("phone") ? "tel" : "text";
        };
    }

    private static List<Option> options(Form<?> form, Field field, InventorySnapshot snapshot, Locale language) {
        return switch (field.type()) {
            case CHOICE ->
                field.choices().stream()
                        .map(choice -> new Option(choice, form.label(field, choice, language)))
                        .toList();
            case TRUTH ->
                List.of(
                        new Option("true", form.label(field, "true", language)),
                        new Option("false", form.label(field, "false", language)));
            case ID -> {
                Collection<? extends InventoryObject> all = candidates(field, snapshot);
                yield all.size() > LONGEST_LIST
                        ? List.of()
                        : all.stream()
                                .map(one -> new Option(one.id().value(), Summary.longName(one, snapshot)))
                                .toList();
            }
            default -> List.of();
        };
    }

    private static Collection<? extends InventoryObject> candidates(Field field, InventorySnapshot snapshot) {
        String target = field.target();
        return target == null ? List.of() : Form.named(target).orElseThrow().in(snapshot);
    }
}
