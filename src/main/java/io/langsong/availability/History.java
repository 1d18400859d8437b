package io.langsong.availability;

import io.langsong.outage.Condition;
import io.langsong.outage.Outages.Stretch;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What one object went through, and the question for which time that is to be counted.
 *
 * @param period what the figures are of; with a beginning and an end
 * @param monitored from when it was added until it was retired; {@link Interval#ALWAYS} for neither
 * @param conditions {@code UP} where none is given; in any order, each with a beginning, {@code until} {@link Instant#MAX}
 *     while it lasts. Whole, also what lies outside of the period, since an outage counts with its whole length where it ended
 * @param maintenance planned intervals
 */
public record History(
        Interval period, Interval monitored, OpeningHours hours, List<Stretch> conditions, Intervals maintenance) {
    public History {
        if (!period.hasBeginning() || !period.hasEnd()) {
            throw new IllegalArgumentException("A period has a beginning and an end, not " + period);
        }
        conditions =
                conditions.stream().sorted(Comparator.comparing(Stretch::from)).toList();
        Instant until = Instant.MIN;
        Condition condition = Condition.UP;
        for (Stretch one : conditions) {
            if (one.from().equals(Instant.MIN)) {
                throw new IllegalArgumentException("A condition has a beginning, unlike " + one);
            }
            if (one.condition() != condition && one.from().isBefore(until)) {
                throw new IllegalArgumentException(
                        "Exactly one condition holds at an instant: %s lasts until %s, but %s"
                                .formatted(condition, until, one));
            }
            condition = one.condition();
            until = Intervals.later(until, one.until());
        }
    }

    /** When it was in one of {@code these}. */
    Intervals in(Condition... these) {
        Set<Condition> wanted = Set.of(these);
        return new Intervals(conditions.stream()
                .filter(one -> wanted.contains(one.condition()))
                .map(one -> new Interval(one.from(), one.until()))
                .toList());
    }
}
