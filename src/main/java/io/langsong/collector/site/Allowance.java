package io.langsong.collector.site;

import org.jspecify.annotations.Nullable;

/** What may be sent: a bucket that fills at the allowed rate and holds ten seconds of it. One thread. */
final class Allowance {
    private static final int SECONDS_SAVED = 10;

    /** Outages are confirmed within seconds, and should be told so too. */
    private static final int SECONDS_WAITED = 3;

    /** What TLS and TCP add to a message. */
    private static final double OVERHEAD = 1.05;

    private static final int OVERHEAD_OCTETS = 60;

    /** Kept back from what can wait, so that what is fresh finds something. */
    private static final double RESERVE = 0.5;

    private @Nullable Long bitsPerSecond;
    private double octets;
    private long atNanos;

    /** @param bits a second; null for no limit */
    void set(@Nullable Long bits, long nowNanos) {
        if (bits == null || !bits.equals(bitsPerSecond)) {
            bitsPerSecond = bits;
            octets = full();
            atNanos = nowNanos;
        }
    }

    private double full() {
        return bitsPerSecond == null ? Double.MAX_VALUE : bitsPerSecond / 8.0 * SECONDS_SAVED;
    }

    boolean isLimited() {
        return bitsPerSecond != null;
    }

    /** What a message of that length costs. */
    static double cost(long length) {
        return length * OVERHEAD + OVERHEAD_OCTETS;
    }

    /** What {@code length} octets cost is taken, be it there or not: a debt has to be filled up first. */
    void spend(long length, long nowNanos) {
        fill(nowNanos);
        octets -= cost(length);
    }

    /** Whether something may leave now; what is larger than all that can be saved leaves when it is full. @param urgent whether it goes before the rest */
    boolean allows(long length, boolean urgent, long nowNanos) {
        fill(nowNanos);
        double wanted = Math.min(cost(length), full());
        return urgent ? octets >= wanted : octets >= Math.min(full(), wanted + full() * RESERVE);
    }

    /** How many octets may leave before what is added now would come late. */
    double soon(long nowNanos) {
        fill(nowNanos);
        Long bits = bitsPerSecond;
        return bits == null ? Double.MAX_VALUE : Math.max(0, octets + bits / 8.0 * SECONDS_WAITED);
    }

    private void fill(long nowNanos) {
        Long bits = bitsPerSecond;
        if (bits != null) {
            octets = Math.min(full(), octets + (nowNanos - atNanos) / 1e9 * bits / 8);
        }
        atNanos = nowNanos;
    }
}
