package io.langsong.uptime.web;

import io.langsong.availability.CountedOutage;
import io.langsong.availability.Interval;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.ServiceId;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Recorded;
import io.langsong.uptime.Accounted;
import io.langsong.uptime.Affected;
import io.langsong.uptime.Figures;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object's figure with all that it was counted from.
 *
 * @param uncertainty null where it is nothing that could be seen
 * @param verdict as {@link Group#verdict}
 * @param blips of the outages, how many were short
 * @param affected null of anything but a service at which people are expected
 * @param stretches in their order
 */
record ObjectView(
        Uptime uptime,
        Figures figures,
        UptimeRow row,
        @Nullable String verdict,
        @Nullable Affected affected,
        List<Stretch> stretches) {

    /**
     * A stretch of time and what became of it.
     *
     * @param why in lower case with dashes
     * @param shape of its state
     * @param until null while it lasts
     * @param root name of what it hid behind; null when it is its own, empty when it may not be named
     * @param cause in lower case; null of what was not recorded
     * @param facts the first time that a record is shown; empty after that
     * @param blip whether the outage it belongs to was short
     */
    record Stretch(
            String why,
            String shape,
            Instant from,
            @Nullable Instant until,
            Duration length,
            @Nullable String root,
            @Nullable String cause,
            List<Fact> facts,
            boolean blip,
            boolean counts) {}

    /** Evidence with names instead of ids. */
    record Fact(String kind, Instant at, String detail, String of) {}

    static ObjectView of(
            Uptime uptime,
            Map<Long, Outage> outages,
            @Nullable Affected affected,
            InventorySnapshot inventory,
            UptimeProperties settings) {
        Figures figures = Figures.of(uptime, settings.blip());
        UptimeRow row = UptimeRow.of(
                new SeenObject(uptime.object(), "", "", null, "", false), "", "", figures, affected, settings);
        Set<CountedOutage> blips = new HashSet<>(uptime.availability().blips(settings.blip()));
        Set<Long> told = new HashSet<>();
        List<Stretch> stretches = new ArrayList<>();
        for (Accounted part : Accounted.of(uptime)) {
            stretches.add(stretch(part, uptime, outages, inventory, blips, told));
        }
        return new ObjectView(uptime, figures, row, row.verdict(), affected, stretches);
    }

    private static Stretch stretch(
            Accounted part,
            Uptime uptime,
            Map<Long, Outage> outages,
            InventorySnapshot inventory,
            Set<CountedOutage> blips,
            Set<Long> told) {
        Recorded record = part.record();
        Outage outage = record == null ? null : outages.get(record.id());
        Interval interval = part.interval();
        boolean lasts = record != null
                && record.to() == null
                && interval.until().equals(uptime.availability().period().until());
        boolean first = record != null && told.add(record.id());
        return new Stretch(
                part.why().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                shape(part.why()),
                interval.from(),
                lasts ? null : interval.until(),
                interval.length(),
                outage == null || outage.root().equals(outage.object()) ? null : name(outage.root(), inventory),
                record == null ? null : record.cause().name().toLowerCase(Locale.ROOT),
                outage == null || !first ? List.of() : facts(outage, inventory),
                blips.stream().anyMatch(blip -> blip.whole().overlaps(interval)),
                part.why() == Accounted.Why.DOWN || part.why() == Accounted.Why.UNREACHABLE);
    }

    private static String shape(Accounted.Why why) {
        return switch (why) {
            case DOWN -> "down";
            case UNREACHABLE -> "masked";
            case DEGRADED -> "degraded";
            case MAINTENANCE -> "maintenance";
            default -> "unknown";
        };
    }

    private static List<Fact> facts(Outage outage, InventorySnapshot inventory) {
        return outage.evidence().stream()
                .sorted(Comparator.comparing(Evidence::at))
                .map(one -> fact(one, inventory))
                .toList();
    }

    private static Fact fact(Evidence one, InventorySnapshot inventory) {
        int blank = one.detail().indexOf(' ');
        if (one.kind().startsWith("port-") && blank > 0) {
            return new Fact(
                    one.kind(),
                    one.at(),
                    one.detail().substring(blank + 1),
                    nameOfId(one.detail().substring(0, blank), inventory));
        }
        boolean named = one.kind().equals(Evidence.UPLINK_DOWN) || one.kind().equals(Evidence.ON_BATTERY);
        return new Fact(one.kind(), one.at(), named ? nameOfId(one.detail(), inventory) : one.detail(), "");
    }

    private static String nameOfId(String id, InventorySnapshot inventory) {
        String device = name(new ObjectRef(ObjectRef.Kind.DEVICE, id), inventory);
        return device.equals(id) ? name(new ObjectRef(ObjectRef.Kind.LINK, id), inventory) : device;
    }

    /** The id where it is no longer there; nothing where it may not be named. */
    private static String name(ObjectRef ref, InventorySnapshot inventory) {
        if (ref.equals(ObjectRef.UNSEEN)) {
            return "";
        }
        try {
            return inventory
                    .find(
                            switch (ref.kind()) {
                                case DEVICE -> new DeviceId(ref.id());
                                case LINK -> new LinkId(ref.id());
                                case SERVICE -> new ServiceId(ref.id());
                                case COLLECTOR -> ref.inventoryId();
                            })
                    .map(object -> object.name())
                    .orElse(ref.id());
        } catch (IllegalArgumentException notAnId) {
            return ref.id();
        }
    }
}
