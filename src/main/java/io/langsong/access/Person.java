package io.langsong.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in; without the password, which leaves {@link People} in no form.
 *
 * @param name typed at sign-in: lower-case letters, digits, dots, dashes
 * @param displayName as others see it
 * @param language {@code vi} or {@code en}; null follows the browser's choice
 */
public record Person(
        String name,
        String displayName,
        Role role,
        @Nullable String language,
        boolean enabled,
        Instant createdAt) {}
