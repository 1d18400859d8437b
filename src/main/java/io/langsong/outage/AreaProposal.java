package io.langsong.outage;

import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sites that seem to hang on one distribution line, of which the inventory does not say so yet.
 *
 * @param sites in order of their ids; those that are in {@code area} already included
 * @param area that some of them are in; null when none of them is in any
 * @param bits how much speaks for it: 8 is 250 to one
 * @param together when at least two of them lost their power together, the newest first
 */
public record AreaProposal(List<SiteId> sites, @Nullable PowerAreaId area, double bits, List<Instant> together) {
    public AreaProposal {
        sites = List.copyOf(sites);
        together = List.copyOf(together);
    }

    /** The same as long as it proposes the same of the same sites. */
    public String key() {
        return sites.stream().map(SiteId::value).collect(Collectors.joining(" "));
    }
}
