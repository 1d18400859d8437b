package io.langsong.report;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code langsong.report.*}.
 *
 * @param restoreCritical within how long a critical incident is to be over
 * @param restoreWarning the same of any other
 * @param recipients names of accounts that are told of each new draft, each in its language; only those who see all villages are
 */
@ConfigurationProperties("langsong.report")
public record ReportProperties(
        @DefaultValue("8h") Duration restoreCritical,
        @DefaultValue("24h") Duration restoreWarning,
        @DefaultValue List<String> recipients) {
    private static final Duration LONGEST = Duration.ofDays(60);

    public ReportProperties {
        check("restore-critical", restoreCritical);
        check("restore-warning", restoreWarning);
        recipients = recipients.stream().map(String::strip).toList();
        if (recipients.contains("")) {
            throw new IllegalArgumentException(
                    "langsong.report.recipients: one of %s is empty; give names of accounts, parted by commas"
                            .formatted(recipients));
        }
    }

    private static void check(String name, Duration time) {
        if (time.toMinutes() < 1 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "langsong.report.%s: %s is not between a minute and 60 days; give a time like 8h"
                            .formatted(name, time));
        }
    }
}
