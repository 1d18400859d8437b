package io.langsong.inventory;

/** Stable name of a service. */
public record ServiceId(String value) implements InventoryId {
    public ServiceId {
        Ids.check("service", value);
    }

    @Override
    public String kind() {
        return "service";
    }

    @Override
    public String toString() {
        return value;
    }
}
