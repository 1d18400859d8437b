package io.langsong.availability;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A day that is not as its day of the week.
 *
 * @param estimated the government has not decided it yet, so figures over it may change
 * @param insteadOf the day for which this one is free or worked; null of a {@link Kind#HOLIDAY}
 * @param source what says so: a law, a document, a habit
 */
public record Holiday(
        LocalDate date,
        Kind kind,
        boolean estimated,
        String vietnamese,
        String english,
        @Nullable LocalDate insteadOf,
        String source) {

    public enum Kind {
        HOLIDAY,
        /** Free for a holiday on a day of rest, or for a Saturday that is worked. */
        DAY_OFF,
        /** Worked for a day off, with the hours of that day. */
        WORKING_DAY
    }

    public Holiday {
        if ((kind == Kind.HOLIDAY) != (insteadOf == null)) {
            throw new IllegalArgumentException(
                    "%s: a day off or a working day stands for another day, a holiday for none".formatted(date));
        }
        if (vietnamese.isBlank() || english.isBlank()) {
            throw new IllegalArgumentException(date + ": a holiday has a name in both languages");
        }
        if (source.isBlank()) {
            throw new IllegalArgumentException(date + ": something says that a day is not as others; name it");
        }
    }
}
