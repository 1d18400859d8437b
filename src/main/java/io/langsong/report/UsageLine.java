package io.langsong.report;

import org.jspecify.annotations.Nullable;

/**
 * How much a village's Wi-Fi was used, in table 5. Of fewer than five people nothing is said.
 *
 * @param village id; empty of the commune
 * @param meanClients at a time, over the hours that were measured; null: not measured, or fewer than five
 * @param mostClients the most at a time in any hour; null as before
 * @param inBytes from people to the Internet; null: not measured
 * @param outBytes to people
 */
public record UsageLine(
        String village,
        String name,
        @Nullable Double meanClients,
        @Nullable Long mostClients,
        @Nullable Long inBytes,
        @Nullable Long outBytes) {
    /** Fewer could tell of somebody. */
    public static final int LEAST_SHOWN = 5;
}
