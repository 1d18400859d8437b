package io.langsong.notification;

import io.langsong.notification.channel.EmailSettings;
import io.langsong.notification.channel.WebhookSettings;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code langsong.notification}: whom to tell, and how. With nothing set, messages are kept and shown, and nobody is told.
 *
 * @param recipients e-mail addresses; each gets a letter of its own
 * @param language of the messages, {@code vi} or {@code en}
 */
@Validated
@ConfigurationProperties(prefix = "langsong.notification", ignoreUnknownFields = false)
record NotificationProperties(
        @DefaultValue @NestedConfigurationProperty EmailSettings email,
        @DefaultValue List<String> recipients,
        @DefaultValue @NestedConfigurationProperty WebhookSettings webhook,
        @DefaultValue("vi") String language,
        @DefaultValue @NestedConfigurationProperty RetrySettings retry) {
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
    }

    Locale locale() {
        return Locale.forLanguageTag(language);
    }
}
