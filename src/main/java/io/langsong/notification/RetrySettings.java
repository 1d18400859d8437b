package io.langsong.notification;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code langsong.notification.retry}: when a letter that was not taken is tried again; it never stops.
 *
 * @param first wait after the first attempt, doubled after each further one
 * @param longest wait that is not exceeded, unless the receiver asks for more
 */
record RetrySettings(
        @DefaultValue("5s") Duration first,
        @DefaultValue("10m") Duration longest) {
    RetrySettings {
        if (first.toMillis() < 10 || first.toMinutes() >= 10) {
            throw new IllegalArgumentException("langsong.notification.retry.first: " + first
                    + " is not 10 milliseconds to 10 minutes; the default is 5s");
        }
        if (longest.compareTo(first) < 0 || longest.toHours() >= 24) {
            throw new IllegalArgumentException("langsong.notification.retry.longest: " + longest
                    + " is not between retry.first (" + first + ") and one day; the default is 10m");
        }
    }

    /**
     * @param attempts made so far, from 1
     * @param chance 0 to 1; spreads letters that failed together over the last fifth of the wait
     */
    Duration after(int attempts, double chance) {
        long millis = first.toMillis() << Math.min(attempts - 1, 30);
        long capped = Math.min(millis, longest.toMillis());
        return Duration.ofMillis(Math.round(capped * (0.8 + 0.2 * chance)));
    }
}
