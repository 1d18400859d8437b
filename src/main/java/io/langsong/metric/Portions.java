package io.langsong.metric;

import java.time.Duration;
import java.time.Instant;

/**
 * Walks a range of time portion by portion, so that of a year of samples only some ten thousand are in memory at a time. How long
 * a portion is depends on how many samples there were in the one before.
 */
public final class Portions {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final Duration FIRST = Duration.ofDays(2);
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(64);

    /** A portion twice as long still has no more than half of {@link #MANY}. */
    private static final int FEW = 15_000;

    /** Some three megabytes. */
    private static final int MANY = 60_000;

    private Portions() {}

    /** What is done with a portion. */
    @FunctionalInterface
    public interface Part<E extends Exception> {
        /** @return how many samples were read for it */
        int read(Instant from, Instant until) throws E;
    }

    /**
     * Goes through {@code [from, until)} from its beginning to its end. No portion is shorter than an hour, unless the range is.
     *
     * @throws IllegalArgumentException as {@link #requireRange}
     * @throws E from a part, after which no other is read
     */
    public static <E extends Exception> void walk(Instant from, Instant until, Part<E> part) throws E {
        requireRange(from, until);
        Duration length = FIRST;
        Instant begin = from;
        while (begin.isBefore(until)) {
            Instant end = begin.plus(length);
            // A rest goes with the last one: beside a short portion there would be little to see what led into it.
            if (end.plus(length).isAfter(until)) {
                end = until;
            }
            length = after(length, part.read(begin, end));
            begin = end;
        }
    }

    private static Duration after(Duration length, int samples) {
        if (samples < FEW) {
            return length.compareTo(LONGEST) < 0 ? length.multipliedBy(2) : LONGEST;
        }
        if (samples > MANY) {
            return length.dividedBy(2).compareTo(SHORTEST) > 0 ? length.dividedBy(2) : SHORTEST;
        }
        return length;
    }

    /**
     * Refuses what nobody asks for but by mistake, and what would take for ever.
     *
     * @throws IllegalArgumentException when the range is empty, or not between 1970 and 2200
     */
    public static void requireRange(Instant from, Instant until) {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("A range must end after it begins: from " + from + " to " + until);
        }
        if (from.isBefore(EARLIEST) || until.isAfter(LATEST)) {
            throw new IllegalArgumentException("A range must lie between 1970 and 2200: from " + from + " to " + until);
        }
    }
}
