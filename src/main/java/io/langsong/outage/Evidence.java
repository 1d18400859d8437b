package io.langsong.outage;

import java.time.Instant;

/**
 * A fact that an outage's bounds or cause rest on.
 *
 * @param kind key of the message that words it: {@code last-good}, {@code first-bad}, {@code first-good}, {@code boot},
 *     {@code port-change}, {@code uplink-down}
 * @param detail a value for the wording, as the name of a port or a device; may come from a device, so hostile
 */
public record Evidence(String kind, Instant at, String detail) {}
