package io.langsong.outage;

import io.langsong.alert.LastingAlerts;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryChanged;
import io.langsong.outage.Reachability.Silent;
import io.langsong.outage.Reachability.Suspect;
import io.langsong.outage.Reachability.Up;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Sight sight;
    private final Verdicts verdicts;
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
            MonitoringPath path,
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
        this.sight = new Sight(devices.values(), watchlist, path, recorder, causes, poller);
        this.verdicts = new Verdicts(watchlist, composition, causes, sight, recorder, conditions, poller);
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
        sight.start(awakeAt, recorder.blindSince().orElse(null));
        running = true;
        log.info("judgement started devices={} openOutages={}", watchlist.size(), open.size());
    }

    /** From now on nobody is looking. */
    public void stop() {
        running = false;
        watchlist.lookAway(clock.instant(), null);
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
            watchlist.lookAway(setBack ? now : before, now);
            causes.forget();
            sight.forget(now);
            lookingSince = now;
        }
        awakeAt = now;
        sight.look(now, verdicts::decideIfPending);
        composition.putRight(now);
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
            poller.setCadence(tracked.id, Cadence.REGULAR);
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
            poller.setCadence(tracked.id, Cadence.CONFIRMING);
            watchlist.uplinks(tracked).forEach(uplink -> poller.askNow(uplink.id));
            conditions.put(tracked.state());
        }
        if (tracked.reach instanceof Suspect) {
            sight.suspect();
        }
        tracked.silentAt = look.at();
        if (tracked.reach instanceof Silent && !(before instanceof Silent)) {
            tracked.verdict = Verdict.PENDING;
            watchlist.behind(tracked).forEach(child -> poller.askNow(child.id));
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
