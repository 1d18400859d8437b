package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.VillageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The order in which a change goes through a network: first one alone, on which nothing else hangs; then village by village those at the
 * ends of the lines; then, step by step, what they are reached through. So a change that cuts a line cuts nobody who is still to be changed.
 */
public final class Waves {
    private Waves() {}

    /** What would be cut off with a place. @param villages its own too */
    public record Blast(Set<DeviceId> devices, Set<VillageId> villages) {
        public Blast {
            devices = Set.copyOf(devices);
            villages = Set.copyOf(villages);
        }
    }

    /** @return each place once; the first wave holds one */
    public static List<List<DeviceId>> of(Collection<AccessPoint> places, InventorySnapshot inventory) {
        Map<DeviceId, AccessPoint> all = new LinkedHashMap<>();
        places.stream()
                .sorted(Comparator.comparing(place -> place.id().value()))
                .forEach(place -> all.put(place.id(), place));
        Map<DeviceId, Integer> heights = new HashMap<>();
        all.keySet().forEach(place -> height(place, all.keySet(), inventory, heights, new HashSet<>()));
        Map<Integer, Map<String, List<DeviceId>>> sorted = new TreeMap<>();
        all.values()
                .forEach(place -> sorted.computeIfAbsent(
                                Objects.requireNonNull(heights.get(place.id())), height -> new TreeMap<>())
                        .computeIfAbsent(village(place, inventory), village -> new ArrayList<>())
                        .add(place.id()));
        List<List<DeviceId>> waves = new ArrayList<>();
        sorted.values().forEach(villages -> waves.addAll(villages.values()));
        if (!waves.isEmpty() && waves.get(0).size() > 1) {
            List<DeviceId> first = waves.get(0);
            waves.set(0, List.of(first.get(0)));
            waves.add(1, List.copyOf(first.subList(1, first.size())));
        }
        return waves;
    }

    /** How many others of the change hang on it one behind the other. */
    private static int height(
            DeviceId place,
            Set<DeviceId> all,
            InventorySnapshot inventory,
            Map<DeviceId, Integer> known,
            Set<DeviceId> path) {
        Integer done = known.get(place);
        if (done != null) {
            return done;
        }
        int height = 0;
        if (path.add(place)) {
            for (DeviceId behind : inventory.allBehind(place)) {
                // Of two that hang on one another neither is before the other.
                if (all.contains(behind) && !path.contains(behind)) {
                    height = Math.max(height, 1 + height(behind, all, inventory, known, path));
                }
            }
            path.remove(place);
        }
        known.put(place, height);
        return height;
    }

    private static String village(AccessPoint place, InventorySnapshot inventory) {
        return inventory.site(place.site()).map(site -> site.village().value()).orElse("");
    }

    public static Blast blast(AccessPoint place, InventorySnapshot inventory) {
        Set<DeviceId> devices = inventory.allBehind(place.id());
        Set<VillageId> villages = new HashSet<>();
        inventory.site(place.site()).ifPresent(site -> villages.add(site.village()));
        devices.forEach(device -> villages.addAll(inventory.villagesOf(device)));
        return new Blast(devices, villages);
    }
}
