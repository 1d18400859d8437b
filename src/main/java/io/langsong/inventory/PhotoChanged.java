package io.langsong.inventory;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Published inside the transaction that added or removed a photo.
 *
 * @param caption of one that was added; null when it has none, and for one that was removed
 * @param added false: removed
 */
public record PhotoChanged(
        InventoryId object, UUID photo, @Nullable String caption, boolean added) {}
