package io.langsong.inventory;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A managed box at a site.
 *
 * @param address host name in lower case, or IP address in its canonical form (RFC 5952); host names are looked up when the device is asked
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
        boolean enabled,
        @Nullable String notes)
        implements InventoryObject {
    private static final int MOST_UPLINKS = 8;
    private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");

    public Device {
        name = Texts.required(id, "name", name, 160);
        notes = Texts.note(id, "notes", notes);
        address = HostAddress.canonical(id, "address", address);
        uplinks = List.copyOf(uplinks);
        if (port < 1 || port > 65535) {
            throw InventoryRefused.invalid(id, "port", Integer.toString(port), Fault.NOT_A_PORT);
        }
        if (profile != null && !PROFILE.matcher(profile).matches()) {
            throw InventoryRefused.invalid(id, "profile", profile, Fault.NOT_A_PROFILE_NAME);
        }
        checkUplinks(id, uplinks);
        checkInterval(id, interval);
        if (reachability == Reachability.AGENT && snmp != null) {
            throw InventoryRefused.invalid(id, "reachability", reachability.code(), Fault.AGENT_BESIDE_SNMP);
        }
    }

    /** The same device in another place of the network. */
    public Device at(String otherAddress, int otherPort) {
        return new Device(
                id,
                name,
                site,
                kind,
                otherAddress,
                otherPort,
                snmp,
                profile,
                reachability,
                uplinks,
                interval,
                enabled,
                notes);
    }

    /** The same device reached through others. */
    public Device behind(List<DeviceId> otherUplinks) {
        return new Device(
                id,
                name,
                site,
                kind,
                address,
                port,
                snmp,
                profile,
                reachability,
                otherUplinks,
                interval,
                enabled,
                notes);
    }

    /** Whether somebody finds out how it is: it is read over SNMP, or its agent reports. One that is only placed is not judged. */
    public boolean isWatched() {
        return snmp != null || reachability == Reachability.AGENT;
    }

    private static void checkUplinks(DeviceId id, List<DeviceId> uplinks) {
        if (uplinks.contains(id)) {
            throw InventoryRefused.invalid(id, "uplinks", id.value(), Fault.OWN_UPLINK);
        }
        if (uplinks.size() > MOST_UPLINKS || Set.copyOf(uplinks).size() != uplinks.size()) {
            throw InventoryRefused.invalid(id, "uplinks", uplinks.toString(), Fault.TOO_MANY_UPLINKS, MOST_UPLINKS);
        }
    }

    private static void checkInterval(DeviceId id, @Nullable Duration interval) {
        if (interval != null
                && (interval.compareTo(Duration.ofSeconds(1)) < 0
                        || interval.compareTo(Duration.ofHours(1)) > 0
                        || interval.getNano() % 1_000_000 != 0)) {
            throw InventoryRefused.invalid(id, "interval", interval.toString(), Fault.IMPOSSIBLE_INTERVAL);
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
        NONE,
        /** The reports of its own agent, of a device that is not read over SNMP; its interval is that of the reports. */
        AGENT;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
