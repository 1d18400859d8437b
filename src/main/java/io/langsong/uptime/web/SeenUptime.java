package io.langsong.uptime.web;

import io.langsong.availability.Interval;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.Retired;
import io.langsong.inventory.RetiredObjects;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Ledger;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.uptime.Affected;
import io.langsong.uptime.ExpectedUsers;
import io.langsong.uptime.FigureVersion;
import io.langsong.uptime.Impact;
import io.langsong.uptime.IssuedFigures;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeCalendar;
import io.langsong.uptime.Uptimes;
import io.langsong.web.SeenInventory;
import io.langsong.web.VillageSight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where pages and calls read: the one class here that knows the beans which see everything. It gives what whoever sent the request
 * may see. Any thread.
 */
@Component
class SeenUptime {
    private final SeenInventory inventory;
    private final RetiredObjects retired;
    private final Uptimes uptimes;
    private final Ledger ledger;
    private final IssuedFigures issued;
    private final Impact impact;

    SeenUptime(
            SeenInventory inventory,
            RetiredObjects retired,
            Uptimes uptimes,
            Ledger ledger,
            IssuedFigures issued,
            Impact impact) {
        this.inventory = inventory;
        this.retired = retired;
        this.uptimes = uptimes;
        this.ledger = ledger;
        this.issued = issued;
        this.impact = impact;
    }

    InventorySnapshot inventory() {
        return inventory.snapshot();
    }

    /** Services, lines and devices that are asked, of this time and now; in the order of villages, services first. */
    List<SeenObject> objects(Interval period) {
        InventorySnapshot there = inventory.snapshot();
        List<SeenObject> objects = new ArrayList<>();
        there.services().forEach(service -> objects.add(of(service, there)));
        there.links().forEach(link -> objects.add(of(link, there)));
        there.devices().stream().filter(device -> device.isWatched()).forEach(device -> objects.add(of(device, there)));
        for (Retired one : retired.after(period.from())) {
            gone(one).ifPresent(objects::add);
        }
        return objects;
    }

    private static SeenObject of(Service service, InventorySnapshot there) {
        return new SeenObject(
                ObjectRef.of(service.id()),
                service.name(),
                service.kind().code(),
                village(service.site(), there),
                place(service.site(), there),
                false);
    }

    private static SeenObject of(Link link, InventorySnapshot there) {
        SiteId site = there.device(link.near().device()).map(Device::site).orElse(null);
        return new SeenObject(
                ObjectRef.of(link.id()),
                link.name(),
                "link",
                site == null ? null : village(site, there),
                site == null ? "" : place(site, there),
                false);
    }

    private static SeenObject of(Device device, InventorySnapshot there) {
        return new SeenObject(
                ObjectRef.of(device.id()),
                device.name(),
                device.kind().code(),
                village(device.site(), there),
                place(device.site(), there),
                false);
    }

    private static @Nullable VillageId village(SiteId site, InventorySnapshot there) {
        return there.site(site).map(Site::village).orElse(null);
    }

    private static String place(SiteId site, InventorySnapshot there) {
        return there.site(site).map(Site::name).orElse("");
    }

    private static Optional<SeenObject> gone(Retired one) {
        VillageSight sight = VillageSight.current();
        return one.villages().stream()
                .filter(village -> sight.sees(village.value()))
                .findFirst()
                .map(village -> new SeenObject(
                        ObjectRef.parse(one.id().kind() + ":" + one.id().value()),
                        one.name(),
                        one.id() instanceof ServiceId ? "service" : one.id() instanceof DeviceId ? "other" : "link",
                        village,
                        "",
                        true));
    }

    Optional<SeenObject> find(ObjectRef ref, Interval period) {
        return objects(period).stream().filter(one -> one.ref().equals(ref)).findFirst();
    }

    /** @param objects that are seen. @param calendar null: of each its own */
    Map<ObjectRef, Uptime> uptimes(Collection<SeenObject> objects, Interval period, @Nullable UptimeCalendar calendar) {
        return uptimes.of(objects.stream().map(SeenObject::ref).toList(), period, calendar);
    }

    /** The outages behind an uptime with their evidence, by number; nothing is named that is not seen. */
    Map<Long, Outage> outages(Uptime uptime) {
        InventorySnapshot there = inventory.snapshot();
        List<Long> numbers =
                uptime.records().stream().map(record -> record.id()).toList();
        Map<Long, Outage> seen = new HashMap<>();
        // The object itself is seen, also when it is no longer in the inventory.
        ledger.outages(numbers).forEach((number, outage) -> seen.put(number, nameless(outage, there)));
        return seen;
    }

    private static Outage nameless(Outage outage, InventorySnapshot there) {
        if (there.isWhole()) {
            return outage;
        }
        return outage.seenIn(there)
                .orElseGet(() -> new Outage(
                        outage.id(),
                        outage.object(),
                        outage.condition(),
                        outage.root().equals(outage.object()) ? outage.object() : ObjectRef.UNSEEN,
                        outage.from(),
                        outage.to(),
                        outage.cause(),
                        outage.confidence(),
                        List.of()));
    }

    /** Reasons are a person's words and may name anything, so they are for those who see all. */
    List<FigureVersion> versions(ObjectRef object, Interval period) {
        List<FigureVersion> versions = issued.versions(object, period);
        return inventory.snapshot().isWhole()
                ? versions
                : versions.stream().map(SeenUptime::withoutReason).toList();
    }

    private static FigureVersion withoutReason(FigureVersion version) {
        return new FigureVersion(
                version.id(),
                version.object(),
                version.period(),
                version.calendar(),
                version.figures(),
                version.madeBy(),
                version.madeAt(),
                version.because(),
                version.plan(),
                null,
                version.issuedBy(),
                version.issuedAt(),
                version.replaces());
    }

    /** Whom each of them failed; only services at which people are expected are there. */
    Map<ObjectRef, Affected> affected(Map<ObjectRef, Uptime> uptimes) {
        Map<ServiceId, ExpectedUsers> expected = impact.expected();
        Map<ObjectRef, Affected> affected = new HashMap<>();
        expected.forEach((service, users) -> {
            ObjectRef object = ObjectRef.of(service);
            Uptime uptime = uptimes.get(object);
            if (uptime != null) {
                affected.put(object, Affected.of(uptime, users));
            }
        });
        return affected;
    }
}
