package io.langsong.incident;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.ServiceId;
import io.langsong.outage.ObjectRef;
import java.util.Optional;

/** Which page tells most of an object: its own, of a line its device's, of a service its village's. */
public final class ObjectPage {
    private ObjectPage() {}

    /** Its path; empty when the object is not in this part of the inventory. */
    public static Optional<String> of(ObjectRef object, InventorySnapshot inventory) {
        try {
            return switch (object.kind()) {
                case DEVICE -> inventory.device(new DeviceId(object.id())).map(device -> "/thiet-bi/" + device.id());
                case LINK ->
                    inventory
                            .link(new LinkId(object.id()))
                            .map(link -> "/thiet-bi/" + link.near().device());
                case SERVICE ->
                    inventory
                            .service(new ServiceId(object.id()))
                            .flatMap(service -> inventory.site(service.site()))
                            .map(site -> "/thon/" + site.village());
                case COLLECTOR -> Optional.empty();
            };
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
