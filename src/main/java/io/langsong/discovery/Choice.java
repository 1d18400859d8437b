package io.langsong.discovery;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that was found and is to be taken into the inventory, with what a person made of the proposal.
 *
 * @param number of what was found, within its scan
 * @param name of a new device; null for the proposed one
 * @param site id; null for the proposed one
 * @param kind as in JSON, {@code access-point}; null for the proposed one
 * @param uplinks keys of the proposed ones that are taken too; null for all of them
 */
public record Choice(
        int number,
        @Nullable String name,
        @Nullable String site,
        @Nullable String kind,
        @Nullable Set<String> uplinks) {
    public Choice {
        uplinks = uplinks == null ? null : Set.copyOf(uplinks);
    }
}
