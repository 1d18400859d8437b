package io.langsong.dashboard;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import java.util.Optional;
import java.util.function.Function;

/** Ids out of addresses and references; what is no id is simply not there. */
final class Refs {
    private Refs() {}

    static Optional<DeviceId> device(ObjectRef object) {
        return device(object.id());
    }

    static Optional<DeviceId> device(String id) {
        return id(id, DeviceId::new);
    }

    static Optional<LinkId> link(ObjectRef object) {
        return id(object.id(), LinkId::new);
    }

    static Optional<ServiceId> service(ObjectRef object) {
        return id(object.id(), ServiceId::new);
    }

    static Optional<VillageId> village(String id) {
        return id(id, VillageId::new);
    }

    private static <T> Optional<T> id(String text, Function<String, T> form) {
        try {
            return Optional.of(form.apply(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** The name of a condition in style sheets and message keys. */
    static String code(Condition condition) {
        return switch (condition) {
            case UP -> "up";
            case DEGRADED -> "degraded";
            case DOWN -> "down";
            case UNREACHABLE -> "masked";
            case UNKNOWN -> "unknown";
        };
    }
}
