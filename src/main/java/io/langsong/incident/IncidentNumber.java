package io.langsong.incident;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people call an incident on the phone: {@code 2026-0042}.
 *
 * @param year in which it opened, where people live
 * @param serial from 1, counted anew each year
 */
public record IncidentNumber(int year, int serial) {
    private static final Pattern FORM = Pattern.compile("([0-9]{4})-([0-9]{4,9})");

    public IncidentNumber {
        if (year < 1000 || year > 9999 || serial < 1) {
            throw new IllegalArgumentException(
                    "An incident is numbered by a year of four digits and from 1, not %d, %d".formatted(year, serial));
        }
    }

    /** Empty when it is not written as a number of an incident. */
    public static Optional<IncidentNumber> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || parts.group(1).startsWith("0") || Integer.parseInt(parts.group(2)) == 0) {
            return Optional.empty();
        }
        IncidentNumber number = new IncidentNumber(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
        // One number has one address.
        return number.toString().equals(text) ? Optional.of(number) : Optional.empty();
    }

    @Override
    public String toString() {
        return "%d-%04d".formatted(year, serial);
    }
}
