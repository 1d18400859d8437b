package io.langsong.inventory;

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
    private final Map<SiteId, List<Device>> devicesBySite = new HashMap<>();
    private final Map<DeviceId, List<DeviceId>> below = new HashMap<>();

    public InventorySnapshot(
            Collection<Village> villages,
            Collection<PowerArea> powerAreas,
            Collection<Site> sites,
            Collection<Device> devices,
            Collection<Link> links,
            Collection<Service> services) {
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
