package io.langsong.provisioning;

import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How boxes come in.
 *
 * @param registration which boxes may: {@code open}, all that have a secret; {@code planned}, those that a place is planned for;
 *     {@code off}, none
 * @param approval whose yes a change to access points in service needs beside that of whoever wants it: {@code none}, nobody's;
 *     {@code second-person}, that of another administrator
 * @param confirmWithin how long a box that is reached over SSH waits for us to come back before it puts back what it had; 10 seconds to 15 minutes
 * @param driftAfter after how long people are told that a box which is in reach has not what was let out to it; 10 minutes to 7 days
 * @param backupAge how old the newest backup of a box may be before people are told; 1 to 90 days
 */
@ConfigurationProperties("langsong.provisioning")
public record ProvisioningProperties(
        @DefaultValue("open") String registration,
        @DefaultValue("none") String approval,
        @DefaultValue("5m") Duration confirmWithin,
        @DefaultValue("1h") Duration driftAfter,
        @DefaultValue("3d") Duration backupAge) {
    /** A rollout waits 20 minutes for a box. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** Which boxes may come in. */
    public enum Entry {
        OPEN,
        PLANNED,
        OFF
    }

    public ProvisioningProperties {
        try {
            Entry.valueOf(registration.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException notOne) {
            throw new IllegalArgumentException(
                    "langsong.provisioning.registration is \"%s\"; give open, planned or off".formatted(registration),
                    notOne);
        }
        if (!approval.equals("none") && !approval.equals("second-person")) {
            throw new IllegalArgumentException(
                    "langsong.provisioning.approval is \"%s\"; give none or second-person".formatted(approval));
        }
        require("confirm-within", confirmWithin, Duration.ofSeconds(10), LONGEST, "10s to 15m");
        require("drift-after", driftAfter, Duration.ofMinutes(10), Duration.ofDays(7), "10m to 7d");
        require("backup-age", backupAge, Duration.ofDays(1), Duration.ofDays(90), "1d to 90d");
    }

    private static void require(String name, Duration given, Duration least, Duration most, String remedy) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "langsong.provisioning.%s is %d s; give %s".formatted(name, given.toSeconds(), remedy));
        }
    }

    boolean secondPerson() {
        return approval.equals("second-person");
    }

    Entry entry() {
        return Entry.valueOf(registration.toUpperCase(Locale.ROOT));
    }
}
