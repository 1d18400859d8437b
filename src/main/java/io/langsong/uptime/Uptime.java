package io.langsong.uptime;

import io.langsong.availability.Availability;
import io.langsong.availability.Availability.Between;
import io.langsong.availability.CountedOutage;
import io.langsong.availability.Interval;
import io.langsong.outage.Bound;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Recorded;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The figure of one object in one period, with all that it was counted from.
 *
 * @param monitored from when it was added until it was taken out of use
 * @param over whether the period was over when it was counted; of one that lasts, the figure is of what there was by then
 * @param estimated whether the calendar lies over days that are not decided yet, so that the figure may change
 * @param records what was recorded of it, also around the period where an outage reaches there; ascending
 */
public record Uptime(
        ObjectRef object,
        Interval monitored,
        UptimeCalendar calendar,
        boolean over,
        boolean estimated,
        Availability availability,
        List<Recorded> records) {
    public Uptime {
        records = List.copyOf(records);
    }

    /** By how much the time in which it was out may be wrong to either side: the sum of what each of its bounds leaves open. */
    public Duration uncertainty() {
        return availability.uncertainty(edges());
    }

    /** The same of {@link Availability#uptime}, 0 to 1; empty where that is. */
    public Optional<BigDecimal> uncertaintyShare() {
        return Availability.share(uncertainty(), availability.measured().total());
    }

    /** Between which instants each outage began and ended. Where one goes on as another nothing is uncertain of the time out. */
    private List<Between> edges() {
        List<Between> edges = new ArrayList<>();
        Recorded before = null;
        for (Recorded one : records) {
            if (!one.isOut()) {
                continue;
            }
            boolean goesOn =
                    before != null && !before.until().isBefore(one.from().best());
            if (before != null && !goesOn && before.to() != null) {
                add(edges, before.to());
            }
            if (!goesOn) {
                add(edges, one.from());
            }
            before = one;
        }
        if (before != null && before.to() != null) {
            add(edges, before.to());
        }
        return edges;
    }

    private static void add(List<Between> edges, Bound bound) {
        if (bound.earliest().isBefore(bound.latest())) {
            edges.add(new Between(bound.earliest(), bound.best(), bound.latest()));
        }
    }

    /** The longest of the outages that count in the period, as far as it counts in it. */
    public Duration longest() {
        return availability.outages().stream()
                .map(outage -> outage.counted().and(availability.period()).total())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** What was recorded of an outage, without what only degraded it. */
    public List<Recorded> recordsOf(CountedOutage outage) {
        return records.stream()
                .filter(Recorded::isOut)
                .filter(one -> one.from().best().isBefore(outage.whole().until())
                        && outage.whole().from().isBefore(one.until()))
                .toList();
    }
}
