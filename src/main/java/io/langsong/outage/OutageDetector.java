package io.langsong.outage;

import io.langsong.alert.LastingAlerts;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryChanged;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.outage.LateRecord.Lasting;
import io.langsong.outage.Reachability.Silent;
import io.langsong.outage.Reachability.Suspect;
import io.langsong.outage.Reachability.Up;
import io.langsong.outage.Tracked.Verdict;
import io.langsong.polling.Asking;
import io.langsong.polling.Cadence;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollObserver;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.Poller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
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
    /** A machine without a battery knows the time when it has asked the network for it. */
    private static final Duration CLOCK_BEHIND = Duration.ofSeconds(10);

    private static final Duration LONGEST_WAIT_FOR_CLOCK = Duration.ofMinutes(10);

    private final Supplier<InventorySnapshot> inventory;
    private final Asking asking;
    private final TurnRecord recorder;
    private final Conditions conditions;
    private final LastingAlerts alerts;
    private final Clock clock;

    private final Composition composition;
    private final Watchlist watchlist;
    private final Causes causes;
    private final Sight sight;
    private final Verdicts verdicts;
    private final Queue<Lasting> corrections = new ConcurrentLinkedQueue<>();
    private volatile boolean inventoryChanged;
    private volatile boolean running;
    /** The clock is behind: it will be at least then; null when it is not. */
    private volatile @Nullable Instant awaited;

    private long waitingSince;
    private Instant awakeAt = Instant.EPOCH;
    /** What was asked before says nothing: somebody looked only from then on. */
    private Instant lookingSince = Instant.EPOCH;

    @Autowired
    OutageDetector(
            Inventory inventory,
            Poller poller,
            OutageRecorder recorder,
            Conditions conditions,
            LastingAlerts alerts,
            MonitoringPath path,
            Clock clock) {
        this(inventory::snapshot, poller, recorder, conditions, alerts, path, clock);
    }

    /** @param path is asked for nothing where it has no target */
    OutageDetector(
            Supplier<InventorySnapshot> inventory,
            Asking asking,
            TurnRecord recorder,
            Conditions conditions,
            LastingAlerts alerts,
            MonitoringPath path,
            Clock clock) {
        this.alerts = alerts;
        this.inventory = inventory;
        this.asking = asking;
        this.recorder = recorder;
        this.conditions = conditions;
        this.clock = clock;
        Map<DeviceId, Tracked> devices = new HashMap<>();
        this.composition = new Composition(devices, recorder, conditions, asking);
        this.watchlist = new Watchlist(devices, composition, recorder, conditions, asking);
        this.causes = new Causes(watchlist, recorder);
        this.sight = new Sight(devices.values(), watchlist, path, recorder, causes, asking);
        this.verdicts = new Verdicts(watchlist, composition, causes, sight, recorder, conditions, asking);
    }

    /**
     * One that judges for nothing but to know how closely each device is to be asked.
     *
     * @param clock by which the results are dated
     */
    public static OutageDetector offTheRecord(Supplier<InventorySnapshot> inventory, Asking asking, Clock clock) {
        return new OutageDetector(
                inventory,
                asking,
                NoRecord.INSTANCE,
                new Conditions(state -> {}),
                new LastingAlerts(),
                MonitoringPath.none(clock),
                clock);
    }

    /**
     * Reads back what was open when somebody last looked, so that a restart neither closes an outage nor tells it twice.
     * Before the recorder starts.
     */
    public void start() {
        List<TurnRecord.OpenRow> open = recorder.recover();
        watchlist.resume(inventory.get(), open);
        awakeAt = clock.instant();
        lookingSince = awakeAt;
        sight.start(awakeAt, recorder.blindSince().orElse(null));
        Instant until = recorder.lookedUntil();
        boolean isBehind = awakeAt.plus(CLOCK_BEHIND).isBefore(until);
        awaited = isBehind ? until : null;
        waitingSince = System.nanoTime();
        if (isBehind) {
            log.warn("the clock is behind, nothing is judged until it is right now={} lookedUntil={}", awakeAt, until);
        }
        running = true;
        log.info("judgement started devices={} openOutages={}", watchlist.size(), open.size());
    }

    /** It is known better now since when an outage is that lasts. Any thread. */
    void correct(Lasting known) {
        corrections.add(known);
    }

    /** From now on nobody is looking. */
    public void stop() {
        running = false;
        watchlist.lookAway(clock.instant(), null);
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(InventoryChanged change) {
        followInventory();
    }

    /** The inventory is another one; it is looked at before the next result. Any thread. */
    public void followInventory() {
        inventoryChanged = true;
    }

    /**
     * Notes when nobody was looking: this program or its machine stood still, or the clock was set. By the clock of the wall,
     * because the other one stands still while the machine sleeps.
     */
    @Override
    public void awake() {
        if (!running || isClockBehind()) {
            return;
        }
        Instant before = awakeAt;
        Instant now = clock.instant();
        Duration passed = Duration.between(before, now);
        boolean setBack = passed.compareTo(CORRECTION.negated()) < 0;
        if (setBack || passed.compareTo(ABSENCE) > 0) {
            log.warn("nobody was looking from={} until={} because we stood still or the clock was set", before, now);
            watchlist.lookAway(setBack ? now : before, now);
            causes.forget();
            sight.forget(now);
            lookingSince = now;
        }
        awakeAt = now;
        for (Lasting known = corrections.poll(); known != null; known = corrections.poll()) {
            watchlist.correct(known);
        }
        sight.look(now, verdicts::decideIfPending);
        composition.putRight(now);
        recorder.lookedAt(now);
    }

    /** Until the time is right, or nobody puts it right: what is open must not be taken to have ended before it began. */
    private boolean isClockBehind() {
        Instant until = awaited;
        if (until == null) {
            return false;
        }
        Instant now = clock.instant();
        boolean isRight = !now.isBefore(until);
        boolean isLong = now.isAfter(awakeAt.plus(LONGEST_WAIT_FOR_CLOCK))
                || System.nanoTime() - waitingSince > LONGEST_WAIT_FOR_CLOCK.toNanos();
        if (!isRight && !isLong) {
            return true;
        }
        log.warn("judgement begins now={} clockIsRight={}", now, isRight);
        if (!isRight) {
            recorder.submit(new Turn.ClockWasAhead(until, now));
        }
        awaited = null;
        awakeAt = now;
        lookingSince = now;
        sight.forget(now);
        return false;
    }

    @Override
    public void observe(PollResult result) {
        if (!running || awaited != null) {
            return;
        }
        if (inventoryChanged) {
            inventoryChanged = false;
            watchlist.follow(inventory.get(), clock.instant());
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
        if (!answered && !sight.sees(look.sentAt())) {
            sight.missed(tracked, look);
            return;
        }
        Instant since = tracked.watched ? look.at() : tracked.watchedFrom(look);
        if (!tracked.watched) {
            tracked.watched = true;
            tracked.wokeAt = null;
            recorder.submit(new Turn.Watched(tracked.object, since));
        }
        Reachability before = tracked.reach;
        tracked.reach = OutageMachine.next(before, look, tracked.quality.triesNeeded());
        if (!(before instanceof Silent) && tracked.reach instanceof Silent silent) {
            tracked.reach = tracked.sinceBlind(silent);
        }
        tracked.lastLookAt = look.at();
        if (answered) {
            answered(tracked, before, look, result, since);
        } else {
            silent(tracked, before, look);
        }
    }

    /** @param since when it is known to be so */
    private void answered(Tracked tracked, Reachability before, Look look, PollResult result, Instant since) {
        int suspectedTries = before instanceof Suspect suspect ? suspect.tries() : 0;
        tracked.quality.count(look.at(), result.tries() + suspectedTries, look.silentTries() + suspectedTries);
        if (before instanceof Suspect suspect) {
            tracked.answeredAgain(suspect.bad());
        } else if (before instanceof Silent silent) {
            tracked.answeredAgain(silent.bad());
        }
        tracked.clearAt = look.sentAt();
        tracked.lineWasThere = false;
        tracked.goodBefore = null;
        tracked.keepPorts(result.ports(), look.at(), look.clock());
        if (before instanceof Suspect) {
            asking.setCadence(tracked.id, Cadence.REGULAR);
        }
        if (before instanceof Silent silent) {
            verdicts.returned(tracked, silent);
        } else if (tracked.open != null) {
            verdicts.resumedOutageEnded(tracked, tracked.open, look);
        }
        Up up = (Up) tracked.reach;
        tracked.bootAt = up.bootAt();
        causes.answered(look.at());
        verdicts.noteFault(tracked, faultOf(tracked, result), look.at());
        tracked.showIn(conditions);
        composition.deviceChanged(tracked, Bound.exactly(since));
        for (Tracked child : watchlist.behind(tracked)) {
            verdicts.decideIfPending(child);
        }
    }

    private String faultOf(Tracked tracked, PollResult result) {
        if (result.outcome() == Outcome.REFUSED) {
            return result.fault();
        }
        return tracked.quality.lossy() ? "lossy" : alerts.any(tracked.id) ? "alert" : "";
    }

    private void silent(Tracked tracked, Reachability before, Look look) {
        if (before instanceof Up) {
            tracked.fellSilent();
        }
        if (tracked.reach instanceof Suspect && !(before instanceof Suspect)) {
            asking.setCadence(tracked.id, Cadence.CONFIRMING);
            watchlist.uplinks(tracked).forEach(uplink -> asking.askNow(uplink.id));
            conditions.put(tracked.state());
        }
        if (tracked.reach instanceof Suspect) {
            sight.suspect();
        }
        tracked.silentAt = look.at();
        if (tracked.reach instanceof Silent && !(before instanceof Silent)) {
            tracked.verdict = Verdict.PENDING;
            watchlist.behind(tracked).forEach(child -> asking.askNow(child.id));
            verdicts.decideIfPending(tracked);
        } else if (tracked.verdict == Verdict.PENDING) {
            verdicts.decideIfPending(tracked);
        } else if (tracked.verdict == Verdict.UNREACHABLE && tracked.releasedAt != null) {
            verdicts.silentByItself(tracked, look);
        }
    }

    private void cannotAsk(Tracked tracked, Instant at) {
        tracked.unaskable = true;
        if (tracked.watched) {
            watchlist.forget(tracked, tracked.lastLookAt == null ? at : tracked.lastLookAt);
        }
        watchlist.behind(tracked).forEach(verdicts::decideIfPending);
    }
}
