package io.langsong.simulator;

import java.net.Inet4Address;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plan of an invented commune: what stands where, behind what, and how it is read. Nothing in it is a real place, and
 * its villages are named "Thôn mẫu" (sample village) to say so. The same number of villages and the same seed give the
 * same commune. Immutable; any thread.
 *
 * @param devices parents before children: the first is the core, which has no uplink
 */
public record Commune(
        List<Village> villages,
        List<PowerArea> powerAreas,
        List<Site> sites,
        List<Device> devices,
        List<Link> links,
        List<Service> services) {
    /** The device whose ports lead to the villages and to the provider. */
    public static final String CORE = "xa-core";

    public Commune {
        villages = List.copyOf(villages);
        powerAreas = List.copyOf(powerAreas);
        sites = List.copyOf(sites);
        devices = List.copyOf(devices);
        links = List.copyOf(links);
        services = List.copyOf(services);
    }

    /**
     * @param villages 1 to 2000; 36 give about 170 devices
     * @param first the address from which addresses are given out: village n has those of the block {@code first + 256 n},
     *     the offices of the centre those of {@code first}
     * @param port UDP port of every agent, 1 to 65535
     */
    public static Commune of(int villages, Inet4Address first, int port, long seed) {
        return new CommunePlan(villages, first, port, seed).draw();
    }

    public Map<String, Device> devicesById() {
        return devices.stream().collect(Collectors.toMap(Device::id, Function.identity()));
    }

    /**
     * @param position place in the order of villages, from 1
     * @param people served, invented
     */
    public record Village(String id, String name, int position, int people) {}

    /** Sites fed by the same distribution line. */
    public record PowerArea(String id, String name) {}

    /** @param backup a UPS holds the devices of this site for a while when the mains fail */
    public record Site(String id, String village, String name, SiteKind kind, String powerArea, boolean backup) {}

    public enum SiteKind {
        CULTURE_HOUSE,
        SCHOOL,
        CLINIC,
        PEOPLES_COMMITTEE,
        SERVICE_CENTRE;

        /** As written in inventory files: {@code culture-house}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param id stable and speaking: {@code thon-mau-07-ap2}
     * @param uplink the device it is reached through; null for the core
     * @param uplinkPort name of the port of {@code uplink} it hangs on; null for the core
     * @param address in dotted form, of 127.0.0.0/8
     */
    public record Device(
            String id,
            String name,
            DeviceKind kind,
            Make make,
            String model,
            String site,
            String village,
            String powerArea,
            @Nullable String uplink,
            @Nullable String uplinkPort,
            String address,
            int port,
            Access access) {}

    public enum DeviceKind {
        ACCESS_POINT,
        ROUTER,
        SWITCH,
        UPS;

        /** As written in inventory files: {@code access-point}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public enum Make {
        OPENWRT,
        MIKROTIK,
        UNIFI,
        UPS
    }

    /**
     * How an agent lets itself be read. The keys open nothing but this simulation; they are masked in {@code toString}
     * all the same, so that nobody learns to log them.
     *
     * @param version {@code 1}, {@code 2c} (which also answers version 1) or {@code 3}
     * @param authProtocol {@code MD5 SHA SHA224 SHA256 SHA384 SHA512}
     * @param privProtocol {@code AES128}
     */
    public record Access(
            String version,
            @Nullable String community,
            @Nullable String user,
            @Nullable String authProtocol,
            @Nullable String authKey,
            @Nullable String privProtocol,
            @Nullable String privKey) {
        static Access community(String version, String community) {
            return new Access(version, community, null, null, null, null, null);
        }

        static Access user(String user, String authProtocol, String authKey, String privProtocol, String privKey) {
            return new Access("3", null, user, authProtocol, authKey, privProtocol, privKey);
        }

        @Override
        public String toString() {
            return user == null ? "Access[" + version + ", ***]" : "Access[3, " + user + ", ***]";
        }
    }

    /**
     * A line whose state matters by itself. The near end is always a port of the core.
     *
     * @param far the device at the other end, null where that is the provider
     * @param farPort its port
     * @param committedBps rate promised, bit/s
     */
    public record Link(
            String id,
            String name,
            String near,
            String nearPort,
            @Nullable String far,
            @Nullable String farPort,
            @Nullable String provider,
            long committedBps) {}

    /**
     * @param members access points of a public Wi-Fi, empty for an office line
     * @param required how many members must serve
     * @param link the line of an office, null for Wi-Fi
     */
    public record Service(
            String id,
            String name,
            String site,
            List<String> members,
            int required,
            @Nullable String link) {
        public Service {
            members = List.copyOf(members);
        }
    }
}
