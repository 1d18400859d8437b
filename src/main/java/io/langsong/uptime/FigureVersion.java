package io.langsong.uptime;

import io.langsong.availability.Interval;
import io.langsong.outage.ObjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A figure as it was counted once. It is never changed; what comes out otherwise later is a version of its own.
 *
 * @param calendar id of the calendar
 * @param madeBy person, or program by its token, whose deed made it another; the server itself where nobody's did
 * @param plan number of the plan that was entered, ended or withdrawn since; null for any other reason
 * @param reason in a person's words; may name anything, so it is for those who see all villages
 * @param issuedBy who put it into a report; null while nobody did
 * @param replaces the version before; null of the first
 */
public record FigureVersion(
        long id,
        ObjectRef object,
        Interval period,
        String calendar,
        Figures figures,
        String madeBy,
        Instant madeAt,
        Because because,
        @Nullable Long plan,
        @Nullable String reason,
        @Nullable String issuedBy,
        @Nullable Instant issuedAt,
        @Nullable Long replaces) {

    /** Why it is another than the one before. */
    public enum Because {
        FIRST,
        /** A plan was entered, ended or withdrawn. */
        MAINTENANCE,
        /** Opening hours or holidays were changed. */
        CALENDAR,
        /** The record of outages is another: results came late, or a person corrected an outage. */
        RECORD
    }
}
