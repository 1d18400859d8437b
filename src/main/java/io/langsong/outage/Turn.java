package io.langsong.outage;

import java.time.Instant;
import java.util.List;

/** A turning point of an object, or of ourselves, to be written to the record in the order it was judged. */
sealed interface Turn {

    /** A condition other than {@code UP} begins; a lesser one that lasts ends with it. */
    record Began(
            ObjectRef object,
            Condition condition,
            String fault,
            ObjectRef root,
            Bound from,
            Guess guess,
            List<Evidence> evidence)
            implements Turn {}

    /** What lasted ends; {@code evidence} is added to what was known. */
    record Ended(ObjectRef object, Bound to, Guess guess, List<Evidence> evidence) implements Turn {}

    /** Why the outage was that ended at {@code to}, found after its end; {@code evidence} is added to what was known. */
    record Explained(ObjectRef object, Bound to, Guess guess, List<Evidence> evidence) implements Turn {}

    /** The condition is known from now on. */
    record Watched(ObjectRef object, Instant at) implements Turn {}

    /** The condition is no longer known. */
    record Unwatched(ObjectRef object, Instant at) implements Turn {}

    /** Nothing answers us since {@code since}, because our own line is gone. */
    record Blinded(Instant since) implements Turn {}

    /** Our own line is back. */
    record Sighted(Instant at) implements Turn {}

    /** What was open at {@code until} was not: the clock had been ahead, and it is {@code now}. */
    record ClockWasAhead(Instant until, Instant now) implements Turn {}

    /** Late results were judged. @param writing puts them into the record, in the transaction of the turns beside it */
    record Late(Runnable writing) implements Turn {}
}
