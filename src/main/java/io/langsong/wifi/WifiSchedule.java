package io.langsong.wifi;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a network is on: from one time of day, which it is on from, until another, before which it goes off. One that does not end
 * later than it begins lasts over midnight, and belongs to the day on which it begins. Times are those of Viet Nam, whatever clock a box is set to.
 *
 * @param days on which it begins, at least one
 * @param from to the minute
 * @param until to the minute; the same as {@code from}: 24 hours
 */
public record WifiSchedule(Set<DayOfWeek> days, LocalTime from, LocalTime until) {
    /** Viet Nam has had no other since 1975, and no summer time. */
    public static final ZoneOffset ZONE = ZoneOffset.ofHours(7);

    public WifiSchedule {
        days = Set.copyOf(days);
        if (days.isEmpty() || from.getSecond() + from.getNano() + until.getSecond() + until.getNano() != 0) {
            throw new IllegalArgumentException(
                    "A schedule has days, and times to the minute: " + days + " " + from + "–" + until);
        }
    }

    public boolean lastsOverMidnight() {
        return !from.isBefore(until);
    }

    public boolean isOn(DayOfWeek day, LocalTime time) {
        if (!lastsOverMidnight()) {
            return days.contains(day) && !time.isBefore(from) && time.isBefore(until);
        }
        return days.contains(day) && !time.isBefore(from) || days.contains(day.minus(1)) && time.isBefore(until);
    }

    /** Monday first. */
    public Set<DayOfWeek> ordered() {
        return new TreeSet<>(days);
    }
}
