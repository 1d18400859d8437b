package io.langsong.incident;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import java.util.ArrayList;
import java.util.List;

/**
 * Two villages. In the first stands the switch {@code core}, everything else is behind it: {@code ap-0} to {@code ap-N}, by
 * turns in the first and the second village. Wi-Fi of village 1 needs {@code ap-0}; the office line ends at {@code router},
 * which is not behind the switch.
 */
final class Commune {
    private Commune() {}

    static InventorySnapshot with(int accessPoints) {
        return with(accessPoints, "Bộ chuyển mạch trung tâm");
    }

    static InventorySnapshot with(int accessPoints, String coreName) {
        List<Village> villages = List.of(
                new Village(new VillageId("man"), "Thôn Đồng Mận", 1, 1000, null, null),
                new Village(new VillageId("dao"), "Thôn Đào", 2, 234, null, null));
        List<Site> sites = List.of(
                new Site(
                        new SiteId("man-nvh"),
                        new VillageId("man"),
                        "Nhà văn hóa thôn Đồng Mận",
                        Site.Kind.CULTURE_HOUSE,
                        null,
                        null,
                        null),
                new Site(
                        new SiteId("dao-nvh"),
                        new VillageId("dao"),
                        "Nhà văn hóa thôn Đào",
                        Site.Kind.CULTURE_HOUSE,
                        null,
                        null,
                        null));
        List<Device> devices = new ArrayList<>();
        devices.add(device("core", coreName, "man-nvh", List.of()));
        devices.add(device("router", "Bộ định tuyến trụ sở", "man-nvh", List.of()));
        for (int number = 0; number < accessPoints; number++) {
            devices.add(device(
                    "ap-" + number,
                    "Điểm phát %03d".formatted(number),
                    number % 2 == 0 ? "man-nvh" : "dao-nvh",
                    List.of(new DeviceId("core"))));
        }
        List<Link> links = List.of(new Link(
                new LinkId("office-line"),
                "Đường truyền trụ sở",
                new Link.End(new DeviceId("router"), "wan"),
                null,
                null,
                null,
                null,
                null));
        List<Service> services = List.of(
                new Service(
                        new ServiceId("wifi-man"),
                        "Wi-Fi công cộng Nhà văn hóa thôn Đồng Mận",
                        new SiteId("man-nvh"),
                        Service.Kind.PUBLIC_WIFI,
                        List.of(new DeviceId("ap-0")),
                        1,
                        null),
                new Service(
                        new ServiceId("office"),
                        "Đường truyền cơ quan",
                        new SiteId("man-nvh"),
                        Service.Kind.OFFICE_LINE,
                        List.of(),
                        0,
                        new LinkId("office-line")));
        return new InventorySnapshot(villages, List.of(), sites, devices, links, services);
    }

    private static Device device(String id, String name, String site, List<DeviceId> uplinks) {
        return new Device(
                new DeviceId(id),
                name,
                new SiteId(site),
                Device.Kind.OTHER,
                "127.20.0.1",
                1161,
                null,
                null,
                Device.Reachability.NONE,
                uplinks,
                null,
                true,
                null);
    }
}
