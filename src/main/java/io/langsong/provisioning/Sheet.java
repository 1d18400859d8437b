package io.langsong.provisioning;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What whoever puts an access point up takes along.
 *
 * @param village name; empty when its site is not in the inventory any more
 * @param map latitude and longitude; null when nobody entered them
 * @param link to the page of the device; null when it is not known where our pages are
 * @param code QR code that leads to {@code link}, PNG in Base64; null without it
 * @param networks names of what it opens; empty while nothing was let out
 * @param contacts each with what is known: name, duty, telephone
 * @param phone of the team; null for none
 */
public record Sheet(
        AccessPoint place,
        String village,
        String site,
        @Nullable String map,
        @Nullable String link,
        @Nullable String code,
        List<String> networks,
        List<String> contacts,
        @Nullable String phone) {
    public Sheet {
        networks = List.copyOf(networks);
        contacts = List.copyOf(contacts);
    }
}
