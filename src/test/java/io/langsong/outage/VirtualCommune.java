package io.langsong.outage;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.PowerArea;
import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.PortState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small commune over one day or some more, in which things fail: what is true of every box at every instant. An office with the
 * core, two to four villages with a router, a switch behind some, and access points; two villages share a distribution line.
 */
final class VirtualCommune {
    static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    static final Duration DAY = Duration.ofDays(1);

    /** What is done to boxes and lines. */
    enum Fault {
        AREA_POWER,
        SITE_POWER,
        CRASH,
        REBOOT,
        LINE_CUT,
        FLAP,
        BLIP,
        AGENT_RESTART
    }

    /**
     * @param struck the boxes that it strikes themselves
     * @param onBattery those that run on through it, and tell so once a minute
     * @param until when it is over, but for what boxes need to start
     */
    record Happening(Fault fault, List<Box> struck, List<Box> onBattery, Instant from, Instant until) {}

    /** {@code [from, until)} */
    record Span(Instant from, Instant until) {
        boolean contains(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }

        boolean overlaps(Instant begin, Instant end) {
            return from.isBefore(end) && begin.isBefore(until);
        }

        Duration length() {
            return Duration.between(from, until);
        }
    }

    /** One device. */
    static final class Box {
        final DeviceId id;
        final @Nullable Box uplink;
        final SiteId site;
        /** Whether it says since when the box runs, beside its agent. */
        final boolean tellsBoot;
        /** Runs on through a power cut. */
        final boolean battery;

        final Duration bootTakes;
        final List<Span> dead = new ArrayList<>();
        final List<Span> cut = new ArrayList<>();
        final TreeSet<Instant> boots = new TreeSet<>();
        final TreeSet<Instant> agentStarts = new TreeSet<>();
        /** Whether it fails by itself from each instant on. */
        private final TreeMap<Instant, Boolean> fails = new TreeMap<>();
        /** When its line to the provider is gone; null where it has none. */
        @Nullable
        List<Span> lineGone;

        final List<Box> below = new ArrayList<>();

        Box(String id, @Nullable Box uplink, SiteId site, Instant start, SplittableRandom random) {
            this.id = new DeviceId(id);
            this.uplink = uplink;
            this.site = site;
            this.tellsBoot = random.nextInt(10) < 8;
            this.battery = random.nextInt(10) == 0;
            this.bootTakes = Duration.ofMillis(20_000 + random.nextInt(60_000));
            Instant first = start.minusSeconds(3600 + random.nextInt(3_000_000));
            boots.add(first);
            agentStarts.add(first);
            if (uplink != null) {
                uplink.below.add(this);
            }
        }

        /** After all that happens to it is known. */
        private void settle(Instant start) {
            fails.put(start.minusSeconds(3600), false);
            List<Span> spans = new ArrayList<>(dead);
            spans.addAll(cut);
            for (Span span : spans) {
                for (Instant edge : List.of(span.from(), span.until())) {
                    boolean now = spans.stream().anyMatch(one -> one.contains(edge));
                    fails.put(edge, now);
                }
            }
            // What changes nothing is no turning point.
            boolean before = true;
            for (Iterator<Map.Entry<Instant, Boolean>> each = fails.entrySet().iterator(); each.hasNext(); ) {
                boolean now = each.next().getValue();
                if (now == before) {
                    each.remove();
                }
                before = now;
            }
        }

        /** Whether it fails by itself, be it dead or its line up. */
        boolean failsItself(Instant at) {
            return fails.floorEntry(at).getValue();
        }

        boolean answers(Instant at) {
            return !failsItself(at) && (uplink == null || uplink.answers(at));
        }

        /** The highest that fails on the way to it, itself included; null when it answers. */
        @Nullable
        Box root(Instant at) {
            Box above = uplink == null ? null : uplink.root(at);
            return above != null ? above : failsItself(at) ? this : null;
        }

        DeviceClock clock(Instant at) {
            Instant boot = boots.floor(at);
            Instant agent = agentStarts.floor(at);
            return new DeviceClock(
                    Duration.between(agent.isAfter(boot) ? agent : boot, at),
                    tellsBoot ? Duration.between(boot, at).truncatedTo(ChronoUnit.SECONDS) : null);
        }

        /** When it begins to fail by itself, or to be well again, and its line to the provider with it. */
        Set<Instant> turns() {
            Set<Instant> turns = new TreeSet<>(fails.keySet());
            if (lineGone != null) {
                lineGone.forEach(span -> turns.addAll(List.of(span.from(), span.until())));
            }
            return turns;
        }

