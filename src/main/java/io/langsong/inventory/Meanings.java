package io.langsong.inventory;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people mean when they name an object: its id, or its name where that is clear. One thread. */
public final class Meanings {
    private static final int MOST_NAMED = 5;

    /** By plural of the kind and folded name: the ids. */
    private final Map<String, Map<String, Set<String>>> idsByName = new HashMap<>();

    private final Map<String, Set<String>> ids = new HashMap<>();

    public Meanings(InventorySnapshot snapshot) {
        for (Form<?> form : Form.all()) {
            form.in(snapshot)
                    .forEach(object -> learn(form, object.name(), object.id().value()));
        }
    }

    void learn(Form<?> form, String name, String id) {
        ids.computeIfAbsent(form.plural(), kind -> new HashSet<>()).add(id);
        if (!name.isEmpty()) {
            idsByName
                    .computeIfAbsent(form.plural(), kind -> new HashMap<>())
                    .computeIfAbsent(folded(name), folded -> new HashSet<>())
                    .add(id);
        }
    }

    /**
     * The ids that are meant by what was written into a field that names others; several names are apart by semicolons or
     * lines, several ids by spaces too.
     *
     * @throws InventoryRefused when a name belongs to more than one object, or to none
     */
    public String resolved(Field field, String written) {
        String target = field.target();
        if (target == null || written.isBlank()) {
            return written;
        }
        if (field.type() == Field.Type.ID) {
            return resolve(field, target, written.strip());
        }
        boolean names = written.indexOf(';') >= 0
                || written.indexOf('\n') >= 0
                || ofName(target, written).size() > 0;
        return Stream.of(written.split(names ? "[;\\n]" : "\\s+"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .map(one -> resolve(field, target, one))
                .collect(Collectors.joining(" "));
    }

    private String resolve(Field field, String target, String written) {
        if (ids.getOrDefault(target, Set.of()).contains(written)) {
            return written;
        }
        Set<String> meant = ofName(target, written);
        if (meant.size() == 1) {
            return meant.iterator().next();
        }
        if (meant.size() > 1) {
            throw InventoryRefused.invalid(
                    null,
                    field.name(),
                    written,
                    Fault.NAME_UNCLEAR,
                    meant.stream().sorted().limit(MOST_NAMED).collect(Collectors.joining(", ")));
        }
        if (!Ids.isOne(written)) {
            throw InventoryRefused.invalid(
                    null,
                    field.name(),
                    written,
                    Fault.NO_SUCH,
                    Wording.kind(Form.named(target).orElseThrow().kind()));
        }
        return written;
    }

    private Set<String> ofName(String target, String name) {
        return idsByName.getOrDefault(target, Map.of()).getOrDefault(folded(name), Set.of());
    }

    static String folded(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
