package io.langsong.oncall;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which turns somebody wants to be exchanged; {@link Rotas} checks it. */
public record SwapWish(Side one, Side other, @Nullable String note) {
    /** A whole turn of somebody, as the rota has it without overrides; null is what was not given. */
    public record Side(
            @Nullable String person,
            @Nullable Instant from,
            @Nullable Instant until) {}
}
