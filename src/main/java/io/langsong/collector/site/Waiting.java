package io.langsong.collector.site;

import io.langsong.journal.Segment;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A batch that the server does not have. One thread. */
final class Waiting {
    /** Its place in the order in which batches came; given by the backlog. */
    long order;

    boolean inFlight;

    /** By System.nanoTime, the first time that it could not be read; null: it was not tried, or could be. */
    @Nullable
    Long unreadableSince;

    /** Where it lies; null while it is in memory. */
    @Nullable
    Shelf shelf;

    Segment.@Nullable Place place;

    /** While no disk took it. */
    @Nullable
    Block held;

    Waiting(Shelf shelf, Segment.Place place) {
        this.shelf = shelf;
        this.place = place;
    }

    Waiting(Block held) {
        this.held = held;
    }

    /** @return null when it is damaged */
    @Nullable
    Block read() throws IOException {
        Shelf from = shelf;
        Segment.Place lies = place;
        if (from == null || lies == null) {
            return held;
        }
        byte[] content = from.segment.read(lies);
        return content == null ? null : Block.read(content);
    }

    /** Octets. */
    int length() {
        Segment.Place lies = place;
        Block block = held;
        return lies != null ? lies.length() : block == null ? 0 : block.batch().length;
    }
}
