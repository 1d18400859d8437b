package io.langsong.report;

import io.langsong.inventory.Device;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.Retired;
import io.langsong.inventory.Service;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is to report of: services, then lines, then devices that are asked, each in the order of villages; at last what is gone. */
record Things(List<Thing> list, InventorySnapshot inventory) {
    static final String PUBLIC_WIFI = "public-wifi";
    static final String OFFICE_LINE = "office-line";
    static final String LINK = "link";
    static final String ACCESS_POINT = "access-point";

    record Thing(
            ObjectRef ref,
            String name,
            String type,
            @Nullable VillageId village,
            @Nullable SiteId site,
            @Nullable String contract,
            boolean retired) {
        boolean isService() {
            return ref.kind() == ObjectRef.Kind.SERVICE;
        }
    }

    static Things of(InventorySnapshot there, List<Retired> gone) {
        Map<VillageId, Integer> positions = new HashMap<>();
        for (Village village : there.villages()) {
            positions.put(village.id(), village.position());
        }
        List<Thing> things = new ArrayList<>();
        for (Service service : there.services()) {
            things.add(new Thing(
                    ObjectRef.of(service.id()),
                    service.name(),
                    service.kind().code(),
                    village(service.site(), there),
                    service.site(),
                    null,
                    false));
        }
        for (Link link : there.links()) {
            SiteId site = there.device(link.near().device()).map(Device::site).orElse(null);
            things.add(new Thing(
                    ObjectRef.of(link.id()),
                    link.name(),
                    LINK,
                    site == null ? null : village(site, there),
                    site,
                    link.contract() == null ? null : link.contract().value(),
                    false));
        }
        for (Device device : there.devices()) {
            if (device.isWatched()) {
                things.add(new Thing(
                        ObjectRef.of(device.id()),
                        device.name(),
                        device.kind().code(),
                        village(device.site(), there),
                        device.site(),
                        null,
                        false));
            }
        }
        Comparator<Thing> inOrder = Comparator.comparing(
                        (Thing thing) -> -thing.ref().kind().ordinal())
                .thenComparing(thing -> thing.village() == null
                        ? Integer.MAX_VALUE
                        : positions.getOrDefault(thing.village(), Integer.MAX_VALUE))
                .thenComparing(thing -> thing.ref().toString());
        things.sort(inOrder);
        gone.forEach(one -> things.add(gone(one, there)));
        return new Things(List.copyOf(things), there);
    }

    /** It counts where it counted when it was there, so that a past month comes out the same. */
    private static Thing gone(Retired one, InventorySnapshot there) {
        return new Thing(
                ObjectRef.parse(one.id().kind() + ":" + one.id().value()),
                one.name(),
                one.type(),
                village(one.site(), there),
                one.site(),
                null,
                true);
    }

    private static @Nullable VillageId village(SiteId site, InventorySnapshot there) {
        return there.site(site).map(Site::village).orElse(null);
    }

    List<ObjectRef> refs() {
        return list.stream().map(Thing::ref).toList();
    }
}
