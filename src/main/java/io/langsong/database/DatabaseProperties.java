package io.langsong.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param runAs user that the embedded PostgreSQL runs as when the server is started as root; empty: in a user namespace, or
 *     as {@code nobody} where such are forbidden
 * @param patience how long the start waits for an external database that is not there yet
 */
@Validated
@ConfigurationProperties(DatabaseProperties.PREFIX)
record DatabaseProperties(
        @DefaultValue("") String runAs, @DefaultValue("20s") Duration patience) {
    static final String PREFIX = "langsong.database";

    DatabaseProperties {
        if (!runAs.matches("|[A-Za-z_][A-Za-z0-9_.-]*")) {
            throw new IllegalArgumentException(
                    "langsong.database.run-as is not the name of a user: '%s'; write a user name, or leave it empty"
                            .formatted(runAs));
        }
        if (patience.isNegative() || patience.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "langsong.database.patience is %s; it must lie between 0s and 1h".formatted(patience));
        }
    }
}
