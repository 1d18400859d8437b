package io.langsong.simulator;

import io.langsong.simulator.Commune.Access;
import io.langsong.simulator.Commune.Device;
import io.langsong.simulator.Commune.DeviceKind;
import io.langsong.simulator.Commune.Link;
import io.langsong.simulator.Commune.Make;
import io.langsong.simulator.Commune.PowerArea;
import io.langsong.simulator.Commune.Service;
import io.langsong.simulator.Commune.Site;
import io.langsong.simulator.Commune.SiteKind;
import io.langsong.simulator.Commune.Village;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Draws the plan of a commune. Used once and thrown away. */
final class CommunePlan {
    static final String COMMUNITY = "thon-mau";
    private static final Access V2C = Access.community("2c", COMMUNITY);
    private static final Access V1 = Access.community("1", COMMUNITY);
    private static final Access V3_SHA256 =
            Access.user("langsong", "SHA256", "khoa-xac-thuc-mau", "AES128", "khoa-ma-hoa-mau");
    private static final Access V3_SHA =
            Access.user("ky-thuat", "SHA", "khoa-ky-thuat-mau", "AES128", "ma-hoa-ky-thuat");

    private static final int VILLAGES_PER_POWER_AREA = 3;
    private static final String CENTRE_AREA = "dien-trung-tam";

    private final int count;
    private final int firstAddress;
    private final int port;
    private final Random random;
    private final List<Village> villages = new ArrayList<>();
    private final List<PowerArea> areas = new ArrayList<>();
    private final List<Site> sites = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final Map<String, Integer> nextPort = new HashMap<>();

    CommunePlan(int villages, Inet4Address first, int port, long seed) {
        if (villages < 1 || villages > 2000) {
            throw new IllegalArgumentException("A commune has 1 to 2000 villages, not " + villages);
        }
        this.count = villages;
        this.firstAddress = ByteBuffer.wrap(first.getAddress()).getInt();
        this.port = port;
        this.random = new Random(seed);
        address(villages, 255);
    }

    Commune draw() {
        for (int village = 1; village <= count; village++) {
            villages.add(new Village(
                    villageId(village), "Thôn mẫu %02d".formatted(village), village, 120 + random.nextInt(380)));
        }
        areas.add(new PowerArea(CENTRE_AREA, "Khu điện trung tâm"));
        for (int area = 1; area <= areaOf(count); area++) {
            areas.add(new PowerArea(areaId(area), "Khu điện mẫu %02d".formatted(area)));
        }
        centre();
        office(1, "ubnd", "Trụ sở UBND xã", SiteKind.PEOPLES_COMMITTEE, CENTRE_AREA, 16);
        office(1, "hcc", "Trung tâm Phục vụ hành chính công", SiteKind.SERVICE_CENTRE, CENTRE_AREA, 32);
        office(1, "tram-y-te", "Trạm y tế", SiteKind.CLINIC, areaId(1), 48);
        int school = Math.min(2 * VILLAGES_PER_POWER_AREA, count);
        office(school, "truong-hoc", "Trường học", SiteKind.SCHOOL, areaId(areaOf(school)), 64);
        for (int village = 1; village <= count; village++) {
            village(village);
        }
        return new Commune(villages, areas, sites, devices, links, services);
    }

    private void centre() {
        sites.add(new Site("xa", villageId(1), "Tủ mạng trung tâm xã", SiteKind.PEOPLES_COMMITTEE, CENTRE_AREA, true));
        add(Commune.CORE, "Switch trung tâm", DeviceKind.SWITCH, Make.MIKROTIK, "CRS354-48G", "xa", null, 0, 1, V2C);
        links.add(new Link(
                "xa-internet",
                "Đường truyền Internet của xã",
                Commune.CORE,
                Hardware.PROVIDER_PORT,
                null,
                null,
                "Nhà mạng mẫu",
                1_000_000_000L));
        add(
                "xa-ups",
                "Bộ lưu điện (UPS) trung tâm",
                DeviceKind.UPS,
                Make.UPS,
                "UPS 3 kVA",
                "xa",
                Commune.CORE,
                0,
                5,
                V2C);
    }

    private void office(int village, String id, String name, SiteKind kind, String area, int host) {
        sites.add(new Site(id, villageId(village), name, kind, area, true));
        boolean school = kind == SiteKind.SCHOOL;
        String router = id + "-router";
        String trunk = id + "-switch";
        add(
                router,
                "Bộ định tuyến " + name,
                DeviceKind.ROUTER,
                Make.MIKROTIK,
                "RB760iGS",
                id,
                Commune.CORE,
                0,
                host,
                V3_SHA256);
        line(id + "-line", "Đường truyền " + name, router, 200_000_000L);
        add(trunk, "Switch " + name, DeviceKind.SWITCH, Make.UNIFI, "USW-16-PoE", id, router, 0, host + 1, V2C);
        add(
                id + "-ups",
                "Bộ lưu điện (UPS) " + name,
                DeviceKind.UPS,
                Make.UPS,
                "UPS 1 kVA",
                id,
                trunk,
                0,
                host + 2,
                school ? V1 : V2C);
        List<String> members = new ArrayList<>();
        for (int ap = 1; ap <= 2; ap++) {
            String member = id + "-ap" + ap;
            Make make = ap == 1 ? Make.UNIFI : Make.OPENWRT;
            add(
                    member,
                    "Điểm truy cập %d, %s".formatted(ap, name),
                    DeviceKind.ACCESS_POINT,
                    make,
                    apModel(make),
                    id,
                    trunk,
                    0,
                    host + 2 + ap,
                    V2C);
            members.add(member);
        }
        services.add(new Service(id + "-wifi", "Wi-Fi công cộng " + name, id, members, 1, null));
        services.add(new Service(id + "-duong-truyen", "Đường truyền " + name, id, List.of(), 0, id + "-line"));
    }

