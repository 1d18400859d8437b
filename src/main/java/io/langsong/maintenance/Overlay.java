package io.langsong.maintenance;

import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventorySnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Planned time in a period, of each object of an inventory. Immutable; any thread.
 *
 * <p>What a plan names is covered, and what depends on it:
 *
 * <ul>
 *   <li>of a village or a power area its sites, of a site its devices and services;
 *   <li>of a device the lines that end at it, and the devices behind it: one with several uplinks while none of them is left;
 *   <li>of a line the services over it, and a device whose uplink it leads to while no other line leads there;
 *   <li>of the access points of a service that service, while too few of them are left to serve.
 * </ul>
 */
public final class Overlay {
    private final Map<InventoryId, Intervals> covered;

    /** @param covered without objects of which nothing is */
    Overlay(Map<InventoryId, Intervals> covered) {
        this.covered = Map.copyOf(covered);
    }

    /** @param occurrences of any plans and in any order; only announced ones give what was announced */
    public static Overlay of(InventorySnapshot inventory, Collection<Occurrence> occurrences, Interval period) {
        return new Overlay(new Coverage(inventory, occurrences, period).intervals());
    }

    /** Planned time of an object, cut at the edges of the period; nothing of one that is not in the inventory. */
    public Intervals of(InventoryId object) {
        return covered.getOrDefault(object, Intervals.NONE);
    }

    /** Whether an instant of the period is planned time of an object. */
    public boolean covers(InventoryId object, Instant at) {
        return of(object).contains(at);
    }

    /** All objects that have planned time in the period. */
    public Set<InventoryId> objects() {
        return covered.keySet();
    }
}
