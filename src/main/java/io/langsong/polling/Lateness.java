package io.langsong.polling;

import java.util.Arrays;

/** How late the last few thousand polls left. Written by the loop, read by any thread. */
final class Lateness {
    private static final int KEPT = 4096;

    private final int[] micros = new int[KEPT];
    private volatile int count;

    void add(long lateNanos) {
        int at = count;
        micros[at % KEPT] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, lateNanos / 1000));
        count = at + 1 == Integer.MAX_VALUE ? KEPT : at + 1;
    }

    /** The 99th percentile, milliseconds; 0 before the first. */
    double p99Millis() {
        int kept = Math.min(count, KEPT);
        if (kept == 0) {
            return 0;
        }
        int[] sorted = Arrays.copyOf(micros, kept);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(kept * 0.99) - 1] / 1000.0;
    }
}
