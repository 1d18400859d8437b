package io.langsong.calendar;

import java.time.Instant;
import java.time.YearMonth;

/**
 * A month is over in Vietnam. Published once for each month, oldest first, inside the transaction that remembers it: when a
 * listener throws, the month is tried again within the hour. Runs on a thread of the calendar, on the active server.
 *
 * @param month by which people name the period
 * @param from first instant of the period
 * @param until first instant after it
 */
public record PeriodEnded(YearMonth month, Instant from, Instant until) {
    public PeriodEnded {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("Period must begin before it ends: %s, %s".formatted(from, until));
        }
    }
}
