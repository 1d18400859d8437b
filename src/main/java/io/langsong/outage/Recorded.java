package io.langsong.outage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the record, without its evidence: {@link Outages#find} gives that.
 *
 * @param condition anything but {@code UP} and {@code UNKNOWN}
 * @param root the object whose failure this one hides behind; itself when it is its own
 * @param to null while it lasts
 */
public record Recorded(
        long id,
        Condition condition,
        ObjectRef root,
        Bound from,
        @Nullable Bound to,
        Outage.Cause cause) {

    public boolean isOut() {
        return condition == Condition.DOWN || condition == Condition.UNREACHABLE;
    }

    /** Where it ended as far as can be told, {@link Instant#MAX} while it lasts. */
    public Instant until() {
        return to == null ? Instant.MAX : to.best();
    }
}
