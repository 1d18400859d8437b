package io.langsong.inventory;

/** Stable name of a company that runs lines for others. */
public record ProviderId(String value) implements InventoryId {
    public ProviderId {
        Ids.check("provider", value);
    }

    @Override
    public String kind() {
        return "provider";
    }

    @Override
    public String toString() {
        return value;
    }
}
