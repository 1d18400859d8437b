package io.langsong.outage;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Service;
import io.langsong.outage.Ports.PortReading;
import io.langsong.outage.Tracked.Open;
import io.langsong.outage.Tracked.Verdict;
import io.langsong.polling.Asking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Conditions of what is made of devices: links by their ports, services by their members. Used by the intake thread alone. */
final class Composition {
    private final Map<DeviceId, Tracked> devices;
    private final TurnRecord recorder;
    private final Conditions conditions;
    private final Asking asking;

    /** By then all ends and members of an object have been asked again, also where they are asked seldom. */
    private static final Duration ALL_READ = Duration.ofMinutes(5);

    private final Map<ObjectRef, Composed> states = new HashMap<>();
    /** What lasts on in the record as it was when we stopped looking, and looks otherwise since. */
    private final Map<ObjectRef, Composed> otherwise = new LinkedHashMap<>();

    private final Map<DeviceId, List<Link>> linksOf = new HashMap<>();
    private final Map<DeviceId, List<Service>> servicesOf = new HashMap<>();
    /** Services that are a line, or get out by it. */
    private final Map<LinkId, List<Service>> servicesOver = new HashMap<>();

    private WayOut wayOut = new WayOut(InventorySnapshot.EMPTY);

    Composition(Map<DeviceId, Tracked> devices, TurnRecord recorder, Conditions conditions, Asking asking) {
        this.devices = devices;
        this.recorder = recorder;
        this.conditions = conditions;
        this.asking = asking;
    }

    /** What an object is now; {@code root} is itself unless its trouble is another's. */
    private record Judged(Condition condition, String fault, ObjectRef root) {}

    /** What a link's end shows. */
    private record Seen(Link.End end, PortReading port) {}

    private static final class Composed {
        Judged verdict;

        @Nullable
        Instant since;

        /** As {@link Tracked#open}. */
        @Nullable
        Open open;

        @Nullable
        Instant lastGood;

        /** As the record still has it; null where it has what is judged. */
        @Nullable
        Open written;

        /** Since when it looks otherwise than that. */
        Instant otherwiseSince = Instant.EPOCH;

        Composed(ObjectRef object) {
            this.verdict = new Judged(Condition.UNKNOWN, "", object);
        }
    }

    void use(InventorySnapshot now) {
        linksOf.clear();
        servicesOf.clear();
        servicesOver.clear();
        wayOut = new WayOut(now);
        Set<ObjectRef> there = new HashSet<>();
        for (Link link : now.links()) {
            there.add(ObjectRef.of(link.id()));
            linksOf.computeIfAbsent(link.near().device(), id -> new ArrayList<>())
                    .add(link);
            Link.End far = link.far();
            if (far != null && !far.device().equals(link.near().device())) {
                linksOf.computeIfAbsent(far.device(), id -> new ArrayList<>()).add(link);
            }
        }
        for (Service service : now.services()) {
            there.add(ObjectRef.of(service.id()));
            service.members()
                    .forEach(member -> servicesOf
                            .computeIfAbsent(member, id -> new ArrayList<>())
                            .add(service));
            Set<LinkId> over = new HashSet<>();
            LinkId link = service.link();
            if (link != null) {
                over.add(link);
            }
            service.members().forEach(member -> over.addAll(wayOut.of(member)));
            over.forEach(line ->
                    servicesOver.computeIfAbsent(line, id -> new ArrayList<>()).add(service));
        }
        there.forEach(object -> states.computeIfAbsent(object, Composed::new));
    }

    /** What is no longer in the inventory is no longer judged from {@code at} on. */
    void leave(InventorySnapshot now, Instant at) {
        Set<ObjectRef> there = new HashSet<>();
        now.links().forEach(link -> there.add(ObjectRef.of(link.id())));
        now.services().forEach(service -> there.add(ObjectRef.of(service.id())));
        states.keySet().removeIf(object -> {
            boolean gone = !there.contains(object);
            if (gone) {
                recorder.submit(new Turn.Unwatched(object, at));
                recorder.submit(new Turn.Ended(object, Bound.exactly(at), Guess.NONE, List.of()));
                conditions.remove(object);
                otherwise.remove(object);
            }
            return gone;
        });
    }

    void clear() {
        states.clear();
        otherwise.clear();
    }

    /** @return whether there is such an object, whose outage may last on */
    boolean resume(ObjectRef object, Open open) {
        Composed state = states.get(object);
        if (state != null) {
            state.open = open;
        }
        return state != null;
    }

