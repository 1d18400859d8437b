package io.langsong.oncall;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants an override to be; {@link Rotas} checks it.
 *
 * @param person null or empty: nobody
 * @param from null when none was given, as {@code until}
 */
public record OverrideWish(
        @Nullable String person,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String note) {}
