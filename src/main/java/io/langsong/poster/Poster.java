package io.langsong.poster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One poster.
 *
 * @param place where it hangs: name of the service
 * @param code by which people say where they are: number of the village in the official order
 * @param ssid null when nobody has said how the network is called
 * @param key what people type; null for an open network
 * @param join QR code that lets a telephone join, PNG in Base64; null without {@code ssid}
 * @param link where everybody sees how the Wi-Fi is; null when it is not known where our pages are
 * @param look QR code that leads to {@code link}; null without it
 * @param phone where to report a fault; null for nobody
 * @param rules each a sentence
 */
public record Poster(
        String id,
        String village,
        String place,
        String code,
        @Nullable String ssid,
        @Nullable String key,
        @Nullable String join,
        @Nullable String link,
        @Nullable String look,
        @Nullable String phone,
        List<String> rules) {
    public Poster {
        rules = List.copyOf(rules);
    }
}
