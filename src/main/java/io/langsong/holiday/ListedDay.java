package io.langsong.holiday;

import io.langsong.availability.Holiday;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A day that is in the list that is shipped, or that somebody corrected.
 *
 * @param day what it is; null: as its day of the week, which somebody said of a day that is shipped as another
 * @param shipped what it is without the correction; null when it is not in that list
 * @param correction null when nobody corrected it
 */
public record ListedDay(
        LocalDate date,
        @Nullable Holiday day,
        @Nullable Holiday shipped,
        @Nullable Correction correction) {

    /** @param words what it was called and what says so, kept also of an ordinary day */
    public record Correction(String by, Instant at, String words, String source) {}
}
