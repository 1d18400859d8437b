package io.langsong.outage;

import io.langsong.availability.Interval;
import io.langsong.incident.PlannedOutages;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryObject;
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
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import io.langsong.outage.VirtualCommune.Box;
import io.langsong.outage.VirtualCommune.Fault;
import io.langsong.outage.VirtualCommune.Span;
import io.langsong.outage.VirtualPolling.Reference;
import io.langsong.uptime.TestCommune;
import io.langsong.uptime.UptimeProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * A calendar month of a virtual commune, with two days before it and one behind. Things fail, also over both edges; work is planned;
 * our own server is stopped once, killed once, and stands still twice. The true detector judges in virtual time, the true recorder
 * writes into the database of a {@link TestCommune}, and what was true is known beside it.
 */
public final class VirtualMonth {
    /** What is true of an object. */
    public enum State {
        UP,
        /** It fails by itself. */
        OWN,
        /** Something on its path fails. */
        HIDDEN,
        /** Both. */
        BOTH
    }

    public record Part(Interval during, State state) {}

    /** @param covers what it bears on, by itself or because it depends on that */
    public record Work(Interval during, String scope, Set<ObjectRef> covers) {}

    /** The longest that it may take until something is found, and the shortest that must be: interval, thirty tries, a second. */
    public static final Duration DETECTION = VirtualPolling.USUAL_INTERVAL.plusSeconds(30 + 1);

    private static final double LOSS = 0.005;
    /** So far from one another, two turns do not fall between the same two polls. */
    private static final Duration APART = Duration.ofMinutes(4);

    private static final Duration LONGEST_BOOT = Duration.ofSeconds(85);
    private static final ObjectRef LINE = new ObjectRef(ObjectRef.Kind.LINK, "line");
    private static final ObjectRef OFFICE = new ObjectRef(ObjectRef.Kind.SERVICE, "office");
    private static final List<Fault> LONG_FAULTS =
            List.of(Fault.AREA_POWER, Fault.SITE_POWER, Fault.CRASH, Fault.LINE_CUT);
    private static final List<Fault> SHORT_FAULTS = List.of(Fault.REBOOT, Fault.FLAP, Fault.BLIP, Fault.AGENT_RESTART);

    public final Interval period;
    /** When our server was off or stood still. */
    public final List<Interval> unseen = new ArrayList<>();

    public final List<Work> works = new ArrayList<>();
    /** A service that was added in the middle of the month. */
    public final ObjectRef late;

    public final Instant lateSince;

    private final long seed;
    private final VirtualCommune commune;
    private final SplittableRandom random;
    private final Interval stopped;
    private final Interval killed;
    private final List<Instant> turns = new ArrayList<>();

    /** @param withShort whether there are also troubles too short to be noticed for certain */
    public VirtualMonth(long seed, YearMonth month, boolean withShort) {
        this.seed = seed;
        random = new SplittableRandom(seed * 77);
        Instant from = month.atDay(1).atStartOfDay(UptimeProperties.ZONE).toInstant();
        Instant until =
                month.plusMonths(1).atDay(1).atStartOfDay(UptimeProperties.ZONE).toInstant();
        period = new Interval(from, until);
        commune = new VirtualCommune(seed, from.minus(Duration.ofDays(2)), until.plus(Duration.ofDays(1)));
        box("core").lineGone = new ArrayList<>();
        late = ObjectRef.of(new ServiceId("wifi-2"));
        lateSince = day(7).plus(Duration.ofMinutes(17));
        stopped = lasting(day(9).plus(Duration.ofHours(13)), Duration.ofHours(5));
        killed = lasting(day(19).plus(Duration.ofHours(3)), Duration.ofMinutes(40));
        unseen.addAll(List.of(stopped, killed));
        for (Interval still :
                List.of(lasting(day(5), Duration.ofSeconds(90)), lasting(day(25), Duration.ofSeconds(200)))) {
            commune.stalls.add(new Span(still.from(), still.until()));
            unseen.add(still);
        }
        unseen.forEach(span -> turns.addAll(List.of(span.from(), span.until())));
        atTheEdges();
        aroundOurOwnStops();
        work();
        anyTime(withShort);
        commune.settle();
    }

    private Box box(String id) {
        return commune.boxes.get(new DeviceId(id));
    }

    private Instant day(int number) {
        return period.from().plus(Duration.ofDays(number));
    }

    private static Interval lasting(Instant from, Duration length) {
        return new Interval(from, from.plus(length));
    }