    void lookAway(Instant since) {
        states.forEach((object, state) ->
                settle(object, state, new Judged(Condition.UNKNOWN, "", object), Bound.exactly(since), List.of()));
    }

    /** Writes what has looked otherwise than the record has it for so long that it can not be for want of an answer. */
    void putRight(Instant now) {
        otherwise.entrySet().removeIf(each -> {
            Composed state = each.getValue();
            Open written = state.written;
            if (written == null) {
                return true;
            }
            if (state.otherwiseSince.plus(ALL_READ).isAfter(now)) {
                return false;
            }
            Bound since = Bound.exactly(state.otherwiseSince);
            recorder.submit(List.of(
                    new Turn.Ended(each.getKey(), since, causeOf(each.getKey(), written.root()), List.of()),
                    began(each.getKey(), state.verdict, since, List.of())));
            state.written = null;
            return true;
        });
    }

    /** A device's condition changed at {@code when}. */
    void deviceChanged(Tracked tracked, Bound when) {
        for (Link link : linksOf.getOrDefault(tracked.id, List.of())) {
            judge(link, when);
        }
        for (Service service : servicesOf.getOrDefault(tracked.id, List.of())) {
            judge(service, when);
        }
    }

    private void judge(Link link, Bound when) {
        ObjectRef object = ObjectRef.of(link.id());
        Composed state = states.get(object);
        if (state == null) {
            return;
        }
        List<Evidence> evidence = new ArrayList<>();
        List<Seen> visible = visible(link);
        Optional<Judged> verdict = verdictOf(link, object, visible);
        if (verdict.isEmpty()) {
            return;
        }
        Bound from = when;
        Optional<Seen> decisive = decisive(visible);
        Condition before = state.verdict.condition();
        if (before == Condition.UNREACHABLE && decisive.isPresent()) {
            from = cameBack(link).orElse(when);
        } else if (decisive.isPresent()
                && verdict.get().condition() != Condition.UNREACHABLE
                && dates(decisive.get().port().changed(), state)) {
            PortReading port = decisive.get().port();
            Link.End end = decisive.get().end();
            from = port.changed();
            evidence.add(new Evidence(
                    port.operUp() ? Evidence.PORT_UP : Evidence.PORT_DOWN,
                    from.best(),
                    end.device() + " " + end.port()));
        }
        settle(object, state, verdict.get(), from, evidence);
        for (Service service : servicesOver.getOrDefault(link.id(), List.of())) {
            judge(service, from);
        }
    }

    private List<Seen> visible(Link link) {
        return Stream.of(Optional.of(link.near()), Optional.ofNullable(link.far()))
                .flatMap(Optional::stream)
                .flatMap(end -> reading(end).map(port -> new Seen(end, port)).stream())
                .toList();
    }

    /** The reading that shows the link's state: of the ports that are down the first to go, else the last that changed. */
    private static Optional<Seen> decisive(List<Seen> visible) {
        Comparator<Seen> byChange =
                Comparator.comparing(seen -> seen.port().changed().best());
        return visible.stream()
                .filter(seen -> seen.port().isDown())
                .min(byChange)
                .or(() -> visible.stream().max(byChange));
    }

    /** Whether a port that changed then can have brought the state about that follows {@code state}: no outage ends before it began. */
    private static boolean dates(Bound changed, Composed state) {
        Condition before = state.verdict.condition();
        boolean endsBeforeItBegan = before == Condition.DOWN
                && state.since != null
                && changed.best().isBefore(state.since);
        return (before == Condition.UP || before == Condition.DOWN) && !endsBeforeItBegan;
    }

    /** When the end came to answer that now shows the link's state. */
    private Optional<Bound> cameBack(Link link) {
        return Stream.of(Optional.of(link.near()), Optional.ofNullable(link.far()))
                .flatMap(Optional::stream)
                .map(end -> devices.get(end.device()))
                .filter(Objects::nonNull)
                .filter(Tracked::portsAreFresh)
                .map(device -> ((Reachability.Up) device.reach).since())
                .findFirst();
    }

    /** Empty while it must wait: a port is down, and whether the box behind it is dead is being asked. */
    private Optional<Judged> verdictOf(Link link, ObjectRef object, List<Seen> visible) {
        Tracked near = devices.get(link.near().device());
        Link.End farEnd = link.far();
        Tracked far = farEnd == null ? null : devices.get(farEnd.device());
        Optional<Seen> decisive = decisive(visible);
        if (decisive.isPresent() && decisive.get().port().isDown()) {
            return whoseFault(object, decisive.get().port(), near, far);
        }
        if (visible.stream().anyMatch(seen -> seen.port().operUp())) {
            return Optional.of(new Judged(Condition.UP, "", object));
        }
        for (Tracked end : new Tracked[] {near, far}) {
            if (end != null && end.hidesOthers()) {
                return Optional.of(new Judged(Condition.UNREACHABLE, "", end.root));
            }
        }
        boolean waiting =
                (near != null && near.verdict == Verdict.PENDING) || (far != null && far.verdict == Verdict.PENDING);
        boolean suspect = near != null && near.reach instanceof Reachability.Suspect;
        return waiting || suspect ? Optional.empty() : Optional.of(new Judged(Condition.UNKNOWN, "", object));
    }

