package io.langsong.provisioning;

import java.util.Optional;
import java.util.Set;

/**
 * The IPv4 addresses of a tunnel, as numbers.
 *
 * @param first address of the network itself, which nobody has
 * @param size how many there are, a power of two from 8
 */
record TunnelNetwork(long first, long size) {
    /** @param network for which {@link Addresses#isIpv4Network} holds */
    static TunnelNetwork parse(String network) {
        int slash = network.indexOf('/');
        long size = 1L << (32 - Integer.parseInt(network.substring(slash + 1)));
        return new TunnelNetwork(number(network.substring(0, slash)) / size * size, size);
    }

    private static long number(String address) {
        long number = 0;
        for (String part : address.split("\\.")) {
            number = number * 256 + Integer.parseInt(part);
        }
        return number;
    }

    private static String written(long number) {
        return (number >> 24) + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    String server() {
        return written(first + 1);
    }

    String written() {
        return written(first) + "/" + (32 - Long.numberOfTrailingZeros(size));
    }

    /** The lowest that nobody has; empty when all are taken. */
    Optional<String> free(Set<String> taken) {
        for (long number = first + 2; number < first + size - 1; number++) {
            String address = written(number);
            if (!taken.contains(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }
}
