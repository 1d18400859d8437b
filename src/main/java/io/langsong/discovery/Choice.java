package io.langsong.discovery;

import org.jspecify.annotations.Nullable;

/**
 * Something that was found and is to be taken into the inventory, with what a person made of the proposal.
 *
 * @param number of what was found, within its scan
 * @param name of a new device; null for the proposed one
 * @param site id; null for the proposed one
 * @param kind as in JSON, {@code access-point}; null for the proposed one
 * @param uplink whether the proposed uplinks are taken too
 */
public record Choice(
        int number,
        @Nullable String name,
        @Nullable String site,
        @Nullable String kind,
        boolean uplink) {}
