package io.langsong.report;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code langsong.report.*}.
 *
 * @param restoreCritical within how long a critical incident is to be over
 * @param restoreWarning the same of any other
 */
@ConfigurationProperties("langsong.report")
public record ReportProperties(
        @DefaultValue("8h") Duration restoreCritical,
        @DefaultValue("24h") Duration restoreWarning) {
    private static final Duration LONGEST = Duration.ofDays(60);

    public ReportProperties {
        check("restore-critical", restoreCritical);
        check("restore-warning", restoreWarning);
    }

    private static void check(String name, Duration time) {
        if (time.toMinutes() < 1 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "langsong.report.%s: %s is not between a minute and 60 days; give a time like 8h"
                            .formatted(name, time));
        }
    }
}
