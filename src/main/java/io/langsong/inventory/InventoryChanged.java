package io.langsong.inventory;

/** Published inside the transaction that changed the inventory; {@link Inventory#snapshot} shows it once committed. */
public record InventoryChanged() {}
