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

/** Looks for the plan of an outage among the plans of maintenance. */
@Component
public final class PlannedOutages implements PlannedTime {
    private final Maintenance maintenance;

    public PlannedOutages(Maintenance maintenance) {
        this.maintenance = maintenance;
    }

    @Override
    public Optional<Long> planOf(ObjectRef object, Bound from) {
        InventoryId id = object.inventoryId();
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
