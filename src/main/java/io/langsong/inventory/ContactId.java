package io.langsong.inventory;

/** Stable name of somebody of a village who can be called. */
public record ContactId(String value) implements InventoryId {
    public ContactId {
        Ids.check("contact", value);
    }

    @Override
    public String kind() {
        return "contact";
    }

    @Override
    public String toString() {
        return value;
    }
}
