package io.langsong.dashboard;

import io.langsong.inventory.Device;
import io.langsong.outage.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        long answering = 0;
        long silent = 0;
        List<Device> watched = look.watched();
        for (Device device : watched) {
            Condition condition = look.of(device).condition();
            answering += Look.serves(condition) ? 1 : 0;
            silent += condition == Condition.DOWN || condition == Condition.UNREACHABLE ? 1 : 0;
        }
        return new Freshness(look.counts().lastPollAt(), answering, silent, watched.size(), old);
    }
}
