package io.langsong.report;

import io.langsong.availability.Interval;
import io.langsong.uptime.UptimeProperties;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * The time that a report is of, half-open.
 *
 * @param month by which people name it; null of any from–to
 */
public record ReportPeriod(@Nullable YearMonth month, Instant from, Instant until) {
    public ReportPeriod {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("A period must begin before it ends: %s, %s".formatted(from, until));
        }
    }

    /** The period that people call by that month. */
    public static ReportPeriod of(YearMonth month, UptimeProperties settings) {
        Interval period = settings.month(month);
        return new ReportPeriod(month, period.from(), period.until());
    }

    public Interval interval() {
        return new Interval(from, until);
    }
}
