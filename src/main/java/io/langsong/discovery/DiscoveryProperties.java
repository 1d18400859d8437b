package io.langsong.discovery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How address ranges are scanned, where a scan says nothing else.
 *
 * @param rate datagrams a second that go to addresses of which nobody knows whether anybody is there, 1 to 5000
 * @param timeout how long one datagram is waited for, 50 ms to 30 s
 * @param retries further tries of each credential, 0 to 5
 * @param keep how many scans are kept with what they found, 1 to 1000
 */
@ConfigurationProperties("langsong.discovery")
public record DiscoveryProperties(
        @DefaultValue("200") int rate,
        @DefaultValue("1s") Duration timeout,
        @DefaultValue("1") int retries,
        @DefaultValue("20") int keep) {
    /** Most datagrams a second. */
    public static final int FASTEST = 5_000;

    public DiscoveryProperties {
        if (rate < 1 || rate > FASTEST) {
            throw new IllegalArgumentException(
                    "langsong.discovery.rate is %d; set it to 1 to %d datagrams a second".formatted(rate, FASTEST));
        }
        if (timeout.compareTo(Duration.ofMillis(50)) < 0 || timeout.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException(
                    "langsong.discovery.timeout is " + timeout.toMillis() + " ms; set it to 50ms to 30s");
        }
        if (retries < 0 || retries > 5) {
            throw new IllegalArgumentException("langsong.discovery.retries is " + retries + "; set it to 0 to 5");
        }
        if (keep < 1 || keep > 1000) {
            throw new IllegalArgumentException("langsong.discovery.keep is " + keep + "; set it to 1 to 1000");
        }
    }
}
