package io.langsong.oncall;

import io.langsong.availability.Holiday;
import io.langsong.availability.Holidays;
import io.langsong.availability.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * People who take turns in order. The first one begins on the first day at the hour of hand-over; each turn ends at that
 * hour on the next day, or on that day of the next week, so the first day is the day of the week on which duty is handed over.
 *
 * @param handOver whole minutes; the instant belongs to whoever comes
 * @param people names of accounts in order, at least one
 * @param holidayPeople take turns of a day in place of the others, from the hand-over on a holiday to the next; none: a
 *     holiday is as any other day
 */
public record Rotation(
        LocalDate first, Every every, LocalTime handOver, List<String> people, List<String> holidayPeople) {
    static final int MOST_PEOPLE = 30;

    /** How long a turn is. */
    public enum Every {
        DAY(1),
        WEEK(7);

        private final int days;

        Every(int days) {
            this.days = days;
        }
    }

    public Rotation {
        people = List.copyOf(people);
        holidayPeople = List.copyOf(holidayPeople);
        if (people.isEmpty() || people.size() > MOST_PEOPLE || holidayPeople.size() > MOST_PEOPLE) {
            throw new IllegalArgumentException("A rotation has 1 to %d people and up to %d for holidays, not %d and %d"
                    .formatted(MOST_PEOPLE, MOST_PEOPLE, people.size(), holidayPeople.size()));
        }
        if (!handOver.equals(handOver.truncatedTo(ChronoUnit.MINUTES))) {
            throw new IllegalArgumentException("Duty is handed over at a whole minute, not at " + handOver);
        }
    }

    /** When the first turn begins. */
    public Instant begin(ZoneId zone) {
        return handOverOn(first, zone);
    }

    /** Where the clock leaves the hour out, by as much later: so the rules of time zones have it. */
    private Instant handOverOn(LocalDate day, ZoneId zone) {
        return day.atTime(handOver).atZone(zone).toInstant();
    }

    /**
     * The same going on from a day on: whoever would have the turn that begins there or is running then stands first.
     *
     * @param day not before the first one
     */
    Rotation goingOn(LocalDate day, Holidays holidays) {
        return new Rotation(
                day,
                every,
                handOver,
                turned(people, turnOn(day)),
                turned(holidayPeople, holidaysBefore(day, holidays)));
    }

    /** Whether another one that begins on a later day would be nothing new. */
    boolean goesOnAs(Rotation later, Holidays holidays) {
        long days = ChronoUnit.DAYS.between(first, later.first);
        return days >= 0 && days % every.days == 0 && later.equals(goingOn(later.first, holidays));
    }

    private static List<String> turned(List<String> people, long by) {
        List<String> turned = new ArrayList<>(people);
        if (!turned.isEmpty()) {
            Collections.rotate(turned, -(int) (by % turned.size()));
        }
        return turned;
    }

    /** The day on which the first turn begins that begins after an instant. */
    LocalDate nextHandOver(Instant after, ZoneId zone) {
        long turn = Math.max(0, turnOn(after.atZone(zone).toLocalDate()));
        while (!handOverOn(day(turn), zone).isAfter(after)) {
            turn++;
        }
        return day(turn);
    }

    private long turnOn(LocalDate day) {
        return Math.floorDiv(ChronoUnit.DAYS.between(first, day), every.days);
    }

    private LocalDate day(long turn) {
        return first.plusDays(turn * every.days);
    }

    /** The whole turns that share an instant with a window, ascending; nothing before the first one. */
    List<Turn> turns(Interval window, Holidays holidays, ZoneId zone) {
        List<Turn> turns = regular(window, zone);
        if (turns.isEmpty() || holidayPeople.isEmpty()) {
            return turns;
        }
        Interval whole = Tiles.hull(turns);
        for (Turn duty : onHolidays(holidays, zone)) {
            if (duty.span().overlaps(whole)) {
                turns = Tiles.cover(turns, duty);
            }
        }
        return turns;
    }

    private List<Turn> regular(Interval window, ZoneId zone) {
        List<Turn> turns = new ArrayList<>();
        Instant from = window.from().isBefore(begin(zone)) ? begin(zone) : window.from();
        // One earlier: on the day itself the hour may not have come.
        for (long turn = Math.max(0, turnOn(from.atZone(zone).toLocalDate()) - 1); ; turn++) {
            Instant begin = handOverOn(day(turn), zone);
            if (!begin.isBefore(window.until())) {
                return turns;
            }
            Instant end = handOverOn(day(turn + 1), zone);
            // Where the clock leaves out a whole day there is nothing in between.
            if (begin.isBefore(end) && new Interval(begin, end).overlaps(window)) {
                turns.add(new Turn(
                        new Interval(begin, end),
                        people.get((int) (turn % people.size())),
                        new Turn.Reason.ByRotation()));
            }
        }
    }

    private List<Turn> onHolidays(Holidays holidays, ZoneId zone) {
        List<Turn> duties = new ArrayList<>();
        int number = 0;
        for (Holiday holiday : holidays.days()) {
            if (isFree(holiday) && !holiday.date().isBefore(first)) {
                Instant begin = handOverOn(holiday.date(), zone);
                Instant end = handOverOn(holiday.date().plusDays(1), zone);
                String person = holidayPeople.get(number++ % holidayPeople.size());
                if (begin.isBefore(end)) {
                    duties.add(new Turn(new Interval(begin, end), person, new Turn.Reason.OnHoliday(holiday)));
                }
            }
        }
        return duties;
    }

    private long holidaysBefore(LocalDate day, Holidays holidays) {
        return holidays.days().stream()
                .filter(Rotation::isFree)
                .filter(holiday ->
                        !holiday.date().isBefore(first) && holiday.date().isBefore(day))
                .count();
    }

    private static boolean isFree(Holiday holiday) {
        return holiday.kind() != Holiday.Kind.WORKING_DAY;
    }
}
