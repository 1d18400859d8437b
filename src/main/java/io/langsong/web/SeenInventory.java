package io.langsong.web;

import io.langsong.inventory.Form;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryDiff;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.InventoryRefused.Reason;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.VillageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * The inventory as far as {@link VillageSight} lets see it whoever sent the request on this thread. Pages, the API and events
 * take it from here alone, so that what is not seen can not be forgotten in some corner. Any thread.
 */
@Component
public final class SeenInventory {
    private final ObjectProvider<Inventory> inventory;

    public SeenInventory(ObjectProvider<Inventory> inventory) {
        this.inventory = inventory;
    }

    /** What there is now. */
    public InventorySnapshot snapshot() {
        VillageSight sight = VillageSight.current();
        return sight.all() ? whole() : whole().seenBy(village -> sight.sees(village.value()));
    }

    private InventorySnapshot whole() {
        Inventory there = inventory.getIfAvailable();
        return there == null ? InventorySnapshot.EMPTY : there.snapshot();
    }

    /** As {@link Inventory#add}, within what is seen. */
    public void add(InventoryObject object) {
        change(List.of(object), () -> {
            inventory.getObject().add(object);
            return object;
        });
    }

    /** As {@link Inventory#replace}, within what is seen. */
    public void replace(InventoryObject object, @Nullable Long version) {
        requireThere(object.id());
        change(List.of(object), () -> {
            inventory.getObject().replace(object, version);
            return object;
        });
    }

    /** As {@link Inventory#apply}, within what is seen. */
    public InventoryDiff apply(Collection<? extends InventoryObject> objects) {
        return change(objects, () -> inventory.getObject().apply(objects));
    }

    /** As {@link Inventory#delete}, within what is seen. */
    public void delete(InventoryId id, @Nullable Long version) {
        InventoryObject stored = requireThere(id);
        change(List.of(stored), () -> {
            inventory.getObject().delete(id, version);
            return stored;
        });
    }

    private InventoryObject requireThere(InventoryId id) {
        return snapshot().find(id).orElseThrow(() -> InventoryRefused.missing(id));
    }

    private <R> R change(Collection<? extends InventoryObject> objects, Supplier<R> change) {
        VillageSight sight = VillageSight.current();
        if (sight.all()) {
            return change.get();
        }
        inventory.getObject().requireSeen(village -> sight.sees(village.value()), objects);
        try {
            return change.get();
        } catch (InventoryRefused refused) {
            // What stands in the way lies elsewhere, and its name with it.
            throw refused.problem().reason() == Reason.CHANGED_MEANWHILE
                    ? refused
                    : InventoryRefused.beyondSight(objects.iterator().next().id());
        }
    }

    /** For what concerns the whole commune, as an import does: refused with 403 to those who see some villages only. */
    public void requireAll() {
        if (!VillageSight.current().all()) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, "This is for those who see all villages.");
        }
    }

    /** As {@link InventorySnapshot#mayName} of what is seen, without making that. */
    public boolean mayName(InventoryId id) {
        VillageSight sight = VillageSight.current();
        return sight.all() || liesWithin(sight, id);
    }

    /** @param named {@code kind:id}, as {@code device:thon-man-ap2} */
    boolean sees(VillageSight sight, String named) {
        return sight.all() || id(named).filter(id -> liesWithin(sight, id)).isPresent();
    }

    private boolean liesWithin(VillageSight sight, InventoryId id) {
        return whole().villagesOf(id).stream().map(VillageId::value).anyMatch(sight::sees);
    }

    private static Optional<InventoryId> id(String named) {
        String[] parts = named.split(":", 2);
        return parts.length < 2
                ? Optional.empty()
                : Form.all().stream()
                        .filter(form -> form.kind().equals(parts[0]))
                        .findFirst()
                        .flatMap(form -> id(form, parts[1]));
    }

    private static Optional<InventoryId> id(Form<?> form, String value) {
        try {
            return Optional.of(form.id(value));
        } catch (InventoryRefused notAnId) {
            return Optional.empty();
        }
    }

    /**
     * Whether a message may be shown: it names something, and whatever it names lies in villages that are seen.
     *
     * @param facts of the message, as they are written for machines
     */
    public boolean seesAllOf(Map<String, Object> facts) {
        VillageSight sight = VillageSight.current();
        if (sight.all()) {
            return true;
        }
        List<Boolean> seen = new ArrayList<>();
        look(sight, "", facts, seen);
        return !seen.isEmpty() && !seen.contains(false);
    }

    private void look(VillageSight sight, String name, Object fact, List<Boolean> seen) {
        if (fact instanceof Map<?, ?> map) {
            map.forEach((key, value) -> look(sight, String.valueOf(key), value, seen));
        } else if (fact instanceof Collection<?> list) {
            list.forEach(value -> look(sight, name, value, seen));
        } else if (fact instanceof String text && !text.isEmpty()) {
            switch (name) {
                case "site" -> seen.add(liesWhollyWithin(sight, "site:" + text));
                case "villages" -> seen.add(liesWhollyWithin(sight, "village:" + text));
                // Evidence: the id of a device or line, perhaps a blank and a port.
                case "detail" -> {
                    String id = text.replaceFirst(" .*", "");
                    seen.add(liesWhollyWithin(sight, "device:" + id) || liesWhollyWithin(sight, "link:" + id));
                }
                default -> id(text).ifPresent(id -> seen.add(liesWhollyWithin(sight, text)));
            }
        }
    }

    /** The text of a message names the village of a line too, which may be that of either end. */
    private boolean liesWhollyWithin(VillageSight sight, String named) {
        Set<VillageId> villages = id(named).map(id -> whole().villagesOf(id)).orElse(Set.of());
        return !villages.isEmpty() && villages.stream().map(VillageId::value).allMatch(sight::sees);
    }
}
