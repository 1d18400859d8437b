package io.langsong.inventory;

/**
 * Published inside the transaction that changed the inventory; {@link Inventory#snapshot} shows it once committed. Listen
 * after the commit ({@code @TransactionalEventListener} or {@code @ApplicationModuleListener}) and read the snapshot.
 */
public record InventoryChanged() {}
