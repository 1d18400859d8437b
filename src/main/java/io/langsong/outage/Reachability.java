package io.langsong.outage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a device answers us, as far as its polls tell; says nothing of why, nor of what it hides behind. */
sealed interface Reachability {

    /** Nobody has looked yet, or nobody was looking for a while. */
    record Unknown() implements Reachability {}

    /**
     * @param since when it came to answer
     * @param lastGood when the question left that it answered last: it was there some time after
     * @param bootAt when its box last started, by its own clock; null where it does not say
     */
    record Up(Bound since, Instant lastGood, @Nullable Instant bootAt) implements Reachability {}

    /**
     * Silent, and being made sure of.
     *
     * @param before {@code Up} or {@code Unknown}
     * @param firstBad when the first datagram left that was not answered
     * @param bad when the last {@link LineQuality#MOST_TRIES} of them left
     * @param tries datagrams not answered since
     */
    record Suspect(Reachability before, Instant firstBad, List<Instant> bad, int tries) implements Reachability {
        public Suspect {
            bad = List.copyOf(bad);
        }
    }

    /**
     * Certainly not answering.
     *
     * @param from when it ceased to
     * @param lastGood null when it never answered since we look
     * @param bad when the last {@link LineQuality#MOST_TRIES} datagrams left that were not answered
     * @param bootAt when its box had started before, by its own clock
     */
    record Silent(
            Bound from,
            @Nullable Instant lastGood,
            Instant firstBad,
            List<Instant> bad,
            @Nullable Instant bootAt) implements Reachability {
        public Silent {
            bad = List.copyOf(bad);
        }

        Instant lastBad() {
            return bad.get(bad.size() - 1);
        }
    }
}
