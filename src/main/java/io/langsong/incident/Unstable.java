package io.langsong.incident;

import io.langsong.outage.ObjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object whose outages come again and again.
 *
 * @param incident id of that in which they are
 * @param since when the first of the outages began by which it was found
 * @param outages how many these were
 * @param calmAt when it was found to be calm; null: it is unstable
 * @param told key of the message, or why there was none; null: not told yet
 */
record Unstable(
        long id,
        long incident,
        ObjectRef object,
        Instant since,
        int outages,
        @Nullable Instant calmAt,
        @Nullable String told) {}
