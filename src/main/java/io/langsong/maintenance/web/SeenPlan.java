package io.langsong.maintenance.web;

import io.langsong.inventory.InventoryId;
import io.langsong.maintenance.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan as whoever asks may see it. Where it names what is not seen, its words are not shown: they may name that too.
 *
 * @param objects those it names that are seen
 * @param unseen how many others it names
 */
record SeenPlan(Plan plan, List<InventoryId> objects, int unseen) {
    SeenPlan {
        objects = List.copyOf(objects);
    }

    public boolean whole() {
        return unseen == 0;
    }

    @Nullable
    String shown(@Nullable String words) {
        return whole() ? words : null;
    }
}
