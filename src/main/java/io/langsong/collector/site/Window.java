package io.langsong.collector.site;

/**
 * How many octets may be under way, by how long the server takes to say that it has them: so that what is sent now arrives within seconds also on a thin line. One
 * thread.
 */
final class Window {
    private static final long LEAST = 8 << 10;
    private static final long MOST = 4 << 20;
    private static final long QUICK_MILLIS = 1_000;
    private static final long SLOW_MILLIS = 3_000;

    private long octets = 64 << 10;

    /** @param took from sending to the acknowledgement */
    void taken(long took) {
        if (took < QUICK_MILLIS) {
            octets = Math.min(MOST, octets * 2);
        } else if (took > SLOW_MILLIS) {
            octets = Math.max(LEAST, octets / 2);
        }
    }

    /** One at least is always under way. */
    boolean hasRoom(long underWay, long more) {
        return underWay == 0 || underWay + more <= octets;
    }
}
