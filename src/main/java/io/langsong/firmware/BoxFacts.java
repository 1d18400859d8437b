package io.langsong.firmware;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a box said of itself when it was asked over SSH.
 *
 * @param board what firmware is for: of OpenWrt the name of the board, of RouterOS the architecture
 * @param model for people
 * @param version that runs
 * @param revision that it was built from; null when the box does not say
 * @param freeOctets so much room there is for a file that is brought there
 * @param boot tells one start of the box from another, in the words of its family
 * @param packages of RouterOS, that are installed; else empty
 */
public record BoxFacts(
        DeviceId place,
        Family family,
        String board,
        String model,
        String version,
        @Nullable String revision,
        long freeOctets,
        String boot,
        List<String> packages,
        Instant asked) {
    public BoxFacts {
        packages = List.copyOf(packages);
    }
}
