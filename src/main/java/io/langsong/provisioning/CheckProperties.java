package io.langsong.provisioning;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How an access point is looked at after it applied a change of a rollout.
 *
 * @param clients what it means that nobody comes back where people were: {@code note}, the step is done and says so; {@code fail}, it is
 *     taken back; {@code off}, it is not looked at
 * @param clientsWithin how long clients may take to come back; 1 to 60 minutes
 */
@ConfigurationProperties("langsong.provisioning.check")
record CheckProperties(
        @DefaultValue("note") Clients clients,
        @DefaultValue("10m") Duration clientsWithin) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(60);

    /** What a step without clients is. */
    enum Clients {
        NOTE,
        FAIL,
        OFF
    }

    CheckProperties {
        if (clientsWithin.compareTo(SHORTEST) < 0 || clientsWithin.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("langsong.provisioning.check.clients-within is %d s; give 1m to 60m"
                    .formatted(clientsWithin.toSeconds()));
        }
    }
}
