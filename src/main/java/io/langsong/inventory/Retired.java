package io.langsong.inventory;

import java.time.Instant;
import java.util.Set;

/**
 * An object that was taken out of use, with the time in which it counted. Reports of past months name it.
 *
 * @param type code of its kind, as of a device {@code access-point}; of a line {@code link}
 * @param site where it stood; of a line that of its near end
 * @param villages in which it lay, by their present place
 */
public record Retired(
        InventoryId id,
        String name,
        String type,
        SiteId site,
        Set<VillageId> villages,
        Instant addedAt,
        Instant retiredAt) {
    public Retired {
        villages = Set.copyOf(villages);
    }
}
