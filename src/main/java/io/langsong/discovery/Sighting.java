package io.langsong.discovery;

/**
 * One box sees another at one of its ports.
 *
 * @param port of the one that sees, as it calls it
 * @param sees key of the {@link Node} that is seen
 */
record Sighting(Source source, String port, String sees) {

    /** From the surest to the weakest. */
    enum Source {
        /** IEEE 802.1AB: the neighbours at the wire tell each other who they are. */
        LLDP,
        /** Cisco's own protocol of the same kind. */
        CDP,
        /** A forwarding table: the other is somewhere behind the port. */
        BRIDGE,
        /** An address table: the other is somewhere in the same network. */
        ARP;

        /** Whether nothing of ours lies between. */
        boolean direct() {
            return this == LLDP || this == CDP;
        }
    }
}
