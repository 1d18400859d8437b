package io.langsong.notification;

import io.langsong.notification.channel.EmailSettings;
import io.langsong.notification.channel.GsmModemSettings;
import io.langsong.notification.channel.HeartbeatSettings;
import io.langsong.notification.channel.NtfySettings;
import io.langsong.notification.channel.SmsGatewaySettings;
import io.langsong.notification.channel.TelegramSettings;
import io.langsong.notification.channel.WebhookSettings;
import io.langsong.notification.channel.ZaloSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
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
 * @param inside channels that reach people without our line to the Internet, as {@code email} where the mailboxes stand in
 *     our own network: what can not leave while the line is cut goes by these and by the GSM modem
 * @param stale what waited so long for one reader is told in one letter, 10 minutes to 7 days
 */
@Validated
@ConfigurationProperties(prefix = "langsong.notification", ignoreUnknownFields = false)
record NotificationProperties(
        @NestedConfigurationProperty @DefaultValue EmailSettings email,
        @DefaultValue List<String> recipients,
        @NestedConfigurationProperty @DefaultValue WebhookSettings webhook,
        @NestedConfigurationProperty @DefaultValue NtfySettings ntfy,
        @NestedConfigurationProperty @DefaultValue TelegramSettings telegram,
        @NestedConfigurationProperty @DefaultValue ZaloSettings zalo,
        @NestedConfigurationProperty @DefaultValue SmsGatewaySettings smsGateway,
        @NestedConfigurationProperty @DefaultValue GsmModemSettings gsmModem,
        @DefaultValue("vi") String language,
        @Nullable URI pages,
        @DefaultValue Set<String> inside,
        @DefaultValue("2h") Duration stale,
        @NestedConfigurationProperty @DefaultValue RetrySettings retry,
        @NestedConfigurationProperty @DefaultValue HeartbeatSettings heartbeat) {
    private static final List<String> CHANNELS = Stream.concat(Stream.of("webhook"), PersonalSettings.CHANNELS.stream())
            .toList();

    NotificationProperties {
        recipients = EmailSettings.recipients(recipients);
        if (email.host() == null && !recipients.isEmpty()) {
            throw new IllegalArgumentException(
                    "langsong.notification.recipients names %d people, but langsong.notification.email.host is not set; set the mail server or remove them"
                            .formatted(recipients.size()));
        }
        if (!language.equals("vi") && !language.equals("en")) {
            throw new IllegalArgumentException("langsong.notification.language: \"" + language + "\" is not vi or en");
        }
        if (stale.toMinutes() < 10 || stale.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException(
                    "langsong.notification.stale: " + stale + " is not 10 minutes to 7 days; the default is 2h");
        }
        for (String name : inside) {
            if (!CHANNELS.contains(name)) {
                throw new IllegalArgumentException(
                        "langsong.notification.inside: \"%s\" is no channel; write some of %s"
                                .formatted(name.replaceAll("\\p{Cntrl}", "?"), String.join(", ", CHANNELS)));
            }
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
