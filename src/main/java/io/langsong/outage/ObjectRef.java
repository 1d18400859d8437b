package io.langsong.outage;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.ServiceId;
import java.util.Locale;

/** A thing that has a condition; written {@code device:thon-man-ap2}. */
public record ObjectRef(Kind kind, String id) implements Comparable<ObjectRef> {
    public enum Kind {
        DEVICE,
        LINK,
        SERVICE,
        /** A process of ours that asks devices at a site. It has no condition of its own, and is not in the inventory. */
        COLLECTOR;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Stands in for what may not be named. */
    public static final ObjectRef UNSEEN = new ObjectRef(Kind.DEVICE, "?");

    public static ObjectRef of(DeviceId id) {
        return new ObjectRef(Kind.DEVICE, id.value());
    }

    public static ObjectRef of(LinkId id) {
        return new ObjectRef(Kind.LINK, id.value());
    }

    public static ObjectRef of(ServiceId id) {
        return new ObjectRef(Kind.SERVICE, id.value());
    }

    /** @throws IllegalArgumentException when {@code text} is not {@code kind:id} */
    public static ObjectRef parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.code() + ":")) {
                return new ObjectRef(kind, text.substring(kind.code().length() + 1));
            }
        }
        throw new IllegalArgumentException(
                "An object is written device:ID, link:ID, service:ID or collector:ID, not \"" + text + "\"");
    }

    /** Whether it may be named to who sees this part of the inventory. */
    public boolean isSeenIn(InventorySnapshot inventory) {
        if (inventory.isWhole()) {
            return true;
        }
        try {
            return inventory.mayName(inventoryId());
        } catch (IllegalArgumentException notAnId) {
            return false;
        }
    }

    /** @throws IllegalArgumentException when it is none of an inventory */
    public InventoryId inventoryId() {
        return switch (kind) {
            case DEVICE -> new DeviceId(id);
            case LINK -> new LinkId(id);
            case SERVICE -> new ServiceId(id);
            case COLLECTOR -> throw new IllegalArgumentException("A collector is not in the inventory");
        };
    }

    @Override
    public int compareTo(ObjectRef other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return kind.code() + ":" + id;
    }
}
