package io.langsong.availability;

import java.time.Duration;

/**
 * A run of {@code DOWN} or {@code UNREACHABLE} that counts at least in part. What is unknown between two such stretches does
 * not end it.
 *
 * @param whole from its first to its last bad instant, while the object was monitored; without an end while it lasts
 * @param counted the bad time inside the calendar and outside maintenance, also before the period; of one that outlasts the
 *     period, at least what lies in it. Not empty
 */
public record CountedOutage(Interval whole, Intervals counted) {
    public CountedOutage {
        if (counted.isEmpty()) {
            throw new IllegalArgumentException("An outage that counts has counted time: " + whole);
        }
    }

    public Duration length() {
        return counted.total();
    }

    /** Whether its first counted instant lies in the period. */
    public boolean begunIn(Interval period) {
        return counted.hull().overlaps(period) && !counted.hull().from().isBefore(period.from());
    }

    /** Whether its last counted instant lies in the period; one that is bad until the very end of the period has ended in it. */
    public boolean endedIn(Interval period) {
        return whole.hasEnd()
                && counted.hull().overlaps(period)
                && !counted.hull().until().isAfter(period.until());
    }
}
