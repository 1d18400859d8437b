package io.langsong.notification.channel;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code langsong.notification.webhook}: a program that gets each message as JSON.
 *
 * @param url http or https; null: none
 * @param secret signs each body, so that the receiver knows it is ours; null: not signed
 * @param allowPrivate also addresses of this machine and link-local ones; off, because a service bound to loopback trusts
 *     whoever reaches it
 * @param timeout longest wait for the answer, 100 ms to 2 minutes
 * @param body what is sent, with {@code {subject}}, {@code {text}}, {@code {key}}, {@code {event}}, {@code {created-at}},
 *     {@code {delivery}}, for a receiver with a form of its own; null: the whole message as JSON
 * @param contentType of such a body, which says how values are escaped in it: as JSON, form or XML
 */
public record WebhookSettings(
        @Nullable String url,
        @Nullable String secret,
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("10s") Duration timeout,
        @Nullable String body,
        @DefaultValue("application/json") String contentType) {
    private static final String NAME = "langsong.notification.webhook";

    private static final Set<String> WORDS = Set.of("subject", "text", "key", "event", "created-at", "delivery");

    public WebhookSettings {
        body = Checks.given(body);
        contentType = contentType.strip().toLowerCase(Locale.ROOT);
        if (url == null || url.isEmpty()) {
            Checks.alone(NAME + ".body", body, NAME + ".url");
        }
        Template.requireKnown(NAME + ".body", body == null ? "" : body, WORDS);
        Template.requireType(NAME + ".content-type", contentType);
        url = url == null || url.isEmpty() ? null : url;
        if (url == null && secret != null && !secret.isEmpty()) {
            throw new IllegalArgumentException(
                    NAME + ".secret is set, but " + NAME + ".url is not; set it or remove both");
        }
        if (url != null) {
            check(url);
        }
        if (secret != null && !secret.isEmpty() && secret.length() < 16) {
            throw new IllegalArgumentException(
                    NAME + ".secret has " + secret.length() + " characters; a signature needs 16 or more");
        }
        if (timeout.toMillis() < 100 || timeout.toSeconds() > 120) {
            throw new IllegalArgumentException(
                    NAME + ".timeout: " + timeout + " is not 100 milliseconds to 2 minutes; the default is 10s");
        }
    }

    /** The path and query of a webhook often are its password, so they are not repeated. */
    private static void check(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
                return;
            }
        } catch (URISyntaxException notAnUri) {
            // Refused below, without the exception, which repeats the text.
        }
        String shown = url.replaceAll("\\p{Cntrl}", "?");
        throw new IllegalArgumentException(NAME + ".url: \"" + shown.substring(0, Math.min(12, shown.length()))
                + "…\" is no address of a webhook; write https://HOST/PATH, without user, password and #");
    }

    @Override
    public String toString() {
        return "WebhookSettings[" + (url == null ? "none" : URI.create(url).getHost()) + ", "
                + (secret == null ? "not signed" : "secret ***") + "]";
    }
}
