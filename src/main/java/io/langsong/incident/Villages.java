package io.langsong.incident;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import java.util.HashSet;
import java.util.Set;

/** The villages that a failure touches. Pure. */
final class Villages {
    private Villages() {}

    /** Of a line those of its ends; of what is no longer in the inventory none. */
    static Set<VillageId> of(ObjectRef object, InventorySnapshot inventory) {
        try {
            return inventory.villagesOf(
                    switch (object.kind()) {
                        case DEVICE -> new DeviceId(object.id());
                        case LINK -> new LinkId(object.id());
                        case SERVICE -> new ServiceId(object.id());
                    });
        } catch (IllegalArgumentException notAnId) {
            return Set.of();
        }
    }

    /** Also those of what hides behind it by the plan of the network. */
    static Set<VillageId> behind(ObjectRef root, InventorySnapshot inventory) {
        Set<VillageId> all = new HashSet<>(of(root, inventory));
        Hidden hidden = Hidden.behind(root, inventory);
        hidden.objects().forEach(object -> all.addAll(of(object, inventory)));
        hidden.services().forEach(service -> all.addAll(of(service, inventory)));
        return all;
    }
}
