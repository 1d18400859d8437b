package io.langsong.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change does. Secrets show as changed, never as what.
 *
 * @param unchanged how many of the objects given are there already, just so
 */
public record InventoryDiff(List<Entry> added, List<Entry> changed, int unchanged) {
    static final InventoryDiff NONE = new InventoryDiff(List.of(), List.of(), 0);

    private static final String MASK = "***";

    public InventoryDiff {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
    }

    /** @param changes for what is added all its fields, from nothing */
    public record Entry(InventoryId id, String name, List<Change> changes) {
        public Entry {
            changes = List.copyOf(changes);
        }
    }

    /** @param from null when the field was empty. @param to null when it will be */
    public record Change(
            String field, @Nullable String from, @Nullable String to) {}

    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty();
    }

    static InventoryDiff between(InventorySnapshot before, Collection<? extends InventoryObject> objects) {
        List<Entry> added = new ArrayList<>();
        List<Entry> changed = new ArrayList<>();
        for (InventoryObject object : objects) {
            Optional<InventoryObject> old = before.find(object.id());
            if (old.isEmpty()) {
                added.add(new Entry(object.id(), object.name(), changes(null, object)));
            } else if (!old.get().equals(object)) {
                changed.add(new Entry(object.id(), object.name(), changes(old.get(), object)));
            }
        }
        return new InventoryDiff(added, changed, objects.size() - added.size() - changed.size());
    }

    private static List<Change> changes(@Nullable InventoryObject before, InventoryObject after) {
        Map<String, String> old = before == null ? Map.of() : Form.cells(before);
        Map<String, String> now = Form.cells(after);
        Set<String> secrets = new LinkedHashSet<>();
        Form.of(after).fields().stream().filter(Field::secret).map(Field::name).forEach(secrets::add);
        Set<String> fields = new LinkedHashSet<>(now.keySet());
        fields.addAll(old.keySet());
        List<Change> changes = new ArrayList<>();
        for (String field : fields) {
            if (!Objects.equals(old.get(field), now.get(field))) {
                boolean secret = secrets.contains(field);
                changes.add(new Change(field, masked(old.get(field), secret), masked(now.get(field), secret)));
            }
        }
        return changes;
    }

    private static @Nullable String masked(@Nullable String value, boolean secret) {
        return value != null && secret ? MASK : value;
    }
}
