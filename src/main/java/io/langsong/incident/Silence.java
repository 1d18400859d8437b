package io.langsong.incident;

import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import java.time.Instant;
import java.util.Set;

/**
 * The time in which a collector can not be heard.
 *
 * @param name of the collector when it began
 * @param devices that could not be seen when it began
 * @param villages in which these stand
 */
public record Silence(long id, String collector, String name, int devices, Set<VillageId> villages, Instant since) {
    public Silence {
        villages = Set.copyOf(villages);
    }

    ObjectRef object() {
        return new ObjectRef(ObjectRef.Kind.COLLECTOR, collector);
    }
}
