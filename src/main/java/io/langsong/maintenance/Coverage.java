package io.langsong.maintenance;

import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Service;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Works out an {@link Overlay}, each object once. One thread. */
final class Coverage {
    private final InventorySnapshot inventory;
    private final Intervals everywhere;
    /** By what plans name. */
    private final Map<InventoryId, Intervals> named = new HashMap<>();
    /** What is worked out so far. */
    private final Map<InventoryId, Intervals> covered = new HashMap<>();

    Coverage(InventorySnapshot inventory, Collection<Occurrence> occurrences, Interval period) {
        this.inventory = inventory;
        List<Interval> all = new ArrayList<>();
        Map<InventoryId, List<Interval>> some = new HashMap<>();
        for (Occurrence occurrence : occurrences) {
            Scope scope = occurrence.plan().scope();
            if (scope.all()) {
                all.add(occurrence.interval());
            }
            scope.objects()
                    .forEach(object -> some.computeIfAbsent(object, one -> new ArrayList<>())
                            .add(occurrence.interval()));
        }
        this.everywhere = new Intervals(all).and(period);
        some.forEach((object, intervals) -> named.put(object, new Intervals(intervals).and(period)));
    }

    Map<InventoryId, Intervals> intervals() {
        if (everywhere.isEmpty() && named.isEmpty()) {
            return Map.of();
        }
        inventory.villages().forEach(village -> cover(village.id(), named(village.id())));
        inventory.powerAreas().forEach(area -> cover(area.id(), named(area.id())));
        inventory.sites().forEach(site -> cover(site.id(), site(site)));
        coverDevices();
        inventory.links().forEach(link -> cover(link.id(), link(link)));
        inventory.services().forEach(service -> cover(service.id(), service(service)));
        return covered;
    }

    private void cover(InventoryId object, Intervals intervals) {
        Intervals whole = intervals.or(everywhere);
        if (!whole.isEmpty()) {
            covered.put(object, whole);
        }
    }

    private Intervals named(@Nullable InventoryId object) {
        return object == null ? Intervals.NONE : named.getOrDefault(object, Intervals.NONE);
    }

    private Intervals covered(@Nullable InventoryId object) {
        return object == null ? Intervals.NONE : covered.getOrDefault(object, Intervals.NONE);
    }

    private Intervals site(Site site) {
        return named(site.id()).or(named(site.village())).or(named(site.powerArea()));
    }

    /** Each after all its uplinks, without recursion: a chain may be as long as there are devices. */
    private void coverDevices() {
        Map<DeviceId, Integer> uplinksLeft = new HashMap<>();
        Deque<Device> ready = new ArrayDeque<>();
        for (Device device : inventory.devices()) {
            uplinksLeft.put(device.id(), device.uplinks().size());
            if (device.uplinks().isEmpty()) {
                ready.add(device);
            }
        }
        Map<Ends, List<LinkId>> lines = lines();
        while (!ready.isEmpty()) {
            Device device = ready.remove();
            cover(device.id(), named(device.id()).or(covered(device.site())).or(behindUplinks(device, lines)));
            for (DeviceId below : inventory.directlyBehind(device.id())) {
                if (uplinksLeft.merge(below, -1, Integer::sum) == 0) {
                    inventory.device(below).ifPresent(ready::add);
                }
            }
        }
    }

    /** Two devices with lines between them. */
    private record Ends(DeviceId one, DeviceId other) {}

    private Map<Ends, List<LinkId>> lines() {
        Map<Ends, List<LinkId>> lines = new HashMap<>();
        for (Link link : inventory.links()) {
            Link.End far = link.far();
            if (far != null) {
                DeviceId near = link.near().device();
                lines.computeIfAbsent(new Ends(near, far.device()), ends -> new ArrayList<>())
                        .add(link.id());
                lines.computeIfAbsent(new Ends(far.device(), near), ends -> new ArrayList<>())
                        .add(link.id());
            }
        }
        return lines;
    }

    /** While every way up is planned to be out. */
    private Intervals behindUplinks(Device device, Map<Ends, List<LinkId>> lines) {
        Intervals behind = null;
        for (DeviceId uplink : device.uplinks()) {
            Intervals way = covered(uplink).or(all(lines.getOrDefault(new Ends(device.id(), uplink), List.of())));
            behind = behind == null ? way : behind.and(way);
        }
        return behind == null ? Intervals.NONE : behind;
    }

    /** While each of some lines is planned to be out. */
    private Intervals all(List<LinkId> links) {
        return links.stream().map(this::named).reduce(Intervals::and).orElse(Intervals.NONE);
    }

    private Intervals link(Link link) {
        Link.End far = link.far();
        return named(link.id()).or(covered(link.near().device())).or(covered(far == null ? null : far.device()));
    }

    private Intervals service(Service service) {
        SiteId site = service.site();
        Intervals own = named(service.id()).or(covered(site)).or(covered(service.link()));
        if (service.members().isEmpty()) {
            return own;
        }
        List<Intervals> members = service.members().stream()
                .<Intervals>map(this::covered)
                .filter(intervals -> !intervals.isEmpty())
                .toList();
        return own.or(atLeast(service.members().size() - service.required() + 1, members));
    }

    /** When at least so many of the sets have an instant. */
    static Intervals atLeast(int count, List<Intervals> sets) {
        record Edge(Instant at, int step) {}
        List<Edge> edges = new ArrayList<>();
        for (Intervals set : sets) {
            for (Interval one : set.list()) {
                edges.add(new Edge(one.from(), 1));
                edges.add(new Edge(one.until(), -1));
            }
        }
        edges.sort(Comparator.comparing(Edge::at).thenComparing(Edge::step));
        List<Interval> reached = new ArrayList<>();
        int open = 0;
        Instant since = Instant.MIN;
        for (Edge edge : edges) {
            boolean before = open >= count;
            open += edge.step();
            boolean now = open >= count;
            if (now && !before) {
                since = edge.at();
            } else if (before && !now) {
                reached.add(new Interval(since, edge.at()));
            }
        }
        return new Intervals(reached);
    }
}
