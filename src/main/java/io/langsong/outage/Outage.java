package io.langsong.outage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interval in which an object did not serve.
 *
 * @param condition {@code DOWN} or {@code UNREACHABLE}
 * @param root the object whose failure this one hides behind; itself when it is its own
 * @param to null while it lasts
 * @param cause what the machine thinks, {@code UNKNOWN} when it can not tell
 * @param evidence in the order it was found
 */
public record Outage(
        long id,
        ObjectRef object,
        Condition condition,
        ObjectRef root,
        Bound from,
        @Nullable Bound to,
        Cause cause,
        List<Evidence> evidence) {
    public Outage {
        evidence = List.copyOf(evidence);
    }

    public enum Cause {
        POWER,
        DEVICE,
        LINK,
        UPSTREAM,
        PLANNED,
        UNKNOWN
    }
}
