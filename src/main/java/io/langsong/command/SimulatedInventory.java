package io.langsong.command;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.PowerArea;
import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.simulator.Commune;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an admin would have entered of a simulated commune. */
public final class SimulatedInventory {
    private SimulatedInventory() {}

    public static InventorySnapshot of(Commune commune) {
        return new InventorySnapshot(
                commune.villages().stream()
                        .map(one -> new Village(
                                new VillageId(one.id()), one.name(), one.position(), one.people(), null, null))
                        .toList(),
                commune.powerAreas().stream()
                        .map(one -> new PowerArea(new PowerAreaId(one.id()), one.name()))
                        .toList(),
                commune.sites().stream().map(SimulatedInventory::site).toList(),
                commune.devices().stream().map(SimulatedInventory::device).toList(),
                commune.links().stream().map(SimulatedInventory::link).toList(),
                commune.services().stream().map(SimulatedInventory::service).toList());
    }

    private static Site site(Commune.Site one) {
        return new Site(
                new SiteId(one.id()),
                new VillageId(one.village()),
                one.name(),
                Site.Kind.valueOf(one.kind().name()),
                new PowerAreaId(one.powerArea()),
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
                true);
    }

    private static Link link(Commune.Link one) {
        return new Link(
                new LinkId(one.id()),
                one.name(),
                new Link.End(new DeviceId(one.near()), one.nearPort()),
                end(one.far(), one.farPort()),
                one.provider(),
                one.committedBps());
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
