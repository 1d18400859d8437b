package io.langsong.outage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a device answers us, as far as its polls tell; says nothing of why, nor of what it hides behind. */
sealed interface Reachability {

    /** Nobody has looked yet, or nobody was looking for a while. */
    record Unknown() implements Reachability {}

    /**
     * @param since when it came to answer
     * @param lastGood when it last answered
     * @param bootAt when its box last started, by its own clock; null where it does not say
     */
    record Up(Bound since, Instant lastGood, @Nullable Instant bootAt) implements Reachability {}

    /**
     * Silent, and being made sure of.
     *
     * @param before {@code Up} or {@code Unknown}
     * @param firstBad when the first datagram left that was not answered
     * @param lastBad when the last one left
     * @param tries datagrams not answered since
     */
    record Suspect(Reachability before, Instant firstBad, Instant lastBad, int tries) implements Reachability {}

    /**
     * Certainly not answering.
     *
     * @param from when it ceased to
     * @param lastGood null when it never answered since we look
     * @param lastBad when the last datagram left that was not answered
     * @param bootAt when its box had started before, by its own clock
     */
    record Silent(
            Bound from,
            @Nullable Instant lastGood,
            Instant firstBad,
            Instant lastBad,
            @Nullable Instant bootAt) implements Reachability {}
}