        boolean lineIsGone(Instant at) {
            return lineGone != null && lineGone.stream().anyMatch(span -> span.contains(at));
        }

        /** Ports towards what hangs on it: up while that has power and the line is whole; and that towards the provider. */
        List<PortState> ports(Instant at) {
            List<PortState> ports = new ArrayList<>();
            Instant agent = at.minus(clock(at).agentUptime());
            for (int i = 0; i < below.size(); i++) {
                Box box = below.get(i);
                Instant changed = box.fails.floorKey(at);
                ports.add(new PortState(
                        i + 1,
                        "eth" + (i + 1),
                        true,
                        !box.failsItself(at),
                        changed.isAfter(agent) ? Duration.between(agent, changed) : Duration.ZERO));
            }
            if (lineGone != null) {
                Instant changed = lineGone.stream()
                        .flatMap(span -> Stream.of(span.from(), span.until()))
                        .filter(edge -> edge.isAfter(agent) && !edge.isAfter(at))
                        .max(Comparator.naturalOrder())
                        .orElse(agent);
                ports.add(new PortState(LINE_PORT, "wan", true, !lineIsGone(at), Duration.between(agent, changed)));
            }
            return ports;
        }
    }

    private static final int LINE_PORT = 99;

    final Instant start;
    final Instant end;
    final Map<DeviceId, Box> boxes = new LinkedHashMap<>();
    final List<Happening> happenings = new ArrayList<>();
    /** When our own server stands still. */
    final List<Span> stalls = new ArrayList<>();

    /** When our own line is gone. */
    final List<Span> blind = new ArrayList<>();

    InventorySnapshot inventory = InventorySnapshot.EMPTY;
    private final Map<SiteId, PowerAreaId> areas = new LinkedHashMap<>();
    private final SplittableRandom random;

    VirtualCommune(long seed) {
        this(seed, START, START.plus(DAY));
        inventory = inventory();
        for (int faults = 2 + random.nextInt(7); faults > 0; faults--) {
            happen();
        }
        settle();
        if (random.nextInt(3) == 0) {
            Instant from = START.plusMillis(random.nextLong(DAY.toMillis() - 600_000));
            stalls.add(new Span(from, from.plusSeconds(15 + random.nextInt(200))));
        }
    }

    /** In which nothing happens yet. */
    VirtualCommune(long seed, Instant start, Instant end) {
        this.start = start;
        this.end = end;
        random = new SplittableRandom(seed);
        Box core = add("core", null, site("office", "line-0"));
        int villages = 2 + random.nextInt(3);
        for (int v = 1; v <= villages; v++) {
            SiteId site = site("village-" + v, "line-" + (v + 1) / 2);
            Box router = add("router-" + v, core, site);
            Box above = random.nextInt(3) == 0 ? add("switch-" + v, router, site) : router;
            for (int ap = 1 + random.nextInt(3); ap > 0; ap--) {
                add("ap-" + v + "-" + ap, above, site);
            }
        }
    }

    /** After all that happens is known. */
    void settle() {
        boxes.values().forEach(box -> box.settle(start));
    }

    private SiteId site(String id, String area) {
        SiteId site = new SiteId(id);
        areas.put(site, new PowerAreaId(area));
        return site;
    }

    private Box add(String id, @Nullable Box uplink, SiteId site) {
        Box box = new Box(id, uplink, site, start, random);
        boxes.put(box.id, box);
        return box;
    }

    /** Whether our own line is there. */
    boolean isSeen(Instant at) {
        return blind.stream().noneMatch(span -> span.contains(at));
    }

    List<Box> onTheSamePower(Box box) {
        return boxes.values().stream()
                .filter(other -> other != box && areas.get(other.site).equals(areas.get(box.site)))
                .toList();
    }

    private void happen() {
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        Instant from = START.plusSeconds(600).plusMillis(random.nextLong(DAY.toMillis() - 8_000_000));
        List<Box> all = new ArrayList<>(boxes.values());
        strike(fault, all.get(random.nextInt(all.size())), from);
    }

