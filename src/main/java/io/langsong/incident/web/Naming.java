package io.langsong.incident.web;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.incident.ObjectPage;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import io.langsong.outage.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names of objects and people as one request looks at them: nothing that may not be seen has one. */
record Naming(InventorySnapshot inventory, Map<String, Person> people, Map<String, String> collectors) {
    /** An object with its name and the page that tells most of it. @param name empty when it may not be named */
    record Named(String name, String path) {}

    /** @param collectors what they are called, by their ids */
    static Naming of(InventorySnapshot inventory, People people, Map<String, String> collectors) {
        return new Naming(
                inventory,
                people.all().stream().collect(Collectors.toMap(Person::name, Function.identity())),
                collectors);
    }

    Named named(ObjectRef object) {
        return new Named(name(object), ObjectPage.of(object, inventory).orElse(""));
    }

    /** Its name; the id when it is no longer in the inventory; empty when it may not be named. */
    String name(ObjectRef object) {
        if (!object.isSeenIn(inventory)) {
            return "";
        }
        try {
            Optional<String> name = switch (object.kind()) {
                case DEVICE -> inventory.device(new DeviceId(object.id())).map(Device::name);
                case LINK -> inventory.link(new LinkId(object.id())).map(Link::name);
                case SERVICE -> inventory.service(new ServiceId(object.id())).map(Service::name);
                case COLLECTOR -> Optional.ofNullable(collectors.get(object.id()));
            };
            return name.orElse(object.id());
        } catch (IllegalArgumentException notAnId) {
            return object.id();
        }
    }

    /** The name of the device or line with this id; the id when there is none. */
    String nameOfId(String id) {
        String device = name(new ObjectRef(ObjectRef.Kind.DEVICE, id));
        return device.equals(id) ? name(new ObjectRef(ObjectRef.Kind.LINK, id)) : device;
    }

    /** {@code Thôn Man – Nhà văn hóa}; empty when it is not known. */
    String place(ObjectRef object) {
        return site(object)
                .map(site -> inventory
                        .village(site.village())
                        .map(village -> village.name() + " – " + site.name())
                        .orElse(site.name()))
                .orElse("");
    }

    private Optional<Site> site(ObjectRef object) {
        try {
            return switch (object.kind()) {
                case DEVICE -> device(new DeviceId(object.id()));
                case LINK ->
                    inventory
                            .link(new LinkId(object.id()))
                            .flatMap(link -> device(
                                    link.far() == null
                                            ? link.near().device()
                                            : link.far().device()));
                case SERVICE ->
                    inventory.service(new ServiceId(object.id())).flatMap(service -> inventory.site(service.site()));
                case COLLECTOR -> Optional.empty();
            };
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private Optional<Site> device(DeviceId id) {
        return inventory.device(id).flatMap(device -> inventory.site(device.site()));
    }

    /** Those that are seen, in the official order. */
    List<Village> villages(Set<io.langsong.inventory.VillageId> ids) {
        return inventory.villages().stream()
                .filter(village -> ids.contains(village.id()))
                .toList();
    }

    /** As others see that person; the name of the account when it is gone, or of a token. */
    String person(@Nullable String account) {
        Person person = account == null ? null : people.get(account);
        return person != null ? person.displayName() : account == null ? "" : account;
    }
}
