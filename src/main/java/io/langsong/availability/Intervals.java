package io.langsong.availability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A set of instants. Every operation is one sweep over its operands.
 *
 * @param list ascending, apart from each other: what overlaps or touches is joined, so equal sets are equal records
 */
public record Intervals(List<Interval> list) {
    public static final Intervals NONE = new Intervals(List.of());

    public Intervals {
        list = joined(list);
    }

    public static Intervals of(Interval... intervals) {
        return new Intervals(Arrays.asList(intervals));
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** The time from the first instant to behind the last one. Not of an empty set. */
    public Interval hull() {
        return new Interval(list.get(0).from(), list.get(list.size() - 1).until());
    }

    public boolean contains(Instant at) {
        int low = 0;
        int high = list.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Interval one = list.get(middle);
            if (one.contains(at)) {
                return true;
            } else if (at.isBefore(one.from())) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return false;
    }

    /** How long all of it is together. */
    public Duration total() {
        return list.stream().map(Interval::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** How long all of it is together that lies in an interval. */
    public Duration totalIn(Interval frame) {
        Duration total = Duration.ZERO;
        for (int i = firstThatEndsAfter(frame.from());
                i < list.size() && list.get(i).from().isBefore(frame.until());
                i++) {
            total = total.plus(Duration.between(
                    later(list.get(i).from(), frame.from()), earlier(list.get(i).until(), frame.until())));
        }
        return total;
    }

    private int firstThatEndsAfter(Instant at) {
        int low = 0;
        int high = list.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (list.get(middle).until().isAfter(at)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    public Intervals or(Intervals other) {
        List<Interval> both = new ArrayList<>(list);
        both.addAll(other.list);
        return new Intervals(both);
    }

    public Intervals and(Intervals other) {
        List<Interval> both = new ArrayList<>();
        other.parts(this).forEach(part -> both.addAll(part.list));
        return new Intervals(both);
    }

    public Intervals and(Interval other) {
        return and(of(other));
    }

    public Intervals minus(Intervals other) {
        return and(other.complement());
    }

    private Intervals complement() {
        List<Interval> rest = new ArrayList<>();
        Instant at = Instant.MIN;
        for (Interval one : list) {
            if (at.isBefore(one.from())) {
                rest.add(new Interval(at, one.from()));
            }
            at = one.until();
        }
        if (at.isBefore(Instant.MAX)) {
            rest.add(new Interval(at, Instant.MAX));
        }
        return new Intervals(rest);
    }

    /** What of this set lies in each interval of {@code frames}, in their order; empty where nothing does. */
    List<Intervals> parts(Intervals frames) {
        List<Intervals> parts = new ArrayList<>();
        int next = 0;
        for (Interval frame : frames.list) {
            List<Interval> part = new ArrayList<>();
            while (next < list.size() && !list.get(next).until().isAfter(frame.from())) {
                next++;
            }
            for (int i = next; i < list.size() && list.get(i).from().isBefore(frame.until()); i++) {
                part.add(new Interval(
                        later(list.get(i).from(), frame.from()),
                        earlier(list.get(i).until(), frame.until())));
            }
            parts.add(new Intervals(part));
        }
        return parts;
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static List<Interval> joined(List<Interval> list) {
        List<Interval> sorted = new ArrayList<>(list);
        sorted.sort(Comparator.comparing(Interval::from));
        List<Interval> joined = new ArrayList<>();
        for (Interval one : sorted) {
            Interval last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last == null || last.until().isBefore(one.from())) {
                joined.add(one);
            } else if (last.until().isBefore(one.until())) {
                joined.set(joined.size() - 1, new Interval(last.from(), one.until()));
            }
        }
        return List.copyOf(joined);
    }
}
