package io.langsong.uptime.web;

import io.langsong.availability.Interval;
import io.langsong.uptime.UptimeProperties;
import io.langsong.web.PageAddress;
import io.langsong.web.PlainText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of which time somebody wants to see figures, as the address says it. What it says wrong is left out and told.
 *
 * @param month null where dates were given
 * @param from null where a month was given, as {@code to}; both days are included
 * @param calendar id of the calendar that is wanted for all; empty: of each its own
 */
record AskedUptime(
        @Nullable YearMonth month,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        String calendar,
        Interval period,
        List<Trouble> troubles) {
    /** How many months a page offers. */
    private static final int OFFERED = 13;

    private static final int MOST_DAYS = 400;

    /** @param what names the message. @param value what was sent, so hostile */
    record Trouble(String what, String value) {
        Trouble {
            value = PlainText.shown(value);
        }
    }

    /** @param asked the parameters of the address */
    static AskedUptime of(Map<String, String> asked, UptimeProperties settings, List<String> calendars, Instant now) {
        List<Trouble> troubles = new ArrayList<>();
        String calendar = given(asked, "lich");
        if (!calendar.isEmpty() && !calendars.contains(calendar)) {
            troubles.add(new Trouble("calendar", calendar));
            calendar = "";
        }
        LocalDate from = date(given(asked, "tu"), troubles);
        LocalDate to = date(given(asked, "den"), troubles);
        if (from != null || to != null) {
            LocalDate today = now.atZone(UptimeProperties.ZONE).toLocalDate();
            LocalDate last = to != null ? to : from != null && from.isAfter(today) ? from : today;
            LocalDate first = from != null ? from : last.withDayOfMonth(1);
            if (last.isBefore(first)) {
                troubles.add(new Trouble("order", first + " → " + last));
            } else if (first.plusDays(MOST_DAYS).isBefore(last)) {
                troubles.add(new Trouble("long", Integer.toString(MOST_DAYS)));
            } else {
                return new AskedUptime(null, first, last, calendar, UptimeProperties.days(first, last), troubles);
            }
        }
        YearMonth month = month(given(asked, "thang"), troubles, settings.monthOf(now));
        return new AskedUptime(month, null, null, calendar, settings.month(month), troubles);
    }

    private static String given(Map<String, String> asked, String name) {
        return asked.getOrDefault(name, "").strip();
    }

    private static YearMonth month(String text, List<Trouble> troubles, YearMonth usual) {
        if (text.isEmpty()) {
            return usual;
        }
        try {
            YearMonth month = YearMonth.parse(text);
            if (month.getYear() >= 2000 && month.getYear() < 2200) {
                return month;
            }
        } catch (DateTimeParseException notAMonth) {
            // As one that can not be.
        }
        troubles.add(new Trouble("month", text));
        return usual;
    }

    private static @Nullable LocalDate date(String text, List<Trouble> troubles) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() >= 2000 && date.getYear() < 2200) {
                return date;
            }
        } catch (DateTimeParseException notADate) {
            // As one that can not be.
        }
        troubles.add(new Trouble("date", text));
        return null;
    }

    /** Those that a page offers, the newest first, with the one that is asked for. */
    List<YearMonth> offered(YearMonth newest) {
        List<YearMonth> offered = new ArrayList<>();
        for (int back = 0; back < OFFERED; back++) {
            offered.add(newest.minusMonths(back));
        }
        if (month != null && !offered.contains(month)) {
            offered.add(month.isAfter(newest) ? 0 : offered.size(), month);
        }
        return offered;
    }

    /** Another page of the same time. */
    String address(String path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("thang", month == null ? "" : month.toString());
        parameters.put("tu", from == null ? "" : from.toString());
        parameters.put("den", to == null ? "" : to.toString());
        parameters.put("lich", calendar);
        return PageAddress.of(path, parameters);
    }
}