    private void atTheEdges() {
        Instant from = period.from();
        Instant until = period.until();
        cut("ap-1-1", from.minus(Duration.ofHours(12)), until.plus(Duration.ofHours(12)));
        cut("router-2", from.minus(Duration.ofMinutes(30)), from.plus(Duration.ofMinutes(45)));
        // Where it began and ended is not known well enough to say on which side of the edge.
        cut("core", from.plus(Duration.ofMinutes(-5)), from.plusSeconds(2));
        loseLine(until.minus(Duration.ofMinutes(20)), until.plus(Duration.ofHours(1)));
        crash("core", until.minusSeconds(4), Duration.ofMinutes(10));
    }

    private void aroundOurOwnStops() {
        Instant stop = stopped.from();
        cut("router-1", stop.minus(Duration.ofHours(1)), stop.plus(Duration.ofHours(2)));
        crash("core", stop.plus(Duration.ofMinutes(150)), Duration.ofHours(1));
        crash("ap-2-1", stop.plus(Duration.ofHours(1)), Duration.ofHours(6));
        cut(
                "router-2",
                killed.from().minus(Duration.ofMinutes(10)),
                killed.from().plus(Duration.ofHours(1)));
    }

    private void work() {
        Instant third = day(3).plus(Duration.ofHours(8));
        plan(lasting(third, Duration.ofHours(2)), "device:router-2");
        crash("router-2", third.plus(Duration.ofMinutes(30)), Duration.ofMinutes(150));
        Instant sixth = day(6);
        plan(lasting(sixth, Duration.ofHours(4)), "village:village-1");
        Instant power = sixth.plus(Duration.ofHours(1));
        turns.addAll(List.of(power, power.plus(Duration.ofHours(1))));
        commune.power(Fault.SITE_POWER, commune.siteOf(box("router-1")), power, power.plus(Duration.ofHours(1)));
        Instant twelfth = day(12).plus(Duration.ofHours(20));
        plan(lasting(twelfth, Duration.ofHours(3)), "device:ap-2-1");
        // Whether it began in the work or before it nobody can say.
        crash("ap-2-1", twelfth.minusSeconds(3), Duration.ofHours(1));
        plan(lasting(period.until().minus(Duration.ofHours(4)), Duration.ofHours(8)), "village:village-2");
    }

    private void cut(String id, Instant from, Instant until) {
        turns.addAll(List.of(from, until));
        commune.cut(Fault.LINE_CUT, box(id), from, Duration.between(from, until));
    }

    private void crash(String id, Instant from, Duration lasts) {
        turns.addAll(List.of(from, from.plus(lasts), from.plus(lasts).plus(LONGEST_BOOT)));
        commune.die(Fault.CRASH, box(id), from, lasts);
    }

    private void loseLine(Instant from, Instant until) {
        turns.addAll(List.of(from, until));
        box("core").lineGone.add(new Span(from, until));
    }

    private void plan(Interval during, String scope) {
        works.add(new Work(during, scope, covered(scope)));
    }

    /** Each device has one uplink, so what is behind a covered one is covered. */
    private Set<ObjectRef> covered(String scope) {
        Set<ObjectRef> covered = new HashSet<>();
        for (Box box : commune.boxes.values()) {
            boolean above = box.uplink != null && covered.contains(ObjectRef.of(box.uplink.id));
            if (above || scope.equals("device:" + box.id) || scope.equals("village:" + box.site)) {
                covered.add(ObjectRef.of(box.id));
            }
        }
        for (Box box : commune.boxes.values()) {
            boolean oneEnd = covered.contains(ObjectRef.of(box.id))
                    || box.uplink != null && covered.contains(ObjectRef.of(box.uplink.id));
            if (box.uplink != null && oneEnd) {
                covered.add(link(box));
            }
        }
        for (Service service : services()) {
            long left = service.members().stream()
                    .filter(member -> !covered.contains(ObjectRef.of(member)))
                    .count();
            boolean isThere = scope.equals("village:" + service.site());
            if (service.link() == null && (isThere || left < service.required())) {
                covered.add(ObjectRef.of(service.id()));
            }
        }
        return covered;
    }

