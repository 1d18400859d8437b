package io.langsong.command;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.PowerArea;
import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.Provider;
import io.langsong.inventory.ProviderId;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.simulator.Commune;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an admin would have entered of a simulated commune. */
public final class SimulatedInventory {
    private SimulatedInventory() {}

    public static InventorySnapshot of(Commune commune) {
        Map<String, Provider> providers = new LinkedHashMap<>();
        commune.links().stream()
                .map(Commune.Link::provider)
                .filter(Objects::nonNull)
                .forEach(name -> providers.computeIfAbsent(
                        name,
                        one -> new Provider(
                                new ProviderId("nha-mang-mau-" + (providers.size() + 1)), one, null, null)));
        List<InventoryObject> objects = new ArrayList<>(providers.values());
        commune.villages()
                .forEach(one -> objects.add(
                        new Village(new VillageId(one.id()), one.name(), one.position(), one.people(), null, null)));
        commune.powerAreas().forEach(one -> objects.add(new PowerArea(new PowerAreaId(one.id()), one.name())));
        commune.sites().forEach(one -> objects.add(site(one)));
        commune.devices().forEach(one -> objects.add(device(one)));
        commune.links().forEach(one -> objects.add(link(one, providers.get(one.provider()))));
        commune.services().forEach(one -> objects.add(service(one)));
        return InventorySnapshot.of(objects);
    }

    private static Site site(Commune.Site one) {
        return new Site(
                new SiteId(one.id()),
                new VillageId(one.village()),
                one.name(),
                Site.Kind.valueOf(one.kind().name()),
                new PowerAreaId(one.powerArea()),
                null,
                null);
    }

    private static Device device(Commune.Device one) {
        Commune.Access access = one.access();
        String uplink = one.uplink();
        return new Device(
                new DeviceId(one.id()),
                one.name(),
                new SiteId(one.site()),
                Device.Kind.valueOf(one.kind().name().toUpperCase(Locale.ROOT)),
                one.address(),
                one.port(),
                new SnmpAccess(
                        access.version(),
                        access.community(),
                        access.user(),
                        access.authProtocol(),
                        access.authKey(),
                        access.privProtocol(),
                        access.privKey(),
                        null),
                null,
                Device.Reachability.NONE,
                uplink == null ? List.of() : List.of(new DeviceId(uplink)),
                null,
                true,
                null);
    }

    private static Link link(Commune.Link one, @Nullable Provider provider) {
        return new Link(
                new LinkId(one.id()),
                one.name(),
                new Link.End(new DeviceId(one.near()), one.nearPort()),
                end(one.far(), one.farPort()),
                provider == null ? null : provider.id(),
                null,
                one.committedBps(),
                null);
    }

    private static Link.@Nullable End end(@Nullable String device, @Nullable String port) {
        return device == null || port == null ? null : new Link.End(new DeviceId(device), port);
    }

    private static Service service(Commune.Service one) {
        String link = one.link();
        return new Service(
                new ServiceId(one.id()),
                one.name(),
                new SiteId(one.site()),
                link == null ? Service.Kind.PUBLIC_WIFI : Service.Kind.OFFICE_LINE,
                one.members().stream().map(DeviceId::new).toList(),
                one.required(),
                link == null ? null : new LinkId(link));
    }
}
