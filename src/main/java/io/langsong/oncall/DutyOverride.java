package io.langsong.oncall;

import io.langsong.availability.Interval;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One person, or nobody, for a stretch, whoever the rota names. Of two that overlap the one that was added last counts.
 *
 * @param id ascending in the order in which they were added
 * @param person name of an account; null: whoever has the turn is away, and nobody stands in
 * @param note why; null without
 * @param addedBy as the audit trail names it
 */
public record DutyOverride(
        long id,
        RotaId rota,
        Interval span,
        @Nullable String person,
        @Nullable String note,
        String addedBy,
        Instant addedAt) {
    static final Duration LONGEST = Duration.ofDays(366);

    public DutyOverride {
        if (!span.hasBeginning() || !span.hasEnd() || span.length().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("An override lasts at most %d days, not from %s to %s"
                    .formatted(LONGEST.toDays(), span.from(), span.until()));
        }
    }
}