    private void village(int number) {
        String village = villageId(number);
        String name = villages.get(number - 1).name();
        String site = village + "-nvh";
        sites.add(
                new Site(site, village, "Nhà văn hóa " + name, SiteKind.CULTURE_HOUSE, areaId(areaOf(number)), false));
        String router = village + "-router";
        Access access = number % 4 == 0 ? V3_SHA256 : V2C;
        add(
                router,
                "Bộ định tuyến " + name,
                DeviceKind.ROUTER,
                Make.MIKROTIK,
                "RB750Gr3",
                site,
                Commune.CORE,
                number,
                1,
                access);
        line(village + "-line", "Đường về " + name, router, 100_000_000L);
        boolean three = number % 2 == 1;
        String parent = router;
        if (three) {
            parent = village + "-switch";
            add(
                    parent,
                    "Switch " + name,
                    DeviceKind.SWITCH,
                    Make.UNIFI,
                    "USW-Lite-8-PoE",
                    site,
                    router,
                    number,
                    2,
                    V2C);
        }
        List<String> members = new ArrayList<>();
        Make[] makes = {Make.OPENWRT, Make.MIKROTIK, Make.UNIFI};
        for (int ap = 1; ap <= (three ? 3 : 2); ap++) {
            String member = village + "-ap" + ap;
            Make make = makes[(number + ap) % makes.length];
            Access how = number % 6 == 3 && ap == 1 ? V3_SHA : V2C;
            add(
                    member,
                    "Điểm truy cập %d, %s".formatted(ap, name),
                    DeviceKind.ACCESS_POINT,
                    make,
                    apModel(make),
                    site,
                    parent,
                    number,
                    10 + ap,
                    how);
            members.add(member);
        }
        services.add(new Service(site + "-wifi", "Wi-Fi công cộng " + name, site, members, 1, null));
    }

    private String apModel(Make make) {
        boolean first = random.nextBoolean();
        switch (make) {
            case OPENWRT -> {
                return first ? "TP-Link Archer C7 v5" : "GL.iNet GL-B1300";
            }
            case MIKROTIK -> {
                return first ? "RBD52G-5HacD2HnD" : "RBcAPGi-5acD2nD";
            }
            default -> {
                return first ? "UAP-AC-Lite" : "U6-Lite";
            }
        }
    }

    private void add(
            String id,
            String name,
            DeviceKind kind,
            Make make,
            String model,
            String site,
            @Nullable String uplink,
            int block,
            int host,
            Access access) {
        Site place = sites.get(sites.size() - 1);
        String uplinkPort = null;
        if (uplink != null) {
            int slot = nextPort.merge(uplink, 1, Integer::sum);
            uplinkPort = uplink.equals(Commune.CORE) ? "ether" + slot : Hardware.childPort(makeOf(uplink), slot);
        }
        devices.add(new Device(
                id,
                name,
                kind,
                make,
                model,
                site,
                place.village(),
                place.powerArea(),
                uplink,
                uplinkPort,
                address(block, host),
                port,
                access));
    }

    private void line(String id, String name, String router, long committedBps) {
        Device far = devices.get(devices.size() - 1);
        if (!far.id().equals(router) || far.uplinkPort() == null) {
            throw new IllegalStateException("A line is drawn right after its router: " + router);
        }
        links.add(new Link(id, name, Commune.CORE, far.uplinkPort(), router, "ether1", null, committedBps));
    }

    private Make makeOf(String device) {
        return devices.stream()
                .filter(each -> each.id().equals(device))
                .findFirst()
                .orElseThrow()
                .make();
    }

    private String address(int block, int host) {
        int value = firstAddress + block * 256 + host;
        if ((value >>> 24) != 127 || (firstAddress >>> 24) != 127) {
            throw new IllegalArgumentException(
                    "%d villages from address %s on leave 127.0.0.0/8; begin at a lower address"
                            .formatted(count, dotted(firstAddress)));
        }
        return dotted(value);
    }

    private static String dotted(int value) {
        return "%d.%d.%d.%d".formatted(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
    }

    private static String villageId(int village) {
        return "thon-mau-%02d".formatted(village);
    }

    private static int areaOf(int village) {
        return (village + VILLAGES_PER_POWER_AREA - 1) / VILLAGES_PER_POWER_AREA;
    }

    private static String areaId(int area) {
        return "dien-thon-%02d".formatted(area);
    }
}
