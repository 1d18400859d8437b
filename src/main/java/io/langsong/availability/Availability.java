package io.langsong.availability;

import static io.langsong.outage.Condition.DEGRADED;
import static io.langsong.outage.Condition.DOWN;
import static io.langsong.outage.Condition.UNKNOWN;
import static io.langsong.outage.Condition.UNREACHABLE;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Figures of one object in one period, with the intervals that they were computed from. All intervals lie in the period and
 * in the time in which the object was monitored. A figure is empty where there is nothing to divide by: no time, no figure.
 *
 * @param calendar time inside the calendar
 * @param maintenance the part of {@code calendar} that was planned maintenance
 * @param unknown the part of the rest in which nobody was looking
 * @param measured what is left: inside the calendar, outside maintenance, with a known condition
 * @param down the part of {@code measured} in which it did not serve by its own fault
 * @param unreachable the part of {@code measured} in which it did not serve by the fault of something on its path
 * @param degraded the part of {@code measured} in which it served badly; it counts as up
 * @param outages those with counted time in the period, ascending
 */
public record Availability(
        Interval period,
        Intervals calendar,
        Intervals maintenance,
        Intervals unknown,
        Intervals measured,
        Intervals down,
        Intervals unreachable,
        Intervals degraded,
        List<CountedOutage> outages) {
    public Availability {
        outages = List.copyOf(outages);
    }

    public static Availability of(History history) {
        Intervals bad = history.in(DOWN, UNREACHABLE);
        Intervals unknown = history.in(UNKNOWN);
        Intervals runs = runs(bad, unknown, history.period()).and(history.monitored());
        Intervals open = open(history, runs);
        Intervals counting = open.minus(history.maintenance());

        Interval period = history.period();
        Intervals calendar = open.and(period);
        Intervals unplanned = counting.and(period);
        Intervals measured = unplanned.minus(unknown);
        return new Availability(
                period,
                calendar,
                calendar.and(history.maintenance()),
                unplanned.and(unknown),
                measured,
                measured.and(history.in(DOWN)),
                measured.and(history.in(UNREACHABLE)),
                measured.and(history.in(DEGRADED)),
                outages(runs, bad.and(counting), period));
    }

    /** From the first to the last bad instant of each run that reaches into the period; for others no calendar is laid out. */
    private static Intervals runs(Intervals bad, Intervals unknown, Interval period) {
        return new Intervals(bad.parts(bad.or(unknown)).stream()
                .filter(run -> !run.isEmpty())
                .map(Intervals::hull)
                .filter(run -> run.overlaps(period))
                .toList());
    }

    /** Calendar time of the period, and of what the runs have before and behind it. */
    private static Intervals open(History history, Intervals runs) {
        Interval period = history.period();
        Instant from = period.from();
        Instant until = period.until();
        for (Interval run : runs.list()) {
            from = Intervals.earlier(from, run.from());
            // One that lasts has not ended in the period, however long it will count.
            until = run.hasEnd() ? Intervals.later(until, run.until()) : until;
        }
        return history.hours().within(new Interval(from, until)).and(history.monitored());
    }

    private static List<CountedOutage> outages(Intervals runs, Intervals counted, Interval period) {
        List<CountedOutage> outages = new ArrayList<>();
        List<Intervals> parts = counted.parts(runs);
        for (int i = 0; i < parts.size(); i++) {
            Intervals part = parts.get(i);
            if (!part.isEmpty() && part.hull().overlaps(period)) {
                outages.add(new CountedOutage(runs.list().get(i), part));
            }
        }
        return outages;
    }

    /** Down or unreachable: what counts against {@link #uptime()}. */
    public Duration out() {
        return down.total().plus(unreachable.total());
    }

    /** 0 to 1: the share of the measured time in which it served, to twelve places and rounded down. */
    public Optional<BigDecimal> uptime() {
        return share(measured.total().minus(out()), measured.total());
    }

    /** As {@link #uptime()}, but the time in which it was unreachable is on neither side of the fraction. */
    public Optional<BigDecimal> ownFaultUptime() {
        Duration seen = measured.total().minus(unreachable.total());
        return share(seen.minus(down.total()), seen);
    }

    /** 0 to 1: how much of the calendar time outside maintenance was measured; rounded as {@link #uptime()}. */
    public Optional<BigDecimal> coverage() {
        return share(measured.total(), measured.total().plus(unknown.total()));
    }

    /**
     * An instant that is known to lie between two others.
     *
     * @param best for which it is taken
     */
    public record Between(Instant earliest, Instant best, Instant latest) {}

    /**
     * How much too long or too short the time in which it was out may be, when an outage began or ended at each of {@code edges}: of
     * each the measured time between what it is taken for and the farther of its ends. That is half its width where it is taken for
     * the middle and all of it was measured; where the one half was not measured, the other still may be wrong altogether.
     */
    public Duration uncertainty(Collection<Between> edges) {
        return edges.stream()
                .map(edge -> longer(measuredIn(edge.earliest(), edge.best()), measuredIn(edge.best(), edge.latest())))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private Duration measuredIn(Instant from, Instant until) {
        return from.isBefore(until) ? measured.totalIn(new Interval(from, until)) : Duration.ZERO;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Outages whose first counted instant lies in the period. */
    public int begun() {
        return (int) outages.stream().filter(outage -> outage.begunIn(period)).count();
    }

    /** Outages whose last counted instant lies in the period. */
    public int ended() {
        return (int) outages.stream().filter(outage -> outage.endedIn(period)).count();
    }

    /** MTTR: the mean length of the outages that ended in the period, also of what of them counted before it. */
    public Optional<Duration> meanTimeToRepair() {
        return mean(
                outages.stream()
                        .filter(outage -> outage.endedIn(period))
                        .map(CountedOutage::length)
                        .reduce(Duration.ZERO, Duration::plus),
                ended());
    }

    /** MTBF: the time in which it served, for each outage that began in the period. */
    public Optional<Duration> meanTimeBetweenFailures() {
        return mean(measured.total().minus(out()), begun());
    }

    /** Outages of less counted time than {@code least}: listed apart, and in every figure all the same. */
    public List<CountedOutage> blips(Duration least) {
        return outages.stream()
                .filter(outage -> outage.length().compareTo(least) < 0)
                .toList();
    }

    private static Optional<Duration> mean(Duration total, int count) {
        return count == 0 ? Optional.empty() : Optional.of(total.dividedBy(count));
    }

    /** 0 to 1: what part is of the whole, to twelve places; rounded down, so that 1 means that nothing is missing. */
    public static Optional<BigDecimal> share(Duration part, Duration whole) {
        return whole.isZero()
                ? Optional.empty()
                : Optional.of(seconds(part).divide(seconds(whole), 12, RoundingMode.DOWN));
    }

    private static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.getSeconds()).add(BigDecimal.valueOf(time.getNano(), 9));
    }
}
