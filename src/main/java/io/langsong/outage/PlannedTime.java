package io.langsong.outage;

import java.util.Optional;

/** Which plan of maintenance an outage belongs to. Called on the recorder's thread, inside its transaction; may ask the database. */
public interface PlannedTime {
    /**
     * Number of the plan in whose time an object's outage began, as far as can be told; empty when none covers it.
     *
     * @param from when it began
     */
    Optional<Long> planOf(ObjectRef object, Bound from);
}
