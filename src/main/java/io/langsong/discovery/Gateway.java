package io.langsong.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The router that this machine sends everything else to: whatever answers at its address is nearest to the server. */
final class Gateway {
    private static final Path ROUTES = Path.of("/proc/net/route");

    private Gateway() {}

    /** Empty where there is none, or the system is not Linux. */
    static Optional<InetAddress> ofThisMachine() {
        try {
            return of(Files.readAllLines(ROUTES));
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /** @param lines of /proc/net/route: addresses are hexadecimal, octets in the order of a little machine */
    static Optional<InetAddress> of(List<String> lines) {
        return lines.stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 2 && columns[1].equals("00000000"))
                .map(columns -> columns[2])
                .filter(hex -> hex.matches("[0-9A-F]{8}") && !hex.equals("00000000"))
                .findFirst()
                .map(Gateway::address);
    }

    private static InetAddress address(String hex) {
        long number = Long.parseLong(hex, 16);
        byte[] octets = {(byte) number, (byte) (number >> 8), (byte) (number >> 16), (byte) (number >> 24)};
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("An address has 4 octets", impossible);
        }
    }
}
