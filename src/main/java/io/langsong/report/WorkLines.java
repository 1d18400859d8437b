package io.langsong.report;

import io.langsong.inventory.Device;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.PowerArea;
import io.langsong.inventory.Service;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import io.langsong.maintenance.Occurrence;
import io.langsong.maintenance.Plan;
import java.util.Comparator;
import java.util.List;

/** The lines of what was planned. */
final class WorkLines {
    private WorkLines() {}

    static List<WorkLine> of(List<Occurrence> occurrences, InventorySnapshot there) {
        return occurrences.stream()
                .sorted(Comparator.comparing((Occurrence one) -> one.interval().from())
                        .thenComparing(one -> one.plan().id()))
                .map(one -> line(one, there))
                .toList();
    }

    /** Of a plan that covers everything the places are empty. */
    private static WorkLine line(Occurrence one, InventorySnapshot there) {
        Plan plan = one.plan();
        return new WorkLine(
                plan.id(),
                plan.kind(),
                plan.title(),
                plan.scope().objects().stream().map(id -> name(id, there)).toList(),
                one.interval().from(),
                one.interval().until(),
                one.announced());
    }

    private static String name(InventoryId id, InventorySnapshot there) {
        return there.find(id).map(WorkLines::name).orElse(id.value());
    }

    private static String name(InventoryObject object) {
        if (object instanceof Village village) {
            return village.name();
        } else if (object instanceof Site site) {
            return site.name();
        } else if (object instanceof Device device) {
            return device.name();
        } else if (object instanceof Link link) {
            return link.name();
        } else if (object instanceof Service service) {
            return service.name();
        }
        return object instanceof PowerArea area ? area.name() : object.id().value();
    }
}
