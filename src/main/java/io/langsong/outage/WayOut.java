package io.langsong.outage;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * By which lines of providers a device gets out: those of itself, else those of what it is reached through. An access point that answers
 * us, from the same house, serves nobody when its only line to a provider is down. Of one inventory.
 */
final class WayOut {
    private final Map<DeviceId, List<LinkId>> lines = new HashMap<>();
    private final Map<DeviceId, List<DeviceId>> uplinks = new HashMap<>();

    WayOut(InventorySnapshot inventory) {
        for (Link link : inventory.links()) {
            // One with a far end leads to another device of ours.
            if (link.provider() != null && link.far() == null) {
                lines.computeIfAbsent(link.near().device(), id -> new ArrayList<>())
                        .add(link.id());
            }
        }
        for (Device device : inventory.devices()) {
            uplinks.put(device.id(), device.uplinks());
        }
    }

    /** The lines by which it may get out; none when nobody entered any. */
    Set<LinkId> of(DeviceId device) {
        Set<LinkId> found = new LinkedHashSet<>();
        collect(device, found, new HashSet<>());
        return found;
    }

    private void collect(DeviceId device, Set<LinkId> found, Set<DeviceId> seen) {
        if (!seen.add(device)) {
            return;
        }
        List<LinkId> own = lines.getOrDefault(device, List.of());
        found.addAll(own);
        if (own.isEmpty()) {
            uplinks.getOrDefault(device, List.of()).forEach(above -> collect(above, found, seen));
        }
    }

    /** Whether none of them works. */
    boolean isCut(DeviceId device, Predicate<LinkId> down) {
        Set<LinkId> all = of(device);
        return !all.isEmpty() && all.stream().allMatch(down);
    }
}
