package io.langsong.access;

import org.jspecify.annotations.Nullable;

/**
 * What looking through the whole audit trail found.
 *
 * @param rows that were looked at, up to the first broken one
 * @param brokenId the first row that is not what was written, or that is missing; null when all is well
 * @param what is wrong there, in English; null when all is well
 * @param lastHash of the newest row in hex; kept elsewhere, it proves later that nothing before it was rewritten
 */
public record AuditCheck(
        long rows, @Nullable Long brokenId, @Nullable String what, String lastHash) {
    public boolean whole() {
        return brokenId == null;
    }
}
