package io.langsong.report;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was counted of a month, and how far it has come.
 *
 * @param version from 1; the next one was made because something came out otherwise
 * @param madeBy account, or {@link io.langsong.access.AuditTrail#SYSTEM}
 */
public record ReportVersion(
        long id,
        ReportPeriod period,
        int version,
        State state,
        Instant madeAt,
        String madeBy,
        @Nullable Mark reviewed,
        @Nullable Mark issued) {
    public enum State {
        DRAFT,
        REVIEWED,
        /** Never changes any more. */
        ISSUED,
        /** Another version took its place before it was issued. */
        REPLACED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public record Mark(String by, Instant at) {}

    public YearMonth month() {
        YearMonth month = period.month();
        if (month == null) {
            throw new IllegalStateException("Only reports of months are kept, not one of " + period);
        }
        return month;
    }

    /** Whether it may still come out otherwise, or be given up for another. */
    public boolean isOpen() {
        return state == State.DRAFT || state == State.REVIEWED;
    }
}
