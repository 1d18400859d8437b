package io.langsong.statuspage;

import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.statuspage.PublicStatus.Day;
import io.langsong.statuspage.PublicStatus.State;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeProperties;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The last days of a village, of the figures of its services. Pure. */
final class PastDays {
    private static final Duration LONG = Duration.ofHours(1);

    private PastDays() {}

    /** @param services without such as were not there in all that time */
    static List<Day> of(List<Uptime> services, LocalDate first, LocalDate last) {
        Intervals out = Intervals.NONE;
        Intervals measured = Intervals.NONE;
        Intervals unknown = Intervals.NONE;
        Intervals planned = Intervals.NONE;
        for (Uptime one : services) {
            out = out.or(one.availability().down()).or(one.availability().unreachable());
            measured = measured.or(one.availability().measured());
            unknown = unknown.or(one.availability().unknown());
            planned = planned.or(one.availability().maintenance());
        }
        // What one of them is known of is known.
        unknown = unknown.minus(measured);
        List<Day> days = new ArrayList<>();
        for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
            Interval day = UptimeProperties.days(date, date);
            days.add(day(
                    date,
                    out.and(day).total(),
                    measured.and(day).total(),
                    unknown.and(day).total(),
                    planned.and(day).total()));
        }
        return days;
    }

    private static Day day(LocalDate date, Duration out, Duration measured, Duration unknown, Duration planned) {
        State state;
        if (!out.isZero()) {
            state = out.compareTo(LONG) < 0 ? State.PARTLY : State.DOWN;
        } else if (!planned.isZero()) {
            state = State.PLANNED;
        } else {
            state = measured.compareTo(unknown) < 0 || measured.isZero() ? State.UNKNOWN : State.UP;
        }
        return new Day(date, state, out.plusSeconds(59).toMinutes());
    }
}
