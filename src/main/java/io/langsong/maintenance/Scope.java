package io.langsong.maintenance;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.VillageId;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a plan names; what depends on that is not said here, see {@link Overlay}.
 *
 * @param all the whole commune, then there are no objects
 * @param objects devices, links, services, sites, villages and power areas, in the order of their texts
 */
public record Scope(boolean all, Set<InventoryId> objects) {
    public static final Scope ALL = new Scope(true, Set.of());

    /** How {@link #ALL} is written. */
    public static final String ALL_TEXT = "all";

    private static final int MOST_OBJECTS = 500;
    private static final Comparator<InventoryId> BY_TEXT = Comparator.comparing(Scope::text);

    public Scope {
        Set<InventoryId> sorted = new TreeSet<>(BY_TEXT);
        sorted.addAll(objects);
        objects = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(sorted));
        if (all && !objects.isEmpty()) {
            throw new MaintenanceRefused("scope", null, Fault.ALL_AND_MORE);
        }
        if (!all && objects.isEmpty()) {
            throw new MaintenanceRefused("scope", null, Fault.NO_SCOPE);
        }
        if (objects.size() > MOST_OBJECTS) {
            throw new MaintenanceRefused(
                    "scope", Integer.toString(objects.size()), Fault.TOO_MANY_OBJECTS, MOST_OBJECTS);
        }
    }

    public static Scope of(InventoryId... objects) {
        return new Scope(false, Set.of(objects));
    }

    /** @param texts as {@link #texts} gives them */
    public static Scope parse(Collection<String> texts) {
        boolean all = false;
        Set<InventoryId> objects = new LinkedHashSet<>();
        for (String text : texts) {
            if (text.equals(ALL_TEXT)) {
                all = true;
            } else {
                objects.add(object(text));
            }
        }
        return new Scope(all, objects);
    }

    /** @param text {@code kind:id} as {@code power-area:lo-471} */
    public static InventoryId object(String text) {
        int colon = text.indexOf(':');
        String id = text.substring(colon + 1);
        try {
            return switch (colon < 0 ? "" : text.substring(0, colon)) {
                case "device" -> new DeviceId(id);
                case "link" -> new LinkId(id);
                case "service" -> new ServiceId(id);
                case "site" -> new SiteId(id);
                case "village" -> new VillageId(id);
                case "power-area" -> new PowerAreaId(id);
                default -> throw new MaintenanceRefused("scope", text, Fault.NO_SUCH_OBJECT);
            };
        } catch (io.langsong.inventory.InventoryRefused notAnId) {
            throw new MaintenanceRefused("scope", text, Fault.NO_SUCH_OBJECT);
        }
    }

    public static String text(InventoryId object) {
        return object.kind() + ":" + object.value();
    }

    /** Each object as {@code kind:id}; {@code all} alone for the whole commune. */
    public List<String> texts() {
        return all ? List.of(ALL_TEXT) : objects.stream().map(Scope::text).toList();
    }
}
