package io.langsong.dashboard;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditTrail;
import io.langsong.agent.AgentBoxes;
import io.langsong.event.DeviceMessage;
import io.langsong.event.EngineFault;
import io.langsong.event.EngineFaults;
import io.langsong.event.Messages;
import io.langsong.event.Severity;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Position;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.Sample;
import io.langsong.metric.SamplesInMemory;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.SeriesQuery;
import io.langsong.metric.SeriesRanking;
import io.langsong.notification.Posted;
import io.langsong.outage.Bound;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outages.Stretch;
import io.langsong.polling.Poller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Invented villages in five moods, for looking at the pages and for their tests. */
class Invented extends Sources {
    enum Mood {
        MIXED,
        CALM,
        NOTHING,
        ALL_DOWN,
        STALE
    }

    /** A port that carries next to nothing. */
    private static final String QUIET = "1";

    private static final String[] NAMES = {
        "Thôn Man",
        "Thôn Đòn",
        "Thôn Tráng",
        "Thôn Cốc",
        "Phố 1",
        "Phố 2",
        "Thôn Vèn",
        "Thôn Nghìa",
        "Thôn Kim Mẫm",
        "Thôn Chiềng Lẫm",
        "Thôn Trung Tâm Phục vụ Bá Thước",
        "Thôn Đắm"
    };

    private final Messages messages;
    private final EngineFaults faults;
    private final Clock clock;
    private volatile Mood mood = Mood.MIXED;
    private final InventorySnapshot inventory;

    Invented(Clock clock) {
        this(null, null, clock);
    }

    Invented(Messages messages, EngineFaults faults, Clock clock) {
        super(
                null, null, null, null, null, null, null, null, null, null, messages, faults, null, null, null, null,
                null, clock);
        this.messages = messages;
        this.faults = faults;
        this.clock = clock;
        this.inventory = commune();
    }

    /** The server asks all of them itself. */
    @Override
    Optional<AskedBy> askedBy(Device device) {
        return Optional.empty();
    }

    @Override
    Optional<AgentBoxes.Said> saidByAgent(DeviceId device) {
        return Optional.empty();
    }

    /** Somebody works on every other outage. */
    @Override
    Map<Long, Handling> handlings(Collection<Long> outages) {
        Map<Long, Handling> handlings = new HashMap<>();
        outages.forEach(id -> handlings.put(
                id,
                new Handling(
                        "2026-%04d".formatted(id % 10_000),
                        id % 2 == 0 ? "open" : "acknowledged",
                        id % 2 == 0 ? "" : "Hà Văn Thắng")));
        return handlings;
    }

    void set(Mood mood) {
        this.mood = mood;
    }

    private static InventorySnapshot commune() {
        List<Village> villages = new ArrayList<>();
        List<Site> sites = new ArrayList<>();
        List<Device> devices = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        for (int i = 1; i <= 36; i++) {
            String name = i <= NAMES.length ? NAMES[i - 1] : "Thôn Ẫm Ặp " + i;
            VillageId village = new VillageId("v" + i);
            // Two of them were never measured.
            Position at = i == 9 || i == 36
                    ? null
                    : new Position(20.30 + (i - 1) / 6 * 0.011 + i * 7 % 5 * 0.001, 105.20 + (i - 1) % 6 * 0.014);
            villages.add(new Village(village, name, i, 210 + i * 37 % 400, null, at));
            if (i == 36) {
                continue;
            }
            SiteId site = new SiteId("v" + i + "-nvh");
            String siteName = i == 11 ? "Trung tâm Phục vụ hành chính công xã Bá Thước" : "Nhà văn hóa thôn";
            sites.add(new Site(site, village, siteName, Site.Kind.CULTURE_HOUSE, null, null, null));
            devices.add(device(
                    "v" + i + "-r",
                    "Bộ định tuyến " + name,
                    site,
                    Device.Kind.ROUTER,
                    i % 6 == 1 ? List.of() : List.of("v" + (i - (i - 1) % 6) + "-r")));
            List<DeviceId> members = new ArrayList<>();
            for (int n = 1; n <= 2 + i % 2; n++) {
                devices.add(device(
                        "v" + i + "-ap" + n,
                        "AP " + n + " " + name,
                        site,
                        Device.Kind.ACCESS_POINT,
                        List.of("v" + i + "-r")));
                members.add(new DeviceId("v" + i + "-ap" + n));
            }
            services.add(new Service(
                    new ServiceId("v" + i + "-wifi"),
                    "Wi-Fi công cộng " + name,
                    site,
                    Service.Kind.PUBLIC_WIFI,
                    members,
                    1,
                    null));
        }
        return new InventorySnapshot(villages, List.of(), sites, devices, List.of(), services);
    }

