package io.langsong.dashboard;

import io.langsong.outage.Condition;
import io.langsong.outage.Outages.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last days of one object, a cell a day in the time of its people, today last.
 *
 * @param uptime percent of the time of which something is known; null when nothing is
 * @param watched the time of which something is known
 * @param outDays with an outage, however short
 * @param longest time that one outage had, as far as it is known; what is unknown between two halves of it is not counted
 * @param unknownDays of which less than half is known
 */
record DayBar(
        List<Day> days, @Nullable Double uptime, Duration watched, long outDays, Duration longest, long unknownDays) {
    static final int DAYS = 90;
    /** On phones only the newest. */
    private static final int NEWEST = 30;

    private static final Duration LONG = Duration.ofHours(1);

    /**
     * @param state {@code up}, {@code degraded} for less than an hour, {@code down} from an hour on, {@code unknown}
     * @param out for how long it was out
     * @param mostlyUnknown whether less than half of the day is known
     */
    record Day(LocalDate date, String state, Duration out, boolean mostlyUnknown, Instant at) {
        /** Trouble stands out without its colour too. */
        public int height() {
            return switch (state) {
                case "down" -> 30;
                case "degraded" -> 20;
                default -> 10;
            };
        }
    }

    public List<Day> older() {
        return days.subList(0, days.size() - NEWEST);
    }

    public List<Day> newest() {
        return days.subList(days.size() - NEWEST, days.size());
    }

    public boolean known() {
        return uptime != null;
    }

    /** Whether too little is known for a percentage to say anything about all these days. */
    public boolean sparse() {
        return known() && unknownDays * 2 > DAYS;
    }

    /** Where the first of the days begins. */
    static Instant from(Instant now, ZoneId zone) {
        return now.atZone(zone)
                .toLocalDate()
                .minusDays(DAYS - 1)
                .atStartOfDay(zone)
                .toInstant();
    }

    /** @param stretches of {@code [from(now, zone), now)} without a gap */
    static DayBar of(List<Stretch> stretches, Instant now, ZoneId zone) {
        List<Day> days = new ArrayList<>();
        LocalDate today = now.atZone(zone).toLocalDate();
        for (LocalDate date = today.minusDays(DAYS - 1); !date.isAfter(today); date = date.plusDays(1)) {
            days.add(day(stretches, date, now, zone));
        }
        Duration out = Stretches.out(stretches);
        Duration known = Stretches.known(stretches);
        return new DayBar(
                List.copyOf(days),
                known.isZero() ? null : 100.0 * (known.toMillis() - out.toMillis()) / known.toMillis(),
                known,
                days.stream().filter(day -> !day.out().isZero()).count(),
                Stretches.longest(stretches),
                days.stream().filter(Day::mostlyUnknown).count());
    }

    private static Day day(List<Stretch> stretches, LocalDate date, Instant now, ZoneId zone) {
        Instant from = date.atStartOfDay(zone).toInstant();
        Instant next = date.plusDays(1).atStartOfDay(zone).toInstant();
        Instant until = next.isAfter(now) ? now : next;
        List<Stretch> inside = Stretches.within(stretches, from, until);
        Duration out = Stretches.out(inside);
        boolean mostlyUnknown = Stretches.known(inside).multipliedBy(2).compareTo(Duration.between(from, until)) < 0;
        return new Day(date, mostlyUnknown && out.isZero() ? "unknown" : state(out), out, mostlyUnknown, from);
    }

    private static String state(Duration out) {
        return out.isZero() ? Refs.code(Condition.UP) : out.compareTo(LONG) < 0 ? "degraded" : "down";
    }
}
