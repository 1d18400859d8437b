package io.langsong.holiday;

import io.langsong.access.Refused;
import io.langsong.availability.Holiday;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates and kinds of days as people and programs write them. */
public final class Days {
    static final int LONGEST_NAME = 120;
    static final int LONGEST_SOURCE = 200;

    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2199;

    private Days() {}

    /** {@code working-day} */
    public static String code(Holiday.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws Refused when it is none */
    public static LocalDate date(String field, @Nullable String typed) {
        try {
            LocalDate date = LocalDate.parse(typed == null ? "" : typed.strip());
            if (date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
                return date;
            }
        } catch (DateTimeException notADate) {
            // As one that can not be.
        }
        throw Refused.invalid(
                field, typed, "holiday.refused.date", List.of(), "is no date", "write it like 2027-02-04");
    }

    static LocalDate other(String field, @Nullable String typed, LocalDate than) {
        LocalDate date = date(field, typed);
        if (date.equals(than)) {
            throw Refused.invalid(
                    field,
                    typed,
                    "holiday.refused.itself",
                    List.of(),
                    "is the day itself",
                    "give the day it stands for");
        }
        return date;
    }
}