    private Optional<Judged> whoseFault(
            ObjectRef link, PortReading down, @Nullable Tracked near, @Nullable Tracked far) {
        for (Tracked end : new Tracked[] {near, far}) {
            if (end == null) {
                continue;
            }
            if (end.hidesOthers()) {
                return Optional.of(new Judged(Condition.DOWN, "", end.root));
            }
            boolean answeredSince = end.isUp()
                    && end.clearAt != null
                    && end.clearAt.isAfter(down.changed().best());
            if (!answeredSince && !end.unaskable) {
                asking.askNow(end.id);
                return Optional.empty();
            }
        }
        return Optional.of(new Judged(Condition.DOWN, "", link));
    }

    private Optional<PortReading> reading(Link.End end) {
        Tracked device = devices.get(end.device());
        return device == null ? Optional.empty() : device.port(end.port());
    }

    private void judge(Service service, Bound when) {
        ObjectRef object = ObjectRef.of(service.id());
        Composed state = states.get(object);
        if (state == null) {
            return;
        }
        LinkId link = service.link();
        if (link != null) {
            Composed line = states.get(ObjectRef.of(link));
            if (line != null) {
                settle(object, state, line.verdict, when, List.of());
            }
            return;
        }
        settle(object, state, verdictOf(service, object), when, List.of());
    }

    private Judged verdictOf(Service service, ObjectRef object) {
        int serving = 0;
        int unknown = 0;
        List<Tracked> failed = new ArrayList<>();
        Set<ObjectRef> cut = new HashSet<>();
        for (DeviceId member : service.members()) {
            Tracked device = devices.get(member);
            Condition condition = device == null ? Condition.UNKNOWN : device.condition();
            boolean answers = condition == Condition.UP || condition == Condition.DEGRADED;
            if (answers && wayOut.isCut(member, this::isDown)) {
                wayOut.of(member).forEach(line -> cut.add(rootOf(line)));
            } else if (answers) {
                serving++;
            } else if (condition == Condition.UNKNOWN) {
                unknown++;
            } else if (device != null) {
                failed.add(device);
            }
        }
        if (serving >= service.required()) {
            return failed.isEmpty() && cut.isEmpty()
                    ? new Judged(Condition.UP, "", object)
                    : new Judged(Condition.DEGRADED, "members", object);
        }
        if (serving + unknown >= service.required()) {
            return new Judged(Condition.UNKNOWN, "", object);
        }
        Set<ObjectRef> roots = new HashSet<>(cut);
        failed.forEach(device -> roots.add(device.root));
        boolean hidden = failed.stream().allMatch(device -> device.verdict == Verdict.UNREACHABLE);
        ObjectRef root = roots.size() == 1 ? roots.iterator().next() : object;
        return new Judged(hidden ? Condition.UNREACHABLE : Condition.DOWN, "", root);
    }

    private boolean isDown(LinkId line) {
        Composed state = states.get(ObjectRef.of(line));
        return state != null && state.verdict.condition() == Condition.DOWN;
    }

    private ObjectRef rootOf(LinkId line) {
        Composed state = states.get(ObjectRef.of(line));
        return state == null ? ObjectRef.of(line) : state.verdict.root();
    }

    /** Makes {@code now} the object's condition and tells the recorder what that ends and begins. */
    private void settle(ObjectRef object, Composed state, Judged now, Bound when, List<Evidence> evidence) {
        Judged before = state.verdict;
        if (now.condition() == Condition.UP || now.condition() == Condition.DEGRADED) {
            state.lastGood = when.latest();
        }
        boolean hidesElsewhere = now.condition() == Condition.UNREACHABLE
                && !now.root().equals(object)
                && !now.root().equals(before.root());
        if (before.condition() == now.condition() && before.fault().equals(now.fault()) && !hidesElsewhere) {
            state.verdict = state.written == null ? before : now;
            return;
        }
        state.verdict = now;
        state.since = now.condition() == Condition.UNKNOWN ? null : when.best();
        if (now.condition() == Condition.UNKNOWN) {
            Open written = state.written;
            state.open = serves(before.condition())
                    ? null
                    : written != null
                            ? new Open(when.best(), written.condition(), written.root())
                            : new Open(when.best(), before.condition(), before.root());
            state.written = null;
            if (before.condition() == Condition.DEGRADED) {
                recorder.submit(new Turn.Ended(object, when, Guess.NONE, List.of()));
            }
            recorder.submit(new Turn.Unwatched(object, when.best()));
        } else {
            turn(object, state, before, now, when, evidence);
        }
        show(object, state);
    }