    private void anyTime(boolean withShort) {
        List<Box> all = List.copyOf(commune.boxes.values());
        long span = Duration.between(commune.start, commune.end).toMillis() - 20_000_000;
        int days = (int) Duration.between(commune.start, commune.end).toDays();
        for (int number = 0; number < 4 * days; number++) {
            Instant from = commune.start.plusMillis(7_200_000 + random.nextLong(span));
            Duration lasts = Duration.ofMillis(90_000 + random.nextInt(random.nextInt(4) == 0 ? 8_000_000 : 900_000));
            Box box = all.get(random.nextInt(all.size()));
            Fault fault = LONG_FAULTS.get(random.nextInt(LONG_FAULTS.size()));
            boolean brief = withShort && random.nextBoolean();
            boolean ofLine = random.nextInt(6) == 0;
            if (brief) {
                if (isFree(from, from.plus(Duration.ofMinutes(20)))) {
                    commune.strike(SHORT_FAULTS.get(random.nextInt(SHORT_FAULTS.size())), box, from);
                }
            } else if (isFree(from, from.plus(lasts), from.plus(lasts).plus(LONGEST_BOOT))) {
                if (ofLine) {
                    loseLine(from, from.plus(lasts));
                } else {
                    strike(fault, box, from, lasts);
                }
            }
        }
    }

    private boolean isFree(Instant... wanted) {
        boolean free = Arrays.stream(wanted)
                .allMatch(one -> turns.stream()
                        .noneMatch(turn -> Duration.between(one, turn).abs().compareTo(APART) < 0));
        if (free) {
            turns.addAll(List.of(wanted));
        }
        return free;
    }

    private void strike(Fault fault, Box box, Instant from, Duration lasts) {
        switch (fault) {
            case AREA_POWER -> commune.power(fault, commune.areaOf(box), from, from.plus(lasts));
            case SITE_POWER -> commune.power(fault, commune.siteOf(box), from, from.plus(lasts));
            case CRASH -> commune.die(fault, box, from, lasts);
            default -> commune.cut(fault, box, from, lasts);
        }
    }

    /** What there is, to be put into an inventory. */
    public List<InventoryObject> things() {
        List<InventoryObject> things = new ArrayList<>();
        Set<SiteId> sites = new LinkedHashSet<>();
        commune.boxes.values().forEach(box -> sites.add(box.site));
        int number = 0;
        for (SiteId site : sites) {
            number++;
            VillageId village = new VillageId(site.value());
            things.add(new Village(village, "Thôn mẫu " + number, number, 100 * number, null, null));
            things.add(new PowerArea(new PowerAreaId("area-" + number), "Lộ " + number));
            things.add(new Site(
                    site,
                    village,
                    "Điểm " + site,
                    Site.Kind.CULTURE_HOUSE,
                    new PowerAreaId("area-" + number),
                    null,
                    null));
        }
        for (Box box : commune.boxes.values()) {
            things.add(device(box, things.size()));
        }
        for (Box box : commune.boxes.values()) {
            if (box.uplink != null) {
                String port = "eth" + (box.uplink.below.indexOf(box) + 1);
                things.add(link(link(box).id(), new Link.End(box.uplink.id, port), new Link.End(box.id, "wan")));
            }
        }
        things.add(link(LINE.id(), new Link.End(new DeviceId("core"), "wan"), null));
        things.addAll(services());
        return things;
    }

    private static ObjectRef link(Box below) {
        return ObjectRef.of(new LinkId("line-to-" + below.id));
    }

    private static Link link(String id, Link.End near, Link.End far) {
        return new Link(new LinkId(id), id, near, far, null, null, null, null);
    }

    private static boolean isAccessPoint(Box box) {
        return box.id.value().startsWith("ap-");
    }

    private static Device device(Box box, int number) {
        return new Device(
                box.id,
                box.id.value(),
                box.site,
                isAccessPoint(box) ? Device.Kind.ACCESS_POINT : Device.Kind.ROUTER,
                "127.0.0.1",
                2000 + number,
                SnmpAccess.community("2c", "public"),
                null,
                Device.Reachability.NONE,
                box.uplink == null ? List.of() : List.of(box.uplink.id),
                null,
                true,
                null);
    }

    /** Wi-Fi of odd villages is there while any access point serves, that of even ones while all do. */
    private List<Service> services() {
        Map<SiteId, List<DeviceId>> bySite = new LinkedHashMap<>();
        commune.boxes.values().stream()
                .filter(VirtualMonth::isAccessPoint)
                .forEach(box -> bySite.computeIfAbsent(box.site, site -> new ArrayList<>())
                        .add(box.id));
        List<Service> services = new ArrayList<>();
        bySite.forEach((site, members) -> {
            int number = Integer.parseInt(site.value().substring("village-".length()));
            services.add(new Service(
                    new ServiceId("wifi-" + number),
                    "Wi-Fi " + number,
                    site,
                    Service.Kind.PUBLIC_WIFI,
                    members,
                    number % 2 == 1 ? 1 : members.size(),
                    null));
        });
        services.add(new Service(
                new ServiceId(OFFICE.id()),
                "Mạng trụ sở",
                new SiteId("office"),
                Service.Kind.OFFICE_LINE,
                List.of(),
                0,
                new LinkId(LINE.id())));
        return services;
    }

