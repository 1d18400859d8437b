package io.langsong.report;

import io.langsong.availability.Availability;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.uptime.UptimeProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A period cut into the days of where people live; its first and its last may be parts of a day. */
final class Days {
    private Days() {}

    /** Of services of the same period; none of no services. */
    static List<PlaceLine.Day> of(List<Availability> services) {
        if (services.isEmpty()) {
            return List.of();
        }
        List<Interval> days = days(services.get(0).period());
        long[] measured = sums(services, Availability::measured, days);
        long[] out = sums(services, one -> one.down().or(one.unreachable()), days);
        long[] unknown = sums(services, Availability::unknown, days);
        List<PlaceLine.Day> lines = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            lines.add(new PlaceLine.Day(measured[i], out[i], unknown[i]));
        }
        return lines;
    }

    private static List<Interval> days(Interval period) {
        List<Interval> days = new ArrayList<>();
        Instant from = period.from();
        while (from.isBefore(period.until())) {
            ZonedDateTime next =
                    from.atZone(UptimeProperties.ZONE).toLocalDate().plusDays(1).atStartOfDay(UptimeProperties.ZONE);
            Instant until = next.toInstant().isBefore(period.until()) ? next.toInstant() : period.until();
            days.add(new Interval(from, until));
            from = until;
        }
        return days;
    }

    private static long[] sums(
            List<Availability> services, Function<Availability, Intervals> what, List<Interval> days) {
        long[] sums = new long[days.size()];
        for (Availability service : services) {
            int day = 0;
            for (Interval one : what.apply(service).list()) {
                while (!days.get(day).until().isAfter(one.from())) {
                    day++;
                }
                for (int i = day; i < days.size() && days.get(i).from().isBefore(one.until()); i++) {
                    sums[i] += Measures.seconds(common(one, days.get(i)));
                    day = i;
                }
            }
        }
        return sums;
    }

    private static Duration common(Interval one, Interval other) {
        Instant from = one.from().isAfter(other.from()) ? one.from() : other.from();
        Instant until = one.until().isBefore(other.until()) ? one.until() : other.until();
        return Duration.between(from, until);
    }
}
