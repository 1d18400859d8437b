package io.langsong.oncall;

import io.langsong.availability.Interval;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Two people who exchange their turns. It holds as a whole or not at all: when the rota is changed and gives one of the two
 * turns to somebody else, neither is exchanged.
 *
 * @param id ascending in the order in which they were added; one that was added later sees what earlier ones did
 * @param note why; null without
 * @param addedBy as the audit trail names it
 */
public record Swap(
        long id,
        RotaId rota,
        Side one,
        Side other,
        @Nullable String note,
        String addedBy,
        Instant addedAt) {
    /** Who had which time before. */
    public record Side(String person, Interval span) {
        public Side {
            if (!span.hasBeginning() || !span.hasEnd()) {
                throw new IllegalArgumentException(
                        "A turn that is swapped begins and ends, not %s to %s".formatted(span.from(), span.until()));
            }
        }
    }

    public Swap {
        if (one.person().equals(other.person())) {
            throw new IllegalArgumentException("Two people swap, not %s alone".formatted(one.person()));
        }
        if (one.span().overlaps(other.span())) {
            throw new IllegalArgumentException("Turns that are swapped are apart, not %s to %s and %s to %s"
                    .formatted(
                            one.span().from(),
                            one.span().until(),
                            other.span().from(),
                            other.span().until()));
        }
    }
}
