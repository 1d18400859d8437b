package io.langsong.inventory;

import java.util.List;

/**
 * Published inside the transaction that changed the inventory; {@link Inventory#snapshot} shows it once committed. Listen
 * after the commit ({@code @TransactionalEventListener} or {@code @ApplicationModuleListener}) and read the snapshot.
 *
 * @param diff what was added and changed, without secrets
 * @param retired what was taken out of use
 */
public record InventoryChanged(InventoryDiff diff, List<InventoryId> retired) {
    public InventoryChanged {
        retired = List.copyOf(retired);
    }
}
