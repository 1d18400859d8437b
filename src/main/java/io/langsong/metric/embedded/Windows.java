package io.langsong.metric.embedded;

import java.time.Duration;
import java.time.Instant;

/** Stretches of two hours, counted from 1970 UTC, of which a chunk covers one. */
final class Windows {
    static final long LENGTH_MS = Duration.ofHours(2).toMillis();

    /** How long after its end a window is kept open for stragglers. */
    private static final long GRACE_MS = Duration.ofMinutes(5).toMillis();

    private Windows() {}

    static long of(long millis) {
        return Math.floorDiv(millis, LENGTH_MS) * LENGTH_MS;
    }

    /** Whether no more samples are to be expected; also true of a future that only a wrong clock can have told of. */
    static boolean isClosed(long window, long nowMillis) {
        return window + LENGTH_MS + GRACE_MS <= nowMillis || window > nowMillis + LENGTH_MS;
    }

    /** The first whole millisecond not before {@code instant}, within what can be stored. */
    static long ceiling(Instant instant) {
        if (instant.isBefore(Instant.EPOCH)) {
            return 0;
        }
        if (instant.getEpochSecond() > Long.MAX_VALUE / 4000) {
            return Long.MAX_VALUE / 4;
        }
        return instant.plusNanos(999_999).toEpochMilli();
    }
}
