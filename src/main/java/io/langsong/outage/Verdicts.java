package io.langsong.outage;

import io.langsong.outage.Outage.Confidence;
import io.langsong.outage.Reachability.Silent;
import io.langsong.outage.Reachability.Up;
import io.langsong.outage.Tracked.Open;
import io.langsong.outage.Tracked.Verdict;
import io.langsong.polling.Asking;
import io.langsong.polling.Cadence;
import io.langsong.polling.DeviceNotice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device's silence and its return mean: by itself, or behind another; and what is written of it. Used by the intake thread
 * alone.
 */
final class Verdicts {
    private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

    /** More of them tell no more, and thousands may ask at once. */
    private static final int MOST_WITNESSES = 100;

    private final Watchlist watchlist;
    private final Composition composition;
    private final Causes causes;
    private final Sight sight;
    private final TurnRecord recorder;
    private final Conditions conditions;
    private final Asking asking;

    Verdicts(
            Watchlist watchlist,
            Composition composition,
            Causes causes,
            Sight sight,
            TurnRecord recorder,
            Conditions conditions,
            Asking asking) {
        this.watchlist = watchlist;
        this.composition = composition;
        this.causes = causes;
        this.sight = sight;
        this.recorder = recorder;
        this.conditions = conditions;
        this.asking = asking;
    }

