package io.langsong.availability;

import java.time.Duration;
import java.time.Instant;

/**
 * Time that is not empty: {@code from <= at < until}.
 *
 * @param from {@link Instant#MIN} where it has no beginning
 * @param until {@link Instant#MAX} where it has no end
 */
public record Interval(Instant from, Instant until) {
    public static final Interval ALWAYS = new Interval(Instant.MIN, Instant.MAX);

    public Interval {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException(
                    "An interval must begin before it ends, not %s to %s".formatted(from, until));
        }
    }

    public boolean hasBeginning() {
        return !from.equals(Instant.MIN);
    }

    public boolean hasEnd() {
        return !until.equals(Instant.MAX);
    }

    public Duration length() {
        return Duration.between(from, until);
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    /** Whether they share an instant; one that begins where the other ends does not. */
    public boolean overlaps(Interval other) {
        return from.isBefore(other.until) && other.from.isBefore(until);
    }
}
