package io.langsong.discovery;

import java.util.List;

/**
 * A box in the network, as far as it matters for what hangs behind what.
 *
 * @param key by which others see it
 * @param root whether it is known to be nearest to the server
 * @param rank how likely it is to be nearer than others, larger is nearer: a router before a switch before an access point
 * @param uplinks keys of those that it is known to hang behind
 * @param sightings of others, as it tells
 */
record Node(String key, boolean root, int rank, List<String> uplinks, List<Sighting> sightings) {
    Node {
        uplinks = List.copyOf(uplinks);
        sightings = List.copyOf(sightings);
    }
}
