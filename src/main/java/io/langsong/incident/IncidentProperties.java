package io.langsong.incident;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long incidents go on.
 *
 * @param reopenWithin what fails again so soon after it recovered goes on as the same incident, 0 seconds to 1 day
 * @param closeAfter an incident that is resolved is closed after that, 1 minute to 90 days
 */
@ConfigurationProperties("langsong.incident")
record IncidentProperties(
        @DefaultValue("10m") Duration reopenWithin,
        @DefaultValue("24h") Duration closeAfter) {
    IncidentProperties {
        require("reopen-within", reopenWithin, Duration.ZERO, Duration.ofDays(1));
        require("close-after", closeAfter, Duration.ofMinutes(1), Duration.ofDays(90));
    }

    private static void require(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "langsong.incident.%s is %s; set it to %s to %s".formatted(name, value, least, most));
        }
    }
}
