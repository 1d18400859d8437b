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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole inventory at one instant, consistent in itself: every reference in it resolves. Immutable. */
public final class InventorySnapshot {
    public static final InventorySnapshot EMPTY =
            new InventorySnapshot(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    private final Map<VillageId, Village> villages;
    private final Map<ContactId, Contact> contacts;
    private final Map<PowerAreaId, PowerArea> powerAreas;
    private final Map<SiteId, Site> sites;
    private final Map<DeviceId, Device> devices;
    private final Map<ProviderId, Provider> providers;
    private final Map<ContractId, Contract> contracts;
    private final Map<LinkId, Link> links;
    private final Map<ServiceId, Service> services;
    private final Map<InventoryId, Kept> kept;
    private final boolean whole;
    private final Set<DeviceId> cutOff;
    private final Map<SiteId, List<Device>> devicesBySite = new HashMap<>();
    private final Map<DeviceId, List<DeviceId>> below = new HashMap<>();

    /** One that was never stored, without contacts, providers and contracts. */
    public InventorySnapshot(
            Collection<Village> villages,
            Collection<PowerArea> powerAreas,
            Collection<Site> sites,
            Collection<Device> devices,
            Collection<Link> links,
            Collection<Service> services) {
        this(
                Stream.of(villages, powerAreas, sites, devices, links, services)
                        .<InventoryObject>flatMap(Collection::stream)
                        .toList(),
                Map.of());
    }

    private InventorySnapshot(List<? extends InventoryObject> objects, Map<InventoryId, Kept> kept) {
        this(objects, kept, true, Set.of());
    }

    private InventorySnapshot(
            List<? extends InventoryObject> objects, Map<InventoryId, Kept> kept, boolean whole, Set<DeviceId> cutOff) {
        this.kept = Map.copyOf(kept);
        this.whole = whole;
        this.cutOff = Set.copyOf(cutOff);
        this.villages = index(
                objects.stream()
                        .filter(Village.class::isInstance)
                        .map(Village.class::cast)
                        .sorted(Comparator.comparingInt(Village::position))
                        .toList(),
                Village::id);
        this.contacts = index(only(Contact.class, objects), Contact::id);
        this.powerAreas = index(only(PowerArea.class, objects), PowerArea::id);
        this.sites = index(only(Site.class, objects), Site::id);
        this.devices = index(only(Device.class, objects), Device::id);
        this.providers = index(only(Provider.class, objects), Provider::id);
        this.contracts = index(only(Contract.class, objects), Contract::id);
        this.links = index(only(Link.class, objects), Link::id);
        this.services = index(only(Service.class, objects), Service::id);
        for (Device device : devices.values()) {
            devicesBySite
                    .computeIfAbsent(device.site(), site -> new ArrayList<>())
                    .add(device);
            for (DeviceId uplink : device.uplinks()) {
                below.computeIfAbsent(uplink, id -> new ArrayList<>()).add(device.id());
            }
        }
    }

    /**
     * What the database keeps of an object beside itself.
     *
     * @param addedAt since when it counts
     * @param version from 1; grows with each change
     */
    record Kept(Instant addedAt, long version) {}

    /** In the order in which they come, whatever that is. */
    private static <T> List<T> only(Class<T> type, Collection<? extends InventoryObject> objects) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static <K, V> Map<K, V> index(Collection<V> values, Function<V, K> key) {
        Map<K, V> byKey = new LinkedHashMap<>();
        values.forEach(value -> byKey.put(key.apply(value), value));
        return Collections.unmodifiableMap(byKey);
    }

    /**
     * This with {@code objects} added, or put in the place of those with the same id. References are not checked; versions
     * stay as they were.
     *
     * @param at since when those count that were not there
     */
    InventorySnapshot with(Collection<? extends InventoryObject> objects, Instant at) {
        Map<InventoryId, InventoryObject> all = byId();
        Map<InventoryId, Kept> keeping = new HashMap<>(kept);
        for (InventoryObject object : objects) {
            if (all.put(object.id(), object) == null) {
                keeping.put(object.id(), new Kept(at, 1));
            }
        }
        return of(all.values(), keeping);
    }

    /** This with the versions that these objects have in the database now. */
    InventorySnapshot versioned(Map<InventoryId, Long> versions) {
        Map<InventoryId, Kept> keeping = new HashMap<>(kept);
        versions.forEach(
                (id, version) -> keeping.computeIfPresent(id, (same, before) -> new Kept(before.addedAt(), version)));
        return of(byId().values(), keeping);
    }

    /** This without one object. */
    InventorySnapshot without(InventoryId id) {
        Map<InventoryId, InventoryObject> all = byId();
        all.remove(id);
        Map<InventoryId, Kept> keeping = new HashMap<>(kept);
        keeping.remove(id);
        return of(all.values(), keeping);
    }

    /** One that was never stored, in this order. */
    public static InventorySnapshot of(Collection<? extends InventoryObject> objects) {
        return new InventorySnapshot(List.copyOf(objects), Map.of());
    }

    /** In the order of the ids, whatever the order of the changes was. */
    static InventorySnapshot of(Collection<? extends InventoryObject> objects, Map<InventoryId, Kept> kept) {
        return new InventorySnapshot(
                objects.stream()
                        .sorted(Comparator.comparing(object -> object.id().value()))
                        .toList(),
                kept);
    }

    /**
     * What somebody may see who sees some villages only, consistent in itself: an object is there when it lies in one of them,
     * and names nothing that is not there. A line whose other end is left out looks as if that were the provider's.
     */
    public InventorySnapshot seenBy(Predicate<VillageId> sees) {
        SeenPart part = new SeenPart(this, sees);
        Map<InventoryId, Kept> keeping = new HashMap<>();
        part.objects().forEach(object -> {
            Kept keptOf = kept.get(object.id());
            if (keptOf != null) {
                keeping.put(object.id(), keptOf);
            }
        });
        return new InventorySnapshot(part.objects(), keeping, false, part.cutOff());
    }

    /** Whether an object may be spoken of: it is there, or nothing is left out. A record may name what was removed since. */
    public boolean mayName(InventoryId id) {
        return whole || find(id).isPresent();
    }

    /** Whether nothing is left out. */
    public boolean isWhole() {
        return whole;
    }

    /** Whether a device has an uplink that is left out. */
    public boolean isCutOff(DeviceId device) {
        return cutOff.contains(device);
    }

    /** The villages an object lies in: of a line those of its ends, of an object of no village none. */
    public Set<VillageId> villagesOf(InventoryId id) {
        return find(id).stream().flatMap(this::villages).collect(Collectors.toUnmodifiableSet());
    }

    private Stream<VillageId> villages(InventoryObject object) {
        if (object instanceof Village village) {
            return Stream.of(village.id());
        } else if (object instanceof Contact contact) {
            return Stream.of(contact.village());
        } else if (object instanceof Site site) {
            return Stream.of(site.village());
        } else if (object instanceof Device device) {
            return site(device.site()).stream().map(Site::village);
        } else if (object instanceof Service service) {
            return site(service.site()).stream().map(Site::village);
        } else if (object instanceof Link link) {
            return Stream.of(Optional.of(link.near()), Optional.ofNullable(link.far()))
                    .flatMap(Optional::stream)
                    .flatMap(end -> device(end.device()).stream())
                    .flatMap(this::villages);
        }
        return Stream.empty();
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
        return Optional.ofNullable(kept.get(id)).map(Kept::addedAt);
    }

    /** How often an object was written, from 1; 0 when it is not there. Another number means that somebody changed it. */
    public long version(InventoryId id) {
        Kept keeping = kept.get(id);
        return keeping == null ? 0 : keeping.version();
    }

    /** The object of that name, of whatever kind. */
    public Optional<InventoryObject> find(InventoryId id) {
        return Optional.ofNullable(sameKind(id).get(id));
    }

    private Map<? extends InventoryId, ? extends InventoryObject> sameKind(InventoryId id) {
        if (id instanceof VillageId) {
            return villages;
        } else if (id instanceof ContactId) {
            return contacts;
        } else if (id instanceof PowerAreaId) {
            return powerAreas;
        } else if (id instanceof SiteId) {
            return sites;
        } else if (id instanceof DeviceId) {
            return devices;
        } else if (id instanceof ProviderId) {
            return providers;
        } else if (id instanceof ContractId) {
            return contracts;
        } else if (id instanceof LinkId) {
            return links;
        }
        return services;
    }

    /** In the official order. */
    public Collection<Village> villages() {
        return villages.values();
    }

    public Collection<Contact> contacts() {
        return contacts.values();
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

    public Collection<Provider> providers() {
        return providers.values();
    }

    public Collection<Contract> contracts() {
        return contracts.values();
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

    public Optional<Provider> provider(ProviderId id) {
        return Optional.ofNullable(providers.get(id));
    }

    public Optional<Contract> contract(ContractId id) {
        return Optional.ofNullable(contracts.get(id));
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

    /** Who can be called in a village, those with a key first. */
    public List<Contact> contactsOf(VillageId village) {
        return contacts.values().stream()
                .filter(contact -> contact.village().equals(village))
                .sorted(Comparator.comparing((Contact contact) -> !contact.holdsKey())
                        .thenComparing(Contact::name))
                .toList();
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
