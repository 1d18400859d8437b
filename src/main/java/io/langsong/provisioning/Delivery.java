package io.langsong.provisioning;

import io.langsong.provisioning.Box.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with what an access point was given, by whatever way it comes there.
 *
 * @param status {@code MODIFIED} while it is on its way
 * @param since when it came to that
 * @param served checksum of what it is to have
 * @param fetched checksum of what {@code status} speaks of; null when it never had anything
 * @param undidItself whether the box put back what it had, since it could not be reached, or could not reach us, with what it got
 * @param seen when it was heard of last
 * @param away whether it is known to be out of reach
 * @param untouched whether it is known, too, that nothing of what it is to have has come there
 * @param reason why it is an error; null when nobody knows
 */
record Delivery(
        Status status,
        Instant since,
        String served,
        @Nullable String fetched,
        boolean undidItself,
        Instant seen,
        boolean away,
        boolean untouched,
        @Nullable Reason reason) {
    /** An agent asks each two minutes, and may try ten times for fifteen seconds. */
    private static final Duration NOT_HEARD_OF = Duration.ofMinutes(10);

    /** Whether it has what it is to have. */
    boolean has() {
        return status == Status.APPLIED && served.equals(fetched);
    }

    static Delivery of(Box box, Instant now) {
        Box.Config config = box.config();
        return new Delivery(
                config.status(),
                config.since(),
                config.served(),
                config.fetched(),
                box.undidItself(),
                box.seen(),
                !box.seen().isAfter(now.minus(NOT_HEARD_OF)),
                false,
                Reason.said(config.reason()));
    }
}
