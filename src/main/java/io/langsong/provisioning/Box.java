package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of hardware that came forward by itself: an OpenWrt router whose agent registered.
 *
 * @param place the access point that it fills; null while nobody has said which
 * @param name as the box calls itself; a MAC address when it has no name
 * @param mac upper case with colons
 * @param hardwareId null when the box has none
 * @param model of the box, as {@code os} and {@code system} in its own words; empty when it did not say
 * @param tags words by which it asks for templates
 * @param seen when it asked for something last
 * @param lastIp where it asked from, which may be the address of a router before it
 * @param managementIp where it says it can be reached; null when it does not
 */
public record Box(
        UUID id,
        @Nullable DeviceId place,
        String name,
        String mac,
        @Nullable String hardwareId,
        String model,
        String os,
        String system,
        List<String> tags,
        Instant registered,
        Instant seen,
        String lastIp,
        @Nullable String managementIp,
        Config config) {
    public Box {
        tags = List.copyOf(tags);
    }

    /** What the protocol calls the status of its configuration. */
    public enum Status {
        /** It is to have another configuration than it last said it had. */
        MODIFIED,
        APPLIED,
        /** It could not apply what it fetched, and put back what it had. */
        ERROR,
        /** It is to give back all that it was given. */
        DEACTIVATING,
        /** It did; it is answered no more. */
        DEACTIVATED;

        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How it stands with what the box fetches.
     *
     * @param status as last reported or set
     * @param since when that was
     * @param served checksum of what it gets when it asks: MD5 in hexadecimal, lower case
     * @param fetched checksum of what it fetched last; null when it fetched nothing
     * @param fetchedAt when that was
     * @param fetches how often it fetched that same without reporting
     * @param reason what the box said of an error; null when there is none
     */
    public record Config(
            Status status,
            Instant since,
            String served,
            @Nullable String fetched,
            @Nullable Instant fetchedAt,
            int fetches,
            @Nullable String reason) {}

    /** Whether it is to give back what it was given, or did. */
    public boolean isDismissed() {
        return config.status() == Status.DEACTIVATING || config.status() == Status.DEACTIVATED;
    }

    /**
     * Whether it put back what it had since it could not reach us with what it fetched: it came again for the same without a word of how the
     * first time ended. An agent tests a new configuration by asking us, and undoes it when nobody answers.
     */
    public boolean undidItself() {
        return config.status() == Status.MODIFIED && config.fetches() > 1;
    }
}
