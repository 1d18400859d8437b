package io.langsong.incident;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A time in which so much fails that one incident stands for all that is to be worked.
 *
 * @param umbrella id of that incident
 * @param digests how many there were
 * @param toldDown ids of the incidents that the last message said to be down
 * @param toldAt when that was
 * @param nextDigestAt when the next digest is due
 * @param ended by whom and when; null while it lasts
 */
public record Storm(
        long id,
        long umbrella,
        String begunBy,
        Instant begunAt,
        int digests,
        Set<Long> toldDown,
        Instant toldAt,
        Instant nextDigestAt,
        Standing.@Nullable By ended) {
    public Storm {
        toldDown = Set.copyOf(toldDown);
    }

    public boolean lasts() {
        return ended == null;
    }

    /**
     * What the server thinks should be done.
     *
     * @param since how long it has been so
     * @param sitesDown of {@code sites}
     * @param roots incidents that explain them
     */
    public record Proposal(long id, Kind kind, Instant since, int sitesDown, int sites, int roots) {
        public enum Kind {
            BEGIN,
            END
        }
    }
}
