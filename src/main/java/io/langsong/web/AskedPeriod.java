package io.langsong.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Of which time somebody wants a list, as its address says it: so many days back ({@code ngay}), or from one date to another,
 * both included ({@code tu}, {@code den}).
 *
 * @param days back from now or from the end, where no first date is given
 * @param from null for so many days back
 * @param to null for now
 */
public record AskedPeriod(
        int days, @Nullable LocalDate from, @Nullable LocalDate to) {
    /** The numbers of days that a page offers. */
    public static final List<Integer> OFFERED = List.of(1, 7, 30, 92);

    private static final int USUAL = 7;

    /**
     * @param asked the parameters of the address
     * @param most days
     * @param troubles is told {@code days}, {@code date} or {@code order}, and what was sent, of what can not be; it is left out
     */
    public static AskedPeriod of(Map<String, String> asked, int most, BiConsumer<String, String> troubles) {
        LocalDate from = date(asked, "tu", troubles);
        LocalDate to = date(asked, "den", troubles);
        if (from != null && to != null && to.isBefore(from)) {
            troubles.accept("order", from + " → " + to);
            to = null;
        }
        return new AskedPeriod(days(asked, most, troubles), from, to);
    }

    private static String given(Map<String, String> asked, String name) {
        return asked.getOrDefault(name, "").strip();
    }

    private static @Nullable LocalDate date(
            Map<String, String> asked, String name, BiConsumer<String, String> troubles) {
        String value = given(asked, name);
        if (value.isEmpty()) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(value);
            if (date.getYear() >= 2000 && date.getYear() < 2200) {
                return date;
            }
        } catch (DateTimeParseException notADate) {
            // As one that can not be.
        }
        troubles.accept("date", value);
        return null;
    }

    private static int days(Map<String, String> asked, int most, BiConsumer<String, String> troubles) {
        String value = given(asked, "ngay");
        if (value.isEmpty()) {
            return USUAL;
        }
        if (!value.matches("[1-9][0-9]{0,2}") || Integer.parseInt(value) > most) {
            troubles.accept("days", value);
            return USUAL;
        }
        return Integer.parseInt(value);
    }

    /** Whether a date was given. */
    public boolean dated() {
        return from != null || to != null;
    }

    public Instant begin(Instant now, ZoneId zone) {
        if (from != null) {
            return from.atStartOfDay(zone).toInstant();
        }
        return (to == null ? now : end(now, zone)).minus(Duration.ofDays(days));
    }

    /** Where the last day ends; now where none was given. */
    public Instant end(Instant now, ZoneId zone) {
        return to == null ? now : to.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** Puts it where an address is made, without what goes without saying. */
    public void putInto(Map<String, String> parameters) {
        parameters.put("ngay", dated() || days == USUAL ? "" : Integer.toString(days));
        parameters.put("tu", from == null ? "" : from.toString());
        parameters.put("den", to == null ? "" : to.toString());
    }
}
