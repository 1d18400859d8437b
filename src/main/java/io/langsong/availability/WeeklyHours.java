package io.langsong.availability;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hours that are the same each week, but for holidays and for days that are worked in exchange.
 *
 * @param zone whose clock the hours follow
 * @param weekly a day that is missing here is closed
 * @param closed days on which nothing is open, whatever their day of the week
 * @param worked days that are worked in exchange for others, with the day of the week whose hours they have
 */
public record WeeklyHours(
        ZoneId zone, Map<DayOfWeek, List<Hours>> weekly, Set<LocalDate> closed, Map<LocalDate, DayOfWeek> worked)
        implements OpeningHours {
    public WeeklyHours {
        Map<DayOfWeek, List<Hours>> copy = new EnumMap<>(DayOfWeek.class);
        weekly.forEach((day, hours) -> copy.put(day, List.copyOf(hours)));
        weekly = Map.copyOf(copy);
        closed = Set.copyOf(closed);
        worked = Map.copyOf(worked);
        for (LocalDate day : worked.keySet()) {
            if (closed.contains(day)) {
                throw new IllegalArgumentException("A day can not be closed and worked in exchange: " + day);
            }
        }
    }

    /** Hours without exceptions to the week but these holidays. */
    public static WeeklyHours of(ZoneId zone, Map<DayOfWeek, List<Hours>> weekly, Holidays holidays) {
        return new WeeklyHours(zone, weekly, holidays.closed(), holidays.worked());
    }

    /**
     * Opening hours of one day.
     *
     * @param until midnight is the end of the day
     */
    public record Hours(LocalTime from, LocalTime until) {
        public Hours {
            if (!until.equals(LocalTime.MIDNIGHT) && !from.isBefore(until)) {
                throw new IllegalArgumentException(
                        "Hours must open before they close, not %s to %s; split what goes over midnight"
                                .formatted(from, until));
            }
        }
    }

    @Override
    public Intervals within(Interval span) {
        List<Interval> open = new ArrayList<>();
        LocalDate day = span.from().atZone(zone).toLocalDate();
        while (instant(day.atStartOfDay()).isBefore(span.until())) {
            for (Hours hours : on(day)) {
                Instant from = instant(day.atTime(hours.from()));
                LocalDate end = hours.until().equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day;
                Instant until = instant(end.atTime(hours.until()));
                // They may lie in an hour that is left out.
                if (from.isBefore(until)) {
                    open.add(new Interval(from, until));
                }
            }
            day = day.plusDays(1);
        }
        return new Intervals(open).and(span);
    }

    /** A time that is left out when clocks are put forward is the instant at which that is done. */
    private Instant instant(LocalDateTime time) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(time);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                : time.atZone(zone).toInstant();
    }

    private List<Hours> on(LocalDate day) {
        return closed.contains(day)
                ? List.of()
                : weekly.getOrDefault(worked.getOrDefault(day, day.getDayOfWeek()), List.of());
    }
}