    /** Its uplink is back and it is not: after as many tries as make sure, it is down by itself. */
    void silentByItself(Tracked tracked, Look look) {
        Bound released = tracked.releasedAt;
        if (released == null || look.sentAt().isBefore(released.latest())) {
            return;
        }
        tracked.triesSinceRelease += look.silentTries();
        Silent now = (Silent) tracked.reach;
        if (tracked.triesSinceRelease >= tracked.quality.triesNeeded() && sight.isItsOwn(tracked, now)) {
            asking.setCadence(tracked.id, Cadence.RETURNING);
            tracked.releasedAt = null;
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

    /** Once it is known that we see, and whether its uplinks were there meanwhile. */
    void decideIfPending(Tracked tracked) {
        boolean pending = tracked.verdict == Verdict.PENDING;
        if (!pending || !(tracked.reach instanceof Silent silent) || !sight.isItsOwn(tracked, silent)) {
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
                asking.askNow(uplink.id);
            }
        }
        if (!undecided && hiding != null) {
            List<Evidence> evidence = new ArrayList<>(seen(silent));
            evidence.add(new Evidence(Evidence.UPLINK_DOWN, silent.firstBad(), hiding.root.id()));
            begin(tracked, Verdict.UNREACHABLE, hiding.root, notBefore(hiding.from, sight.from(silent)), evidence);
        } else if (!undecided) {
            beginOwn(tracked, silent);
        }
    }

    /** Behind the highest whose own silence explains this one, if any does. */
    private void beginUndecided(Tracked tracked, Silent silent) {
        Tracked highest = tracked;
        Set<Tracked> seen = new HashSet<>();
        for (Optional<Tracked> next = explaining(tracked, silent);
                next.isPresent() && seen.add(next.get());
                next = explaining(highest, silent)) {
            highest = next.get();
        }
        if (highest == tracked) {
            beginOwn(tracked, silent);
        } else {
            ObjectRef root = highest.hidesOthers() ? highest.root : highest.object;
            List<Evidence> evidence = new ArrayList<>(seen(silent));
            evidence.add(new Evidence(Evidence.UPLINK_DOWN, silent.firstBad(), root.id()));
            begin(tracked, Verdict.UNREACHABLE, root, sight.from(silent), Confidence.LIKELY, evidence);
        }
    }

    private Optional<Tracked> explaining(Tracked below, Silent silent) {
        return watchlist.uplinks(below).stream()
                .filter(uplink -> Absence.explains(silent.bad(), uplink.unanswered(), passed(uplink, below)))
                .findFirst();
    }

    /** When something came through an uplink of late, from itself or from others that have no other way. */
    private List<Instant> passed(Tracked uplink, Tracked below) {
        Stream<Tracked> others = watchlist.behind(uplink).stream()
                .filter(other -> other != below && other.device.uplinks().size() == 1)
                .limit(MOST_WITNESSES);
        return Stream.concat(Stream.of(uplink), others)
                .flatMap(one -> one.clear().stream())
                .toList();
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
        Bound from = composition.narrowedByPort(tracked, sight.from(silent), evidence);
        tracked.portWentDown = evidence.stream().anyMatch(one -> one.kind().equals(Evidence.PORT_DOWN));
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
        begin(tracked, Verdict.UNREACHABLE, open.root(), now, Confidence.LIKELY, evidence);
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
        begin(tracked, verdict, root, from, Confidence.CERTAIN, evidence);
    }

    /** @param confidence that it hides behind the root, if it does */
    private void begin(
            Tracked tracked,
            Verdict verdict,
            ObjectRef root,
            Bound from,
            Confidence confidence,
            List<Evidence> evidence) {
        Open open = tracked.open;
        tracked.open = null;
        if (tracked.verdict == Verdict.PENDING) {
            asking.setCadence(tracked.id, Cadence.RETURNING);
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
            Guess guess = verdict == Verdict.UNREACHABLE
                    ? new Guess(Outage.Cause.UPSTREAM, confidence)
                    : causes.guess(tracked, from, all);
            tracked.guess = guess;
            List<Turn> turns = new ArrayList<>();
            if (open != null) {
                boolean hidden = open.condition() == Condition.UNREACHABLE;
                turns.add(new Turn.Ended(
                        tracked.object, from, hidden ? Guess.likely(Outage.Cause.UPSTREAM) : Guess.NONE, List.of()));
            }
            turns.add(new Turn.Began(tracked.object, tracked.condition(), "", root, from, guess, all));
            recorder.submit(turns);
            log.info(
                    "outage started device={} condition={} root={} since={}",
                    tracked.id,
                    tracked.condition(),
                    root,
                    from.best());
        } else {
            // Late results may have found that the one which was open had ended; while it is open, this says nothing.
            recorder.submit(new Turn.Began(tracked.object, tracked.condition(), "", root, from, Guess.NONE, evidence));
        }
        conditions.put(tracked.state());
        for (Tracked child : watchlist.behind(tracked)) {
            decideIfPending(child);
        }
        composition.deviceChanged(tracked, from);
    }

    void returned(Tracked tracked, Silent silent) {
        asking.setCadence(tracked.id, Cadence.REGULAR);
        asking.askNow(tracked.id);
        if (tracked.verdict == Verdict.PENDING && sight.wasBlind(tracked, silent)) {
            unseen(tracked, silent);
            return;
        }
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

    /** Nobody saw it for a while, nor anything else. */
    private void unseen(Tracked tracked, Silent silent) {
        Open open = tracked.open;
        Up up = (Up) tracked.reach;
        tracked.verdict = Verdict.NONE;
        recorder.submit(List.of(
                new Turn.Unwatched(tracked.object, silent.from().best()),
                new Turn.Watched(tracked.object, up.since().latest())));
        log.info(
                "device not seen device={} from={} until={}",
                tracked.id,
                silent.from().best(),
                up.since().latest());
        if (open != null) {
            end(tracked, Bound.between(open.seenUntil(), up.since().latest()), null, null);
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

    void resumedOutageEnded(Tracked tracked, Open open, Look look) {
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
        Guess guess = hidden
                ? tracked.guess.isKnown() ? tracked.guess : Guess.likely(Outage.Cause.UPSTREAM)
                : causes.atEnd(tracked, tracked.from, to, bootBefore, bootAfter, start, evidence);
        recorder.submit(new Turn.Ended(tracked.object, to, guess, evidence));
        log.info(
                "outage ended device={} until={} cause={} confidence={}",
                tracked.id,
                to.best(),
                guess.cause(),
                guess.confidence());
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
            asking.setCadence(child.id, Cadence.CONFIRMING);
        }
        asking.askNow(child.id);
    }

    void noteFault(Tracked tracked, String fault, Instant at) {
        if (fault.equals(tracked.fault)) {
            return;
        }
        if (!tracked.fault.isEmpty()) {
            recorder.submit(new Turn.Ended(tracked.object, Bound.exactly(at), Guess.NONE, List.of()));
        }
        tracked.fault = fault;
        if (!fault.isEmpty()) {
            recorder.submit(new Turn.Began(
                    tracked.object,
                    Condition.DEGRADED,
                    fault,
                    tracked.object,
                    Bound.exactly(at),
                    Guess.NONE,
                    List.of()));
        }
        composition.deviceChanged(tracked, Bound.exactly(at));
    }
}
