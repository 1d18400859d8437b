package io.langsong.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.validation.annotation.Validated;

/**
 * @param cron when a backup is made each night: a Quartz expression in Vietnamese time, seconds first
 * @param daily of how many days the newest backup is kept, 1 to 366
 * @param weekly of how many weeks beyond, 0 to 520
 * @param beforeUpgrade whether one is made before the tables take a new form
 * @param passphrase under which the key of the secrets goes into backups, at least 12 characters; empty: it stays out
 * @param passphraseFile file whose first line is the passphrase; empty: none
 */
@Validated
@ConfigurationProperties(BackupProperties.PREFIX)
public record BackupProperties(
        @DefaultValue("0 30 3 * * ?") String cron,
        @DefaultValue("7") int daily,
        @DefaultValue("4") int weekly,
        @DefaultValue("true") boolean beforeUpgrade,
        @DefaultValue("") String passphrase,
        @DefaultValue("") String passphraseFile) {
    static final String PREFIX = "langsong.backup";

    public BackupProperties {
        if (!CronExpression.isValidExpression(cron)) {
            throw new IllegalArgumentException(
                    "langsong.backup.cron is no Quartz expression: %s; the default is 0 30 3 * * ?".formatted(cron));
        }
        if (daily < 1 || daily > 366 || weekly < 0 || weekly > 520) {
            throw new IllegalArgumentException(
                    "langsong.backup.daily is %d and .weekly is %d; give 1 to 366 days and 0 to 520 weeks"
                            .formatted(daily, weekly));
        }
        if (!passphrase.isEmpty() && passphrase.length() < SealedKey.SHORTEST) {
            throw new IllegalArgumentException(
                    "langsong.backup.passphrase has %d characters; give at least %d, e.g. four unrelated words"
                            .formatted(passphrase.length(), SealedKey.SHORTEST));
        }
        if (!passphrase.isEmpty() && !passphraseFile.isEmpty()) {
            throw new IllegalArgumentException(
                    "langsong.backup.passphrase and .passphrase-file are both set; remove one of them");
        }
    }

    /** As a server with this environment reads them. */
    public static BackupProperties of(Environment environment) {
        return Binder.get(environment).bindOrCreate(PREFIX, BackupProperties.class);
    }

    /** The passphrase itself; null when there is none. @throws BackupRefused when its file can not be used */
    public @Nullable String phrase() {
        if (passphraseFile.isEmpty()) {
            return passphrase.isEmpty() ? null : passphrase;
        }
        try {
            String first = Files.readString(Path.of(passphraseFile))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
            if (first.length() < SealedKey.SHORTEST) {
                throw new BackupRefused("passphrase-short", SealedKey.SHORTEST);
            }
            return first;
        } catch (IOException e) {
            throw new BackupRefused(e, "passphrase-file", passphraseFile);
        }
    }

    @Override
    public String toString() {
        return "BackupProperties[cron=%s, daily=%d, weekly=%d, beforeUpgrade=%s, passphrase=%s]"
                .formatted(
                        cron,
                        daily,
                        weekly,
                        beforeUpgrade,
                        passphrase.isEmpty() && passphraseFile.isEmpty() ? "none" : "***");
    }
}
