package io.langsong.incident;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.outage.ObjectRef;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names and places of objects. What is no longer in the inventory is named by its id and stands nowhere. */
record Places(InventorySnapshot inventory) {

    String name(ObjectRef object) {
        Optional<String> name = switch (object.kind()) {
            case DEVICE -> inventory.device(new DeviceId(object.id())).map(Device::name);
            case LINK -> inventory.link(new LinkId(object.id())).map(Link::name);
            case SERVICE -> inventory.service(new ServiceId(object.id())).map(Service::name);
            case COLLECTOR -> Optional.empty();
        };
        return name.orElse(object.id());
    }

    Optional<Site> site(ObjectRef object) {
        Optional<SiteId> site = switch (object.kind()) {
            case DEVICE -> inventory.device(new DeviceId(object.id())).map(Device::site);
            case LINK ->
                inventory
                        .link(new LinkId(object.id()))
                        .flatMap(link -> inventory.device(served(link)))
                        .map(Device::site);
            case SERVICE -> inventory.service(new ServiceId(object.id())).map(Service::site);
            case COLLECTOR -> Optional.empty();
        };
        return site.flatMap(inventory::site);
    }

    Optional<String> address(ObjectRef object) {
        return object.kind() == ObjectRef.Kind.DEVICE
                ? inventory.device(new DeviceId(object.id())).map(Device::address)
                : Optional.empty();
    }

    /** Path of the page that tells most of it; that of the outages when it has none. */
    String page(ObjectRef object) {
        return ObjectPage.of(object, inventory).orElse("/gian-doan");
    }

    /** A line is the place it leads to, which is its far end where that is ours. */
    private static DeviceId served(Link link) {
        Link.End far = link.far();
        return far == null ? link.near().device() : far.device();
    }

    Optional<Village> village(ObjectRef object) {
        return site(object).flatMap(site -> inventory.village(site.village()));
    }

    /** Those of {@code objects}, in the official order. */
    List<Village> villages(Collection<ObjectRef> objects) {
        Set<Village> touched = new LinkedHashSet<>();
        objects.forEach(object -> village(object).ifPresent(touched::add));
        return inventory.villages().stream().filter(touched::contains).toList();
    }
}
