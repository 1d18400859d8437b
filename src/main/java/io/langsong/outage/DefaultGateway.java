package io.langsong.outage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The IPv4 router that this machine sends what is not its own network's to, as Linux tells it. */
final class DefaultGateway {
    private static final Path ROUTES = Path.of("/proc/net/route");
    /** RTF_UP and RTF_GATEWAY of linux/route.h. */
    private static final int USABLE = 0x1 | 0x2;

    private DefaultGateway() {}

    /** Empty where there is none, or where this system does not tell. */
    static Optional<String> find() {
        try {
            return in(Files.readAllLines(ROUTES, StandardCharsets.US_ASCII));
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /**
     * The one of the smallest metric.
     *
     * @param lines {@code Iface Destination Gateway Flags RefCnt Use Metric Mask …}, addresses in hexadecimal with the last
     *     octet first; a heading before them
     */
    static Optional<String> in(List<String> lines) {
        String found = null;
        long best = Long.MAX_VALUE;
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] parts = line.strip().split("\\s+", 9);
            boolean isDefault = parts.length >= 8 && parts[1].equals("00000000") && parts[7].equals("00000000");
            if (isDefault
                    && parts[2].matches("[0-9A-Fa-f]{8}")
                    && parts[3].matches("[0-9A-Fa-f]{1,4}")
                    && parts[6].matches("[0-9]{1,10}")
                    && (Integer.parseInt(parts[3], 16) & USABLE) == USABLE
                    && Long.parseLong(parts[6]) < best) {
                best = Long.parseLong(parts[6]);
                found = address(Long.parseLong(parts[2], 16));
            }
        }
        return Optional.ofNullable(found);
    }

    private static String address(long reversed) {
        return (reversed & 0xFF)
                + "."
                + (reversed >> 8 & 0xFF)
                + "."
                + (reversed >> 16 & 0xFF)
                + "."
                + (reversed >> 24 & 0xFF);
    }
}
