package io.langsong.provisioning;

import io.langsong.provisioning.Box.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A push that is over.
 *
 * @param checksum of what the box was to have
 * @param begun when it was begun on the box; as {@code ended} when the box had it already, or nothing was begun
 * @param status {@code APPLIED} or {@code ERROR}
 * @param undidItself whether the box put back what it had
 * @param reason of an error; null when it was applied, or nobody knows
 */
public record PastPush(
        String checksum,
        Instant begun,
        Instant ended,
        Status status,
        boolean undidItself,
        @Nullable Reason reason) {}
