package io.langsong.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a citizen or an office has, and what the monthly report counts.
 *
 * @param members access points of a Wi-Fi service; empty for an office line
 * @param required how many members must serve, 1 to the number of members; 0 for an office line
 * @param link the line of an {@code OFFICE_LINE}; null for Wi-Fi
 */
public record Service(
        ServiceId id,
        String name,
        SiteId site,
        Kind kind,
        List<DeviceId> members,
        int required,
        @Nullable LinkId link) implements InventoryObject {
    private static final int MOST_MEMBERS = 200;

    public Service {
        name = Texts.required(id, "name", name, 160);
        members = List.copyOf(members);
        if (kind == Kind.PUBLIC_WIFI) {
            checkWifi(id, members, required, link);
        } else {
            checkLine(id, members, required, link);
        }
    }

    private static void checkWifi(ServiceId id, List<DeviceId> members, int required, @Nullable LinkId link) {
        if (members.isEmpty()
                || members.size() > MOST_MEMBERS
                || Set.copyOf(members).size() != members.size()) {
            throw InventoryRefused.invalid(id, "members", members.toString(), Fault.NOT_ACCESS_POINTS, MOST_MEMBERS);
        }
        if (required < 1 || required > members.size()) {
            throw InventoryRefused.invalid(
                    id, "required", Integer.toString(required), Fault.IMPOSSIBLE_REQUIRED, members.size());
        }
        if (link != null) {
            throw InventoryRefused.invalid(id, "link", link.value(), Fault.LINK_OF_WIFI);
        }
    }

    private static void checkLine(ServiceId id, List<DeviceId> members, int required, @Nullable LinkId link) {
        if (link == null) {
            throw InventoryRefused.invalid(id, "link", null, Fault.LINK_MISSING);
        }
        if (required != 0) {
            throw InventoryRefused.invalid(id, "required", Integer.toString(required), Fault.REQUIRED_OF_LINE);
        }
        if (!members.isEmpty()) {
            throw InventoryRefused.invalid(id, "members", members.toString(), Fault.MEMBERS_OF_LINE);
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
