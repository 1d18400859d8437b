package io.langsong.incident;

import io.langsong.availability.Interval;
import io.langsong.inventory.InventoryId;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Occurrence;
import io.langsong.maintenance.Plan;
import io.langsong.outage.Bound;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.PlannedTime;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks for the plans of outages among the plans of maintenance. Any thread that may wait. */
@Component
public final class PlannedOutages implements PlannedTime {
    private final Maintenance maintenance;

    public PlannedOutages(Maintenance maintenance) {
        this.maintenance = maintenance;
    }

    /** Whether an object is in planned time. May ask the database. */
    boolean isPlanned(ObjectRef object, Instant at) {
        return idOf(object).filter(id -> maintenance.isInMaintenance(id, at)).isPresent();
    }

    @Override
    public Optional<Long> planOf(ObjectRef object, Bound from) {
        return idOf(object).flatMap(id -> planOf(id, from));
    }

    /** Empty of what can not be in an inventory. */
    private static Optional<InventoryId> idOf(ObjectRef object) {
        try {
            return Optional.of(object.inventoryId());
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private Optional<Long> planOf(InventoryId id, Bound from) {
        for (Instant began : new Instant[] {from.best(), from.latest()}) {
            if (maintenance.isInMaintenance(id, began)) {
                Interval then = new Interval(began, began.plusMillis(1));
                return maintenance.bearingOn(id, then).stream()
                        .filter(plan -> plan.occurrences(then).stream()
                                .map(Occurrence::interval)
                                .anyMatch(interval -> interval.contains(began)))
                        .map(Plan::id)
                        .findFirst();
            }
        }
        return Optional.empty();
    }
}
