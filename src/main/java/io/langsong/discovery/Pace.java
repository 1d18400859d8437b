package io.langsong.discovery;

import java.time.Duration;

/** Spreads datagrams evenly, so that a scan crowds no line. Time is an argument; one thread. */
final class Pace {
    /** What a late timer may catch up with at once. */
    private static final long SLACK_NANOS = Duration.ofMillis(20).toNanos();

    private final double nanosEach;
    private double freeAt;
    private boolean begun;

    /** @param perSecond datagrams, positive */
    Pace(int perSecond) {
        this.nanosEach = 1e9 / perSecond;
    }

    /**
     * Lets {@code datagrams} leave now, or not yet.
     *
     * @param now monotonic, nanoseconds
     * @return 0 when they may leave, and they are counted; else how long to wait before asking again, nanoseconds
     */
    long take(long now, int datagrams) {
        if (!begun) {
            begun = true;
            freeAt = now;
        }
        freeAt = Math.max(freeAt, now - (double) SLACK_NANOS);
        if (freeAt > now) {
            return (long) Math.ceil(freeAt - now);
        }
        freeAt += datagrams * nanosEach;
        return 0;
    }
}
