package io.langsong.statuspage;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code langsong.status-page.*}.
 *
 * @param enabled whether there is a page that everybody may see, without signing in
 * @param title of that page; null: "Wi-Fi công cộng"
 * @param phone where people report a fault; null: nobody is named
 */
@ConfigurationProperties("langsong.status-page")
public record StatusPageProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String title,
        @Nullable String phone) {
    private static final int LONGEST_TITLE = 120;

    public StatusPageProperties {
        title = title == null || title.isBlank() ? null : title.strip();
        phone = phone == null || phone.isBlank() ? null : phone.strip();
        if (title != null && title.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException(
                    "langsong.status-page.title: %d characters do not fit into a heading; give at most %d"
                            .formatted(title.length(), LONGEST_TITLE));
        }
        if (phone != null && !phone.matches("[0-9+ ().-]{3,30}")) {
            throw new IllegalArgumentException(
                    "langsong.status-page.phone is not a telephone number: \"%s\"; give digits, spaces, dots and +"
                            .formatted(phone));
        }
    }
}
