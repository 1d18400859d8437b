package io.langsong.incident;

import io.langsong.alert.Severity;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one round did to one incident, gathered until it is settled. */
final class Touched {
    final List<Part> came = new ArrayList<>();
    final List<Part> went = new ArrayList<>();
    final Set<VillageId> villages = new HashSet<>();
    boolean opened;
    Severity least = Severity.WARNING;
    Cause guess = Cause.UNKNOWN;
    /** The incident under which it hung before. */
    @Nullable
    IncidentNumber leftBehind;

    boolean rootCame() {
        return came.stream().anyMatch(Part::root);
    }

    boolean rootWent() {
        return went.stream().anyMatch(Part::root);
    }

    /** Children that are out now and were not before. */
    List<ObjectRef> joined() {
        Set<ObjectRef> before = objects(went);
        return came.stream()
                .filter(part -> !part.root())
                .map(Part::object)
                .filter(object -> !before.contains(object))
                .distinct()
                .toList();
    }

    /** @param roots whether roots are told of as well */
    List<ObjectRef> back(boolean roots) {
        Set<ObjectRef> still = objects(came);
        return went.stream()
                .filter(part -> roots || !part.root())
                .map(Part::object)
                .filter(object -> !still.contains(object))
                .distinct()
                .toList();
    }

    private static Set<ObjectRef> objects(List<Part> parts) {
        return parts.stream().map(Part::object).collect(Collectors.toSet());
    }
}
