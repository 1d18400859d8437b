package io.langsong.uptime;

import io.langsong.availability.Holidays;
import io.langsong.availability.Interval;
import io.langsong.availability.OpeningHours;
import io.langsong.availability.WeeklyHours;
import io.langsong.availability.WeeklyHours.Hours;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hours in which something is meant to serve.
 *
 * @param weekly a day that is missing is closed; of {@link #ALL_HOURS} it is empty
 * @param holidays whether it is closed on holidays and days off, and open on days that are worked in exchange
 * @param version from 1; another number means that somebody changed it. 0 of {@link #ALL_HOURS}
 */
public record UptimeCalendar(
        String id, String name, Map<DayOfWeek, List<Hours>> weekly, boolean holidays, int version) {
    /** Day and night; it can not be changed, and its name stands in the messages. */
    public static final UptimeCalendar ALL_HOURS = new UptimeCalendar("all-hours", "24/7", Map.of(), false, 0);

    public UptimeCalendar {
        Map<DayOfWeek, List<Hours>> copy = new EnumMap<>(DayOfWeek.class);
        weekly.forEach((day, hours) -> {
            if (!hours.isEmpty()) {
                copy.put(day, List.copyOf(hours));
            }
        });
        weekly = Map.copyOf(copy);
        if (version > 0 && weekly.isEmpty()) {
            throw new IllegalArgumentException("A calendar opens at least once a week: " + id);
        }
    }

    public boolean isAllHours() {
        return id.equals(ALL_HOURS.id);
    }

    public OpeningHours hours(ZoneId zone, Holidays known) {
        if (isAllHours()) {
            return OpeningHours.ALL_HOURS;
        }
        return holidays ? WeeklyHours.of(zone, weekly, known) : new WeeklyHours(zone, weekly, Set.of(), Map.of());
    }

    /** Whether its figures over a period may change with what the government decides yet, or with years nobody knows. */
    public boolean isEstimated(Interval period, ZoneId zone, Holidays known) {
        LocalDate first = period.from().atZone(zone).toLocalDate();
        LocalDate last = period.until().minusNanos(1).atZone(zone).toLocalDate();
        return holidays
                && (!known.cover(first, last)
                        || !known.estimatedFrom(first, last).isEmpty());
    }
}
