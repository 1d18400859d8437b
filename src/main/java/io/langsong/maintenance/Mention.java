package io.langsong.maintenance;

import io.langsong.inventory.InventoryId;
import java.util.List;

/**
 * A place that a notice names.
 *
 * @param text as it was written
 * @param candidates villages and power areas that may be meant; none when there is no such name
 * @param clear whether there is one candidate and no doubt about it
 */
public record Mention(String text, List<InventoryId> candidates, boolean clear) {
    public Mention {
        candidates = List.copyOf(candidates);
        if (clear && candidates.size() != 1) {
            throw new IllegalArgumentException("A place can only be clear when there is one, not " + candidates);
        }
    }
}
