package io.langsong.uptime;

import io.langsong.availability.Availability;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.outage.Condition;
import io.langsong.outage.Recorded;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the period that is not simply measured and up, and what became of it in the figure.
 *
 * @param record what was recorded of it; null of time in which nobody looked or work was planned, and nothing was recorded
 */
public record Accounted(
        Interval interval, Why why, @Nullable Recorded record) {

    /** What became of it. */
    public enum Why {
        /** It counts as down, and is its own fault. */
        DOWN,
        /** It counts as down, and is the fault of something on its path. */
        UNREACHABLE,
        /** It served badly and counts as up. */
        DEGRADED,
        /** On neither side: work or a power cut was planned. */
        MAINTENANCE,
        /** On neither side: nobody was looking. */
        UNKNOWN,
        /** On neither side: outside of the opening hours. */
        CLOSED,
        /** On neither side: it was not there yet, or any more. */
        NOT_THERE
    }

    /** All of them, in their order. */
    public static List<Accounted> of(Uptime uptime) {
        Availability all = uptime.availability();
        List<Accounted> parts = new ArrayList<>();
        Intervals recorded = Intervals.NONE;
        for (Recorded record : uptime.records()) {
            Interval span = new Interval(record.from().best(), record.until());
            if (span.overlaps(all.period())) {
                Intervals inside = Intervals.of(span).and(all.period());
                recorded = recorded.or(inside);
                ofRecord(uptime, record, inside, parts);
            }
        }
        add(parts, all.unknown().minus(recorded), Why.UNKNOWN, null);
        add(parts, all.maintenance().minus(recorded), Why.MAINTENANCE, null);
        parts.sort(Comparator.comparing(part -> part.interval().from()));
        return parts;
    }

    private static void ofRecord(Uptime uptime, Recorded record, Intervals inside, List<Accounted> parts) {
        Availability all = uptime.availability();
        add(parts, inside.and(all.measured()), counted(record.condition()), record);
        add(parts, inside.and(all.maintenance()), Why.MAINTENANCE, record);
        add(parts, inside.and(all.unknown()), Why.UNKNOWN, record);
        Intervals there = inside.and(uptime.monitored());
        add(parts, there.minus(all.calendar()), Why.CLOSED, record);
        add(parts, inside.minus(Intervals.of(uptime.monitored())), Why.NOT_THERE, record);
    }

    private static Why counted(Condition condition) {
        return switch (condition) {
            case UNREACHABLE -> Why.UNREACHABLE;
            case DEGRADED -> Why.DEGRADED;
            default -> Why.DOWN;
        };
    }

    private static void add(List<Accounted> parts, Intervals intervals, Why why, @Nullable Recorded record) {
        intervals.list().forEach(interval -> parts.add(new Accounted(interval, why, record)));
    }
}
