package io.langsong.uptime;

import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * How many people are expected to use a service. An estimate, and it says on what it rests.
 *
 * @param byHour for each hour of a week from Monday 00:00, Vietnamese time; 168 numbers
 */
public record ExpectedUsers(Basis basis, List<Double> byHour) {
    public static final int HOURS = 7 * 24;

    public ExpectedUsers {
        byHour = List.copyOf(byHour);
        if (byHour.size() != HOURS || byHour.stream().anyMatch(users -> !(users >= 0))) {
            throw new IllegalArgumentException("A week has 168 hours, each with 0 or more people: " + byHour);
        }
    }

    public enum Basis {
        /** What was counted of connected clients in the last four weeks. */
        CLIENTS,
        /** Nothing was counted: those who live in the village, at any hour. */
        RESIDENTS
    }

    static ExpectedUsers residents(int people) {
        return new ExpectedUsers(Basis.RESIDENTS, Collections.nCopies(HOURS, (double) people));
    }

    static int hourOf(Instant at) {
        ZonedDateTime there = at.atZone(UptimeProperties.ZONE);
        return (there.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue()) * 24 + there.getHour();
    }

    public double at(Instant at) {
        return byHour.get(hourOf(at));
    }

    /** Whom an outage touched: as many as are expected in the busiest hour of it. */
    public double most(Intervals out) {
        double[] most = {0};
        eachHour(out, (length, users) -> most[0] = Math.max(most[0], users));
        return most[0];
    }

    /** Hours that people would have used it in: for each hour the people expected in it, times the part of it that was out. */
    public double hoursLost(Intervals out) {
        double[] lost = {0};
        eachHour(out, (length, users) -> lost[0] += length.toMillis() / 3_600_000.0 * users);
        return lost[0];
    }

    private void eachHour(Intervals out, ObjDoubleConsumer<Duration> each) {
        for (Interval one : out.list()) {
            Instant at = one.from();
            while (at.isBefore(one.until())) {
                // Vietnam is whole hours from UTC, without summer time.
                Instant next = at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
                Instant end = next.isBefore(one.until()) ? next : one.until();
                each.accept(Duration.between(at, end), at(at));
                at = end;
            }
        }
    }
}
