package io.langsong.provisioning;

import io.langsong.provisioning.AccessPoint.Notes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants an access point to be, as typed; {@link AccessPoints} checks it.
 *
 * @param site id; whoever sends the wish may see it
 * @param method null: {@code openwrt-agent}
 * @param expected MAC address of the box that is to fill it
 */
public record AccessPointWish(
        @Nullable String name,
        @Nullable String site,
        @Nullable String method,
        @Nullable String group,
        List<String> chosen,
        List<String> leftOff,
        @Nullable String own,
        @Nullable String expected,
        Notes notes) {
    public AccessPointWish {
        chosen = List.copyOf(chosen);
        leftOff = List.copyOf(leftOff);
    }
}
