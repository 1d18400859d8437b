package io.langsong.access;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code langsong.access.*}.
 *
 * @param adminPassword of the first person, {@code admin}; null or empty makes a random one. Without effect once
 *     {@code admin} is there
 * @param apiToken a first token with the role of an administrator; null or empty makes none. A changed one replaces it
 * @param triesBeforeLock wrong passwords in a row that lock a person out
 * @param lock how long the first lock lasts; each further wrong try doubles it, up to 32 times
 */
@Validated
@ConfigurationProperties("langsong.access")
record AccessProperties(
        @Nullable String adminPassword,
        @Nullable String apiToken,
        @DefaultValue("5") int triesBeforeLock,
        @DefaultValue("15m") @DurationMin(seconds = 1) Duration lock) {

    static final int PASSWORD_MIN = 14;
    private static final int TOKEN_MIN = 20;

    AccessProperties {
        adminPassword = adminPassword == null || adminPassword.isEmpty() ? null : adminPassword;
        apiToken = apiToken == null || apiToken.isEmpty() ? null : apiToken;
        if (adminPassword != null) {
            Passwords.check("langsong.access.admin-password (LANGSONG_ADMIN_PASSWORD)", adminPassword);
        }
        if (apiToken != null && apiToken.length() < TOKEN_MIN) {
            throw new IllegalArgumentException(
                    "langsong.access.api-token (LANGSONG_API_TOKEN) has %d characters; give at least %d, e.g. from: openssl rand -hex 32"
                            .formatted(apiToken.length(), TOKEN_MIN));
        }
        if (triesBeforeLock < 3 || triesBeforeLock > 20) {
            throw new IllegalArgumentException(
                    "langsong.access.tries-before-lock is %d; give 3 to 20".formatted(triesBeforeLock));
        }
    }

    @Override
    public String toString() {
        return "AccessProperties[adminPassword=***, apiToken=***, triesBeforeLock=%d, lock=%s]"
                .formatted(triesBeforeLock, lock);
    }
}
