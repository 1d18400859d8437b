package io.langsong.incident;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long incidents go on.
 *
 * @param reopenWithin what fails again so soon after it recovered goes on as the same incident, 0 seconds to 1 day
 * @param closeAfter an incident that is resolved is closed after that, 1 minute to 90 days
 * @param unstableAfter what begins to be out more often than this is unstable, 1 to 100
 * @param unstableWithin how far back these outages are counted, 1 minute to 1 day
 * @param unstableQuiet what is unstable has calmed down when it neither failed nor recovered for that long, 1 minute to 1 day
 * @param stormDigest how often people are told what is new in a storm, 5 minutes to 1 day
 */
@ConfigurationProperties("langsong.incident")
record IncidentProperties(
        @DefaultValue("10m") Duration reopenWithin,
        @DefaultValue("24h") Duration closeAfter,
        @DefaultValue("3") int unstableAfter,
        @DefaultValue("1h") Duration unstableWithin,
        @DefaultValue("30m") Duration unstableQuiet,
        @DefaultValue("30m") Duration stormDigest) {
    IncidentProperties {
        Duration day = Duration.ofDays(1);
        require("reopen-within", reopenWithin, Duration.ZERO, day);
        require("close-after", closeAfter, Duration.ofMinutes(1), Duration.ofDays(90));
        if (unstableAfter < 1 || unstableAfter > 100) {
            throw new IllegalArgumentException(
                    "langsong.incident.unstable-after is %d; set it to 1 to 100".formatted(unstableAfter));
        }
        require("unstable-within", unstableWithin, Duration.ofMinutes(1), day);
        require("unstable-quiet", unstableQuiet, Duration.ofMinutes(1), day);
        require("storm-digest", stormDigest, Duration.ofMinutes(5), day);
    }

    private static void require(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "langsong.incident.%s is %s; set it to %s to %s".formatted(name, value, least, most));
        }
    }
}