    private static Device device(String id, String name, SiteId site, Device.Kind kind, List<String> uplinks) {
        return new Device(
                new DeviceId(id),
                name,
                site,
                kind,
                "10.4.0.1",
                161,
                SnmpAccess.community("2c", "hidden-secret"),
                null,
                Device.Reachability.NONE,
                uplinks.stream().map(DeviceId::new).toList(),
                null,
                true,
                null);
    }

    @Override
    Look look() {
        Instant now = clock.instant();
        Mood felt = mood;
        InventorySnapshot shown = felt == Mood.NOTHING ? InventorySnapshot.EMPTY : inventory;
        List<Outage> open = open(felt, shown, now);
        Map<ObjectRef, Conditions.State> states = new HashMap<>();
        for (Outage outage : open) {
            states.put(
                    outage.object(),
                    new Conditions.State(
                            outage.object(),
                            outage.condition(),
                            outage.from().best(),
                            outage.from().earliest(),
                            false,
                            "",
                            outage.condition() == Condition.UNREACHABLE ? outage.root() : null));
        }
        if (felt == Mood.MIXED) {
            weak(states, "v3-ap1", "lossy", now);
            weak(states, "v20-ap2", "credentials", now);
            states.put(ref("v27-ap1"), state(ref("v27-ap1"), Condition.UNKNOWN, null));
            states.put(ref("v27-ap2"), state(ref("v27-ap2"), Condition.UNKNOWN, null));
            states.put(ref("v27-r"), state(ref("v27-r"), Condition.UNKNOWN, null));
            states.put(service("v27-wifi"), state(service("v27-wifi"), Condition.UNKNOWN, null));
            states.put(
                    ref("v5-ap1"),
                    new Conditions.State(
                            ref("v5-ap1"),
                            Condition.UP,
                            now.minusSeconds(90_000),
                            now.minusSeconds(40),
                            true,
                            "",
                            null));
        }
        Instant lastPoll = felt == Mood.NOTHING ? null : now.minusSeconds(felt == Mood.STALE ? 312 : 4);
        return new Look(
                now,
                shown,
                object -> states.getOrDefault(object, state(object, Condition.UP, now.minusSeconds(200_000))),
                open,
                new Poller.Counts(shown.devices().size(), 900, 890, 10, 0, 0, lastPoll, 12));
    }

    private static void weak(Map<ObjectRef, Conditions.State> states, String id, String fault, Instant now) {
        states.put(
                ref(id),
                new Conditions.State(
                        ref(id), Condition.DEGRADED, now.minusSeconds(2400), now.minusSeconds(5), false, fault, null));
    }

    private static Conditions.State state(ObjectRef object, Condition condition, Instant since) {
        return new Conditions.State(object, condition, since, since, false, "", null);
    }

    private static List<Outage> open(Mood mood, InventorySnapshot shown, Instant now) {
        List<Outage> open = new ArrayList<>();
        if (mood == Mood.ALL_DOWN) {
            shown.devices().forEach(device -> {
                boolean core = device.uplinks().isEmpty();
                ObjectRef root =
                        core ? ref(device.id().value()) : ref(coreOf(device.id().value()));
                add(open, ref(device.id().value()), root, now.minusSeconds(7500));
            });
            shown.services()
                    .forEach(service -> add(
                            open,
                            ObjectRef.of(service.id()),
                            ref(coreOf(service.id().value())),
                            now.minusSeconds(7500)));
        } else if (mood == Mood.MIXED || mood == Mood.STALE) {
            add(open, ref("v7-r"), ref("v7-r"), now.minusSeconds(7500));
            for (int i = 7; i <= 12; i++) {
                for (Device device : shown.devicesAt(new SiteId("v" + i + "-nvh"))) {
                    if (!device.id().value().equals("v7-r")) {
                        add(open, ref(device.id().value()), ref("v7-r"), now.minusSeconds(7480));
                    }
                }
                add(open, service("v" + i + "-wifi"), ref("v7-r"), now.minusSeconds(7480));
            }
            add(open, ref("v2-ap1"), ref("v2-ap1"), now.minusSeconds(700));
            add(open, ref("v31-ap1"), ref("v31-ap1"), now.minusSeconds(180_000));
            add(open, ref("v31-ap2"), ref("v31-ap2"), now.minusSeconds(179_000));
            add(open, ref("v31-ap3"), ref("v31-ap3"), now.minusSeconds(178_000));
            add(open, service("v31-wifi"), service("v31-wifi"), now.minusSeconds(178_000));
        }
        return open;
    }

    private static String coreOf(String id) {
        int village = Integer.parseInt(id.replaceAll("v(\\d+)-.*", "$1"));
        return "v" + (village - (village - 1) % 6) + "-r";
    }

