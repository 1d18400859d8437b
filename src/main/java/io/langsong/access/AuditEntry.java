package io.langsong.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the audit trail.
 *
 * @param id counts without gaps
 * @param actor a person's name, {@code token:NAME}, {@code system}, or {@code ?} for somebody who did not sign in
 * @param address where the request came from; null for what the server did by itself
 * @param action as {@code inventory.device.change}: module, kind, what was done
 * @param subject as {@code device:thon-man-ap2}
 * @param hash SHA-256 in hex over the row before and this one
 */
public record AuditEntry(
        long id,
        Instant at,
        String actor,
        @Nullable String address,
        String action,
        String subject,
        List<AuditTrail.Change> changes,
        String hash) {
    public AuditEntry {
        changes = List.copyOf(changes);
    }
}
