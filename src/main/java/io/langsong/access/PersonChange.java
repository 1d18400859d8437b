package io.langsong.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator wants a person to be, as typed; {@link People} checks it.
 *
 * @param role {@code viewer}, {@code technician} or {@code admin}
 * @param language {@code vi}, {@code en}, or null to follow the browser
 * @param villages ids; none is all
 */
public record PersonChange(
        @Nullable String displayName,
        @Nullable String role,
        @Nullable String language,
        List<String> villages,
        boolean enabled) {
    public PersonChange {
        villages = List.copyOf(villages);
    }
}