    void strike(Fault fault, Box box, Instant from) {
        switch (fault) {
            case AREA_POWER -> power(fault, areaOf(box), from, from.plusMillis(5_000 + random.nextInt(4_000_000)));
            case SITE_POWER -> power(fault, siteOf(box), from, from.plusMillis(5_000 + random.nextInt(4_000_000)));
            case CRASH -> die(fault, box, from, Duration.ofMillis(60_000 + random.nextInt(3_000_000)));
            case REBOOT -> die(fault, box, from, Duration.ofMillis(500 + random.nextInt(3_000)));
            case LINE_CUT -> cut(fault, box, from, Duration.ofMillis(40_000 + random.nextInt(3_000_000)));
            case BLIP -> cut(fault, box, from, Duration.ofMillis(500 + random.nextInt(3_000)));
            case FLAP -> {
                Instant at = from;
                for (int n = 3 + random.nextInt(4); n > 0; n--) {
                    Instant until = at.plusMillis(5_000 + random.nextInt(120_000));
                    box.cut.add(new Span(at, until));
                    at = until.plusMillis(20_000 + random.nextInt(120_000));
                }
                happenings.add(new Happening(fault, List.of(box), List.of(), from, at));
            }
            case AGENT_RESTART -> {
                Span silent = new Span(from, from.plusMillis(1_000 + random.nextInt(3_000)));
                box.cut.add(silent);
                box.agentStarts.add(silent.until());
                happenings.add(new Happening(fault, List.of(box), List.of(), from, silent.until()));
            }
        }
    }

    List<Box> siteOf(Box box) {
        return boxes.values().stream().filter(one -> one.site.equals(box.site)).toList();
    }

    List<Box> areaOf(Box box) {
        List<Box> area = new ArrayList<>(onTheSamePower(box));
        area.add(box);
        return area;
    }

    void power(Fault fault, List<Box> at, Instant from, Instant until) {
        List<Box> struck = at.stream().filter(box -> !box.battery).toList();
        for (Box box : struck) {
            boot(box, from, until.plusMillis(random.nextInt(5_000)));
        }
        happenings.add(new Happening(
                fault, struck, at.stream().filter(box -> box.battery).toList(), from, until));
    }

    void die(Fault fault, Box box, Instant from, Duration lasts) {
        boot(box, from, from.plus(lasts));
        happenings.add(new Happening(fault, List.of(box), List.of(), from, from.plus(lasts)));
    }

    private static void boot(Box box, Instant from, Instant at) {
        box.dead.add(new Span(from, at.plus(box.bootTakes)));
        box.boots.add(at);
    }

    void cut(Fault fault, Box box, Instant from, Duration lasts) {
        box.cut.add(new Span(from, from.plus(lasts)));
        happenings.add(new Happening(fault, List.of(box), List.of(), from, from.plus(lasts)));
    }

    /** When a box did not answer, whoever's fault it was, ascending, within the day. */
    List<Span> silences(Box box) {
        List<Instant> edges = new ArrayList<>();
        for (Box one = box; one != null; one = one.uplink) {
            edges.addAll(one.fails.keySet());
        }
        edges.sort(Comparator.naturalOrder());
        List<Span> silences = new ArrayList<>();
        Instant since = null;
        for (Instant edge : edges) {
            boolean silent = !box.answers(edge);
            if (silent && since == null) {
                since = edge;
            } else if (!silent && since != null) {
                silences.add(new Span(since, edge));
                since = null;
            }
        }
        return silences;
    }

    private InventorySnapshot inventory() {
        VillageId village = new VillageId("village");
        List<Link> links = new ArrayList<>();
        for (Box box : boxes.values()) {
            if (box.uplink != null) {
                String port = "eth" + (box.uplink.below.indexOf(box) + 1);
                links.add(new Link(
                        new LinkId("line-to-" + box.id.value()),
                        "to " + box.id.value(),
                        new Link.End(box.uplink.id, port),
                        new Link.End(box.id, "wan"),
                        null,
                        null,
                        null,
                        null));
            }
        }
        return new InventorySnapshot(
                List.of(new Village(village, "Thôn mẫu 01", 1, 300, null, null)),
                areas.values().stream()
                        .distinct()
                        .map(id -> new PowerArea(id, id.value()))
                        .toList(),
                areas.entrySet().stream()
                        .map(each -> new Site(
                                each.getKey(),
                                village,
                                each.getKey().value(),
                                Site.Kind.CULTURE_HOUSE,
                                each.getValue(),
                                null,
                                null))
                        .toList(),
                boxes.values().stream().map(VirtualCommune::device).toList(),
                links,
                List.of());
    }

    private static Device device(Box box) {
        return new Device(
                box.id,
                box.id.value(),
                box.site,
                Device.Kind.OTHER,
                "127.0.0.1",
                161,
                SnmpAccess.community("2c", "public"),
                null,
                Device.Reachability.NONE,
                box.uplink == null ? List.of() : List.of(box.uplink.id),
                null,
                true,
                null);
    }
}
