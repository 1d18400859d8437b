package io.langsong.dashboard;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much a page may be believed.
 *
 * @param lastPollAt null before the first poll
 * @param silent devices that are known not to answer, be it by themselves or hidden
 * @param old the newest poll is older than allowed, or there is none: what the page shows may no longer be so
 */
record Freshness(@Nullable Instant lastPollAt, long answering, long silent, long devices, boolean old) {
    static Freshness of(Look look, Duration staleAfter) {
        boolean old = look.age().map(age -> age.compareTo(staleAfter) > 0).orElse(true);
        return new Freshness(
                look.counts().lastPollAt(),
                look.answering(),
                look.silent(),
                look.watched().size(),
                old);
    }
}
