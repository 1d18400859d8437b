package io.langsong.discovery.web;

import io.langsong.discovery.Scan;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A scan for programs.
 *
 * @param kind ranges or inventory
 * @param state waiting, running, done, cancelled or interrupted
 * @param addresses to look at; 0 while it waits
 * @param looked of which so many are done
 * @param read devices of which all was asked
 * @param sent datagrams sent to look
 */
record ScanJson(
        long id,
        String kind,
        List<String> ranges,
        int port,
        boolean known,
        int rate,
        String state,
        String askedBy,
        Instant askedAt,
        @Nullable Instant beganAt,
        @Nullable Instant endedAt,
        int addresses,
        int looked,
        int answered,
        int read,
        long sent) {
    static ScanJson of(Scan scan) {
        return new ScanJson(
                scan.id(),
                scan.kind().name().toLowerCase(Locale.ROOT),
                scan.ranges(),
                scan.port(),
                scan.known(),
                scan.rate(),
                scan.state().name().toLowerCase(Locale.ROOT),
                scan.askedBy(),
                scan.askedAt(),
                scan.beganAt(),
                scan.endedAt(),
                scan.progress().aims(),
                scan.progress().looked(),
                scan.progress().answered(),
                scan.progress().read(),
                scan.progress().sent());
    }
}
