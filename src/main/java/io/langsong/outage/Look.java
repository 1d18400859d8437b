package io.langsong.outage;

import io.langsong.polling.PollResult.DeviceClock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one poll showed of a device's being there.
 *
 * @param answered whether it answered, if only to refuse us
 * @param sentAt when the first datagram left
 * @param at when it was decided
 * @param silentTries datagrams that were not answered, 0 or more; at least 1 when not answered
 * @param clock the device's uptime, where it said so
 */
record Look(
        boolean answered,
        Instant sentAt,
        Instant at,
        int silentTries,
        @Nullable DeviceClock clock) {
    Look {
        if (!answered && silentTries < 1) {
            throw new IllegalArgumentException("A silent look has at least one silent try");
        }
    }

    static Look good(Instant at) {
        return new Look(true, at, at, 0, null);
    }

    static Look silent(Instant sentAt, Instant at, int tries) {
        return new Look(false, sentAt, at, tries, null);
    }
}
