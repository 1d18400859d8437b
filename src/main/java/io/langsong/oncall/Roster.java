package io.langsong.oncall;

import io.langsong.availability.Holidays;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.oncall.Turn.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A rota with all that was arranged about it: answers who is on duty. Pure; reads no clock and no store.
 *
 * <p>Each layer counts more than those before: the rotations, the holidays, the swaps, the overrides.
 *
 * @param overrides ascending by id, as {@code swaps}
 * @param zone whose clock the hours of hand-over follow
 */
public record Roster(Rota rota, List<DutyOverride> overrides, List<Swap> swaps, Holidays holidays, ZoneId zone) {
    public Roster {
        overrides = overrides.stream()
                .sorted(Comparator.comparing(DutyOverride::id))
                .toList();
        swaps = swaps.stream().sorted(Comparator.comparing(Swap::id)).toList();
    }

    /** Who is on duty at an instant, or that nobody is, with the whole turn. */
    public Turn at(Instant at) {
        return turns(new Interval(at, at.plusNanos(1))).get(0);
    }

    /**
     * The whole turns that share an instant with a window, ascending. They leave no time out: where nobody is on duty, that is
     * a turn too. One of before the rota began has no beginning.
     */
    public List<Turn> turns(Interval window) {
        Interval hull = hull(window);
        List<Turn> turns = planned(hull);
        for (DutyOverride override : overrides) {
            if (override.span().overlaps(hull)) {
                turns = Tiles.cover(
                        turns, new Turn(override.span(), override.person(), new Reason.ByOverride(override)));
            }
        }
        return touching(turns, window);
    }

    /** The window with all turns and overrides that may cut a turn in it. */
    private Interval hull(Interval window) {
        Interval hull = window;
        while (true) {
            Interval wider = Tiles.hull(planned(hull));
            for (DutyOverride override : overrides) {
                if (override.span().overlaps(wider)) {
                    wider = new Intervals(List.of(wider, override.span())).hull();
                }
            }
            if (wider.equals(hull)) {
                return hull;
            }
            hull = wider;
        }
    }

    /** As {@link #turns}, without the overrides: what can be swapped. */
    public List<Turn> planned(Interval window) {
        return touching(plan(window).turns(), window);
    }

    /** Whether a swap counts: at the time of its two turns the rota still names those who swapped. */
    public boolean inEffect(Swap swap) {
        return !plan(swap.one().span()).without().contains(swap);
    }

    /** @param without swaps that do not count */
    private record Plan(List<Turn> turns, Set<Swap> without) {}

    /** A swap is looked at with both of its turns, wherever they lie. */
    private Plan plan(Interval window) {
        List<Interval> needed = new ArrayList<>(List.of(window));
        swaps.forEach(
                swap -> needed.addAll(List.of(swap.one().span(), swap.other().span())));
        List<Turn> turns = new Intervals(needed)
                .list().stream()
                        .flatMap(span -> byRotation(span).stream())
                        .distinct()
                        .sorted(Comparator.comparing(turn -> turn.span().from()))
                        .toList();
        Set<Swap> without = new HashSet<>();
        for (Swap swap : swaps) {
            if (isOf(turns, swap.one()) && isOf(turns, swap.other())) {
                turns = given(turns, swap, swap.one(), swap.other());
                turns = given(turns, swap, swap.other(), swap.one());
            } else {
                without.add(swap);
            }
        }
        return new Plan(turns, without);
    }

    private static boolean isOf(List<Turn> turns, Swap.Side side) {
        Intervals theirs = new Intervals(turns.stream()
                .filter(turn -> side.person().equals(turn.person()))
                .map(Turn::span)
                .toList());
        return Intervals.of(side.span()).minus(theirs).isEmpty();
    }

    private static List<Turn> given(List<Turn> turns, Swap swap, Swap.Side side, Swap.Side to) {
        return Tiles.repaint(
                turns, side.span(), turn -> new Turn(turn.span(), to.person(), new Reason.BySwap(swap, turn.reason())));
    }

    private List<Turn> byRotation(Interval window) {
        List<Turn> turns = new ArrayList<>();
        List<Rotation> rotations = rota.rotations();
        Instant begin = rotations.get(0).begin(zone);
        if (window.from().isBefore(begin)) {
            turns.add(new Turn(new Interval(Instant.MIN, begin), null, new Reason.NotBegun()));
        }
        for (int i = 0; i < rotations.size(); i++) {
            Instant from = rotations.get(i).begin(zone);
            Instant until = i + 1 < rotations.size() ? rotations.get(i + 1).begin(zone) : Instant.MAX;
            if (from.isBefore(until) && new Interval(from, until).overlaps(window)) {
                turns.addAll(ofRotation(rotations.get(i), new Interval(from, until), window));
            }
        }
        return touching(turns, window);
    }

    private List<Turn> ofRotation(Rotation rotation, Interval valid, Interval window) {
        return rotation.turns(window, holidays, zone).stream()
                .filter(turn -> turn.span().overlaps(valid))
                .map(turn -> turn.within(valid))
                .toList();
    }

    private static List<Turn> touching(List<Turn> turns, Interval window) {
        return turns.stream().filter(turn -> turn.span().overlaps(window)).toList();
    }

    /** Whether the rota cares for holidays and those of this time are not all known yet. */
    public boolean lacksHolidays(Interval window) {
        LocalDate first = window.from().atZone(zone).toLocalDate();
        LocalDate last = window.until().atZone(zone).toLocalDate();
        return !rota.last().holidayPeople().isEmpty() && !holidays.cover(first, last);
    }

    /** The same people in the same order, as they go on from their next hand-over: what a form for a change begins with. */
    public Rotation goingOn(Instant now) {
        LocalDate day = rota.last().nextHandOver(now, zone);
        return rota.last().goingOn(day, holidays);
    }
}
