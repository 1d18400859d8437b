package io.langsong.simulator;

import io.langsong.simulator.Commune.Link;
import io.langsong.simulator.TruthInterval.State;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tree of devices: works out what the faults on some do to all, puts that into effect, and writes it into the truth
 * log. Fault thread only, but for what {@link Box} hands to the sockets.
 */
final class Network {
    /** Of a silence that ends with a start, the last part is the kernel starting: at most this long. */
    private static final long LONGEST_BOOT_MILLIS = 5_000;

    private final Commune commune;
    private final List<Box> boxes;
    private final Map<String, Box> byId = new HashMap<>();
    private final int[] parents;
    private final boolean[] wasOff;
    private final long[] offSince;
    private final boolean[] agentWasOut;
    private final TruthLog truth;
    private final Clock clock;
    private final Elapsed elapsed;

    /** @param blocker what lies on the way and lets nothing through; null for a sound way */
    private record Way(
            @Nullable Blame blocker,
            double passEachWay,
            @Nullable Blame loser,
            int delayMillis,
            @Nullable Blame slower) {}

    private record Blame(Box box, Fault fault) {
        String root() {
            return "device:" + box.device.id();
        }
    }

    Network(Commune commune, List<Box> boxes, TruthLog truth, Clock clock, Elapsed elapsed) {
        this.commune = commune;
        this.boxes = List.copyOf(boxes);
        this.truth = truth;
        this.clock = clock;
        this.elapsed = elapsed;
        this.parents = new int[boxes.size()];
        this.wasOff = new boolean[boxes.size()];
        this.offSince = new long[boxes.size()];
        this.agentWasOut = new boolean[boxes.size()];
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < boxes.size(); place++) {
            Box box = boxes.get(place);
            byId.put(box.device.id(), box);
            places.put(box.device.id(), place);
            parents[place] = places.getOrDefault(String.valueOf(box.device.uplink()), -1);
        }
    }

    Box box(String id) {
        Box box = byId.get(id);
        if (box == null) {
            throw new IllegalArgumentException("No device " + id);
        }
        return box;
    }

    List<Box> boxes() {
        return boxes;
    }

    void begin(Box box, Fault fault) {
        box.faults.add(fault);
    }

    void end(Box box, Fault fault) {
        box.faults.remove(fault);
    }

    /** Puts all faults as they are now into effect and on record. */
    void settle() {
        long at = elapsed.millis();
        Way[] ways = new Way[boxes.size()];
        for (int place = 0; place < boxes.size(); place++) {
            ways[place] = way(place, ways);
        }
        for (int place = 0; place < boxes.size(); place++) {
            restart(place, at);
        }
        setLines(at);
        for (int place = 0; place < boxes.size(); place++) {
            apply(boxes.get(place), ways[place]);
        }
        // Read after all is in effect: whoever asks from this instant on meets what the log says.
        Instant now = clock.instant();
        for (int place = 0; place < boxes.size(); place++) {
            record(boxes.get(place), ways[place], now);
        }
        for (Link link : commune.links()) {
            recordLink(link, now);
        }
        truth.flush();
    }

    /** The way to a device, with its own line and without its own body. */
    private Way way(int place, Way[] ways) {
        Box box = boxes.get(place);
        Fault lossy = first(box, fault -> fault.kind == FaultKind.LOSSY);
        int ownDelay = box.faults.stream().mapToInt(fault -> fault.delayMillis).sum();
        Fault late = first(box, fault -> fault.delayMillis > 0);
        double ownPass = lossy == null ? 1 : 1 - lossy.loss;
        Blame ownLoser = lossy == null ? null : new Blame(box, lossy);
        Blame ownSlower = late == null ? null : new Blame(box, late);
        if (parents[place] < 0) {
            return new Way(null, ownPass, ownLoser, ownDelay, ownSlower);
        }
        Box parent = boxes.get(parents[place]);
        Way above = ways[parents[place]];
        Blame blocker = above.blocker() != null ? above.blocker() : blocking(parent);
        return new Way(
                blocker,
                above.passEachWay() * ownPass,
                above.loser() != null ? above.loser() : ownLoser,
                above.delayMillis() + ownDelay,
                above.slower() != null ? above.slower() : ownSlower);
    }

    /** What in this device keeps others from being reached through it. The core's own line leads to the provider. */
    private static @Nullable Blame blocking(Box box) {
        Fault off = off(box);
        if (off != null) {
            return new Blame(box, off);
        }
        Fault cut = box.device.uplink() == null ? null : cut(box);
        return cut == null ? null : new Blame(box, cut);
    }

    private static @Nullable Fault off(Box box) {
        return first(box, fault -> fault.kind.switchesOff());
    }

    private static @Nullable Fault cut(Box box) {
        return first(box, fault -> fault.kind.cutsLine());
    }

    private static @Nullable Fault agentOut(Box box) {
        return first(box, fault -> fault.kind == FaultKind.AGENT_RESTART);
    }

    private static @Nullable Fault first(Box box, Predicate<Fault> wanted) {
        return box.faults.stream().filter(wanted).findFirst().orElse(null);
    }

    private void restart(int place, long at) {
        Box box = boxes.get(place);
        boolean off = off(box) != null;
        boolean agentOut = !off && agentOut(box) != null;
        Box.Life life = box.life;
        if (off && !wasOff[place]) {
            offSince[place] = at;
        } else if (!off && wasOff[place]) {
            long boot = Math.min(LONGEST_BOOT_MILLIS, (at - offSince[place]) / 3);
            box.life = new Box.Life(at - boot, at, life.engineBoots() + 1);
            box.ports.forEach(port -> port.reset(port.up(), at));
        } else if (!agentOut && agentWasOut[place]) {
            box.life = new Box.Life(life.bootAt(), at, life.engineBoots() + 1);
        }
        wasOff[place] = off;
        agentWasOut[place] = agentOut;
    }

    /** A port is up while both ends have power and the line between them is whole. */
    private void setLines(long at) {
        for (int place = 0; place < boxes.size(); place++) {
            Box box = boxes.get(place);
            boolean whole = cut(box) == null && off(box) == null;
            boolean up = whole && (parents[place] < 0 || off(boxes.get(parents[place])) == null);
            for (Port port : box.ports) {
                if (port.spec.role() == Hardware.Role.UPLINK) {
                    port.set(up, at);
                }
            }
            if (parents[place] >= 0) {
                for (Port port : boxes.get(parents[place]).ports) {
                    if (port.child == place) {
                        port.set(up, at);
                    }
                }
            }
        }
    }

    private static void apply(Box box, Way way) {
        Fault silent = silencing(box);
        boolean refused = first(box, fault -> fault.kind == FaultKind.WRONG_COMMUNITY) != null;
        boolean open = way.blocker() == null && silent == null;
        double loss = 1 - way.passEachWay();
        box.path = new Box.Path(open, !refused, loss, way.delayMillis());
    }

    /** What of its own keeps a device from answering at all. */
    private static @Nullable Fault silencing(Box box) {
        Fault off = off(box);
        if (off != null) {
            return off;
        }
        Fault cut = box.device.uplink() == null ? null : cut(box);
        return cut != null ? cut : agentOut(box);
    }

    private void record(Box box, Way way, Instant now) {
        String object = "device:" + box.device.id();
        Fault silent = silencing(box);
        Fault refused = first(box, fault -> fault.kind == FaultKind.WRONG_COMMUNITY);
        boolean version3 = box.device.access().version().equals("3");
        if (way.blocker() != null) {
            blame(object, State.UNREACHABLE, way.blocker(), now);
        } else if (silent != null) {
            blame(object, State.DOWN, new Blame(box, silent), now);
        } else if (refused != null) {
            blame(object, version3 ? State.CREDENTIALS : State.DOWN, new Blame(box, refused), now);
        } else if (way.loser() != null) {
            blame(object, State.LOSSY, way.loser(), now);
        } else if (way.slower() != null) {
            blame(object, State.UP, way.slower(), now);
        } else {
            truth.is(object, State.UP, null, null, null, now);
        }
    }

    private void recordLink(Link link, Instant now) {
        String object = "link:" + link.id();
        Box core = boxes.get(0);
        Box far = link.far() == null ? core : box(link.far());
        Fault coreOff = off(core);
        Fault cut = cut(far);
        Fault farOff = off(far);
        Fault lossy = first(far, fault -> fault.kind == FaultKind.LOSSY);
        if (coreOff != null) {
            blame(object, State.UNREACHABLE, new Blame(core, coreOff), now);
        } else if (cut != null) {
            blame(object, State.DOWN, new Blame(far, cut), now);
        } else if (farOff != null) {
            blame(object, State.DOWN, new Blame(far, farOff), now);
        } else if (lossy != null) {
            blame(object, State.LOSSY, new Blame(far, lossy), now);
        } else {
            truth.is(object, State.UP, null, null, null, now);
        }
    }

    private void blame(String object, State state, Blame blame, Instant now) {
        truth.is(object, state, blame.fault().kind.cause(), blame.root(), blame.fault().entry, now);
    }
}
