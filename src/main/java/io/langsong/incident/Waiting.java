package io.langsong.incident;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An incident that waits for somebody who is not of the team.
 *
 * @param ticket number that the other side gave it
 * @param contact whom to call about it
 */
public record Waiting(
        For on,
        Instant since,
        @Nullable String ticket,
        @Nullable String contact) {
    public enum For {
        PROVIDER,
        POWER,
        PARTS;

        /** As in files, addresses and JSON. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
