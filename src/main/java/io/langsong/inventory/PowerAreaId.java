package io.langsong.inventory;

/** Stable name of a power area. */
public record PowerAreaId(String value) implements InventoryId {
    public PowerAreaId {
        Ids.check("power-area", value);
    }

    @Override
    public String kind() {
        return "power-area";
    }

    @Override
    public String toString() {
        return value;
    }
}
