package io.langsong.incident;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Service;
import io.langsong.outage.ObjectRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can not be reached while a device is down, by the plan of the network alone: a message about the device tells it
 * before each of them has been asked.
 *
 * @param objects devices and links
 * @param services that stop
 */
record Hidden(List<ObjectRef> objects, List<ObjectRef> services) {

    static Hidden behind(ObjectRef root, InventorySnapshot inventory) {
        if (root.kind() != ObjectRef.Kind.DEVICE) {
            return new Hidden(List.of(), List.of());
        }
        DeviceId device = new DeviceId(root.id());
        Set<DeviceId> lost = new LinkedHashSet<>();
        lost.add(device);
        // A device with two uplinks is lost only after both.
        Set<DeviceId> behind = inventory.allBehind(device);
        int known;
        do {
            known = lost.size();
            behind.stream()
                    .filter(id -> inventory
                            .device(id)
                            .filter(one -> lost.containsAll(one.uplinks()))
                            .isPresent())
                    .forEach(lost::add);
        } while (lost.size() > known);
        Set<LinkId> cut = new LinkedHashSet<>();
        inventory.links().stream()
                .filter(link -> lost.contains(link.near().device()) && endsIn(link, lost))
                .forEach(link -> cut.add(link.id()));
        Set<ObjectRef> objects = new LinkedHashSet<>();
        lost.stream()
                .filter(id -> !id.equals(device))
                .filter(id -> inventory.device(id).filter(Device::enabled).isPresent())
                .forEach(id -> objects.add(ObjectRef.of(id)));
        cut.forEach(id -> objects.add(ObjectRef.of(id)));
        List<ObjectRef> services = inventory.services().stream()
                .filter(service -> stops(service, lost, cut))
                .map(service -> ObjectRef.of(service.id()))
                .toList();
        return new Hidden(List.copyOf(objects), services);
    }

    private static boolean endsIn(Link link, Set<DeviceId> lost) {
        Link.@Nullable End far = link.far();
        return far == null || lost.contains(far.device());
    }

    private static boolean stops(Service service, Set<DeviceId> lost, Set<LinkId> cut) {
        if (service.link() != null) {
            return cut.contains(service.link());
        }
        return service.members().stream()
                        .filter(member -> !lost.contains(member))
                        .count()
                < service.required();
    }
}
