package io.langsong.maintenance;

import io.langsong.availability.Interval;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether silence is planned, and by which plans. Any thread. */
@Component
public class Maintenance {
    /** So far around an instant that was asked for others can be asked for without the database. */
    private static final Duration AROUND = Duration.ofDays(2);

    private final Plans plans;
    private final Inventory inventory;
    private volatile @Nullable Known known;

    public Maintenance(Plans plans, Inventory inventory) {
        this.plans = plans;
        this.inventory = inventory;
    }

    /** The overlay that was worked out last, and of what. */
    private record Known(long revision, InventorySnapshot inventory, Interval period, Overlay overlay) {
        boolean holds(long revisionNow, InventorySnapshot inventoryNow, Instant at) {
            return revision == revisionNow && inventory == inventoryNow && period.contains(at);
        }
    }

    /**
     * Whether an instant is planned time of an object. Two look-ups in memory; only the first question after a change of plans
     * or inventory, or far from the instant of the one before, asks the database once. So never on a thread that must not wait.
     *
     * @param object a device, link, service, site, village or power area
     */
    public boolean isInMaintenance(InventoryId object, Instant at) {
        return around(at).covers(object, at);
    }

    private Overlay around(Instant at) {
        Known last = known;
        return last != null && last.holds(plans.revision(), inventory.snapshot(), at) ? last.overlay() : workedOut(at);
    }

    /** One at a time: who waited finds what the other worked out. */
    private synchronized Overlay workedOut(Instant at) {
        long revision = plans.revision();
        InventorySnapshot now = inventory.snapshot();
        Known last = known;
        if (last != null && last.holds(revision, now, at)) {
            return last.overlay();
        }
        Interval period = new Interval(at.minus(AROUND), at.plus(AROUND));
        Overlay overlay = Overlay.of(now, plans.occurrences(period), period);
        known = new Known(revision, now, period, overlay);
        return overlay;
    }

    /** Planned time in a period, of all objects at once: one question to the database. */
    public Overlay overlay(Interval period) {
        return Overlay.of(inventory.snapshot(), plans.occurrences(period), period);
    }

    /** What one plan alone covers, by name or because it depends on that, whatever became of it. */
    public Set<InventoryId> coveredBy(Plan plan) {
        Instant begin = plan.timing().begin();
        Interval first = new Interval(begin, begin.plusSeconds(1));
        return Overlay.of(inventory.snapshot(), List.of(new Occurrence(plan, first)), first)
                .objects();
    }

    /**
     * The plans that name an object, or something that it depends on, and may have an interval in a period; also such that were
     * ended or withdrawn. A plan for one of two uplinks bears on what is behind, though it covers it only together with another.
     */
    public List<Plan> bearingOn(InventoryId object, Interval period) {
        Set<InventoryId> above = above(object, inventory.snapshot());
        return plans.touching(period).stream()
                .filter(plan ->
                        plan.scope().all() || plan.scope().objects().stream().anyMatch(above::contains))
                .toList();
    }

    /** An object and all that it depends on. */
    private static Set<InventoryId> above(InventoryId object, InventorySnapshot inventory) {
        Set<InventoryId> seen = new HashSet<>(Set.of(object));
        Deque<InventoryId> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (InventoryId next : directlyAbove(open.remove(), inventory)) {
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen;
    }

    private static List<InventoryId> directlyAbove(InventoryId object, InventorySnapshot inventory) {
        List<@Nullable InventoryId> above = new ArrayList<>();
        if (object instanceof SiteId id) {
            inventory.site(id).ifPresent(site -> add(site, above));
        } else if (object instanceof DeviceId id) {
            inventory.device(id).ifPresent(device -> add(device, inventory, above));
        } else if (object instanceof LinkId id) {
            inventory.link(id).ifPresent(link -> add(link, above));
        } else if (object instanceof ServiceId id) {
            inventory.service(id).ifPresent(service -> add(service, above));
        }
        return above.stream()
                .filter(Objects::nonNull)
                .<InventoryId>map(Objects::requireNonNull)
                .toList();
    }

    private static void add(Site site, List<@Nullable InventoryId> above) {
        above.add(site.village());
        above.add(site.powerArea());
    }

    private static void add(Device device, InventorySnapshot inventory, List<@Nullable InventoryId> above) {
        above.add(device.site());
        above.addAll(device.uplinks());
        for (Link link : inventory.links()) {
            Link.End far = link.far();
            boolean leadsUp = far != null
                    && (link.near().device().equals(device.id())
                                    && device.uplinks().contains(far.device())
                            || far.device().equals(device.id())
                                    && device.uplinks().contains(link.near().device()));
            if (leadsUp) {
                above.add(link.id());
            }
        }
    }

    private static void add(Link link, List<@Nullable InventoryId> above) {
        Link.End far = link.far();
        above.add(link.near().device());
        above.add(far == null ? null : far.device());
    }

    private static void add(Service service, List<@Nullable InventoryId> above) {
        above.add(service.site());
        above.addAll(service.members());
        above.add(service.link());
    }
}
