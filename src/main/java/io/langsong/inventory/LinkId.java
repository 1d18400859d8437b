package io.langsong.inventory;

/** Stable name of a link. */
public record LinkId(String value) implements InventoryId {
    public LinkId {
        Ids.check("link", value);
    }

    @Override
    public String kind() {
        return "link";
    }

    @Override
    public String toString() {
        return value;
    }
}
