package io.langsong.notification.channel;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What settings of several channels have in common. Each refusal names the setting and the remedy. */
final class Checks {
    private Checks() {}

    /** An environment variable that is set to nothing is not set. */
    static @Nullable String given(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    static void alone(String setting, @Nullable Object value, String needed) {
        if (value != null) {
            throw new IllegalArgumentException(setting + " is set, but " + needed + " is not; set it or remove both");
        }
    }

    static void present(String setting, @Nullable Object value, String because) {
        if (value == null) {
            throw new IllegalArgumentException(setting + " is missing; set it, or remove " + because);
        }
    }

    static void timeout(String setting, Duration timeout, String usual) {
        if (timeout.toMillis() < 100 || timeout.toSeconds() > 120) {
            throw new IllegalArgumentException(
                    setting + ": " + timeout + " is not 100 milliseconds to 2 minutes; the default is " + usual);
        }
    }

    /** Of telephones, each once, in E.164. */
    static List<String> numbers(String setting, List<String> numbers) {
        return numbers.stream()
                .map(number -> Contact.PHONE
                        .read(number)
                        .orElseThrow(() -> new IllegalArgumentException(setting + ": \"" + visible(number)
                                + "\" is no telephone number; write +84912345678, several separated by commas")))
                .distinct()
                .toList();
    }

    /** Such that it can stand in a header. It is not repeated. */
    static void secret(String setting, @Nullable String secret) {
        if (secret != null && !secret.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException(
                    setting + " holds a space or a character that is not ASCII; write it as the service shows it");
        }
    }

    /**
     * An address that is reached encrypted, or in a private network. Path and query may be secret, so they are not
     * repeated.
     *
     * @param setting prefix; {@code .url} and {@code .allow-private} belong to it
     */
    static URI url(String setting, String url, boolean allowPrivate) {
        URI uri = parsed(url);
        boolean https = uri != null && "https".equalsIgnoreCase(uri.getScheme());
        boolean http = uri != null && "http".equalsIgnoreCase(uri.getScheme());
        if (uri == null
                || !(http || https)
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "%s.url: \"%s…\" is no address of a service; write https://HOST/PATH, without user, password and #"
                            .formatted(setting, start(url)));
        }
        if (http && !allowPrivate) {
            throw new IllegalArgumentException(
                    "%s.url: http:// would send everything unencrypted to %s; write https://, or set %s.allow-private=true when it is this machine or in a private network"
                            .formatted(setting, uri.getHost(), setting));
        }
        return uri;
    }

    private static @Nullable URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException repeatsTheText) {
            return null;
        }
    }

    private static String start(String text) {
        return visible(text.substring(0, Math.min(12, text.length())));
    }

    static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
