package io.langsong.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in; without the password, which leaves {@link People} in no form.
 *
 * @param name typed at sign-in: lower-case letters, digits, dots, dashes
 * @param displayName as others see it
 * @param language {@code vi} or {@code en}; null follows the browser's choice
 * @param villages ids of those that this person may see; empty is all. Administrators see all whatever stands here
 * @param mustChangePassword before anything else, since somebody else made the present one
 * @param passwordSetAt null: before that was noted
 * @param signedInAt the last time; null: never
 * @param lockedUntil after wrong tries; null or past: not locked
 * @param totp has two-factor authentication
 * @param outside signed in by another server (OpenID Connect): has no password here
 */
public record Person(
        String name,
        String displayName,
        Role role,
        @Nullable String language,
        boolean enabled,
        Instant createdAt,
        Set<String> villages,
        boolean mustChangePassword,
        @Nullable Instant passwordSetAt,
        @Nullable Instant signedInAt,
        @Nullable Instant lockedUntil,
        boolean totp,
        boolean outside) {
    public Person {
        villages = Set.copyOf(villages);
    }

    /** Those that limit what this person sees; empty is all. */
    public Set<String> sees() {
        return role == Role.ADMIN ? Set.of() : villages;
    }
}
