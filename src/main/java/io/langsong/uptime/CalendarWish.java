package io.langsong.uptime;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a calendar to be, unchecked.
 *
 * @param hours of each day as {@link HoursText} reads them; a day that is missing or blank is closed
 * @param objects the sites and services it is for, as {@code site:ID} and {@code service:ID}; they leave any other calendar
 */
public record CalendarWish(
        @Nullable String name, Map<DayOfWeek, String> hours, boolean holidays, List<String> objects) {
    public CalendarWish {
        hours = Map.copyOf(hours);
        objects = List.copyOf(objects);
    }
}
