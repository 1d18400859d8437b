package io.langsong.notification;

import io.langsong.notification.channel.EmailSettings;
import io.langsong.notification.channel.NtfySettings;
import io.langsong.notification.channel.TelegramSettings;
import io.langsong.notification.channel.WebhookSettings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code langsong.notification}: whom to tell, and how. With nothing set, messages are kept and shown, and nobody is told.
 *
 * @param recipients e-mail addresses; each gets a letter of its own
 * @param language of the messages, {@code vi} or {@code en}
 * @param pages address at which people open LangSong in a browser, as {@code https://langsong.example.org}: messages then
 *     lead to the page of what failed. Left out, they do not
 */
@Validated
@ConfigurationProperties(prefix = "langsong.notification", ignoreUnknownFields = false)
record NotificationProperties(
        @NestedConfigurationProperty @DefaultValue EmailSettings email,
        @DefaultValue List<String> recipients,
        @NestedConfigurationProperty @DefaultValue WebhookSettings webhook,
        @NestedConfigurationProperty @DefaultValue NtfySettings ntfy,
        @NestedConfigurationProperty @DefaultValue TelegramSettings telegram,
        @DefaultValue("vi") String language,
        @Nullable URI pages,
        @NestedConfigurationProperty @DefaultValue RetrySettings retry) {
    NotificationProperties {
        recipients = EmailSettings.recipients(recipients);
        if (email.host() == null && !recipients.isEmpty()) {
            throw new IllegalArgumentException(
                    "langsong.notification.recipients names %d people, but langsong.notification.email.host is not set; set the mail server or remove them"
                            .formatted(recipients.size()));
        }
        if (email.host() != null && recipients.isEmpty()) {
            throw new IllegalArgumentException("langsong.notification.email.host is " + email.host()
                    + ", but langsong.notification.recipients is empty; name who gets the letters or remove the host");
        }
        if (!language.equals("vi") && !language.equals("en")) {
            throw new IllegalArgumentException("langsong.notification.language: \"" + language + "\" is not vi or en");
        }
        if (pages != null && !isSite(pages)) {
            throw new IllegalArgumentException(
                    "langsong.notification.pages: \""
                            + pages
                            + "\" is no address of a website; write http:// or https://, the host, and a path where there is one");
        }
    }

    private static boolean isSite(URI pages) {
        boolean http = "http".equalsIgnoreCase(pages.getScheme()) || "https".equalsIgnoreCase(pages.getScheme());
        return http
                && pages.getHost() != null
                && pages.getRawUserInfo() == null
                && pages.getRawQuery() == null
                && pages.getRawFragment() == null;
    }

    Locale locale() {
        return Locale.forLanguageTag(language);
    }
}
