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
import org.springframework.stereotype.Component;

/**
 * Slows down one address that tries many names, which the lock of each single person does not see. Any thread.
 * Per IPv4 address and per IPv6 /64, for that is what one household has.
 */
@Component
class SignInThrottle {
    static final int FAILURES = 20;
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > ADDRESSES;
        }
    };

    SignInThrottle(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean admits(String address) {
        Failures failures = byAddress.get(network(address));
        return failures == null
                || failures.count() < FAILURES
                || !clock.instant().isBefore(failures.since().plus(WINDOW));
    }

    synchronized void failed(String address) {
        Instant now = clock.instant();
        byAddress.compute(
                network(address),
                (key, before) -> before == null || !now.isBefore(before.since().plus(WINDOW))
                        ? new Failures(1, now)
                        : new Failures(before.count() + 1, before.since()));
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

    private record Failures(int count, Instant since) {}
}
