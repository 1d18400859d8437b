package io.langsong.collector;

import io.langsong.collector.Roster.Presence;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a collector stands now.
 *
 * @param since when it was welcomed, or heard last; null: it never was
 * @param heardAt when it was heard last; null: never
 * @param presence what it said of itself on this server; null: nothing since the server began
 * @param twinSeenAt when two processes with its certificate took turns last; null: never since the server began
 */
public record CollectorState(
        Kind kind,
        @Nullable Instant since,
        @Nullable Instant heardAt,
        @Nullable Presence presence,
        @Nullable Instant twinSeenAt) {
    public enum Kind {
        /** It was never here. */
        NEVER_SEEN,
        CONNECTED,
        /** It is not here, and not for long. */
        AWAY,
        LOST;

        /** As written in JSON: {@code never-seen}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
