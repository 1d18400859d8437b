package io.langsong.outage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where turning points go, in the order in which they were judged. Methods are called by whoever judges, one thread. */
interface TurnRecord {
    /**
     * An outage that was open when somebody last looked.
     *
     * @param seenUntil the last instant at which somebody was certainly looking at this object; later runs of the program
     *     may have ended before they came to it
     */
    record OpenRow(ObjectRef object, Condition condition, ObjectRef root, Bound from, Instant seenUntil) {}

    /** What was open when somebody last looked, before anything is judged. */
    List<OpenRow> recover();

    /** When somebody looked last, as {@link #recover} found it; the epoch when nobody ever did. */
    default Instant lookedUntil() {
        return Instant.EPOCH;
    }

    /** Since when our own line was gone when somebody last looked; empty when it was there. After {@link #recover}. */
    Optional<Instant> blindSince();

    default void submit(Turn turn) {
        submit(List.of(turn));
    }

    /** All of them are written together, or none. */
    void submit(List<Turn> together);

    /** Somebody looks, at {@code now}; what had turned by then has been submitted. */
    void lookedAt(Instant now);
}
