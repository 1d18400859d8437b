package io.langsong.incident;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where outages that began belong: each under what explains it, or by itself. Pure. */
final class Placement {
    private Placement() {}

    /**
     * @param began in any order
     * @param known objects that belong to an incident and are out
     * @param lasting outages that last, also those of before; may hold {@code began} too
     * @return what each belongs to: one of {@code known}, or the object of one that belongs to itself. Those that belong to
     *     themselves first, the others in their order
     */
    static Map<Outage, ObjectRef> of(
            Collection<Outage> began, Set<ObjectRef> known, Collection<Outage> lasting, InventorySnapshot inventory) {
        Map<Outage, ObjectRef> roots = new LinkedHashMap<>();
        Map<Outage, ObjectRef> others = new LinkedHashMap<>();
        Set<ObjectRef> explained = new HashSet<>(known);
        began.stream()
                .filter(outage -> !Group.isService(outage) && Group.isOwnRoot(outage))
                .forEach(outage -> put(roots, outage, explained));
        List<Outage> hidden = began.stream()
                .filter(outage -> !Group.isService(outage) && !Group.isOwnRoot(outage))
                .toList();
        hidden.forEach(outage -> {
            if (explained.contains(outage.root())) {
                others.put(outage, outage.root());
            } else {
                put(roots, outage, explained);
            }
        });
        Map<ObjectRef, ObjectRef> rootOf = new HashMap<>();
        lasting.forEach(outage -> rootOf.put(outage.object(), outage.root()));
        began.forEach(outage -> rootOf.put(outage.object(), outage.root()));
        began.stream()
                .filter(Group::isService)
                .forEach(service -> Group.suspects(service, rootOf, inventory).stream()
                        .filter(explained::contains)
                        .findFirst()
                        .ifPresentOrElse(
                                suspect -> others.put(service, suspect), () -> put(roots, service, new HashSet<>())));
        roots.putAll(others);
        return roots;
    }

    private static void put(Map<Outage, ObjectRef> roots, Outage outage, Set<ObjectRef> explained) {
        roots.put(outage, outage.object());
        explained.add(outage.object());
    }
}
