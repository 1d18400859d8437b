package io.langsong.inventory;

/** Stable name of a village, e.g. {@code "thon-man"}. */
public record VillageId(String value) implements InventoryId {
    public VillageId {
        Ids.check("village", value);
    }

    @Override
    public String kind() {
        return "village";
    }

    @Override
    public String toString() {
        return value;
    }
}
