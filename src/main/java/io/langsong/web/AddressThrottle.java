package io.langsong.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what one address does in a stretch of time, or does to one thing, and says when that is too much. Per IPv4 address and per
 * IPv6 /64, for that is what one household has. Any thread.
 */
public final class AddressThrottle {
    /** Counts that are kept; the oldest goes first. */
    private static final int COUNTS = 10_000;

    private final Clock clock;
    private final int most;
    private final Duration window;
    private final Map<String, Seen> byAddress = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > COUNTS;
        }
    };

    private record Seen(int count, Instant since) {}

    /** @param most allowed within {@code window}, which begins with the first */
    public AddressThrottle(Clock clock, int most, Duration window) {
        this.clock = clock;
        this.most = most;
        this.window = window;
    }

    public boolean admits(String address) {
        return admits(address, "");
    }

    /** @param thing that the address does it to: each has a count of its own */
    public synchronized boolean admits(String address, String thing) {
        Seen seen = byAddress.get(key(address, thing));
        return seen == null
                || seen.count() < most
                || !clock.instant().isBefore(seen.since().plus(window));
    }

    public void count(String address) {
        count(address, "");
    }

    /** @param thing is kept, so it must be one that there is */
    public synchronized void count(String address, String thing) {
        Instant now = clock.instant();
        byAddress.compute(
                key(address, thing),
                (key, before) -> before == null || !now.isBefore(before.since().plus(window))
                        ? new Seen(1, now)
                        : new Seen(before.count() + 1, before.since()));
    }

    private static String key(String address, String thing) {
        return network(address) + ' ' + thing;
    }

    private static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            // A literal with a colon is parsed, never looked up.
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) : address;
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }
}