    private void show(ObjectRef object, Composed state) {
        Judged now = state.verdict;
        conditions.put(new Conditions.State(
                object,
                now.condition(),
                state.since,
                state.lastGood,
                false,
                now.fault(),
                now.root().equals(object) ? null : now.root()));
    }

    /** Since when an outage is that lasts. */
    void correct(LateRecord.Lasting known) {
        Composed state = states.get(known.object());
        if (state != null && !serves(state.verdict.condition())) {
            state.since = known.from().best();
            show(known.object(), state);
        }
    }

    private void turn(
            ObjectRef object, Composed state, Judged before, Judged now, Bound when, List<Evidence> evidence) {
        if (before.condition() == Condition.UNKNOWN) {
            // When it changed may have been long before anybody looked again.
            recorder.submit(new Turn.Watched(object, when.latest()));
        }
        Open open = state.open;
        state.open = null;
        state.written = null;
        // Out then and out now is one outage; whose fault it is may look otherwise until all ends are read again.
        if (open != null && !serves(open.condition()) && !serves(now.condition())) {
            if (open.condition() != now.condition() || !open.root().equals(now.root())) {
                state.written = open;
                state.otherwiseSince = when.latest();
                otherwise.put(object, state);
            } else {
                // Late results may have found that the one which was open had ended; while it is open, this says
                // nothing.
                recorder.submit(began(object, now, when, evidence));
            }
            return;
        }
        List<Turn> turns = new ArrayList<>();
        if (open != null) {
            Bound to = serves(now.condition()) ? Bound.between(open.seenUntil(), when.latest()) : when;
            turns.add(new Turn.Ended(object, to, causeOf(object, open.root()), List.of()));
        } else if (before.condition() != Condition.UP && before.condition() != Condition.UNKNOWN) {
            turns.add(new Turn.Ended(object, when, causeOf(object, before.root()), List.of()));
        }
        if (now.condition() != Condition.UP) {
            turns.add(began(object, now, when, evidence));
        }
        recorder.submit(turns);
    }

    private static Turn.Began began(ObjectRef object, Judged now, Bound when, List<Evidence> evidence) {
        boolean ownLine = object.kind() == ObjectRef.Kind.LINK
                && now.condition() == Condition.DOWN
                && now.root().equals(object);
        // What stands at its far end may have lost its power.
        Guess guess = ownLine ? Guess.likely(Outage.Cause.LINK) : causeOf(object, now.root());
        return new Turn.Began(object, now.condition(), now.fault(), now.root(), when, guess, evidence);
    }

    private static Guess causeOf(ObjectRef object, ObjectRef root) {
        return root.equals(object) ? Guess.NONE : Guess.certain(Outage.Cause.UPSTREAM);
    }

    private static boolean serves(Condition condition) {
        return condition == Condition.UP || condition == Condition.DEGRADED || condition == Condition.UNKNOWN;
    }

    /**
     * A port of another device that leads to this one and went down in the same interval dates its outage to about a second;
     * that evidence is added.
     */
    Bound narrowedByPort(Tracked tracked, Bound from, List<Evidence> evidence) {
        for (Link link : linksOf.getOrDefault(tracked.id, List.of())) {
            Link.End other = link.near().device().equals(tracked.id) ? link.far() : link.near();
            Optional<PortReading> port = Optional.ofNullable(other).flatMap(this::reading);
            if (other == null || port.isEmpty() || port.get().operUp()) {
                continue;
            }
            Bound changed = port.get().changed();
            boolean within =
                    !changed.best().isBefore(from.earliest()) && !changed.best().isAfter(from.latest());
            if (within) {
                evidence.add(new Evidence(Evidence.PORT_DOWN, changed.best(), other.device() + " " + other.port()));
                Instant earliest = changed.earliest().isAfter(from.earliest()) ? changed.earliest() : from.earliest();
                Instant latest = changed.latest().isBefore(from.latest()) ? changed.latest() : from.latest();
                return Bound.between(earliest, latest);
            }
        }
        return from;
    }
}
