package io.langsong.inventory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The part of an inventory that lies in some villages; whatever points out of it is left out. One thread. */
final class SeenPart {
    private final InventorySnapshot whole;
    private final Predicate<VillageId> sees;
    private final List<InventoryObject> objects = new ArrayList<>();
    private final Set<DeviceId> cutOff = new HashSet<>();

    SeenPart(InventorySnapshot whole, Predicate<VillageId> sees) {
        this.whole = whole;
        this.sees = sees;
        whole.villages().stream().filter(this::isSeen).forEach(objects::add);
        whole.contacts().stream().filter(this::isSeen).forEach(objects::add);
        whole.sites().stream().filter(this::isSeen).map(SeenPart::part).forEach(objects::add);
        whole.devices().stream().filter(this::isSeen).map(this::part).forEach(objects::add);
        whole.links().stream().filter(this::isSeen).map(this::part).forEach(objects::add);
        whole.services().stream()
                .filter(this::isSeen)
                .flatMap(service -> part(service).stream())
                .forEach(objects::add);
    }

    /** In the order of the whole, kind by kind. */
    List<InventoryObject> objects() {
        return objects;
    }

    /** Devices that have lost an uplink here. */
    Set<DeviceId> cutOff() {
        return cutOff;
    }

    private boolean isSeen(InventoryObject object) {
        return isSeen(object.id());
    }

    private boolean isSeen(InventoryId id) {
        return whole.villagesOf(id).stream().anyMatch(sees);
    }

    private static Site part(Site site) {
        return new Site(site.id(), site.village(), site.name(), site.kind(), null, site.location(), site.notes());
    }

    private Device part(Device device) {
        List<DeviceId> uplinks = device.uplinks().stream().filter(this::isSeen).toList();
        if (uplinks.size() == device.uplinks().size()) {
            return device;
        }
        cutOff.add(device.id());
        return device.behind(uplinks);
    }

    /** Providers and contracts belong to no village. */
    private Link part(Link link) {
        Link.@Nullable End far = link.far();
        boolean nearSeen = isSeen(link.near().device());
        boolean farSeen = far != null && isSeen(far.device());
        return new Link(
                link.id(),
                link.name(),
                far == null || nearSeen ? link.near() : far,
                nearSeen && farSeen ? far : null,
                null,
                null,
                link.committedBps(),
                link.notes());
    }

    /** Empty when nothing is left that it could consist of. */
    private Optional<Service> part(Service service) {
        List<DeviceId> members = service.members().stream().filter(this::isSeen).toList();
        LinkId link = service.link();
        if (link == null ? members.isEmpty() : !isSeen(link)) {
            return Optional.empty();
        }
        return Optional.of(new Service(
                service.id(),
                service.name(),
                service.site(),
                service.kind(),
                members,
                Math.min(service.required(), members.size()),
                link));
    }
}
