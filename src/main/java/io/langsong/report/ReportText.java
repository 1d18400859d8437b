package io.langsong.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote in a section.
 *
 * @param writtenBy null of what the system drafted, which nobody has touched
 */
public record ReportText(
        Section section,
        String text,
        @Nullable String writtenBy,
        @Nullable Instant writtenAt) {

    /** Those that a person may write; in the order of the document. */
    public enum Section {
        /** I.1: drafted from the tables. */
        OVERVIEW,
        /** II.1. */
        STRENGTHS,
        /** II.2. */
        WEAKNESSES,
        /** II.3. */
        REASONS,
        /** III: drafted from the tables. */
        NEXT_MONTH,
        /** IV. */
        REQUESTS;

        /** As in addresses and the keys of words: {@code next-month}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Section> of(String code) {
            return Arrays.stream(values())
                    .filter(section -> section.code().equals(code))
                    .findFirst();
        }
    }

    /** A page of it. */
    public static final int LONGEST = 6000;

    /** Another one whenever somebody writes it anew. @param text null where nobody wrote anything */
    public static String tag(@Nullable ReportText text) {
        Instant at = text == null ? null : text.writtenAt();
        return at == null ? "0" : Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }
}
