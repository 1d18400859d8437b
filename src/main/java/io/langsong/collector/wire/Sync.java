package io.langsong.collector.wire;

import java.time.Instant;

/**
 * What the server's clock showed at an instant of a life.
 *
 * @param millis of the life
 * @param error half of the time that question and answer took, milliseconds: as far off it can be
 */
public record Sync(long millis, Instant server, long error) {
    public Sync {
        if (error < 0) {
            throw new IllegalArgumentException("A clock is read with an error of %d ms".formatted(error));
        }
    }

    /** When something was that happened at {@code at} of the same life. */
    public Instant date(long at) {
        return server.plusMillis(at - millis);
    }

    /** The sharper of two. */
    public Sync or(Sync other) {
        return other.error < error ? other : this;
    }
}
