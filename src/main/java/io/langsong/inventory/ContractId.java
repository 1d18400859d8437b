package io.langsong.inventory;

/** Stable name of a contract with a provider. */
public record ContractId(String value) implements InventoryId {
    public ContractId {
        Ids.check("contract", value);
    }

    @Override
    public String kind() {
        return "contract";
    }

    @Override
    public String toString() {
        return value;
    }
}
