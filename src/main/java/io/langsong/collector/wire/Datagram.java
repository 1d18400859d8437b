package io.langsong.collector.wire;

import java.net.InetAddress;

/**
 * What a device at the site sent unasked, as it came in.
 *
 * @param at milliseconds of the life
 * @param octets not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Datagram(Kind kind, long at, InetAddress from, byte[] octets) {
    public static final int LONGEST = 65_507;

    public Datagram {
        if (octets.length > LONGEST) {
            throw new IllegalArgumentException("A datagram has at most %d octets".formatted(LONGEST));
        }
    }

    public enum Kind {
        TRAP,
        SYSLOG
    }
}
