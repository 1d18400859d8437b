package io.langsong.discovery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scan as it is kept.
 *
 * @param ranges as they were given; empty for {@link Kind#INVENTORY}
 * @param known whether the credentials of devices in the inventory are tried too
 * @param rate datagrams a second
 * @param beganAt null while it waits
 * @param endedAt null while it is not over
 * @param credentials what is tried, in words without secrets, in the order of their numbers
 */
public record Scan(
        long id,
        Kind kind,
        List<String> ranges,
        int port,
        boolean known,
        int rate,
        State state,
        String askedBy,
        Instant askedAt,
        @Nullable Instant beganAt,
        @Nullable Instant endedAt,
        Scanner.Progress progress,
        List<CredentialLabel> credentials) {
    public Scan {
        ranges = List.copyOf(ranges);
        credentials = List.copyOf(credentials);
    }

    /** What is looked at. */
    public enum Kind {
        /** Address ranges. */
        RANGES,
        /** The devices of the inventory, for whom they see. */
        INVENTORY
    }

    public enum State {
        WAITING,
        RUNNING,
        DONE,
        CANCELLED,
        /** The server ended or was killed in the middle; what had been found by then is there. */
        INTERRUPTED
    }

    /**
     * A credential without its secrets.
     *
     * @param device id of the one of the inventory that it belongs to; null when it was typed
     * @param version {@code 1}, {@code 2c} or {@code 3}; null when the device is gone
     * @param user of version 3
     */
    public record CredentialLabel(
            @Nullable String device,
            @Nullable String version,
            @Nullable String user) {}

    /** Whether nothing more comes. */
    public boolean ended() {
        return state != State.WAITING && state != State.RUNNING;
    }
}
