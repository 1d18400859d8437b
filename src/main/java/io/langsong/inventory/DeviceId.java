package io.langsong.inventory;

/** Stable name of a device, e.g. {@code "thon-man-ap2"}; never an address, which may change. */
public record DeviceId(String value) implements InventoryId {
    public DeviceId {
        Ids.check("device", value);
    }

    @Override
    public String kind() {
        return "device";
    }

    @Override
    public String toString() {
        return value;
    }
}
