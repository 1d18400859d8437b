package io.langsong.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key for programs; the secret itself is shown once, when it is issued.
 *
 * @param role what it may do, as a person
 * @param scope what it is for, which limits that
 * @param villages ids of those that it may see; empty is all. An administrator's sees all whatever stands here
 * @param issuedBy name of the person; null for one that a setting made
 * @param expiresAt null: never
 * @param lastUsedAt to the hour; null: never used
 */
public record ApiToken(
        long id,
        String name,
        Role role,
        Scope scope,
        Set<String> villages,
        @Nullable String issuedBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    /** What a token is for. */
    public enum Scope {
        /** Whatever its role may. */
        ALL,
        /** Reading, as far as its role may. */
        READ,
        /** The figures for Prometheus alone. */
        METRICS,
        /** The wallboard alone. */
        WALLBOARD
    }

    public ApiToken {
        villages = Set.copyOf(villages);
    }

    /** Those that limit what it sees; empty is all. */
    public Set<String> sees() {
        return role == Role.ADMIN ? Set.of() : villages;
    }
}
