package io.langsong.polling;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How devices are polled, where the inventory says nothing else.
 *
 * @param interval between polls of one device, 1 second to 1 hour
 * @param timeout how long one datagram is waited for, 50 ms to 30 s
 * @param retries further tries of a regular poll, 0 to 5
 */
@ConfigurationProperties("langsong.polling")
public record PollingProperties(
        @DefaultValue("30s") Duration interval,
        @DefaultValue("1s") Duration timeout,
        @DefaultValue("1") int retries) {
    public PollingProperties {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "langsong.polling.interval is " + interval.toMillis() + " ms; set it to 1s to 1h");
        }
        if (timeout.compareTo(Duration.ofMillis(50)) < 0 || timeout.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException(
                    "langsong.polling.timeout is " + timeout.toMillis() + " ms; set it to 50ms to 30s");
        }
        if (retries < 0 || retries > 5) {
            throw new IllegalArgumentException("langsong.polling.retries is " + retries + "; set it to 0 to 5");
        }
        if (timeout.multipliedBy(retries + 1L).compareTo(interval) >= 0) {
            throw new IllegalArgumentException(
                    "langsong.polling: %d attempts of %d ms do not fit into the interval of %d ms; raise interval or lower timeout or retries"
                            .formatted(retries + 1, timeout.toMillis(), interval.toMillis()));
        }
    }
}
