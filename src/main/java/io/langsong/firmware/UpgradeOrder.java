package io.langsong.firmware;

import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Which boxes may be under way together, by the network as it is now. */
final class UpgradeOrder {
    private UpgradeOrder() {}

    /**
     * The steps that may be begun.
     *
     * @param underWay places that are under way, in this upgrade and in others
     */
    static List<Step> next(Upgrade upgrade, Collection<DeviceId> underWay, InventorySnapshot inventory) {
        OptionalInt wave = upgrade.wave();
        if (wave.isEmpty()) {
            return List.of();
        }
        long own = upgrade.steps().stream()
                .filter(step -> step.progress().isUnderWay())
                .count();
        Set<DeviceId> busy = new HashSet<>(underWay);
        List<Step> next = new ArrayList<>();
        for (Step step : upgrade.steps()) {
            boolean turn = step.wave() == wave.getAsInt() && step.progress() == Progress.WAITING;
            if (turn && own + next.size() < upgrade.plan().atOnce() && isFree(step.place(), busy, inventory)) {
                next.add(step);
                busy.add(step.place());
            }
        }
        return next;
    }

    /** Whether none of these may be cut off together with a place. */
    static boolean isFree(DeviceId place, Collection<DeviceId> busy, InventorySnapshot inventory) {
        return busy.stream().noneMatch(other -> meet(place, other, inventory));
    }

    /**
     * Whether one is reached through the other, or something is reached through both: of two ways to it one has to stay.
     */
    static boolean meet(DeviceId one, DeviceId other, InventorySnapshot inventory) {
        Set<DeviceId> here = inventory.allBehind(one);
        Set<DeviceId> there = inventory.allBehind(other);
        return one.equals(other)
                || here.contains(other)
                || there.contains(one)
                || here.stream().anyMatch(there::contains);
    }
}
