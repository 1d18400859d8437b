package io.langsong.holiday;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a day to be, unchecked.
 *
 * @param kind {@code holiday}, {@code day-off}, {@code working-day}, or {@code ordinary}: as its day of the week
 * @param english empty: as in Vietnamese
 * @param insteadOf of a day off or a working day the day for which it is
 */
public record HolidayWish(
        @Nullable String date,
        @Nullable String kind,
        boolean estimated,
        @Nullable String vietnamese,
        @Nullable String english,
        @Nullable String insteadOf,
        @Nullable String source) {}
