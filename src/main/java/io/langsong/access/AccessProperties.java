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
 * @param passwordLength fewest characters of a new password
 * @param passwordLengthWithTotp fewest characters of a new password of who has two-factor authentication
 * @param adminPasswordAge after which an administrator must choose a new password; left out, one of 60 days is only warned of
 * @param unusedAfter after which an account that nobody signed in to is disabled, except the last administrator's
 * @param requireTotp who must have two-factor authentication: {@code nobody}, {@code admins} or {@code everybody}
 * @param idle after which a session ends in which nobody did anything
 * @param adminIdle the same for administrators
 * @param auditRetention how long the audit trail is kept
 */
@Validated
@ConfigurationProperties("langsong.access")
record AccessProperties(
        @Nullable String adminPassword,
        @Nullable String apiToken,
        @DefaultValue("5") int triesBeforeLock,
        @DefaultValue("15m") @DurationMin(seconds = 1) Duration lock,
        @DefaultValue("14") int passwordLength,
        @DefaultValue("8") int passwordLengthWithTotp,
        @Nullable Duration adminPasswordAge,
        @DefaultValue("45d") @DurationMin(days = 7) Duration unusedAfter,
        @DefaultValue("nobody") RequireTotp requireTotp,
        @DefaultValue("15m") @DurationMin(seconds = 30) Duration idle,
        @DefaultValue("5m") @DurationMin(seconds = 30) Duration adminIdle,
        @DefaultValue("366d") @DurationMin(days = 31) Duration auditRetention) {

    static final Duration PASSWORD_IS_OLD = Duration.ofDays(60);
    private static final int TOKEN_MIN = 20;

    /** Who must have two-factor authentication. */
    enum RequireTotp {
        NOBODY,
        ADMINS,
        EVERYBODY
    }

    AccessProperties {
        adminPassword = adminPassword == null || adminPassword.isEmpty() ? null : adminPassword;
        apiToken = apiToken == null || apiToken.isEmpty() ? null : apiToken;
        requireLength("password-length", passwordLength);
        requireLength("password-length-with-totp", passwordLengthWithTotp);
        if (adminPassword != null) {
            Passwords.check("langsong.access.admin-password (LANGSONG_ADMIN_PASSWORD)", adminPassword, passwordLength);
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
        if (adminPasswordAge != null && adminPasswordAge.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "langsong.access.admin-password-age is %s; give at least 1d".formatted(adminPasswordAge));
        }
    }

    private static void requireLength(String setting, int length) {
        if (length < 8 || length > 64) {
            throw new IllegalArgumentException("langsong.access.%s is %d; give 8 to 64".formatted(setting, length));
        }
    }

    /** Fewest characters of a new password. */
    int passwordLength(boolean totp) {
        return totp ? Math.min(passwordLength, passwordLengthWithTotp) : passwordLength;
    }

    boolean mustHaveTotp(Role role) {
        return requireTotp == RequireTotp.EVERYBODY || (requireTotp == RequireTotp.ADMINS && role == Role.ADMIN);
    }

    @Override
    public String toString() {
        return "AccessProperties[adminPassword=***, apiToken=***, triesBeforeLock=%d, lock=%s, requireTotp=%s]"
                .formatted(triesBeforeLock, lock, requireTotp);
    }
}
