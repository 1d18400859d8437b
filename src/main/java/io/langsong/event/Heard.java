package io.langsong.event;

import io.langsong.inventory.DeviceId;
import java.time.Instant;

/**
 * One message of a device on its way to be kept. Its texts are plain already.
 *
 * @param address it came from
 * @param name OID of a trap, program of a syslog message; may be empty
 * @param happenedAt by the device's own uptime where that is known, else {@code receivedAt}
 */
record Heard(
        DeviceId device,
        Protocol protocol,
        String address,
        String kind,
        String name,
        Severity severity,
        String body,
        Instant happenedAt,
        Instant receivedAt) {
    static final int LONGEST_NAME = 120;
    static final int LONGEST_BODY = 1000;
}
