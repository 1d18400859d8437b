package io.langsong.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that an administrator wants, as typed; {@link ApiTokens} checks it.
 *
 * @param role {@code viewer}, {@code technician} or {@code admin}
 * @param scope {@code all}, {@code read}, {@code metrics} or {@code wallboard}
 * @param days after which it expires; null: never
 * @param villages ids; none is all
 */
public record TokenWish(
        @Nullable String name,
        @Nullable String role,
        @Nullable String scope,
        @Nullable Integer days,
        List<String> villages) {
    public TokenWish {
        villages = List.copyOf(villages);
    }
}
