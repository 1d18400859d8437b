package io.langsong.discovery;

import io.langsong.discovery.Marks.Mark;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of what was found is in the inventory, and under which address. A pure function. */
final class Matches {
    private static final int SHORTEST_NAME = 3;

    private final InventorySnapshot inventory;
    private final Map<DeviceId, Marks> marks;
    private final Map<Integer, Match> matches = new LinkedHashMap<>();
    private final Map<DeviceId, Found> there = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();

    /**
     * @param device of the inventory; null when it is not there
     * @param by what they have in common; null for {@link Group#NEW} and {@link Group#UNREAD}
     * @param sameAs another address in this scan at which the same box answers; null for none
     */
    record Match(
            Group group,
            @Nullable DeviceId device,
            @Nullable Mark by,
            @Nullable String sameAs) {}

    private Matches(InventorySnapshot inventory, Map<DeviceId, Marks> marks) {
        this.inventory = inventory;
        this.marks = marks;
    }

    /**
     * @param marks of devices, as they answered last at the addresses that the inventory has
     * @return by the numbers of {@code found}
     */
    static Map<Integer, Match> of(List<Found> found, InventorySnapshot inventory, Map<DeviceId, Marks> marks) {
        Matches matching = new Matches(inventory, marks);
        found.forEach(matching::byAddress);
        found.forEach(one -> {
            if (one.sysName() != null) {
                matching.names.merge(DeviceText.plain(one.sysName()), 1, Integer::sum);
            }
        });
        List<Found> before = new ArrayList<>();
        for (Found one : found) {
            matching.matches.computeIfAbsent(one.number(), number -> matching.match(one, before));
            before.add(one);
        }
        return matching.matches;
    }

    private void byAddress(Found one) {
        inventory.devices().stream().filter(one::isAt).findFirst().ifPresent(device -> {
            there.put(device.id(), one);
            matches.put(one.number(), new Match(Group.KNOWN, device.id(), Mark.ADDRESS, null));
        });
    }

    private Match match(Found one, List<Found> before) {
        if (one.credential() < 0) {
            return new Match(Group.UNREAD, null, null, null);
        }
        for (Map.Entry<DeviceId, Found> entry : there.entrySet()) {
            Mark same = one.marks().sameBox(entry.getValue().marks());
            if (same != null) {
                return new Match(
                        Group.KNOWN, entry.getKey(), same, entry.getValue().address());
            }
        }
        for (Found earlier : before) {
            Mark same = earlier.credential() < 0 ? null : one.marks().sameBox(earlier.marks());
            Match its = matches.get(earlier.number());
            if (same != null && its != null) {
                return new Match(its.group(), its.device(), same, earlier.address());
            }
        }
        return moved(one).orElseGet(() -> new Match(Group.NEW, null, null, null));
    }

    /** A device that does not answer at its own address, and is this one. */
    private Optional<Match> moved(Found one) {
        List<Device> silent = inventory.devices().stream()
                .filter(device -> !there.containsKey(device.id()))
                .toList();
        for (Device device : silent) {
            Marks its = marks.get(device.id());
            Mark same = its == null ? null : one.marks().sameBox(its);
            if (same != null) {
                return Optional.of(new Match(Group.MOVED, device.id(), same, null));
            }
        }
        String name = one.sysName() == null ? "" : DeviceText.plain(one.sysName());
        if (name.length() < SHORTEST_NAME || names.getOrDefault(name, 0) > 1) {
            return Optional.empty();
        }
        List<Device> named = silent.stream()
                .filter(device -> namesOf(device).contains(name))
                .filter(device -> !differ(one, device))
                .toList();
        return named.size() == 1
                ? Optional.of(new Match(Group.MOVED, named.get(0).id(), Mark.NAME, null))
                : Optional.empty();
    }

    private boolean differ(Found one, Device device) {
        Marks its = marks.get(device.id());
        return its != null && one.marks().differ(its);
    }

    private Set<String> namesOf(Device device) {
        Set<String> all = new HashSet<>(List.of(
                DeviceText.plain(device.name()), DeviceText.plain(device.id().value())));
        Marks its = marks.get(device.id());
        if (its != null && its.sysName() != null) {
            all.add(DeviceText.plain(its.sysName()));
        }
        return all;
    }
}