    private static void add(List<Outage> open, ObjectRef object, ObjectRef root, Instant since) {
        boolean own = object.equals(root);
        open.add(new Outage(
                open.size() + 1,
                object,
                own ? Condition.DOWN : Condition.UNREACHABLE,
                root,
                Bound.between(since.minusSeconds(15), since.plusSeconds(15)),
                null,
                own ? Outage.Cause.POWER : Outage.Cause.UPSTREAM,
                Outage.Confidence.CERTAIN,
                own
                        ? List.of(
                                new Evidence("last-good", since.minusSeconds(15), ""),
                                new Evidence("port-change", since, "ge-0/0/1 <script>alert(1)</script>"))
                        : List.of()));
    }

    @Override
    List<Outage> outagesBetween(Instant from, Instant until, ObjectRef object) {
        List<Outage> all = new ArrayList<>(look().open());
        if (mood != Mood.NOTHING) {
            Instant ended = clock.instant().minusSeconds(3000);
            all.add(new Outage(
                    9001,
                    ref("v14-ap1"),
                    Condition.DOWN,
                    ref("v14-ap1"),
                    Bound.exactly(ended.minusSeconds(760)),
                    Bound.exactly(ended),
                    Outage.Cause.LINK,
                    List.of()));
        }
        return all.stream()
                .filter(outage -> object == null || outage.object().equals(object))
                .toList();
    }

    @Override
    Map<ObjectRef, List<Stretch>> timelines(Collection<ObjectRef> objects, Instant from, Instant until) {
        return objects.stream().collect(Collectors.toMap(Function.identity(), one -> timeline(one, from, until)));
    }

    @Override
    List<Stretch> timeline(ObjectRef object, Instant from, Instant until) {
        Condition now = look().of(object).condition();
        Instant change = until.minusSeconds(7500);
        return List.of(
                new Stretch(Condition.UP, from, from.plusSeconds(20_000)),
                new Stretch(Condition.UNKNOWN, from.plusSeconds(20_000), from.plusSeconds(26_000)),
                new Stretch(Condition.UP, from.plusSeconds(26_000), from.plusSeconds(40_000)),
                new Stretch(Condition.DOWN, from.plusSeconds(40_000), from.plusSeconds(43_000)),
                new Stretch(Condition.DEGRADED, from.plusSeconds(43_000), from.plusSeconds(50_000)),
                new Stretch(Condition.UP, from.plusSeconds(50_000), change),
                new Stretch(now, change, until));
    }

    @Override
    List<Posted> messagesAbout(ObjectRef object, Instant since, int limit) {
        Instant at = clock.instant().minusSeconds(7440);
        return mood == Mood.NOTHING
                ? List.of()
                : List.of(new Posted(
                        "outage-1-started",
                        "Mất kết nối: <b>" + object.id() + "</b>",
                        "",
                        Map.of(),
                        io.langsong.notification.Severity.CRITICAL,
                        at,
                        Posted.State.DELIVERED,
                        List.of(new Posted.Delivery(
                                null,
                                "email",
                                "truc@example.vn",
                                Posted.State.DELIVERED,
                                1,
                                null,
                                null,
                                at,
                                at,
                                "server",
                                null,
                                null))));
    }

    @Override
    List<AuditEntry> changesOf(DeviceId device, Instant since, int limit) {
        Instant at = clock.instant().minusSeconds(90_000);
        return mood == Mood.NOTHING
                ? List.of()
                : List.of(
                        new AuditEntry(
                                2,
                                at,
                                "thang.hv",
                                "10.0.0.7",
                                "inventory.device.change",
                                "device:" + device.value(),
                                List.of(
                                        new AuditTrail.Change("kind", "other", "router"),
                                        new AuditTrail.Change("notes", null, "<i>" + "x".repeat(2000))),
                                ""),
                        new AuditEntry(
                                1,
                                at.minusSeconds(60),
                                AuditTrail.SYSTEM,
                                null,
                                "inventory.device.add",
                                "device:" + device.value(),
                                List.of(new AuditTrail.Change("name", null, "AP")),
                                ""));
    }

    @Override
    List<DeviceMessage> saidBy(DeviceId device, Severity atLeast, Instant since, int limit) {
        return messages.find(new Messages.Wish(null, device, null, atLeast, "", since, null), 0, limit);
    }

    @Override
    List<EngineFault> faultsOf(DeviceId device) {
        return faults.of(device).stream()
                .flatMap(fault -> fault.seenIn(inventory).stream())
                .toList();
    }

    @Override
    Duration intervalOf(Device device) {
        return Duration.ofSeconds(30);
    }

