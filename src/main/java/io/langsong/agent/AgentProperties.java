package io.langsong.agent;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is taken of agents on access points.
 *
 * @param interval between the reports of a device that is watched by its agent and has no interval of its own; 10 seconds to 1 hour
 * @param mostOctets of a report, as it comes and unpacked; 64 KB to 4 MB
 * @param bodyTimeout how long a report may be under way, from its head to its last octet; 1 second to 5 minutes
 * @param perMinute reports of one device, 10 to 6000; a device that was cut off sends what it kept in a row
 * @param perDay reports of one device, 100 to 1 million
 * @param latest how late a report may come, 1 hour to 365 days
 */
@ConfigurationProperties("langsong.agent")
record AgentProperties(
        @DefaultValue("5m") Duration interval,
        @DefaultValue("1MB") DataSize mostOctets,
        @DefaultValue("60s") Duration bodyTimeout,
        @DefaultValue("120") int perMinute,
        @DefaultValue("5000") int perDay,
        @DefaultValue("31d") Duration latest) {

    AgentProperties {
        require("interval", interval, Duration.ofSeconds(10), Duration.ofHours(1), "10s to 1h");
        require("body-timeout", bodyTimeout, Duration.ofSeconds(1), Duration.ofMinutes(5), "1s to 5m");
        require("latest", latest, Duration.ofHours(1), Duration.ofDays(365), "1h to 365d");
        if (mostOctets.toKilobytes() < 64 || mostOctets.toMegabytes() > 4) {
            throw new IllegalArgumentException(
                    "langsong.agent.most-octets is %d octets; give 64KB to 4MB".formatted(mostOctets.toBytes()));
        }
        require("per-minute", perMinute, 10, 6_000);
        require("per-day", perDay, 100, 1_000_000);
    }

    private static void require(String name, Duration given, Duration least, Duration most, String remedy) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "langsong.agent.%s is %d s; give %s".formatted(name, given.toSeconds(), remedy));
        }
    }

    private static void require(String name, int given, int least, int most) {
        if (given < least || given > most) {
            throw new IllegalArgumentException(
                    "langsong.agent.%s is %d; give %d to %d".formatted(name, given, least, most));
        }
    }
}
