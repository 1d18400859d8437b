package io.langsong.outage;

import io.langsong.alert.LastingAlerts;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryChanged;
import io.langsong.outage.Reachability.Silent;
import io.langsong.outage.Reachability.Suspect;
import io.langsong.outage.Reachability.Up;
import io.langsong.outage.Tracked.Open;
import io.langsong.outage.Tracked.Verdict;
import io.langsong.polling.Cadence;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollObserver;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.Poller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Longer without waking and nobody was looking. */
    private static final Duration ABSENCE = Duration.ofSeconds(10);
    /** A clock that goes back by more was set; by less it was corrected. */
    private static final Duration CORRECTION = Duration.ofSeconds(1);

    private final Inventory inventory;
    private final Poller poller;
    private final OutageRecorder recorder;
    private final Conditions conditions;
    private final LastingAlerts alerts;
    private final Clock clock;

    private final Composition composition;
    private final Watchlist watchlist;
    private final Causes causes;
    private volatile boolean inventoryChanged;
    private volatile boolean running;
    private Instant awakeAt = Instant.EPOCH;
    /** What was asked before says nothing: somebody looked only from then on. */
    private Instant lookingSince = Instant.EPOCH;

    OutageDetector(
            Inventory inventory,
            Poller poller,
            OutageRecorder recorder,
            Conditions conditions,
            LastingAlerts alerts,
            Clock clock) {
        this.alerts = alerts;
        this.inventory = inventory;
        this.poller = poller;
        this.recorder = recorder;
        this.conditions = conditions;
        this.clock = clock;
        Map<DeviceId, Tracked> devices = new HashMap<>();
        this.composition = new Composition(devices, recorder, conditions, poller);
        this.watchlist = new Watchlist(devices, composition, recorder, conditions, poller);
        this.causes = new Causes(watchlist, recorder);
    }

    /**
     * Reads back what was open when somebody last looked, so that a restart neither closes an outage nor tells it twice.
     * Before the recorder starts.
     */
    public void start() {
        List<OutageRecorder.OpenRow> open = recorder.recover();
        watchlist.resume(inventory.snapshot(), open);
        awakeAt = clock.instant();
        lookingSince = awakeAt;
        running = true;
        log.info("judgement started devices={} openOutages={}", watchlist.size(), open.size());
    }

    /** From now on nobody is looking. */
    public void stop() {
        running = false;
        watchlist.lookAway(clock.instant());
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(InventoryChanged change) {
        inventoryChanged = true;
    }

    /**
     * Notes when nobody was looking: this program or its machine stood still, or the clock was set. By the clock of the wall,
     * because the other one stands still while the machine sleeps.
     */
    @Override
    public void awake() {
        if (!running) {
            return;
        }
        Instant before = awakeAt;
        Instant now = clock.instant();
        Duration passed = Duration.between(before, now);
        boolean setBack = passed.compareTo(CORRECTION.negated()) < 0;
        if (setBack || passed.compareTo(ABSENCE) > 0) {
            log.warn("nobody was looking from={} until={} because we stood still or the clock was set", before, now);
            watchlist.lookAway(setBack ? now : before);
            causes.forget();
            lookingSince = now;
        }
        awakeAt = now;
        recorder.lookedAt(now);
    }

    @Override
    public void observe(PollResult result) {
        if (!running) {
            return;
        }
        if (inventoryChanged) {
            inventoryChanged = false;
            watchlist.follow(inventory.snapshot(), clock.instant());
        }
        Tracked tracked = watchlist.find(result.device());
        boolean askedSince =
                !result.sentAt().isBefore(lookingSince) && !result.sentAt().isAfter(awakeAt);
        if (tracked == null || !askedSince) {
            return;
        }
        if (result.outcome() == Outcome.NOT_ASKED) {
            cannotAsk(tracked, result.at());
        } else {
            judge(tracked, result);
        }
    }

    /** Kept as evidence for what polls confirm; nothing turns by it. */
    @Override
    public void observe(DeviceNotice notice) {
        Tracked tracked = running ? watchlist.find(notice.device()) : null;
        if (tracked != null) {
            tracked.said().add(notice);
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
        } else if (tracked.open != null) {
            resumedOutageEnded(tracked, tracked.open, look);
        }
        Up up = (Up) tracked.reach;
        tracked.bootAt = up.bootAt();
        causes.answered(look.at());
        noteFault(tracked, faultOf(tracked, result), look.at());
        tracked.showIn(conditions);
        composition.deviceChanged(tracked, Bound.exactly(look.at()));
        for (Tracked child : watchlist.behind(tracked)) {
            decideIfPending(child);
        }
    }

    private String faultOf(Tracked tracked, PollResult result) {
        if (result.outcome() == Outcome.REFUSED) {
            return result.fault();
        }
        return tracked.quality.lossy() ? "lossy" : alerts.any(tracked.id) ? "alert" : "";
    }

    private void silent(Tracked tracked, Reachability before, Look look) {
        if (tracked.reach instanceof Suspect && !(before instanceof Suspect)) {
            poller.setCadence(tracked.id, Cadence.CONFIRMING);
            watchlist.uplinks(tracked).forEach(uplink -> poller.askNow(uplink.id));
            conditions.put(tracked.state());
        }
        tracked.silentAt = look.at();
        if (tracked.reach instanceof Silent && !(before instanceof Silent)) {
            tracked.verdict = Verdict.PENDING;
            watchlist.behind(tracked).forEach(child -> poller.askNow(child.id));
            decideIfPending(tracked);
        } else if (tracked.verdict == Verdict.PENDING) {
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
            tracked.releasedAt = null;
            Silent now = (Silent) tracked.reach;
            ObjectRef recovered = tracked.root;
            goOn(
                    tracked,
                    Verdict.DOWN,
                    tracked.object,
                    released,
                    List.of(new Evidence(Evidence.FIRST_BAD, now.lastBad(), "")));
            hideBehind(tracked, recovered, released);
        }
    }

    /** What hid behind {@code recovered}, and is reached through {@code root}, hides behind this one from now on. */
    private void hideBehind(Tracked root, ObjectRef recovered, Bound since) {
        List<Tracked> hidden = watchlist.allBehind(root).stream()
                .filter(each -> each.verdict == Verdict.UNREACHABLE && each.releasedAt == null)
                .filter(each -> each.root.equals(recovered))
                .toList();
        Evidence evidence = new Evidence(Evidence.UPLINK_DOWN, since.best(), root.object.id());
        hidden.forEach(each -> goOn(each, Verdict.UNREACHABLE, root.object, since, List.of(evidence)));
    }

    /** An outage goes on as another, without being over in between. */
    private void goOn(Tracked tracked, Verdict verdict, ObjectRef root, Bound since, List<Evidence> evidence) {
        tracked.open = new Open(since.earliest(), tracked.condition(), tracked.root);
        begin(tracked, verdict, root, since, evidence);
    }

    private void decideIfPending(Tracked tracked) {
        if (tracked.verdict != Verdict.PENDING || !(tracked.reach instanceof Silent silent)) {
            return;
        }
        Tracked hiding = null;
        boolean undecided = false;
        for (Tracked uplink : watchlist.uplinks(tracked)) {
            if (uplink.isClearDuring(silent, tracked.quality.triesNeeded())) {
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

    /** Behind the highest that was silent meanwhile, if any was. */
    private void beginUndecided(Tracked tracked, Silent silent) {
        Tracked highest = tracked;
        Set<Tracked> seen = new HashSet<>();
        for (Optional<Tracked> next = silentSince(tracked, silent.firstBad());
                next.isPresent() && seen.add(next.get());
                next = silentSince(highest, silent.firstBad())) {
            highest = next.get();
        }
        if (highest == tracked) {
            beginOwn(tracked, silent);
        } else {
            ObjectRef root = highest.hidesOthers() ? highest.root : highest.object;
            List<Evidence> evidence = new ArrayList<>(seen(silent));
            evidence.add(new Evidence(Evidence.UPLINK_DOWN, silent.firstBad(), root.id()));
            begin(tracked, Verdict.UNREACHABLE, root, silent.from(), evidence);
        }
    }

    private Optional<Tracked> silentSince(Tracked below, Instant since) {
        return watchlist.uplinks(below).stream()
                .filter(uplink -> uplink.silentAt != null && uplink.silentAt.isAfter(since))
                .findFirst();
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
        Open open = tracked.open;
        if (open != null && open.condition() == Condition.UNREACHABLE) {
            goOnHidden(tracked, open, silent, evidence);
        } else {
            begin(tracked, Verdict.DOWN, tracked.object, from, evidence);
        }
    }

    /**
     * It was hidden when somebody last looked, and its uplink is back by now. Tries that were made before that say nothing of
     * itself, so it is released like one whose uplink came back under our eyes.
     */
    private void goOnHidden(Tracked tracked, Open open, Silent silent, List<Evidence> evidence) {
        Bound now = Bound.exactly(silent.lastBad());
        begin(tracked, Verdict.UNREACHABLE, open.root(), now, evidence);
        if (tracked.reach instanceof Silent) {
            release(tracked, now);
        }
    }

    private static List<Evidence> seen(Silent silent) {
        Evidence firstBad = new Evidence(Evidence.FIRST_BAD, silent.firstBad(), "");
        return silent.lastGood() == null
                ? List.of(firstBad)
                : List.of(new Evidence(Evidence.LAST_GOOD, silent.lastGood(), ""), firstBad);
    }

    private void begin(Tracked tracked, Verdict verdict, ObjectRef root, Bound from, List<Evidence> evidence) {
        Open open = tracked.open;
        tracked.open = null;
        if (tracked.verdict == Verdict.PENDING) {
            poller.setCadence(tracked.id, Cadence.RETURNING);
        }
        tracked.verdict = verdict;
        tracked.fault = "";
        boolean lastsOn = open != null
                && open.condition() == tracked.condition()
                && open.root().equals(root);
        if (!lastsOn) {
            tracked.root = root;
            tracked.from = from;
            List<Evidence> all = new ArrayList<>(evidence);
            Outage.Cause guess =
                    verdict == Verdict.UNREACHABLE ? Outage.Cause.UPSTREAM : causes.guess(tracked, from, all);
            List<Turn> turns = new ArrayList<>();
            if (open != null) {
                boolean hidden = open.condition() == Condition.UNREACHABLE;
                Outage.Cause cause = hidden ? Outage.Cause.UPSTREAM : Outage.Cause.UNKNOWN;
                turns.add(new Turn.Ended(tracked.object, from, cause, List.of()));
            }
            turns.add(new Turn.Began(tracked.object, tracked.condition(), "", root, from, guess, all));
            recorder.submit(turns);
            log.info(
                    "outage started device={} condition={} root={} since={}",
                    tracked.id,
                    tracked.condition(),
                    root,
                    from.best());
        }
        conditions.put(tracked.state());
        for (Tracked child : watchlist.behind(tracked)) {
            decideIfPending(child);
        }
        composition.deviceChanged(tracked, from);
    }

    private void returned(Tracked tracked, Silent silent) {
        poller.setCadence(tracked.id, Cadence.REGULAR);
        poller.askNow(tracked.id);
        if (tracked.verdict == Verdict.PENDING) {
            // It was silent for certain, and came back before it was clear whether its uplinks were there meanwhile.
            beginUndecided(tracked, silent);
        }
        Up up = startedAnew(tracked, (Up) tracked.reach);
        end(tracked, up.since(), silent.bootAt(), up.bootAt());
        for (Tracked child : watchlist.behind(tracked)) {
            release(child, up.since());
        }
    }

    /** An agent that says when it began can not have answered before; what it says counts within what the polls leave open. */
    private static Up startedAnew(Tracked tracked, Up up) {
        Up told = tracked.said()
                .start(up.since())
                .map(start -> new Up(Bound.between(start.at(), up.since().latest()), up.lastGood(), up.bootAt()))
                .orElse(up);
        tracked.reach = told;
        return told;
    }

    private void resumedOutageEnded(Tracked tracked, Open open, Look look) {
        Instant bootAt = ((Up) tracked.reach).bootAt();
        boolean booted = bootAt != null && bootAt.isAfter(open.seenUntil()) && !bootAt.isAfter(look.at());
        Instant earliest = booted && bootAt != null ? bootAt : open.seenUntil();
        end(tracked, Bound.between(earliest, look.at()), null, booted ? bootAt : null);
    }

    private void end(Tracked tracked, Bound to, @Nullable Instant bootBefore, @Nullable Instant bootAfter) {
        boolean hidden = tracked.verdict == Verdict.UNREACHABLE;
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(Evidence.FIRST_GOOD, to.latest(), ""));
        DeviceNotice start = tracked.said()
                .start(new Bound(to.earliest().minusMillis(1), to.best(), to.latest()))
                .orElse(null);
        if (start != null) {
            boolean cold = start.kind() == DeviceNotice.Kind.COLD_START;
            evidence.add(new Evidence(cold ? Evidence.COLD_START : Evidence.WARM_START, start.at(), ""));
        }
        boolean restarted = OutageMachine.restarted(bootBefore, bootAfter);
        if (restarted && bootAfter != null) {
            evidence.add(new Evidence(Evidence.BOOT, bootAfter, ""));
        }
        Outage.Cause cause = hidden
                ? Outage.Cause.UPSTREAM
                : causes.atEnd(tracked, tracked.from, to, bootBefore, bootAfter, start, evidence);
        recorder.submit(new Turn.Ended(tracked.object, to, cause, evidence));
        log.info("outage ended device={} until={} cause={}", tracked.id, to.best(), cause);
        tracked.verdict = Verdict.NONE;
        tracked.root = tracked.object;
        tracked.from = null;
        tracked.open = null;
        tracked.releasedAt = null;
        composition.deviceChanged(tracked, to);
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
            watchlist.forget(tracked, tracked.lastLookAt == null ? at : tracked.lastLookAt);
        }
        watchlist.behind(tracked).forEach(this::decideIfPending);
    }
}