    /** Plays it, and leaves the clock at its end. */
    public void play(TestCommune into) throws InterruptedException {
        commune.inventory = into.inventory.snapshot();
        into.clock.set(commune.start);
        for (Work work : works) {
            into.plans.enter(
                    new PlanWish(
                            Plan.Kind.WORK,
                            "Bảo trì",
                            null,
                            null,
                            Scope.parse(List.of(work.scope())),
                            Timing.Once.of(work.during().from(), work.during().until())),
                    "ha");
        }
        serve(into, 1, stopped.from(), false);
        into.clock.set(stopped.until());
        serve(into, 2, killed.from(), true);
        into.clock.set(killed.until());
        serve(into, 3, commune.end, false);
    }

    private void serve(TestCommune into, int run, Instant until, boolean kill) throws InterruptedException {
        OutageTable table = new OutageTable(
                into.jdbc, JsonMapper.builder().build(), event -> {}, new PlannedOutages(into.maintenance));
        OutageRecorder recorder = new OutageRecorder(
                table, into.inventory, new TransactionTemplate(into.transactions), into.clock, event -> {});
        VirtualPolling polling = new VirtualPolling(
                commune, recorder, VirtualPolling.USUAL_INTERVAL, LOSS, seed * 10 + run, Reference.NONE, into.clock);
        polling.begin();
        recorder.start();
        polling.go(until);
        if (!kill) {
            polling.end();
        }
        recorder.stop();
    }

    /** What was true of each object from before the month until behind it, without a gap. */
    public Map<ObjectRef, List<Part>> truth() {
        TreeSet<Instant> edges = new TreeSet<>();
        edges.add(commune.start);
        commune.boxes.values().forEach(box -> edges.addAll(box.turns()));
        TreeSet<Instant> inside = new TreeSet<>(edges.subSet(commune.start, commune.end));
        Map<ObjectRef, List<Part>> truth = new LinkedHashMap<>();
        for (Box box : commune.boxes.values()) {
            List<Part> parts = parts(inside, at -> stateOf(box, at));
            truth.put(ObjectRef.of(box.id), parts);
            if (box.uplink != null) {
                // Its port is down while the box behind it is, and can not be seen while the one before it is.
                truth.put(link(box), parts);
            }
        }
        List<Part> line = parts(inside, this::stateOfLine);
        truth.put(LINE, line);
        truth.put(OFFICE, line);
        for (Service service : services()) {
            if (service.link() == null) {
                truth.put(ObjectRef.of(service.id()), parts(inside, at -> stateOf(service, at)));
            }
        }
        return truth;
    }

    private List<Part> parts(TreeSet<Instant> edges, Function<Instant, State> stateAt) {
        List<Part> parts = new ArrayList<>();
        Instant since = edges.first();
        State state = stateAt.apply(since);
        for (Instant edge : edges) {
            State now = stateAt.apply(edge);
            if (now != state) {
                parts.add(new Part(new Interval(since, edge), state));
                since = edge;
                state = now;
            }
        }
        parts.add(new Part(new Interval(since, commune.end), state));
        return parts;
    }

    private static State state(boolean own, boolean hidden) {
        return own ? hidden ? State.BOTH : State.OWN : hidden ? State.HIDDEN : State.UP;
    }

    private static State stateOf(Box box, Instant at) {
        return state(box.failsItself(at), box.uplink != null && !box.uplink.answers(at));
    }

    private State stateOfLine(Instant at) {
        Box core = box("core");
        return state(core.lineIsGone(at), !core.answers(at));
    }

    private State stateOf(Service service, Instant at) {
        List<State> failed = service.members().stream()
                .map(commune.boxes::get)
                .map(box -> stateOf(box, at))
                .filter(state -> state != State.UP)
                .toList();
        if (service.members().size() - failed.size() >= service.required()) {
            return State.UP;
        }
        if (failed.contains(State.OWN)) {
            return State.OWN;
        }
        return failed.contains(State.BOTH) ? State.BOTH : State.HIDDEN;
    }
}
