package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.List;

/**
 * What an access point is to be, rendered once and kept.
 *
 * @param checksum MD5 of {@code archive}, 32 hexadecimal digits in lower case
 * @param archive what is fetched or pushed, octet by octet; it holds secrets
 * @param shown the same for people to read, with stars for secrets
 * @param sources templates that went into it, in the order of merging
 * @param made when it was rendered first
 */
public record Rendition(
        DeviceId place, String checksum, byte[] archive, String shown, List<Source> sources, Instant made) {
    /** A template at one of its versions. */
    public record Source(String template, int version) {}

    public Rendition {
        sources = List.copyOf(sources);
    }

    @Override
    public String toString() {
        return "Rendition[" + place + " " + checksum + "]";
    }
}
