package io.langsong.firmware.web;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.provisioning.AccessPoint;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What access points and their places are called; what is not there goes by its id. */
final class Named {
    private final InventorySnapshot inventory;
    private final Map<DeviceId, AccessPoint> all;

    Named(InventorySnapshot inventory, Collection<AccessPoint> all) {
        this.inventory = inventory;
        this.all = all.stream().collect(Collectors.toMap(AccessPoint::id, Function.identity()));
    }

    String accessPoint(DeviceId id) {
        AccessPoint one = all.get(id);
        return one == null ? id.value() : one.name();
    }

    /** {@code Nhà văn hóa, Thôn Man} */
    String site(DeviceId id) {
        AccessPoint one = all.get(id);
        return one == null
                ? ""
                : inventory
                        .site(one.site())
                        .map(site -> site.name() + ", " + village(site.village().value()))
                        .orElse(one.site().value());
    }

    String village(String id) {
        return inventory.village(new VillageId(id)).map(Village::name).orElse(id);
    }

    /** Whether an access point stands in a village. */
    boolean isIn(String village, DeviceId id) {
        AccessPoint one = all.get(id);
        return one != null
                && inventory
                        .site(one.site())
                        .filter(site -> site.village().value().equals(village))
                        .isPresent();
    }
}
