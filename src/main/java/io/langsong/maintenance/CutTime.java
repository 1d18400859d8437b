package io.langsong.maintenance;

import io.langsong.availability.Interval;
import io.langsong.maintenance.CutNotice.Why;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times of day in a text as Vietnamese notices write them, in the order in which they stand: {@code 12/12/2026},
 * {@code 12-12-2026}, {@code 2026-12-12}, {@code ngày 12 tháng 12 năm 2026}; {@code 07h30}, {@code 7g30}, {@code 7 giờ 30},
 * {@code 07:30:00}, {@code 5:30 CH}. A date without its year is none: which year is meant would be a guess.
 */
final class CutTime {
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Pattern TOKEN = Pattern.compile(
            "(?<![\\d/.-])(?<day>\\d{1,2})\\s?[/.-]\\s?(?<month>\\d{1,2})\\s?[/.-]\\s?(?<year>\\d{4})(?!\\d)"
                    + "|(?<![\\d/.-])(?<iyear>\\d{4})-(?<imonth>\\d{1,2})-(?<iday>\\d{1,2})(?!\\d)"
                    + "|(?<!\\d)(?<wday>\\d{1,2})\\s+tháng\\s+(?<wmonth>\\d{1,2})\\s+năm\\s+(?<wyear>\\d{4})(?!\\d)"
                    // The number behind an hour may be the day of a date instead of minutes.
                    + "|(?<!\\d)(?<hour>\\d{1,2})(?:\\s?(?:h|giờ)(?:\\s?(?<minute>\\d{2})(?!\\d|\\s?[/.-]\\s?\\d{1,2}\\s?[/.-]\\s?\\d{4}))?"
                    + "|(?:\\s?:\\s?|g)(?<colon>\\d{2})(?!\\d))"
                    + "(?:\\s?:\\s?\\d{2}(?!\\d))?(?:\\s?(?:phút|ph|p|'))?(?:\\s?(?<half>sa|ch|am|pm|sáng|chiều|tối))?(?!\\p{L})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Set<String> AFTERNOON = Set.of("ch", "pm", "chiều", "tối");

    /** Each {@code LocalDate} or {@code LocalTime}; null where there is no such date or time. */
    private final List<@Nullable Object> values = new ArrayList<>();

    private final List<String> between = new ArrayList<>();
    private @Nullable Why wrong;

    private CutTime(String text) {
        Matcher token = TOKEN.matcher(text);
        int behind = 0;
        while (token.find()) {
            between.add(text.substring(behind, token.start()));
            values.add(value(token));
            behind = token.end();
        }
        between.add(text.substring(behind));
    }

    static CutTime of(String text) {
        return new CutTime(text);
    }

    private @Nullable Object value(Matcher token) {
        if (token.group("hour") != null) {
            return time(token);
        }
        for (String prefix : new String[] {"", "i", "w"}) {
            if (token.group(prefix + "day") != null) {
                return date(token.group(prefix + "year"), token.group(prefix + "month"), token.group(prefix + "day"));
            }
        }
        throw new IllegalStateException("A token is a date or a time: " + token.group());
    }

    private @Nullable LocalDate date(String year, String month, String day) {
        try {
            LocalDate date = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
            if (date.getYear() >= 2000 && date.getYear() < 2200) {
                return date;
            }
        } catch (DateTimeException notADate) {
            // As one of another century.
        }
        wrong = Why.NOT_A_DATE;
        return null;
    }

    /** 24:00 is the midnight at the end of the day; it is told apart from 0:00 by a nanosecond. */
    private @Nullable LocalTime time(Matcher token) {
        int hour = Integer.parseInt(token.group("hour"));
        String minutes = token.group("minute") != null ? token.group("minute") : token.group("colon");
        int minute = minutes == null ? 0 : Integer.parseInt(minutes);
        String half = token.group("half");
        boolean afternoon = half != null && AFTERNOON.contains(half.toLowerCase(Locale.ROOT));
        if (half != null && hour == 12) {
            hour = afternoon ? 12 : 0;
        } else if (afternoon && hour < 12) {
            hour += 12;
        }
        if (hour == 24 && minute == 0) {
            return LocalTime.MAX;
        }
        if (hour > 23 || minute > 59) {
            wrong = Why.NOT_A_TIME;
            return null;
        }
        return LocalTime.of(hour, minute);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether there is a time to begin and one to end. */
    boolean isSpan() {
        return only(LocalTime.class).size() > 1;
    }

    /** The date, where the text has one date and no time; else null. */
    @Nullable
    LocalDate dateAlone() {
        return values.size() == 1 && values.get(0) instanceof LocalDate date ? date : null;
    }

    /** What stands around the dates and times. */
    List<String> between() {
        return List.copyOf(between);
    }

    private boolean hasDate() {
        return values.stream().anyMatch(LocalDate.class::isInstance);
    }

    /** Either is null. */
    record Reading(@Nullable Interval interval, @Nullable Why why) {
        static Reading not(Why why) {
            return new Reading(null, why);
        }
    }

    /** @param day of a heading, for a text that has no date of its own; null for none */
    Reading reading(@Nullable LocalDate day) {
        if (wrong != null) {
            return Reading.not(wrong);
        }
        List<LocalTime> times = only(LocalTime.class);
        List<LocalDate> dates = only(LocalDate.class);
        if (times.size() < 2) {
            return Reading.not(times.isEmpty() ? Why.NO_TIME : Why.ONE_TIME);
        }
        if (times.size() > 2 || dates.size() > 2) {
            return Reading.not(Why.MANY_TIMES);
        }
        LocalDate from = dates.isEmpty() ? day : dates.get(0);
        if (from == null) {
            return Reading.not(Why.NO_DATE);
        }
        // Two dates and then two times may as well be each day from one to the other.
        if (dates.size() == 2 && values.get(0) instanceof LocalDate == values.get(1) instanceof LocalDate) {
            return Reading.not(Why.UNCLEAR_ORDER);
        }
        return between(from, times.get(0), dates.size() == 2 ? dates.get(1) : from, times.get(1));
    }

    private <T> List<T> only(Class<T> type) {
        return values.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Reading between(LocalDate from, LocalTime at, LocalDate to, LocalTime until) {
        Instant begin = instant(from, at);
        Instant end = instant(to, until);
        if (!begin.isBefore(end)) {
            return Reading.not(Why.BACKWARDS);
        }
        return Duration.between(begin, end).compareTo(LONGEST) > 0
                ? Reading.not(Why.TOO_MUCH_TIME)
                : new Reading(new Interval(begin, end), null);
    }

    private static Instant instant(LocalDate day, LocalTime time) {
        return time.equals(LocalTime.MAX)
                ? day.plusDays(1).atStartOfDay(Timing.ZONE).toInstant()
                : day.atTime(time).atZone(Timing.ZONE).toInstant();
    }

    /** The cells of a table as one text: that of the date is left out where the others have their own. */
    static CutTime ofCells(String date, String times) {
        CutTime own = new CutTime(times);
        return own.hasDate() ? own : new CutTime(date + " " + times);
    }
}
