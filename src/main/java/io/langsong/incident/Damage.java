package io.langsong.incident;

import io.langsong.inventory.Device;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Service;
import io.langsong.inventory.SiteId;
import io.langsong.outage.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much of the commune is down. A site is down when nothing that is watched there answers, or none of its services is served.
 *
 * @param sites that have something to watch
 * @param down of these
 * @param roots ids of the incidents that explain them
 */
record Damage(int sites, int down, Set<Long> roots) {
    /** Of fewer that are down nobody loses sight. */
    private static final int LEAST_DOWN = 4;

    Damage {
        roots = Set.copyOf(roots);
    }

    /** @param out objects that are out, with their incidents */
    static Damage of(Map<ObjectRef, Long> out, InventorySnapshot inventory) {
        Map<SiteId, List<ObjectRef>> devices = inventory.devices().stream()
                .filter(Device::enabled)
                .collect(Collectors.groupingBy(
                        Device::site,
                        HashMap::new,
                        Collectors.mapping(one -> ObjectRef.of(one.id()), Collectors.toList())));
        Map<SiteId, List<ObjectRef>> services = inventory.services().stream()
                .collect(Collectors.groupingBy(
                        Service::site,
                        HashMap::new,
                        Collectors.mapping(one -> ObjectRef.of(one.id()), Collectors.toList())));
        Set<SiteId> sites = new HashSet<>(devices.keySet());
        sites.addAll(services.keySet());
        int down = 0;
        Set<Long> roots = new HashSet<>();
        for (SiteId site : sites) {
            List<ObjectRef> lost = new ArrayList<>();
            addWhenAllAreOut(devices.getOrDefault(site, List.of()), out, lost);
            addWhenAllAreOut(services.getOrDefault(site, List.of()), out, lost);
            if (!lost.isEmpty()) {
                down++;
                lost.forEach(object -> roots.add(out.get(object)));
            }
        }
        return new Damage(sites.size(), down, roots);
    }

    private static void addWhenAllAreOut(List<ObjectRef> objects, Map<ObjectRef, Long> out, List<ObjectRef> lost) {
        if (out.keySet().containsAll(objects)) {
            lost.addAll(objects);
        }
    }

    /** A third of the sites, and no mere handful, for more than one reason. */
    boolean isStorm() {
        return down >= LEAST_DOWN && 3 * down >= sites && roots.size() > 1;
    }

    /** Fewer than a tenth of the sites. */
    boolean isOver() {
        return 10 * down < sites || down == 0;
    }
}
