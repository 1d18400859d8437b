package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.driver.Ssh;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an access point without an agent is reached, and how it stands with what it was given; without its secrets.
 *
 * @param version ascending from 1, one for each change of a person's
 * @param address null for that of the device in the inventory
 * @param password whether one is set
 * @param privateKey whether one is set
 * @param prompt of a command line, as a regular expression; null for the usual
 * @param refusal how a command line answers what it does not take, as a regular expression; null for the usual
 * @param showCommand that shows the running configuration of a command line; null for none
 * @param hostKey that a person accepted, as in {@code known_hosts}; null when nobody has
 * @param offeredKey that the box showed and nobody accepted; null when there is none
 */
public record SshAccess(
        DeviceId place,
        int version,
        @Nullable String address,
        int port,
        String user,
        boolean password,
        boolean privateKey,
        @Nullable String prompt,
        @Nullable String refusal,
        @Nullable String showCommand,
        @Nullable String hostKey,
        @Nullable String offeredKey,
        Push push) {
    /**
     * How it stands with what is pushed.
     *
     * @param served checksum of what it is to have; null while nothing was let out
     * @param fetched checksum of what the box is known to have; null while nothing is
     * @param begun checksum of what was begun and has not ended; null for none
     * @param reason why it is an error, or why it is still on its way; null when there is nothing to say
     * @param due when it is tried next; null when only a person can make it be tried
     */
    public record Push(
            Status status,
            Instant since,
            @Nullable String served,
            @Nullable String fetched,
            @Nullable String begun,
            @Nullable Instant begunAt,
            boolean undidItself,
            @Nullable Reason reason,
            @Nullable Instant seen,
            @Nullable Instant unreachableSince,
            int attempts,
            @Nullable Instant due) {}

    /** Of the key that a person accepted, as people compare it: {@code SHA256:…}; null when nobody has. */
    public @Nullable String acceptedFingerprint() {
        return hostKey == null ? null : Ssh.fingerprint(hostKey);
    }

    /** As {@link #acceptedFingerprint}, of the key that waits for a person. */
    public @Nullable String offeredFingerprint() {
        return offeredKey == null ? null : Ssh.fingerprint(offeredKey);
    }

    Delivery delivery() {
        return new Delivery(
                push.status(),
                push.since(),
                push.served() == null ? "" : push.served(),
                push.fetched(),
                push.undidItself(),
                push.seen() == null ? Instant.EPOCH : push.seen(),
                push.unreachableSince() != null,
                push.unreachableSince() != null && push.begun() == null,
                push.reason());
    }
}
