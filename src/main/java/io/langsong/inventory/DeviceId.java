package io.langsong.inventory;

/** Stable name of a device, e.g. {@code "thon-man-ap2"}; never an address, which may change. */
public record DeviceId(String value) {
    public DeviceId {
        Ids.check("Device id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
