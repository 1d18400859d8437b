package io.langsong.inventory;

/** Sites fed by the same distribution line. */
public record PowerArea(PowerAreaId id, String name) implements InventoryObject {
    public PowerArea {
        name = Texts.required(id, "name", name, 120);
    }
}
