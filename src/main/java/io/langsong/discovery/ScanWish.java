package io.langsong.discovery;

import io.langsong.discovery.DiscoveryRefused.Fault;
import io.langsong.inventory.SnmpAccess;
import java.util.List;

/**
 * A scan that somebody asks for.
 *
 * @param kind for {@link Scan.Kind#INVENTORY} there are no ranges, and each device is asked by its own credentials
 * @param typed credentials to try, before those of the inventory
 * @param known whether those of the inventory are tried too
 * @param rate datagrams a second, 1 to {@link DiscoveryProperties#FASTEST}
 * @param port UDP, 1 to 65535
 */
public record ScanWish(Scan.Kind kind, List<String> ranges, List<SnmpAccess> typed, boolean known, int rate, int port) {
    /** Each address is tried with each, so many are slow. */
    public static final int MOST_CREDENTIALS = 16;

    /** @throws DiscoveryRefused with the first thing that is wrong */
    public ScanWish {
        typed = List.copyOf(typed);
        if (rate < 1 || rate > DiscoveryProperties.FASTEST) {
            throw new DiscoveryRefused(
                    "rate", Integer.toString(rate), Fault.OUT_OF_RANGE, 1, DiscoveryProperties.FASTEST);
        }
        if (port < 1 || port > 65535) {
            throw new DiscoveryRefused("port", Integer.toString(port), Fault.OUT_OF_RANGE, 1, "65535");
        }
        ranges = kind == Scan.Kind.RANGES ? AddressRanges.parse(ranges).texts() : List.of();
        if (kind == Scan.Kind.RANGES && typed.isEmpty() && !known) {
            throw new DiscoveryRefused("credentials", null, Fault.NO_CREDENTIALS);
        }
        if (typed.size() > MOST_CREDENTIALS) {
            throw new DiscoveryRefused(
                    "credentials", Integer.toString(typed.size()), Fault.TOO_MANY_CREDENTIALS, MOST_CREDENTIALS);
        }
    }
}
