package io.langsong.discovery;

import io.langsong.snmp.SnmpValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A MAC address of infrastructure (IEEE 802), never of a person's device: those are dropped where they are read.
 *
 * @param bits 48 bits
 */
record MacAddress(long bits) {
    private static final int OCTETS = 6;

    /** Empty for what is no address of one port: other lengths, zeros, and addresses of groups. */
    static Optional<MacAddress> of(byte[] octets) {
        if (octets.length != OCTETS || (octets[0] & 1) != 0) {
            return Optional.empty();
        }
        long bits = 0;
        for (byte octet : octets) {
            bits = bits << 8 | (octet & 0xff);
        }
        return bits == 0 ? Optional.empty() : Optional.of(new MacAddress(bits));
    }

    static Optional<MacAddress> of(@Nullable SnmpValue value) {
        return value instanceof SnmpValue.Octets octets ? of(octets.bytes()) : Optional.empty();
    }

    /** @param arcs sub-identifiers of an index; @param from where six of them stand for the octets */
    static Optional<MacAddress> of(int[] arcs, int from) {
        if (arcs.length < from + OCTETS) {
            return Optional.empty();
        }
        byte[] octets = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            if ((arcs[from + i] & ~0xff) != 0) {
                return Optional.empty();
            }
            octets[i] = (byte) arcs[from + i];
        }
        return of(octets);
    }

    static MacAddress parse(String text) {
        return new MacAddress(Long.parseLong(text.replace(":", ""), 16));
    }

    /** Whether a maker gave it, so that no two boxes have it. */
    boolean isUniversal() {
        return (bits >> 41 & 1) == 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(text.isEmpty() ? "" : ":").append("%02x".formatted(bits >> shift & 0xff));
        }
        return text.toString();
    }
}
