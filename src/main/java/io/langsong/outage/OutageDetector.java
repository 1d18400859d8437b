package io.langsong.outage;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryChanged;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.outage.OutageRecorder.OpenRow;
import io.langsong.outage.Reachability.Silent;
import io.langsong.outage.Reachability.Suspect;
import io.langsong.outage.Reachability.Up;
import io.langsong.outage.Tracked.Verdict;
import io.langsong.polling.Cadence;
import io.langsong.polling.PollObserver;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.Poller;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Judges every device from its poll results, and with it what is composed of devices. Almost always nothing changes and the
 * path of a result ends here; at a turning point it tells the recorder. {@link #observe} is called by one intake thread;
 * {@link #start} and {@link #stop} while no result is under way.
 */
@Component
public class OutageDetector implements PollObserver {
    private static final Logger log = LoggerFactory.getLogger(OutageDetector.class);

    private final Inventory inventory;
    private final Poller poller;
    private final OutageRecorder recorder;
    private final Conditions conditions;
    private final Clock clock;

    private final Map<DeviceId, Tracked> devices = new HashMap<>();
    private final Composition composition;
    private InventorySnapshot known = InventorySnapshot.EMPTY;
    private volatile boolean inventoryChanged;
    private volatile boolean running;

    OutageDetector(Inventory inventory, Poller poller, OutageRecorder recorder, Conditions conditions, Clock clock) {
        this.inventory = inventory;
        this.poller = poller;
        this.recorder = recorder;
        this.conditions = conditions;
        this.clock = clock;
        this.composition = new Composition(devices, recorder, conditions, poller);
    }

    /** Reads back what was open when somebody last looked, so that a restart neither closes an outage nor tells it twice. */
    public void start() {
        List<OpenRow> open = recorder.recover();
        devices.clear();
        known = InventorySnapshot.EMPTY;
        recorder.takeAbsence();
        syncWithInventory(open);
        composition.resume(open);
        for (OpenRow row : open) {
            Tracked tracked = row.object().kind() == ObjectRef.Kind.DEVICE
                    ? devices.get(new DeviceId(row.object().id()))
                    : null;
            if (tracked != null && row.condition() != Condition.DEGRADED) {
                tracked.openSince = row.seenUntil();
                tracked.from = row.from();
                tracked.root = row.root();
            } else if (tracked != null) {
                recorder.submit(
                        new Turn.Ended(row.object(), Bound.exactly(row.seenUntil()), Outage.Cause.UNKNOWN, List.of()));
            }
        }
        running = true;
        log.info("judgement started devices={} openOutages={}", devices.size(), open.size());
    }

    /** From now on nobody is looking. */
    public void stop() {
        running = false;
        Instant now = clock.instant();
        lookAway(now);
        recorder.drain();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(InventoryChanged change) {
        inventoryChanged = true;
    }

    @Override
    public void observe(PollResult result) {
        if (!running) {
            return;
        }
        Instant absent = recorder.takeAbsence();
        if (absent != null) {
            lookAway(absent);
        }
        if (inventoryChanged) {
            inventoryChanged = false;
            syncWithInventory(List.of());
        }
        Tracked tracked = devices.get(result.device());
        boolean late =
                tracked != null && tracked.lastLookAt != null && result.at().isBefore(tracked.lastLookAt);
        if (tracked == null || late) {
            return;
        }
        if (result.outcome() == Outcome.NOT_ASKED) {
            cannotAsk(tracked, result.at());
        } else {
            judge(tracked, result);
        }
    }

    private void judge(Tracked tracked, PollResult result) {
        boolean answered = result.outcome() != Outcome.SILENT;
        Look look = new Look(
                answered,
                result.sentAt(),
                result.at(),
                answered ? result.silentTries() : Math.max(1, result.silentTries()),
                result.clock());
        tracked.unaskable = false;
        if (!tracked.watched) {
            tracked.watched = true;
            recorder.submit(new Turn.Watched(tracked.object, answered ? look.at() : look.sentAt()));
        }
        Reachability before = tracked.reach;
        tracked.reach = OutageMachine.next(before, look, tracked.quality.triesNeeded());
        tracked.lastLookAt = look.at();
        if (answered) {
            answered(tracked, before, look, result);
        } else {
            silent(tracked, before, look);
        }
    }

    private void answered(Tracked tracked, Reachability before, Look look, PollResult result) {
        int suspectedTries = before instanceof Suspect suspect ? suspect.tries() : 0;
        tracked.quality.count(look.at(), result.tries() + suspectedTries, look.silentTries() + suspectedTries);
        tracked.clearAt = look.sentAt();
        tracked.keepPorts(result.ports(), look.at(), look.clock());
        if (before instanceof Suspect) {
            poller.setCadence(tracked.id, Cadence.REGULAR);
        }
        if (before instanceof Silent silent) {
            returned(tracked, silent);
        } else if (tracked.openSince != null) {
            resumedOutageEnded(tracked, look);
        }
        Up up = (Up) tracked.reach;
        tracked.bootAt = up.bootAt();
        noteFault(
                tracked,
                result.outcome() == Outcome.REFUSED ? result.fault() : tracked.quality.lossy() ? "lossy" : "",
                look.at());
        show(tracked);
        composition.deviceLooked(tracked, look.at());
        for (Tracked child : behind(tracked)) {
            decideIfPending(child);
        }
    }

    private void silent(Tracked tracked, Reachability before, Look look) {
        if (tracked.reach instanceof Suspect && !(before instanceof Suspect)) {
            poller.setCadence(tracked.id, Cadence.CONFIRMING);
            uplinks(tracked).forEach(uplink -> poller.askNow(uplink.id));
            show(tracked);
        }
        if (tracked.reach instanceof Silent && !(before instanceof Silent)) {
            poller.setCadence(tracked.id, Cadence.RETURNING);
            tracked.verdict = Verdict.PENDING;
            behind(tracked).forEach(child -> poller.askNow(child.id));
            decideIfPending(tracked);
        } else if (tracked.verdict == Verdict.UNREACHABLE && tracked.releasedAt != null) {
            silentByItself(tracked, look);
        }
    }

    /** Its uplink is back and it is not: after as many tries as make sure, it is down by itself. */
    private void silentByItself(Tracked tracked, Look look) {
        Bound released = tracked.releasedAt;
        if (released == null || look.sentAt().isBefore(released.latest())) {
            return;
        }
        tracked.triesSinceRelease += look.silentTries();
        if (tracked.triesSinceRelease >= tracked.quality.triesNeeded()) {
            poller.setCadence(tracked.id, Cadence.RETURNING);
            recorder.submit(new Turn.Ended(tracked.object, released, Outage.Cause.UPSTREAM, List.of()));
            tracked.releasedAt = null;
            Silent now = (Silent) tracked.reach;
            begin(
                    tracked,
                    Verdict.DOWN,
                    tracked.object,
                    released,
                    List.of(new Evidence(Evidence.FIRST_BAD, now.lastBad(), "")));
        }
    }

    private void decideIfPending(Tracked tracked) {
        if (tracked.verdict != Verdict.PENDING || !(tracked.reach instanceof Silent silent)) {
            return;
        }
        Tracked hiding = null;
        boolean undecided = false;
        for (Tracked uplink : uplinks(tracked)) {
            boolean clear = uplink.isUp() && uplink.clearAt != null && uplink.clearAt.isAfter(silent.firstBad());
            if (clear) {
                beginOwn(tracked, silent);
                return;
            }
            if (uplink.hidesOthers()) {
                hiding = uplink;
            } else if (!uplink.unaskable) {
                undecided = true;
                poller.askNow(uplink.id);
            }
        }
        if (!undecided && hiding != null) {
            List<Evidence> evidence = new ArrayList<>(seen(silent));
            evidence.add(new Evidence(Evidence.UPLINK_DOWN, silent.firstBad(), hiding.root.id()));
            begin(tracked, Verdict.UNREACHABLE, hiding.root, notBefore(hiding.from, silent.from()), evidence);
        } else if (!undecided) {
            beginOwn(tracked, silent);
        }
    }

    /** What hides behind another was reached through it until that one went: it can not have gone before. */
    private static Bound notBefore(@Nullable Bound root, Bound own) {
        if (root == null
                || !root.earliest().isAfter(own.earliest())
                || root.earliest().isAfter(own.latest())) {
            return own;
        }
        return Bound.between(root.earliest(), own.latest());
    }

    private void beginOwn(Tracked tracked, Silent silent) {
        List<Evidence> evidence = new ArrayList<>(seen(silent));
        Bound from = composition.narrowedByPort(tracked, silent.from(), evidence);
        begin(tracked, Verdict.DOWN, tracked.object, from, evidence);
    }

    private static List<Evidence> seen(Silent silent) {
        Evidence firstBad = new Evidence(Evidence.FIRST_BAD, silent.firstBad(), "");
        return silent.lastGood() == null
                ? List.of(firstBad)
                : List.of(new Evidence(Evidence.LAST_GOOD, silent.lastGood(), ""), firstBad);
    }

    private void begin(Tracked tracked, Verdict verdict, ObjectRef root, Bound from, List<Evidence> evidence) {
        tracked.verdict = verdict;
        tracked.fault = "";
        boolean resumed = tracked.openSince != null;
        if (!resumed) {
            tracked.root = root;
            tracked.from = from;
            recorder.submit(new Turn.Began(
                    tracked.object,
                    tracked.condition(),
                    "",
                    root,
                    from,
                    verdict == Verdict.UNREACHABLE ? Outage.Cause.UPSTREAM : Outage.Cause.UNKNOWN,
                    evidence));
            log.info(
                    "outage started device={} condition={} root={} since={}",
                    tracked.id,
                    tracked.condition(),
                    root,
                    from.best());
        }
        tracked.openSince = null;
        show(tracked);
        for (Tracked child : behind(tracked)) {
            decideIfPending(child);
        }
        composition.deviceChanged(tracked, from);
    }

    private void returned(Tracked tracked, Silent silent) {
        poller.setCadence(tracked.id, Cadence.REGULAR);
        poller.askNow(tracked.id);
        if (tracked.verdict == Verdict.PENDING) {
            // It was silent for certain, and came back before its uplinks had been asked again.
            beginOwn(tracked, silent);
        }
        Up up = (Up) tracked.reach;
        end(tracked, up.since(), silent.bootAt(), up.bootAt());
        for (Tracked child : behind(tracked)) {
            release(child, up.since());
        }
    }

    private void resumedOutageEnded(Tracked tracked, Look look) {
        Instant since = tracked.openSince == null ? look.at() : tracked.openSince;
        Instant bootAt = ((Up) tracked.reach).bootAt();
        boolean booted = bootAt != null && bootAt.isAfter(since) && !bootAt.isAfter(look.at());
        end(tracked, Bound.between(booted && bootAt != null ? bootAt : since, look.at()), null, booted ? bootAt : null);
    }

    private void end(Tracked tracked, Bound to, @Nullable Instant bootBefore, @Nullable Instant bootAfter) {
        boolean hidden = tracked.verdict == Verdict.UNREACHABLE;
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(Evidence.FIRST_GOOD, to.latest(), ""));
        boolean restarted = OutageMachine.restarted(bootBefore, bootAfter);
        if (restarted && bootAfter != null) {
            evidence.add(new Evidence(Evidence.BOOT, bootAfter, ""));
        }
        Outage.Cause cause = hidden
                ? Outage.Cause.UPSTREAM
                : restarted && bootAfter != null
                        ? afterRestart(tracked, bootAfter)
                        : bootBefore != null && bootAfter != null ? Outage.Cause.LINK : Outage.Cause.UNKNOWN;
        recorder.submit(new Turn.Ended(tracked.object, to, cause, evidence));
        log.info("outage ended device={} until={} cause={}", tracked.id, to.best(), cause);
        tracked.verdict = Verdict.NONE;
        tracked.root = tracked.object;
        tracked.from = null;
        tracked.openSince = null;
        tracked.releasedAt = null;
        composition.deviceChanged(tracked, to);
    }

    /** Restarted: by power when its neighbours on the same line restarted too, by itself when they kept running. */
    private Outage.Cause afterRestart(Tracked tracked, Instant bootAt) {
        boolean neighbourKeptRunning = false;
        for (Tracked other : devices.values()) {
            if (other == tracked || !composition.samePower(known, tracked.device, other.device)) {
                continue;
            }
            boolean restartedToo =
                    other.bootAt != null && Math.abs(other.bootAt.getEpochSecond() - bootAt.getEpochSecond()) <= 120;
            if (restartedToo) {
                return Outage.Cause.POWER;
            }
            neighbourKeptRunning |= other.isUp() && other.bootAt != null;
        }
        return neighbourKeptRunning ? Outage.Cause.DEVICE : Outage.Cause.UNKNOWN;
    }

    private void release(Tracked child, Bound since) {
        if (child.verdict == Verdict.UNREACHABLE) {
            child.releasedAt = since;
            child.triesSinceRelease = 0;
            poller.setCadence(child.id, Cadence.CONFIRMING);
        }
        poller.askNow(child.id);
    }

    private void noteFault(Tracked tracked, String fault, Instant at) {
        if (fault.equals(tracked.fault)) {
            return;
        }
        if (!tracked.fault.isEmpty()) {
            recorder.submit(new Turn.Ended(tracked.object, Bound.exactly(at), Outage.Cause.UNKNOWN, List.of()));
        }
        tracked.fault = fault;
        if (!fault.isEmpty()) {
            recorder.submit(new Turn.Began(
                    tracked.object,
                    Condition.DEGRADED,
                    fault,
                    tracked.object,
                    Bound.exactly(at),
                    Outage.Cause.UNKNOWN,
                    List.of()));
        }
        composition.deviceChanged(tracked, Bound.exactly(at));
    }

    private void cannotAsk(Tracked tracked, Instant at) {
        tracked.unaskable = true;
        if (tracked.watched) {
            forget(tracked, tracked.lastLookAt == null ? at : tracked.lastLookAt);
        }
        behind(tracked).forEach(this::decideIfPending);
    }

    /** Nobody has been looking since {@code since}; every state but an open outage is forgotten. */
    private void lookAway(Instant since) {
        for (Tracked tracked : devices.values()) {
            forget(tracked, since);
        }
        composition.lookAway(since);
    }

    private void forget(Tracked tracked, Instant since) {
        if (!tracked.watched) {
            return;
        }
        recorder.submit(new Turn.Unwatched(tracked.object, since));
        if (!tracked.fault.isEmpty()) {
            recorder.submit(new Turn.Ended(tracked.object, Bound.exactly(since), Outage.Cause.UNKNOWN, List.of()));
        }
        tracked.openSince = tracked.hidesOthers() ? since : null;
        tracked.verdict = Verdict.NONE;
        tracked.reach = OutageMachine.unknown();
        tracked.watched = false;
        tracked.fault = "";
        tracked.releasedAt = null;
        poller.setCadence(tracked.id, Cadence.REGULAR);
        show(tracked);
        composition.deviceChanged(tracked, Bound.exactly(since));
    }

    private void syncWithInventory(List<OpenRow> open) {
        InventorySnapshot now = inventory.snapshot();
        known = now;
        Instant at = clock.instant();
        devices.values().removeIf(tracked -> {
            boolean gone = now.device(tracked.id).filter(Device::enabled).isEmpty();
            if (gone) {
                forget(tracked, at);
                recorder.submit(new Turn.Ended(tracked.object, Bound.exactly(at), Outage.Cause.UNKNOWN, List.of()));
                conditions.remove(tracked.object);
            }
            return gone;
        });
        for (Device device : now.devices()) {
            if (device.enabled()) {
                devices.computeIfAbsent(device.id(), id -> new Tracked(device)).device = device;
            }
        }
        composition.use(now);
        for (OpenRow row : open) {
            boolean gone = row.object().kind() == ObjectRef.Kind.DEVICE
                    && !devices.containsKey(new DeviceId(row.object().id()));
            if (gone) {
                recorder.submit(new Turn.Ended(row.object(), Bound.exactly(at), Outage.Cause.UNKNOWN, List.of()));
            }
        }
    }

    private List<Tracked> uplinks(Tracked tracked) {
        return tracked.device.uplinks().stream()
                .filter(devices::containsKey)
                .map(id -> devices.get(id))
                .toList();
    }

    private List<Tracked> behind(Tracked tracked) {
        return known.directlyBehind(tracked.id).stream()
                .filter(devices::containsKey)
                .map(id -> devices.get(id))
                .toList();
    }

    private void show(Tracked tracked) {
        Reachability reach = tracked.reach;
        Instant lastGood = reach instanceof Up up
                ? up.lastGood()
                : reach instanceof Silent silent
                        ? silent.lastGood()
                        : reach instanceof Suspect suspect && suspect.before() instanceof Up before
                                ? before.lastGood()
                                : null;
        Instant since = tracked.from != null
                ? tracked.from.best()
                : reach instanceof Up up ? up.since().best() : null;
        conditions.put(new Conditions.State(
                tracked.object,
                tracked.condition(),
                since,
                lastGood,
                reach instanceof Suspect || tracked.verdict == Verdict.PENDING,
                tracked.fault,
                tracked.condition() == Condition.UNREACHABLE ? tracked.root : null));
    }
}
