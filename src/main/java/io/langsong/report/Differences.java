package io.langsong.report;

import io.langsong.report.Difference.Of;
import io.langsong.report.Difference.What;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came out otherwise between two reports. Names, and whom it touched, are no part of it: those follow the inventory and what is
 * counted of people in the weeks since, so they are not the same from one night to the next though nothing of the period changed.
 */
public final class Differences {
    private Differences() {}

    private record Key(Of of, String id) {}

    /** Of one line. */
    private static final class Figures {
        private final String name;
        private final Map<What, String> values = new EnumMap<>(What.class);

        Figures(String name) {
            this.name = name;
            put(What.THERE, true);
        }

        /** A share that is as large is the same, however many zeros stand behind it. */
        Figures put(What what, @Nullable Object value) {
            if (value instanceof BigDecimal number) {
                values.put(what, number.stripTrailingZeros().toPlainString());
            } else if (value != null) {
                values.put(what, value.toString());
            }
            return this;
        }
    }

    /** In the order of the report; empty when all figures are the same. */
    public static List<Difference> of(Report before, Report after) {
        Map<Key, Figures> earlier = figures(before);
        Map<Key, Figures> later = figures(after);
        Set<Key> keys = new LinkedHashSet<>(later.keySet());
        keys.addAll(earlier.keySet());
        List<Difference> differences = new ArrayList<>();
        keys.stream()
                .sorted((one, other) -> one.of().compareTo(other.of()))
                .forEach(key -> compare(key, earlier.get(key), later.get(key), differences));
        return List.copyOf(differences);
    }

    /** Of a line that one of them has not, only that. */
    private static void compare(
            Key key, @Nullable Figures before, @Nullable Figures after, List<Difference> differences) {
        String name = after != null ? after.name : before != null ? before.name : "";
        for (What what : What.values()) {
            String old = before == null ? null : before.values.get(what);
            String now = after == null ? null : after.values.get(what);
            if (!Objects.equals(old, now)) {
                differences.add(new Difference(key.of(), key.id(), name, what, old, now));
                if (what == What.THERE) {
                    return;
                }
            }
        }
    }

    private static Map<Key, Figures> figures(Report report) {
        Map<Key, Figures> figures = new LinkedHashMap<>();
        Rules rules = report.rules();
        figures.put(
                new Key(Of.RULES, ""),
                new Figures("")
                        .put(What.BEGAN, report.period().from())
                        .put(What.ENDED, report.period().until())
                        .put(What.TARGET, rules.target())
                        .put(What.ENOUGH_COVERAGE, rules.enoughCoverage())
                        .put(What.BLIP, rules.blipSeconds())
                        .put(What.RESTORE_CRITICAL, rules.restoreCriticalSeconds())
                        .put(What.RESTORE_WARNING, rules.restoreWarningSeconds()));
        report.places().stream()
                .filter(PlaceLine::wasThere)
                .forEach(place -> figures.put(new Key(Of.valueOf(place.kind().name()), place.id()), of(place)));
        report.objects()
                .forEach(line -> figures.put(new Key(Of.OBJECT, line.object().toString()), of(line)));
        report.causes()
                .forEach(line -> figures.put(
                        new Key(Of.CAUSE, line.cause().name()),
                        new Figures("")
                                .put(What.INCIDENTS, line.incidents())
                                .put(What.LENGTH, line.seconds())
                                .put(What.POINTS, line.points())));
        report.incidents().forEach(line -> figures.put(new Key(Of.INCIDENT, line.number()), of(line)));
        report.work()
                .forEach(line -> figures.put(
                        new Key(Of.WORK, line.plan() + " " + line.from()),
                        new Figures(line.title())
                                .put(What.BEGAN, line.from())
                                .put(What.ENDED, line.until())
                                .put(What.ANNOUNCED, line.announced())));
        report.usage()
                .forEach(line -> figures.put(
                        new Key(Of.USAGE, line.village()),
                        new Figures(line.name())
                                .put(What.MEAN_CLIENTS, line.meanClients())
                                .put(What.MOST_CLIENTS, line.mostClients())
                                .put(What.IN_BYTES, line.inBytes())
                                .put(What.OUT_BYTES, line.outBytes())));
        report.gaps()
                .forEach(gap ->
                        figures.put(new Key(Of.GAP, gap.from().toString()), new Figures("").put(What.TO, gap.until())));
        return figures;
    }

    private static Figures of(PlaceLine place) {
        return measure(place.name(), place.services())
                .put(What.ALWAYS_UPTIME, place.always().uptime())
                .put(What.ACCESS_POINTS_UPTIME, place.accessPoints().uptime())
                .put(What.LINKS_UPTIME, place.links().uptime())
                .put(What.BEFORE, place.before())
                .put(What.VERDICT, place.verdict().code());
    }

    private static Figures of(ObjectLine line) {
        return measure(line.name(), line.own())
                .put(What.ALWAYS_UPTIME, line.always().uptime())
                .put(What.BEFORE, line.before())
                .put(What.VERDICT, line.verdict().code());
    }

    private static Figures measure(String name, Measure measure) {
        return new Figures(name)
                .put(What.UPTIME, measure.uptime())
                .put(What.OWN_FAULT_UPTIME, measure.ownFaultUptime())
                .put(What.COVERAGE, measure.coverage())
                .put(What.UNCERTAINTY, measure.uncertainty())
                .put(What.CALENDAR, measure.calendarSeconds())
                .put(What.MAINTENANCE, measure.maintenanceSeconds())
                .put(What.UNKNOWN, measure.unknownSeconds())
                .put(What.DOWN, measure.downSeconds())
                .put(What.UNREACHABLE, measure.unreachableSeconds())
                .put(What.DEGRADED, measure.degradedSeconds())
                .put(What.OUTAGES, measure.outages())
                .put(What.ENDED_OUTAGES, measure.ended())
                .put(What.REPAIR, measure.meanToRepairSeconds())
                .put(What.LONGEST, measure.longestSeconds())
                .put(
                        What.CAUSES,
                        measure.causes().keySet().stream()
                                .map(Enum::name)
                                .sorted()
                                .collect(Collectors.joining(" ")));
    }

    private static Figures of(IncidentLine line) {
        return new Figures(line.what())
                .put(What.BEGAN, line.beganAt())
                .put(What.ENDED, line.endedAt())
                .put(What.LENGTH, line.inside())
                .put(What.ACKNOWLEDGED, line.acknowledgedSeconds())
                .put(What.POINTS, line.points())
                .put(What.CAUSES, line.cause().name())
                .put(What.WITHIN_TARGET, line.withinTarget())
                .put(What.WORKER, line.worker());
    }
}
