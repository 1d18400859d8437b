package io.langsong.incident;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one message tells: a root, what became unreachable behind it, and the services that stopped with it.
 *
 * @param behind devices and links: those found so, in the order of their outages, then what else can not be reached
 */
record Group(Outage root, Set<ObjectRef> behind, Set<ObjectRef> services) {

    /**
     * Sorts outages that began together under their roots.
     *
     * @param started in any order
     * @param reported roots that people were told of before and that last; what joins them is not told again
     * @param open outages that last, also those of before; may hold {@code started} too
     * @return in the order of the roots' outages
     */
    static List<Group> of(
            List<Outage> started, Set<ObjectRef> reported, Collection<Outage> open, InventorySnapshot inventory) {
        Map<ObjectRef, Group> groups = new LinkedHashMap<>();
        started.stream()
                .filter(outage -> !isService(outage) && isOwnRoot(outage))
                .forEach(outage -> begin(groups, outage));
        started.stream()
                .filter(outage -> !isService(outage) && !isOwnRoot(outage))
                .forEach(outage -> join(groups, outage, reported));
        Map<ObjectRef, ObjectRef> roots = new HashMap<>();
        open.forEach(outage -> roots.put(outage.object(), outage.root()));
        started.forEach(outage -> roots.put(outage.object(), outage.root()));
        started.stream()
                .filter(Group::isService)
                .forEach(service -> place(groups, service, suspects(service, roots, inventory), reported));
        groups.values().forEach(group -> {
            Hidden hidden = Hidden.behind(group.root().object(), inventory);
            group.behind().addAll(hidden.objects());
            group.services().addAll(hidden.services());
        });
        return List.copyOf(groups.values());
    }

    static boolean isService(Outage outage) {
        return outage.object().kind() == ObjectRef.Kind.SERVICE;
    }

    static boolean isOwnRoot(Outage outage) {
        return outage.root().equals(outage.object());
    }

    private static void begin(Map<ObjectRef, Group> groups, Outage root) {
        groups.putIfAbsent(root.object(), new Group(root, new LinkedHashSet<>(), new LinkedHashSet<>()));
    }

    /** One that hides behind something nobody was told of is told itself: better once too often than never. */
    private static void join(Map<ObjectRef, Group> groups, Outage hidden, Set<ObjectRef> reported) {
        Group group = groups.get(hidden.root());
        if (group != null) {
            group.behind().add(hidden.object());
        } else if (!reported.contains(hidden.root())) {
            begin(groups, hidden);
        }
    }

    private static void place(
            Map<ObjectRef, Group> groups, Outage service, List<ObjectRef> suspects, Set<ObjectRef> reported) {
        for (ObjectRef suspect : suspects) {
            Group group = groups.get(suspect);
            if (group != null) {
                group.services().add(service.object());
                return;
            }
        }
        if (suspects.stream().noneMatch(reported::contains)) {
            begin(groups, service);
        }
    }

    /** What may have stopped a service: its root, what it rests on, and what hides that. */
    static List<ObjectRef> suspects(Outage service, Map<ObjectRef, ObjectRef> roots, InventorySnapshot inventory) {
        List<ObjectRef> suspects = new ArrayList<>();
        if (!isOwnRoot(service)) {
            suspects.add(service.root());
        }
        for (ObjectRef support : supports(service.object(), inventory)) {
            suspects.add(support);
            ObjectRef root = roots.get(support);
            if (root != null) {
                suspects.add(root);
            }
        }
        return suspects;
    }

    private static List<ObjectRef> supports(ObjectRef object, InventorySnapshot inventory) {
        List<ObjectRef> supports = new ArrayList<>();
        inventory.service(new ServiceId(object.id())).ifPresent(service -> {
            service.members().forEach(member -> supports.add(ObjectRef.of(member)));
            addLine(supports, service, inventory);
        });
        return supports;
    }

    private static void addLine(List<ObjectRef> supports, Service service, InventorySnapshot inventory) {
        if (service.link() == null) {
            return;
        }
        supports.add(ObjectRef.of(service.link()));
        inventory.link(service.link()).ifPresent(link -> {
            supports.add(ObjectRef.of(link.near().device()));
            Link.End far = link.far();
            if (far != null) {
                supports.add(ObjectRef.of(far.device()));
            }
        });
    }
}
