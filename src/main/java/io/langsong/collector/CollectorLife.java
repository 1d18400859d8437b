package io.langsong.collector;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a collecting process, as far as the server knows it.
 *
 * @param startedAt by the collector's own clock
 * @param beganAt the same by the server's; null: they were never compared in this life. How far off the collector's clock is lies between the two
 * @param heardAt when something of it came in last
 * @param batches that were kept, each once
 * @param newest number of the last of them; more than {@code batches} where some did not come, or not yet
 * @param waiting batches that are not where they belong yet
 */
public record CollectorLife(
        UUID id,
        Instant startedAt,
        @Nullable Instant beganAt,
        Instant heardAt,
        long batches,
        long newest,
        long waiting) {}
