package io.langsong.poster;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What posters say.
 *
 * @param ssid name of the network where LangSong does not configure the access points; null: the poster leaves a line for it
 * @param key its passphrase; null for an open network
 * @param phone where people report a fault; null: that of {@code langsong.status-page.phone}
 * @param rules sentences, at most six; none: those that LangSong brings
 */
@ConfigurationProperties("langsong.poster")
public record PosterProperties(
        @Nullable String ssid,
        @Nullable String key,
        @Nullable String phone,
        @DefaultValue List<String> rules) {
    /** IEEE 802.11-2020 section 9.4.2.2. */
    private static final int LONGEST_SSID = 32;

    private static final int MOST_RULES = 6;

    public PosterProperties {
        rules = List.copyOf(rules);
        ssid = ssid == null || ssid.isBlank() ? null : ssid;
        key = key == null || key.isEmpty() ? null : key;
        if (ssid != null && ssid.getBytes(StandardCharsets.UTF_8).length > LONGEST_SSID) {
            throw new IllegalArgumentException(
                    "langsong.poster.ssid \"%s\" is longer than %d octets; no network is called so"
                            .formatted(ssid, LONGEST_SSID));
        }
        if (rules.size() > MOST_RULES) {
            throw new IllegalArgumentException(
                    "langsong.poster.rules has %d sentences, and nobody reads so many; give at most %d"
                            .formatted(rules.size(), MOST_RULES));
        }
    }
}
