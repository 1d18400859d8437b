package io.langsong.collector.site;

import org.jspecify.annotations.Nullable;

/**
 * What may be sent: a bucket that fills at the allowed rate and holds ten seconds of it. While something older waits, a fifth of the rate is put by for it, which measurements do
 * not get; otherwise it would wait for ever where as much is collected as may be sent. One thread.
 */
final class Allowance {
    private static final int SECONDS_SAVED = 10;

    /** Outages are confirmed within seconds, and should be told so too. */
    private static final int SECONDS_WAITED = 3;

    /** What TLS and TCP add to a message. */
    private static final double OVERHEAD = 1.05;

    private static final int OVERHEAD_OCTETS = 60;

    /** Kept back from what can wait, so that what is fresh finds something. */
    private static final double RESERVE = 0.5;

    private static final double SHARE_OF_OLDER = 0.2;

    private @Nullable Long bitsPerSecond;
    private double octets;
    private boolean olderWaits;
    /** Of {@link #octets}, for what is older. More than there are, when whether devices answer took its part. */
    private double putBy;

    private long atNanos;

    /** @param bits a second; null for no limit */
    void set(@Nullable Long bits, long nowNanos) {
        if (bits == null || !bits.equals(bitsPerSecond)) {
            bitsPerSecond = bits;
            octets = full();
            putBy = 0;
            atNanos = nowNanos;
        }
    }

    /** @param waits whether something older than what is fresh waits */
    void older(boolean waits, long nowNanos) {
        fill(nowNanos);
        olderWaits = waits;
        putBy = waits ? putBy : 0;
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

    /** After {@link #spend}: something older left. */
    void olderLeft(long length) {
        putBy = Math.max(0, putBy - cost(length));
    }

    /** Whether something may leave now; what is larger than all that can be saved leaves when it is full. @param fresh whether it goes before the rest */
    boolean allows(long length, boolean fresh, long nowNanos) {
        fill(nowNanos);
        double wanted = Math.min(cost(length), full());
        boolean plenty = octets >= Math.min(full(), wanted + full() * RESERVE);
        return plenty || (octets >= wanted && (fresh || putBy >= wanted));
    }

    /** How many octets may leave before what is added now would come late. */
    double soon(long nowNanos) {
        fill(nowNanos);
        return bitsPerSecond == null ? Double.MAX_VALUE : Math.max(0, octets - putBy + waited());
    }

    private double waited() {
        return bitsPerSecond == null ? 0 : bitsPerSecond / 8.0 * SECONDS_WAITED;
    }

    /** Octets of ten seconds, so that each batch can be paid for out of what can be saved; a great many without a limit. */
    long saved() {
        return (long) full();
    }

    private void fill(long nowNanos) {
        Long bits = bitsPerSecond;
        if (bits != null) {
            double more = (nowNanos - atNanos) / 1e9 * bits / 8;
            octets = Math.min(full(), octets + more);
            // What is not yet paid of what is fresh comes on top, so that all that can be saved can be put by.
            putBy = olderWaits ? Math.min(full() + waited(), putBy + more * SHARE_OF_OLDER) : 0;
        }
        atNanos = nowNanos;
    }
}
