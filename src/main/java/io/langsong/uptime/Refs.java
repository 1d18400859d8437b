package io.langsong.uptime;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.ServiceId;
import io.langsong.outage.ObjectRef;

/** The objects of the record by their ids in the inventory. */
final class Refs {
    private Refs() {}

    static InventoryId id(ObjectRef object) {
        return switch (object.kind()) {
            case DEVICE -> new DeviceId(object.id());
            case LINK -> new LinkId(object.id());
            case SERVICE -> new ServiceId(object.id());
            case COLLECTOR -> object.inventoryId();
        };
    }

    static ObjectRef of(InventoryId id) {
        return ObjectRef.parse(id.kind() + ":" + id.value());
    }
}
