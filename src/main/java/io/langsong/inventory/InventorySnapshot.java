package io.langsong.inventory;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The whole inventory at one instant, consistent in itself: every reference in it resolves. Immutable. */
public final class InventorySnapshot {
    public static final InventorySnapshot EMPTY =
            new InventorySnapshot(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    private final Map<VillageId, Village> villages;
    private final Map<PowerAreaId, PowerArea> powerAreas;
    private final Map<SiteId, Site> sites;
    private final Map<DeviceId, Device> devices;
    private final Map<LinkId, Link> links;
    private final Map<ServiceId, Service> services;
    private final Map<InventoryId, Instant> addedAt;
    private final Map<SiteId, List<Device>> devicesBySite = new HashMap<>();
    private final Map<DeviceId, List<DeviceId>> below = new HashMap<>();

    public InventorySnapshot(
            Collection<Village> villages,
            Collection<PowerArea> powerAreas,
            Collection<Site> sites,
            Collection<Device> devices,
            Collection<Link> links,
            Collection<Service> services) {
        this(villages, powerAreas, sites, devices, links, services, Map.of());
    }

    InventorySnapshot(
            Collection<Village> villages,
            Collection<PowerArea> powerAreas,
            Collection<Site> sites,
            Collection<Device> devices,
            Collection<Link> links,
            Collection<Service> services,
            Map<InventoryId, Instant> addedAt) {
        this.addedAt = Map.copyOf(addedAt);
        this.villages = index(
                villages.stream()
                        .sorted(Comparator.comparingInt(Village::position))
                        .toList(),
                Village::id);
        this.powerAreas = index(powerAreas, PowerArea::id);
        this.sites = index(sites, Site::id);
        this.devices = index(devices, Device::id);
        this.links = index(links, Link::id);
        this.services = index(services, Service::id);
        for (Device device : devices) {
            devicesBySite
                    .computeIfAbsent(device.site(), site -> new ArrayList<>())
                    .add(device);
            for (DeviceId uplink : device.uplinks()) {
                below.computeIfAbsent(uplink, id -> new ArrayList<>()).add(device.id());
            }
        }
    }

    private static <K, V> Map<K, V> index(Collection<V> values, Function<V, K> key) {
        Map<K, V> byKey = new LinkedHashMap<>();
        values.forEach(value -> byKey.put(key.apply(value), value));
        return Collections.unmodifiableMap(byKey);
    }

    /**
     * This with {@code objects} added, or put in the place of those with the same id. References are not checked.
     *
     * @param at since when those count that were not there
     */
    InventorySnapshot with(Collection<? extends InventoryObject> objects, Instant at) {
        Map<InventoryId, InventoryObject> all = byId();
        Map<InventoryId, Instant> added = new HashMap<>(addedAt);
        for (InventoryObject object : objects) {
            if (all.put(object.id(), object) == null) {
                added.put(object.id(), at);
            }
        }
        return of(all.values(), added);
    }

    /** This without one object. */
    InventorySnapshot without(InventoryId id) {
        Map<InventoryId, InventoryObject> all = byId();
        all.remove(id);
        Map<InventoryId, Instant> added = new HashMap<>(addedAt);
        added.remove(id);
        return of(all.values(), added);
    }

    static InventorySnapshot of(Collection<? extends InventoryObject> objects, Map<InventoryId, Instant> addedAt) {
        return new InventorySnapshot(
                only(Village.class, objects),
                only(PowerArea.class, objects),
                only(Site.class, objects),
                only(Device.class, objects),
                only(Link.class, objects),
                only(Service.class, objects),
                addedAt);
    }

    /** In the order of the ids, whatever the order of the changes was. */
    private static <T> List<T> only(Class<T> type, Collection<? extends InventoryObject> objects) {
        return objects.stream()
                .sorted(Comparator.comparing(object -> object.id().value()))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private Map<InventoryId, InventoryObject> byId() {
        Map<InventoryId, InventoryObject> all = new LinkedHashMap<>();
        Form.all().forEach(form -> form.in(this).forEach(object -> all.put(object.id(), object)));
        return all;
    }

    public boolean isEmpty() {
        return villages.isEmpty() && powerAreas.isEmpty() && sites.isEmpty();
    }

    /** Since when an object counts: its uptime is counted from then on. Empty when it is not there. */
    public Optional<Instant> addedAt(InventoryId id) {
        return Optional.ofNullable(addedAt.get(id));
    }

    /** The object of that name, of whatever kind. */
    public Optional<InventoryObject> find(InventoryId id) {
        Map<? extends InventoryId, ? extends InventoryObject> kind;
        if (id instanceof VillageId) {
            kind = villages;
        } else if (id instanceof PowerAreaId) {
            kind = powerAreas;
        } else if (id instanceof SiteId) {
            kind = sites;
        } else if (id instanceof DeviceId) {
            kind = devices;
        } else if (id instanceof LinkId) {
            kind = links;
        } else {
            kind = services;
        }
        return Optional.ofNullable(kind.get(id));
    }

    /** In the official order. */
    public Collection<Village> villages() {
        return villages.values();
    }

    public Collection<PowerArea> powerAreas() {
        return powerAreas.values();
    }

    public Collection<Site> sites() {
        return sites.values();
    }

    public Collection<Device> devices() {
        return devices.values();
    }

    public Collection<Link> links() {
        return links.values();
    }

    public Collection<Service> services() {
        return services.values();
    }

    public Optional<Village> village(VillageId id) {
        return Optional.ofNullable(villages.get(id));
    }

    public Optional<PowerArea> powerArea(PowerAreaId id) {
        return Optional.ofNullable(powerAreas.get(id));
    }

    public Optional<Site> site(SiteId id) {
        return Optional.ofNullable(sites.get(id));
    }

    public Optional<Device> device(DeviceId id) {
        return Optional.ofNullable(devices.get(id));
    }

    public Optional<Link> link(LinkId id) {
        return Optional.ofNullable(links.get(id));
    }

    public Optional<Service> service(ServiceId id) {
        return Optional.ofNullable(services.get(id));
    }

    public List<Device> devicesAt(SiteId site) {
        return Collections.unmodifiableList(devicesBySite.getOrDefault(site, List.of()));
    }

    /** The village a device stands in. */
    public Optional<Village> villageOf(Device device) {
        return site(device.site()).flatMap(site -> village(site.village()));
    }

    /** Devices that name {@code device} as an uplink. */
    public List<DeviceId> directlyBehind(DeviceId device) {
        return Collections.unmodifiableList(below.getOrDefault(device, List.of()));
    }

    /** All devices that are reached through {@code device}, nearest first; without itself. */
    public Set<DeviceId> allBehind(DeviceId device) {
        Set<DeviceId> seen = new LinkedHashSet<>();
        Deque<DeviceId> open = new ArrayDeque<>(directlyBehind(device));
        while (!open.isEmpty()) {
            DeviceId next = open.removeFirst();
            if (!next.equals(device) && seen.add(next)) {
                open.addAll(directlyBehind(next));
            }
        }
        return seen;
    }
}
