package io.langsong.incident;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The villages that a failure touches. Pure. */
final class Villages {
    private Villages() {}

    /** Of a line that which it leads to; of what is no longer in the inventory none. */
    static Set<VillageId> of(ObjectRef object, InventorySnapshot inventory) {
        try {
            return new Places(inventory)
                    .village(object).stream().map(Village::id).collect(Collectors.toSet());
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
