package io.langsong.alert;

import java.time.Instant;

/** How one rule stands for one series. */
sealed interface AlertState {
    /** Before anything was seen. */
    AlertState NOTHING_YET = new Clear(Instant.EPOCH);

    /** Of the newest sample that was judged. */
    Instant lastAt();

    /** It does not hold. */
    record Clear(Instant lastAt) implements AlertState {}

    /** It holds, not yet for as long as it must. @param since the first sample that said so */
    record Pending(Instant since, Instant lastAt) implements AlertState {}

    /**
     * It holds.
     *
     * @param since the first sample that said so
     * @param firedAt the sample by which it had held for as long as it must
     */
    record Firing(Instant since, Instant firedAt, Instant lastAt) implements AlertState {}
}
