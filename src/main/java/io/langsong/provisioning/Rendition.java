package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an access point is to be, rendered once and kept.
 *
 * @param checksum MD5 of {@code archive}, 32 hexadecimal digits in lower case
 * @param archive what is fetched or pushed, octet by octet; it holds secrets
 * @param shown the same for people to read, with stars for secrets
 * @param sources templates that went into it, in the order of merging
 * @param made when it was rendered first
 * @param restores what it brings back; null for what was rendered
 */
public record Rendition(
        DeviceId place,
        String checksum,
        byte[] archive,
        String shown,
        List<Source> sources,
        Instant made,
        @Nullable Restored restores) {
    /** A template at one of its versions. */
    public record Source(String template, int version) {}

    /**
     * A running configuration that was kept, to be there again with all that is not ours.
     *
     * @param backup its id
     * @param base checksum of what of ours is in it; null when that is not known
     */
    public record Restored(long backup, @Nullable String base) {}

    public Rendition {
        sources = List.copyOf(sources);
    }

    /** Of templates and values. */
    Rendition(DeviceId place, String checksum, byte[] archive, String shown, List<Source> sources, Instant made) {
        this(place, checksum, archive, shown, sources, made, null);
    }

    @Override
    public String toString() {
        return "Rendition[" + place + " " + checksum + "]";
    }
}
