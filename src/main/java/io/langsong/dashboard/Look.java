package io.langsong.dashboard;

import io.langsong.incident.ObjectPage;
import io.langsong.inventory.Device;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Service;
import io.langsong.inventory.Village;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions.State;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.polling.Poller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One look at everything, so that the parts of a page agree with each other.
 *
 * @param open outages that last, oldest first
 */
record Look(
        Instant at,
        InventorySnapshot inventory,
        Function<ObjectRef, State> states,
        List<Outage> open,
        Poller.Counts counts) {

    State of(ObjectRef object) {
        return states.apply(object);
    }

    State of(Device device) {
        return of(ObjectRef.of(device.id()));
    }

    /** The devices that are asked and judged. */
    List<Device> watched() {
        return inventory.devices().stream()
                .filter(device -> device.enabled() && device.isWatched())
                .toList();
    }

    static boolean serves(Condition condition) {
        return condition == Condition.UP || condition == Condition.DEGRADED;
    }

    /** How old the newest poll is; empty before the first. */
    Optional<Duration> age() {
        return Optional.ofNullable(counts.lastPollAt()).map(last -> Duration.between(last, at));
    }

    /** Its name; the id when it is no longer in the inventory, nothing when it may not be named. */
    String name(ObjectRef object) {
        if (object.equals(ObjectRef.UNSEEN)) {
            return "";
        }
        return switch (object.kind()) {
            case DEVICE ->
                Refs.device(object).flatMap(inventory::device).map(Device::name).orElse(object.id());
            case LINK ->
                Refs.link(object)
                        .flatMap(inventory::link)
                        .map(link -> link.name())
                        .orElse(object.id());
            case SERVICE ->
                Refs.service(object)
                        .flatMap(inventory::service)
                        .map(service -> service.name())
                        .orElse(object.id());
            case COLLECTOR -> object.id();
        };
    }

    /** An object with its name and the page that tells most of it. */
    Named named(ObjectRef object) {
        return new Named(name(object), ObjectPage.of(object, inventory).orElse(""));
    }

    /** @param name empty when it may not be named. @param path empty when there is no page */
    record Named(String name, String path) {}

    /** The devices an object consists of: of a service its members, of a link the end it leads to. */
    List<Device> devicesOf(ObjectRef object) {
        List<Device> found = new ArrayList<>();
        switch (object.kind()) {
            case DEVICE -> Refs.device(object).flatMap(inventory::device).ifPresent(found::add);
            case LINK ->
                Refs.link(object)
                        .flatMap(inventory::link)
                        .flatMap(link -> inventory.device(
                                link.far() == null
                                        ? link.near().device()
                                        : link.far().device()))
                        .ifPresent(found::add);
            case SERVICE ->
                Refs.service(object).flatMap(inventory::service).ifPresent(service -> {
                    service.members().forEach(member -> inventory.device(member).ifPresent(found::add));
                    if (service.link() != null) {
                        found.addAll(devicesOf(ObjectRef.of(service.link())));
                    }
                });
            case COLLECTOR -> {
                // Whose devices it asks, the record of its own module knows.
            }
        }
        return found;
    }

    /** What a service or line may have fallen with: its line and its devices, in the order in which they explain it. */
    List<ObjectRef> partsOf(ObjectRef object) {
        List<ObjectRef> parts = new ArrayList<>();
        if (object.kind() == ObjectRef.Kind.SERVICE) {
            Refs.service(object)
                    .flatMap(inventory::service)
                    .map(Service::link)
                    .ifPresent(link -> parts.add(ObjectRef.of(link)));
        }
        devicesOf(object).stream()
                .map(device -> ObjectRef.of(device.id()))
                .filter(part -> !part.equals(object))
                .forEach(parts::add);
        return parts;
    }

    /** The devices right above a device: what it may be shown under when what it hides behind may not be named. */
    List<ObjectRef> uplinksOf(ObjectRef object) {
        return object.kind() != ObjectRef.Kind.DEVICE
                ? List.of()
                : devicesOf(object).stream()
                        .flatMap(device -> device.uplinks().stream())
                        .map(ObjectRef::of)
                        .toList();
    }

    /** The name of the device or line with this id; the id when there is none. */
    String nameOfId(String id) {
        String device = name(new ObjectRef(ObjectRef.Kind.DEVICE, id));
        return device.equals(id) ? name(new ObjectRef(ObjectRef.Kind.LINK, id)) : device;
    }

    Optional<Village> villageOf(ObjectRef object) {
        return devicesOf(object).stream().findFirst().flatMap(inventory::villageOf);
    }

    /** {@code Thôn Man – Nhà văn hóa}; empty when it is not known. */
    String placeOf(ObjectRef object) {
        return devicesOf(object).stream().findFirst().map(this::placeOf).orElse("");
    }

    String placeOf(Device device) {
        return inventory
                .site(device.site())
                .map(site -> inventory
                        .village(site.village())
                        .map(village -> village.name() + " – " + site.name())
                        .orElse(site.name()))
                .orElse("");
    }
}