    @Override
    Optional<String> profileOf(DeviceId device) {
        return device.value().endsWith("-r") ? Optional.of("mikrotik") : Optional.empty();
    }

    @Override
    List<Sample> latest(DeviceId device, Instant since) {
        Instant at = clock.instant().minusSeconds(8);
        List<Sample> samples = new ArrayList<>();
        gauge(samples, device, "reach.rtt", "", "ms", 12.4, at);
        gauge(samples, device, "wifi.clients", "5 GHz", "", 14, at);
        gauge(samples, device, "wifi.clients", "2,4 GHz <b>", "", 9, at);
        gauge(samples, device, "wifi.noise", "5 GHz", "dBm", -94, at);
        gauge(samples, device, "cpu.utilization", "", "%", 23.5, at);
        for (int port = 1; port <= 12 && device.value().endsWith("-r"); port++) {
            gauge(samples, device, "sensor.power", "poe " + port, "W", 5, at);
        }
        gauge(samples, device, "memory.used", "", "bytes", 81_264_640, at);
        samples.add(Sample.counter(
                new SeriesKey(device, "if.in_octets", "2"),
                new Metric("if.in_octets", Metric.Kind.COUNTER64, "bytes"),
                at,
                -1));
        return samples;
    }

    private static void gauge(
            List<Sample> samples, DeviceId device, String name, String index, String unit, double value, Instant at) {
        samples.add(
                Sample.gauge(new SeriesKey(device, name, index), new Metric(name, Metric.Kind.GAUGE, unit), at, value));
    }

    @Override
    List<MetricStore.Series> seriesOf(DeviceId device) {
        return List.of(
                series(device, "reach.rtt", "", Metric.Kind.GAUGE, "ms"),
                series(device, "wifi.clients", "1", Metric.Kind.GAUGE, ""),
                series(device, "cpu.utilization", "", Metric.Kind.GAUGE, "%"),
                series(device, "if.in_octets", "2", Metric.Kind.COUNTER64, "bytes"),
                series(device, "if.out_octets", "2", Metric.Kind.COUNTER64, "bytes"),
                series(device, "if.in_octets", QUIET, Metric.Kind.COUNTER64, "bytes"),
                series(device, "if.out_octets", QUIET, Metric.Kind.COUNTER64, "bytes"));
    }

    private static MetricStore.Series series(
            DeviceId device, String name, String index, Metric.Kind kind, String unit) {
        return new MetricStore.Series(new SeriesKey(device, name, index), new Metric(name, kind, unit));
    }

    @Override
    Optional<SeriesQuery.Outline> outline(SeriesKey series, Instant from, Instant until, Duration step) {
        return new SeriesQuery(samples(series.device(), series.metric(), from)).outline(series, from, until, step);
    }

    @Override
    List<SeriesRanking.Ranked> rates(String metric, DeviceId device, Instant from, Instant until) {
        MetricStore samples = samples(device, metric, from);
        return new SeriesRanking(samples, new SeriesQuery(samples))
                .highest(metric, device::equals, from, until, Optional.empty(), 10);
    }

    private MetricStore samples(DeviceId device, String metric, Instant from) {
        MetricStore samples = new SamplesInMemory();
        seriesOf(device).stream()
                .filter(one -> one.metric().name().equals(metric))
                .forEach(one -> samples.append(samples(one, from, clock.instant())));
        return samples;
    }

    /** One each minute. */
    private static List<Sample> samples(MetricStore.Series series, Instant from, Instant until) {
        List<Sample> samples = new ArrayList<>();
        boolean counter = series.metric().kind() != Metric.Kind.GAUGE;
        boolean clients = series.metric().name().equals("wifi.clients");
        double sum = 0;
        for (Instant at = from; at.isBefore(until); at = at.plus(Duration.ofMinutes(1))) {
            long minute = Duration.between(from, at).toMinutes();
            double wave = 1 + Math.sin(minute / 180.0) + 0.25 * Math.sin(minute * 1.7);
            sum += 60 * (wave + 0.3) * (series.metric().name().contains("out") ? 90_000 : 400_000);
            if (minute > 333 && minute < 433) {
                continue;
            }
            if (series.key().index().equals(QUIET)) {
                sum = minute;
            }
            double value = clients ? Math.max(0, Math.round(10 * wave)) : 8 + 12 * Math.abs(wave);
            samples.add(new Sample(series, at, counter ? (long) sum : Double.doubleToRawLongBits(value)));
        }
        return samples;
    }

    static ObjectRef ref(String device) {
        return new ObjectRef(ObjectRef.Kind.DEVICE, device);
    }

    static ObjectRef service(String id) {
        return new ObjectRef(ObjectRef.Kind.SERVICE, id);
    }
}
