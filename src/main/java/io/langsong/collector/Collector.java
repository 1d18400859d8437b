package io.langsong.collector;

import io.langsong.inventory.SiteId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process of ours at a site, which asks the devices of its sites in the server's place.
 *
 * @param version grows with each change by a person
 * @param certificate null: it has none, or it was revoked
 * @param software what it said of its version; null: it was never there
 * @param heardAt when something of it came in last, to some seconds; null: never
 * @param lostAt since when it is lost; null: it is not
 */
public record Collector(
        CollectorId id,
        int version,
        String name,
        Set<SiteId> sites,
        CollectorPace pace,
        Instant createdAt,
        @Nullable Certificate certificate,
        @Nullable String software,
        @Nullable Instant heardAt,
        @Nullable Instant lostAt) {
    public Collector {
        sites = Set.copyOf(sites);
    }

    /**
     * By which it is known.
     *
     * @param serial in hexadecimal
     * @param used whether it came in with it already
     * @param before serial of the one that holds until this one was used; null: none
     */
    public record Certificate(
            String serial,
            Instant from,
            Instant until,
            boolean used,
            @Nullable String before) {
        /** From when on it asks for the next. */
        public Instant half() {
            return from.plusMillis((until.toEpochMilli() - from.toEpochMilli()) / 2);
        }
    }
}
