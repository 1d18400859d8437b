package io.langsong.uptime;

import io.langsong.access.Refused;
import io.langsong.availability.WeeklyHours.Hours;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The hours of a day as people write them: {@code 07:00–11:30, 13:30–17:00}. */
public final class HoursText {
    private static final int LONGEST = 200;
    private static final int MOST = 12;
    private static final Pattern SPAN =
            Pattern.compile("([01]?[0-9]|2[0-3])[:hH]([0-5][0-9])\\s*[-–—]\\s*([01]?[0-9]|2[0-4])[:hH]([0-5][0-9])");
    private static final Pattern BETWEEN = Pattern.compile("\\s*[,;]\\s*|\\s*\\n\\s*");

    private HoursText() {}

    /**
     * @param field that a refusal names
     * @param typed blank: closed
     * @throws Refused when it is no list of hours, they overlap, or one closes before it opens
     */
    static List<Hours> read(String field, String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return List.of();
        }
        if (text.length() > LONGEST) {
            throw refused(field, text);
        }
        List<Hours> hours = new ArrayList<>();
        for (String part : BETWEEN.split(text)) {
            hours.add(span(field, part));
        }
        hours.sort(Comparator.comparing(Hours::from));
        for (int i = 1; i < hours.size(); i++) {
            LocalTime before = hours.get(i - 1).until();
            if (before.equals(LocalTime.MIDNIGHT) || hours.get(i).from().isBefore(before)) {
                throw Refused.invalid(
                        field,
                        typed,
                        "uptime.refused.overlap",
                        List.of(),
                        "overlap",
                        "let each open after the last closed");
            }
        }
        if (hours.size() > MOST) {
            throw refused(field, text);
        }
        return hours;
    }

    private static Hours span(String field, String part) {
        Matcher span = SPAN.matcher(part);
        if (!span.matches()) {
            throw refused(field, part);
        }
        LocalTime from = LocalTime.of(Integer.parseInt(span.group(1)), Integer.parseInt(span.group(2)));
        boolean midnight = span.group(3).equals("24");
        if (midnight && !span.group(4).equals("00")) {
            throw refused(field, part);
        }
        LocalTime until = midnight
                ? LocalTime.MIDNIGHT
                : LocalTime.of(Integer.parseInt(span.group(3)), Integer.parseInt(span.group(4)));
        if (!midnight && !from.isBefore(until)) {
            throw Refused.invalid(
                    field,
                    part,
                    "uptime.refused.backwards",
                    List.of(),
                    "closes before it opens",
                    "split what goes over midnight; the end of a day is 24:00");
        }
        return new Hours(from, until);
    }

    private static Refused refused(String field, String value) {
        return Refused.invalid(
                field,
                value,
                "uptime.refused.hours",
                List.of(),
                "is no list of hours",
                "write them like 07:00-11:30, 13:30-17:00; nothing for a closed day");
    }

    /** {@code 07:00–11:30} */
    public static String written(Hours hours) {
        return hours.from() + "–" + (hours.until().equals(LocalTime.MIDNIGHT) ? "24:00" : hours.until());
    }

    /** All of a day; empty for a closed one. */
    public static String written(List<Hours> hours) {
        return hours.stream().map(HoursText::written).collect(Collectors.joining(", "));
    }
}
