package io.langsong.web;

import java.time.Duration;
import java.time.ZoneId;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code langsong.web.*}.
 *
 * @param zone of the times that people read
 * @param staleAfter age of the newest poll from which pages say that their data is old
 * @param dutyPhone who to call when the pages fail; shown on the error pages, null shows none
 */
@Validated
@ConfigurationProperties("langsong.web")
public record WebProperties(
        @DefaultValue("Asia/Ho_Chi_Minh") ZoneId zone,
        @DefaultValue("2m") @DurationMin(seconds = 5) Duration staleAfter,
        @Nullable String dutyPhone) {

    public WebProperties {
        dutyPhone = dutyPhone == null || dutyPhone.isBlank() ? null : dutyPhone.strip();
        if (dutyPhone != null && !dutyPhone.matches("[0-9+ ().-]{3,30}")) {
            throw new IllegalArgumentException(
                    "langsong.web.duty-phone is not a telephone number: \"%s\"; give digits, spaces, dots and +"
                            .formatted(dutyPhone));
        }
    }
}
