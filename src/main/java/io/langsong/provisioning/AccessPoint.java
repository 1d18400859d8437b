package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in the network for a box, and how the box there is to be configured. It is the inventory's device of the same id, which may
 * come later: a device that is only planned has no address.
 *
 * @param version ascending from 1, one for each change of a person's
 * @param group access points of one group share values and templates; null for none
 * @param chosen ids of templates that are used here though they are not used everywhere, in no order
 * @param leftOff ids of templates that are not used here though they are by default
 * @param own configuration of its own, in the dialect of its method, merged last; empty for none
 * @param expected MAC address of the box that is to fill it; null when any may
 */
public record AccessPoint(
        DeviceId id,
        int version,
        String name,
        SiteId site,
        Method method,
        @Nullable String group,
        Set<String> chosen,
        Set<String> leftOff,
        String own,
        @Nullable String expected,
        Notes notes,
        Life life) {
    public AccessPoint {
        chosen = Set.copyOf(chosen);
        leftOff = Set.copyOf(leftOff);
    }

    /**
     * What whoever puts it up needs to know; each may be null.
     *
     * @param mast where it is fixed, and how high
     * @param power where its power comes from
     * @param ports what each port is for
     * @param contact who has the key, and whom to call
     */
    public record Notes(
            @Nullable String mast,
            @Nullable String power,
            @Nullable String ports,
            @Nullable String contact) {
        public static final Notes NONE = new Notes(null, null, null, null);

        /** Each on its own line where it can be asked for by name. */
        public List<@Nullable String> all() {
            return java.util.Arrays.asList(mast, power, ports, contact);
        }
    }

    AccessPoint with(Life next) {
        return new AccessPoint(id, version, name, site, method, group, chosen, leftOff, own, expected, notes, next);
    }
}
