package io.langsong.incident;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Position;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import io.langsong.outage.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An incident as a team that has many at once looks at it.
 *
 * @param out whether something of it is out; false for one of an alert alone, or of what is back
 * @param behind how many devices and lines are out behind its roots
 * @param people who live where something is out, an estimate
 * @param place where it is; null: not known
 */
public record Task(
        Incident incident,
        boolean out,
        int behind,
        long people,
        @Nullable Position place) {

    /** Those that take most people's connection first, then the oldest. */
    public static final Comparator<Task> BY_PEOPLE = Comparator.comparing(Task::people)
            .thenComparing(Task::behind)
            .reversed()
            .thenComparing(task -> task.incident().beganAt())
            .thenComparing(task -> task.incident().id());

    static Task of(Incident incident, List<Part> lasting, InventorySnapshot inventory) {
        boolean out = lasting.stream().anyMatch(part -> part.kind().isOutage());
        long people = out
                ? inventory.villages().stream()
                        .filter(village -> incident.villages().contains(village.id()))
                        .mapToLong(Village::people)
                        .sum()
                : 0;
        int behind = (int) lasting.stream()
                .filter(part -> !part.root() && part.object().kind() != ObjectRef.Kind.SERVICE)
                .count();
        return new Task(incident, out, behind, people, position(incident.object(), inventory));
    }

    private static @Nullable Position position(ObjectRef object, InventorySnapshot inventory) {
        try {
            Places places = new Places(inventory);
            return places.site(object)
                    .map(Site::location)
                    .or(() -> places.village(object).map(Village::location))
                    .orElse(null);
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    /** Where a round begins: the commune's own office, else the first site that has a position. */
    public static Optional<Site> base(InventorySnapshot inventory) {
        return inventory.sites().stream()
                .filter(site -> site.location() != null)
                .min(Comparator.comparing(site -> site.kind() != Site.Kind.PEOPLES_COMMITTEE));
    }

    /**
     * From place to place, always to the nearest as the crow flies: there are no roads in the inventory. Those of which the place
     * is not known come last, in their order.
     *
     * @param from null: from the first of them
     */
    public static List<Task> byWay(List<Task> tasks, @Nullable Position from) {
        List<Task> left = new ArrayList<>(
                tasks.stream().filter(task -> task.place() != null).toList());
        List<Task> way = new ArrayList<>();
        Position here = from != null || left.isEmpty() ? from : left.get(0).place();
        while (!left.isEmpty() && here != null) {
            Position at = here;
            Task next = left.stream()
                    .min(Comparator.comparingDouble(task -> task.place() == null ? 0 : apart(at, task.place())))
                    .orElseThrow();
            left.remove(next);
            way.add(next);
            here = next.place();
        }
        tasks.stream().filter(task -> task.place() == null).forEach(way::add);
        return way;
    }

    /** Great enough for an order: degrees, a meridian's. */
    private static double apart(Position one, Position other) {
        double north = one.latitude() - other.latitude();
        double east = (one.longitude() - other.longitude()) * Math.cos(Math.toRadians(one.latitude()));
        return Math.hypot(north, east);
    }
}
