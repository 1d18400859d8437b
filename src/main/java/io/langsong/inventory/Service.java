package io.langsong.inventory;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a citizen or an office has, and what the monthly report counts.
 *
 * @param members access points of a Wi-Fi service; empty for an office line
 * @param required how many members must serve, 1 to the number of members
 * @param link the line of an {@code OFFICE_LINE}; null for Wi-Fi
 */
public record Service(
        ServiceId id,
        String name,
        SiteId site,
        Kind kind,
        List<DeviceId> members,
        int required,
        @Nullable LinkId link) {
    public Service {
        name = Texts.required("Service " + id + ": name", name, 160);
        members = List.copyOf(members);
        boolean wifi = kind == Kind.PUBLIC_WIFI;
        if (wifi && (required < 1 || required > members.size() || link != null)) {
            throw new IllegalArgumentException(
                    "Service %s: %d of its %d access points must serve; name 1 to all of them and no link"
                            .formatted(id, required, members.size()));
        }
        if (!wifi && (link == null || !members.isEmpty())) {
            throw new IllegalArgumentException(
                    "Service " + id + ": an office line names its link and no access points");
        }
    }

    public enum Kind {
        PUBLIC_WIFI,
        OFFICE_LINE;

        /** As written in files and JSON: {@code public-wifi}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
