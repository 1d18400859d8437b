package io.langsong.collector.site;

import io.langsong.journal.Segment;
import java.util.ArrayList;
import java.util.List;

/** One file of the backlog, and what of it waits. One thread. */
final class Shelf {
    /** Ascending in the order in which files were begun. */
    final long file;

    final Segment segment;
    /** That the server does not have; oldest first. */
    final List<Waiting> waiting = new ArrayList<>();

    Shelf(long file, Segment segment) {
        this.file = file;
        this.segment = segment;
        segment.places().forEach(place -> waiting.add(new Waiting(this, place)));
    }

    Waiting append(byte[] octets, int weight) throws java.io.IOException {
        segment.append(octets, weight);
        List<Segment.Place> places = segment.places();
        Waiting added = new Waiting(this, places.get(places.size() - 1));
        waiting.add(added);
        return added;
    }

    boolean isInFlight() {
        return waiting.stream().anyMatch(one -> one.inFlight);
    }
}
