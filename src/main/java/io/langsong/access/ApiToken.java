package io.langsong.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key for programs; the secret itself is shown once, when it is issued.
 *
 * @param expiresAt null: never
 * @param lastUsedAt to the hour; null: never used
 */
public record ApiToken(
        long id,
        String name,
        Role role,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
