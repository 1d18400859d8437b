package io.langsong.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit trail; null asks for all.
 *
 * @param actor part of the actor's name, in any case
 * @param action whole, or its first words: {@code inventory} finds {@code inventory.device.change}
 * @param subject part of the subject, in any case
 * @param from first instant
 * @param to first instant after the range
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject,
        @Nullable Instant from,
        @Nullable Instant to) {
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null);
}
