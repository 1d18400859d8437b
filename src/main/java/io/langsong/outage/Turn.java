package io.langsong.outage;

import java.time.Instant;
import java.util.List;

/** A turning point of an object, to be written to the record in the order it was judged. */
sealed interface Turn {
    ObjectRef object();

    /** A condition other than {@code UP} begins; a lesser one that lasts ends with it. */
    record Began(
            ObjectRef object,
            Condition condition,
            String fault,
            ObjectRef root,
            Bound from,
            Outage.Cause cause,
            List<Evidence> evidence)
            implements Turn {}

    /** What lasted ends; {@code evidence} is added to what was known. */
    record Ended(ObjectRef object, Bound to, Outage.Cause cause, List<Evidence> evidence) implements Turn {}

    /** Why the outage was that ended at {@code to}, found after its end; {@code evidence} is added to what was known. */
    record Explained(ObjectRef object, Bound to, Outage.Cause cause, List<Evidence> evidence) implements Turn {}

    /** The condition is known from now on. */
    record Watched(ObjectRef object, Instant at) implements Turn {}

    /** The condition is no longer known. */
    record Unwatched(ObjectRef object, Instant at) implements Turn {}
}
