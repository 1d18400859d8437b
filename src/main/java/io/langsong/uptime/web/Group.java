package io.langsong.uptime.web;

import io.langsong.outage.ObjectRef;
import io.langsong.uptime.Affected;
import io.langsong.uptime.GroupFigures;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one place taken together.
 *
 * @param services what is counted; the others are shown beside it
 * @param userHours hours of use lost at all its services; null where nobody is expected at any
 */
record Group(
        GroupFigures services,
        GroupFigures accessPoints,
        GroupFigures links,
        @Nullable Double userHours) {

    static Group of(
            Collection<SeenObject> objects,
            Map<ObjectRef, Uptime> uptimes,
            Map<ObjectRef, Affected> affected,
            UptimeProperties settings) {
        BigDecimal target = settings.targetShare();
        return new Group(
                figures(objects, uptimes, SeenObject::isService, target),
                figures(objects, uptimes, one -> one.type().equals("access-point"), target),
                figures(objects, uptimes, one -> one.type().equals("link"), target),
                userHours(objects, affected));
    }

    private static @Nullable Double userHours(Collection<SeenObject> objects, Map<ObjectRef, Affected> affected) {
        List<Double> lost = objects.stream()
                .map(one -> affected.get(one.ref()))
                .filter(Objects::nonNull)
                .map(one -> Objects.requireNonNull(one).userHours())
                .toList();
        return lost.isEmpty()
                ? null
                : lost.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static GroupFigures figures(
            Collection<SeenObject> objects,
            Map<ObjectRef, Uptime> uptimes,
            Predicate<SeenObject> which,
            BigDecimal target) {
        List<Uptime> some = objects.stream()
                .filter(which)
                .map(one -> uptimes.get(one.ref()))
                .filter(Objects::nonNull)
                .<Uptime>map(Objects::requireNonNull)
                .toList();
        return GroupFigures.of(some, target);
    }

    /** {@code met}, {@code missed}, {@code thin}: too little is known for a verdict; null: nothing is. */
    static @Nullable String verdict(
            @Nullable BigDecimal uptime, @Nullable BigDecimal coverage, UptimeProperties settings) {
        if (uptime == null || coverage == null) {
            return null;
        }
        if (coverage.movePointRight(2).compareTo(settings.enoughCoverage()) < 0) {
            return "thin";
        }
        return uptime.compareTo(settings.targetShare()) < 0 ? "missed" : "met";
    }
}
