package io.langsong.inventory;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A managed box at a site.
 *
 * @param address host name or IP address as entered; host names are looked up when the device is asked
 * @param port UDP port of its SNMP agent, 1 to 65535
 * @param snmp how it may be read; null for a device that is only placed, not asked
 * @param profile name of a profile given by hand, null to have it recognised
 * @param uplinks devices it is reached through; with more than one, any of them that works is enough
 * @param interval between polls, null for the default; 1 second to 1 hour
 * @param enabled false: kept, but not asked and not judged
 */
public record Device(
        DeviceId id,
        String name,
        SiteId site,
        Kind kind,
        String address,
        int port,
        @Nullable SnmpAccess snmp,
        @Nullable String profile,
        Reachability reachability,
        List<DeviceId> uplinks,
        @Nullable Duration interval,
        boolean enabled) {
    public Device {
        name = Texts.required("Device " + id + ": name", name, 160);
        HostAddress.check("Device " + id + ": address", address);
        uplinks = List.copyOf(uplinks);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("Device %s: port %d is not 1 to 65535".formatted(id, port));
        }
        if (uplinks.contains(id)) {
            throw new IllegalArgumentException("Device " + id + ": it can not be its own uplink");
        }
        if (interval != null && (interval.toMillis() < 1000 || interval.toHours() > 1)) {
            throw new IllegalArgumentException(
                    "Device %s: interval %s is not 1 second to 1 hour".formatted(id, interval));
        }
    }

    public enum Kind {
        ACCESS_POINT,
        ROUTER,
        SWITCH,
        ONT,
        BRIDGE,
        UPS,
        SERVER,
        OTHER;

        /** As written in files and JSON: {@code access-point}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What, beside SNMP, counts as an answer. With {@code NONE} SNMP alone decides. */
    public enum Reachability {
        ICMP,
        TCP,
        NONE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
