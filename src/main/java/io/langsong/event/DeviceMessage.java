package io.langsong.event;

import io.langsong.inventory.DeviceId;
import java.time.Instant;

/**
 * What a device said, once or again and again. Its texts are one line each and hold nothing unseen, but are a device's own: to
 * be escaped where they are shown.
 *
 * @param address it came from
 * @param kind one of {@link Kinds#ALL}
 * @param name OID of a trap, program of a syslog message; may be empty
 * @param happenedAt of the first, by the device's own uptime where that is known, else {@code firstAt}
 * @param firstAt when the first came in, {@code lastAt} when the last did
 * @param times how often, at least 1
 */
public record DeviceMessage(
        long id,
        DeviceId device,
        Protocol protocol,
        String address,
        String kind,
        String name,
        Severity severity,
        String body,
        Instant happenedAt,
        Instant firstAt,
        Instant lastAt,
        long times) {}
