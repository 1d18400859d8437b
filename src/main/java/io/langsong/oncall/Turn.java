package io.langsong.oncall;

import io.langsong.availability.Holiday;
import io.langsong.availability.Interval;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time with one person on duty, or with nobody.
 *
 * @param span {@code from <= at < until}
 * @param person name of an account; null: nobody, which is never to be passed over in silence
 */
public record Turn(Interval span, @Nullable String person, Reason reason) {
    /** Why it is this person. */
    public sealed interface Reason {
        record ByRotation() implements Reason {}

        /** By the order of those who have the holidays. */
        record OnHoliday(Holiday holiday) implements Reason {}

        /** @param instead of what it was before the swap */
        record BySwap(Swap swap, Reason instead) implements Reason {}

        record ByOverride(DutyOverride override) implements Reason {}

        /** The rota has not begun yet, so there is nobody. */
        record NotBegun() implements Reason {}
    }

    public boolean vacant() {
        return person == null;
    }

    /** What of it lies in a window; they share an instant. */
    public Turn within(Interval window) {
        Instant from = span.from().isBefore(window.from()) ? window.from() : span.from();
        Instant until = span.until().isAfter(window.until()) ? window.until() : span.until();
        return new Turn(new Interval(from, until), person, reason);
    }
}
