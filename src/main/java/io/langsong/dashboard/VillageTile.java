package io.langsong.dashboard;

import io.langsong.inventory.Device;
import io.langsong.inventory.Service;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One village of the matrix.
 *
 * @param empty nothing is installed there yet
 * @param serving access points that serve, of {@code accessPoints}
 * @param outToday for how long the service of it that was out longest has been out since midnight
 */
record VillageTile(
        String id,
        String name,
        int position,
        String state,
        boolean empty,
        long serving,
        long accessPoints,
        Duration outToday) {

    /** @param today outages that touch the time from {@code midnight} on, of all objects */
    static List<VillageTile> all(Look look, List<Outage> today, Instant midnight) {
        Map<ObjectRef, Duration> out = today.stream()
                .collect(Collectors.toMap(
                        Outage::object,
                        outage -> Duration.between(
                                later(outage.from().best(), midnight),
                                outage.to() == null ? look.at() : outage.to().best()),
                        Duration::plus));
        Map<VillageId, List<Site>> sites =
                look.inventory().sites().stream().collect(Collectors.groupingBy(Site::village));
        Map<SiteId, List<Service>> services =
                look.inventory().services().stream().collect(Collectors.groupingBy(Service::site));
        return look.inventory().villages().stream()
                .map(village -> {
                    List<Site> own = sites.getOrDefault(village.id(), List.of());
                    List<Service> offered = own.stream()
                            .flatMap(site -> services.getOrDefault(site.id(), List.of()).stream())
                            .toList();
                    return of(look, village, own, offered, outOf(offered, out));
                })
                .toList();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration outOf(List<Service> services, Map<ObjectRef, Duration> out) {
        return services.stream()
                .map(service -> out.getOrDefault(ObjectRef.of(service.id()), Duration.ZERO))
                .max(Comparator.naturalOrder())
                .filter(longest -> !longest.isNegative())
                .orElse(Duration.ZERO);
    }

    static VillageTile of(Look look, Village village, Duration outToday) {
        List<Site> sites = sitesOf(look, village);
        return of(look, village, sites, servicesAt(look, sites), outToday);
    }

    private static VillageTile of(
            Look look, Village village, List<Site> sites, List<Service> services, Duration outToday) {
        List<Device> devices = watchedAt(look, sites);
        List<Device> accessPoints = devices.stream()
                .filter(device -> device.kind() == Device.Kind.ACCESS_POINT)
                .toList();
        return new VillageTile(
                village.id().value(),
                village.name(),
                village.position(),
                Refs.code(condition(look, services, devices)),
                devices.isEmpty(),
                accessPoints.stream()
                        .filter(device -> Look.serves(look.of(device).condition()))
                        .count(),
                accessPoints.size(),
                outToday);
    }

    static List<Site> sitesOf(Look look, Village village) {
        return look.inventory().sites().stream()
                .filter(site -> site.village().equals(village.id()))
                .toList();
    }

    /** The code of what people have of one site. */
    static String stateOf(Look look, Site site) {
        return Refs.code(condition(look, servicesAt(look, List.of(site)), watchedAt(look, List.of(site))));
    }

    private static List<Service> servicesAt(Look look, List<Site> sites) {
        Set<SiteId> ids = sites.stream().map(Site::id).collect(Collectors.toSet());
        return look.inventory().services().stream()
                .filter(service -> ids.contains(service.site()))
                .toList();
    }

    private static List<Device> watchedAt(Look look, List<Site> sites) {
        return sites.stream()
                .flatMap(site -> look.inventory().devicesAt(site.id()).stream())
                .filter(device -> device.enabled() && device.isWatched())
                .toList();
    }

    /** What its people have of it: its services where it has some, its devices else. */
    private static Condition condition(Look look, List<Service> services, List<Device> devices) {
        Set<Condition> ofDevices = EnumSet.noneOf(Condition.class);
        devices.forEach(device -> ofDevices.add(look.of(device).condition()));
        Set<Condition> ofServices = EnumSet.noneOf(Condition.class);
        services.forEach(
                service -> ofServices.add(look.of(ObjectRef.of(service.id())).condition()));
        Condition whole = worstOf(ofServices.isEmpty() ? ofDevices : ofServices);
        if (whole == Condition.UNREACHABLE && ofDevices.contains(Condition.DOWN)) {
            // Its people are cut off by a device of its own, though the services hide behind that.
            return Condition.DOWN;
        }
        boolean partOut = ofDevices.contains(Condition.DOWN) || ofDevices.contains(Condition.UNREACHABLE);
        return whole == Condition.UP && partOut ? Condition.DEGRADED : whole;
    }

    /** All out: out. Some out: degraded. Nothing seen: unknown. */
    private static Condition worstOf(Set<Condition> conditions) {
        Set<Condition> known = EnumSet.copyOf(conditions.isEmpty() ? Set.of(Condition.UNKNOWN) : conditions);
        known.remove(Condition.UNKNOWN);
        if (known.isEmpty()) {
            return Condition.UNKNOWN;
        }
        boolean some = known.contains(Condition.UP) || known.contains(Condition.DEGRADED);
        boolean out = known.contains(Condition.DOWN) || known.contains(Condition.UNREACHABLE);
        if (some && out) {
            return Condition.DEGRADED;
        }
        if (out) {
            return known.contains(Condition.DOWN) ? Condition.DOWN : Condition.UNREACHABLE;
        }
        return known.contains(Condition.DEGRADED) ? Condition.DEGRADED : Condition.UP;
    }
}
