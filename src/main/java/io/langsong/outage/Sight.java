package io.langsong.outage;

import io.langsong.outage.Blindness.Count;
import io.langsong.outage.Blindness.Verdict;
import io.langsong.outage.Reachability.Silent;
import io.langsong.polling.Asking;
import io.langsong.polling.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether we see the commune at all. A device that is silent for certain is judged at once when a reference target answered after
 * as many of its tries as it takes, which it is asked for from the first silent poll on; so nothing comes later than without one.
 * While no target answers it waits for what {@link Blindness} says of the others. Our own blindness is no outage of anybody: from
 * the middle between what was last heard and what was first missed nothing is known of whoever does not answer, until a target
 * answers again, or more than a tenth of the devices do. Used by the intake thread alone.
 */
final class Sight {
    private static final Logger log = LoggerFactory.getLogger(Sight.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    /** While nothing depends on it. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(10);

    private static final Duration BETWEEN_HINTS = Duration.ofSeconds(1);
    /** A device that waits is asked as closely as one that is being made sure of. */
    private static final Duration CLOSELY = Duration.ofSeconds(15);
    /** One detection budget at the default interval: whoever was not asked by then does not count. */
    static final Duration WINDOW = Duration.ofSeconds(35);
    /** Asked out of turn when no target answers, so that others can bear witness; few, since the line may be there. */
    private static final int WITNESSES = 12;

    private final Collection<Tracked> devices;
    private final Watchlist watchlist;
    private final MonitoringPath path;
    private final TurnRecord recorder;
    private final Causes causes;
    private final Asking asking;

    /** Silent for certain, and nobody knows yet whose silence it is; in the order in which they came. */
    private final Set<Tracked> waiting = new LinkedHashSet<>();
    /** Those of them that are asked less often meanwhile. */
    private final Set<Tracked> slowed = new HashSet<>();

    private boolean blind;
    private Instant blindAt = Instant.EPOCH;
    private Instant seeingFrom = Instant.EPOCH;
    private Instant nextLook = Instant.EPOCH;
    private Instant nextQuestion = Instant.EPOCH;
    private Instant nextHint = Instant.EPOCH;

    /** @param devices what is judged now */
    Sight(
            Collection<Tracked> devices,
            Watchlist watchlist,
            MonitoringPath path,
            TurnRecord recorder,
            Causes causes,
            Asking asking) {
        this.devices = devices;
        this.watchlist = watchlist;
        this.path = path;
        this.recorder = recorder;
        this.causes = causes;
        this.asking = asking;
    }

    /** @param blindSince what the record says of before; null when we saw then */
    void start(Instant now, @Nullable Instant blindSince) {
        forget(now);
        blind = blindSince != null;
        blindAt = now;
        seeingFrom = Instant.EPOCH;
        path.start(blindSince);
    }

    /** Nobody was looking until {@code now}. */
    void forget(Instant now) {
        waiting.clear();
        slowed.clear();
        nextLook = now;
        nextQuestion = now;
        nextHint = now;
    }

    /** Whether a silent look of a question that left at {@code sentAt} says anything of the device. */
    boolean sees(Instant sentAt) {
        return !blind && !sentAt.isBefore(seeingFrom);
    }

    /** A device may be going: whether the line is there will be wanted soon. */
    void suspect() {
        path.ask();
    }

    /** Whether a device that is silent for certain is so by itself, or behind another; else it is told when that is known. */
    boolean isItsOwn(Tracked tracked, Silent silent) {
        if (!path.isKnown() || tracked.lineWasThere) {
            return true;
        }
        List<Instant> bad = badOf(tracked, silent);
        if (path.isClearDuring(bad, tracked.quality.triesNeeded())) {
            return true;
        }
        waiting.add(tracked);
        path.ask();
        return false;
    }

    /**
     * Whether a device that came back before anybody knew was not seen because our line was gone for a moment: nobody else was heard
     * meanwhile, and either the target went together with it, or two others did.
     */
    boolean wasBlind(Tracked tracked, Silent silent) {
        boolean waited = waiting.remove(tracked);
        slowed.remove(tracked);
        if (!waited || !path.failedAfter(since(tracked, silent))) {
            return false;
        }
        Count count = count(tracked, silent, false);
        boolean together = silent.lastGood() != null && path.answeredUntil(silent.lastGood());
        return (together || count.gone() > 2)
                && !Blindness.isMoreThanATenth(count.proof(), count.gone() + count.proof());
    }

    /** When a device fell that waited: no narrower than what was seen while the line was there. */
    Bound from(Silent silent) {
        Instant good = silent.lastGood();
        return good != null && path.failedAfter(silent.firstBad())
                ? Bound.between(good, silent.lastBad())
                : silent.from();
    }

    /** From time to time. @param decide told each device of which it has become known that it is silent by itself */
    void look(Instant now, Consumer<Tracked> decide) {
        if (now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(BETWEEN_LOOKS);
        boolean wanted = blind || !waiting.isEmpty();
        boolean soon = !waiting.isEmpty() && !path.isSilent();
        if (!now.isBefore(nextQuestion) || soon || wanted && !now.isBefore(nextHint)) {
            nextQuestion = now.plus(BETWEEN_QUESTIONS);
            path.ask();
        }
        if (blind) {
            lookWhileBlind(now);
        } else if (!waiting.isEmpty()) {
            decideWaiting(now, decide);
        }
        if (wanted && !now.isBefore(nextHint)) {
            nextHint = now.plus(BETWEEN_HINTS);
        }
    }

    private void decideWaiting(Instant now, Consumer<Tracked> decide) {
        waiting.removeIf(tracked -> !isWaiting(tracked));
        setPace(now);
        for (Tracked tracked : List.copyOf(waiting)) {
            Silent silent = (Silent) tracked.reach;
            Verdict verdict = judge(tracked, silent, now);
            if (verdict == Verdict.OPEN) {
                askOthers(tracked, silent, now);
                return;
            }
            if (verdict == Verdict.BLIND) {
                goBlind(now, silent);
                return;
            }
            waiting.remove(tracked);
            slowed.remove(tracked);
            tracked.lineWasThere = true;
            decide.accept(tracked);
        }
    }

    private static boolean isWaiting(Tracked tracked) {
        boolean undecided = tracked.verdict == Tracked.Verdict.PENDING || tracked.releasedAt != null;
        return undecided && tracked.reach instanceof Silent;
    }

    /** What may be for long is not asked as closely as what is about to be known. */
    private void setPace(Instant now) {
        if (path.isSilent()) {
            waiting.stream()
                    .filter(each ->
                            since(each, (Silent) each.reach).plus(CLOSELY).isBefore(now))
                    .filter(slowed::add)
                    .forEach(each -> asking.setCadence(each.id, Cadence.RETURNING));
        } else {
            slowed.forEach(each -> asking.setCadence(each.id, Cadence.CONFIRMING));
            slowed.clear();
        }
    }

    private Verdict judge(Tracked tracked, Silent silent, Instant now) {
        if (path.isClearDuring(badOf(tracked, silent), tracked.quality.triesNeeded())) {
            return Verdict.SEEING;
        }
        Instant since = since(tracked, silent);
        if (!path.isSilentSince(since)) {
            // It answers, and the device is asked until that says something; or nobody knows yet.
            return Verdict.OPEN;
        }
        Count count = count(tracked, silent, true);
        boolean over = since.plus(WINDOW).isBefore(now);
        return Blindness.judge(over ? count.asked() : count);
    }

    /**
     * What the others did while a device was silent. That others answered is proof of the line only for tries between their answers:
     * after one was heard, and before another, and after the last of those that came back had been silent itself.
     *
     * @param between whether proof needs an answer after those tries as well
     */
    private Count count(Tracked tracked, Silent silent, boolean between) {
        Instant since = since(tracked, silent);
        List<Tracked> others = devices.stream()
                .filter(other -> other != tracked && !other.hidesOthers() && !other.unaskable)
                .filter(other -> other.open == null || other.isUp())
                .toList();
        List<Tracked> gone =
                others.stream().filter(other -> wasSilent(other, since)).toList();
        List<Tracked> there = others.stream()
                .filter(other -> !wasSilent(other, since) && answeredAfter(other, since))
                .toList();
        Instant back = gone.stream()
                .filter(Tracked::isUp)
                .flatMap(other -> Optional.ofNullable(other.silentAt).stream())
                .max(Comparator.naturalOrder())
                .orElse(since);
        List<Instant> bad = badOf(tracked, silent).stream()
                .filter(sent -> !sent.isBefore(back))
                .toList();
        int needed = tracked.quality.triesNeeded();
        int proof = 0;
        if (bad.size() >= needed) {
            Instant first = bad.get(bad.size() - needed);
            Instant last = bad.get(bad.size() - 1);
            boolean closed = !between || there.stream().anyMatch(other -> answeredAfter(other, last));
            long before = there.stream()
                    .filter(other -> other.clearAt != null && other.clearAt.isBefore(first))
                    .count();
            proof = closed ? (int) before : 0;
        }
        return new Count(gone.size() + 1, there.size(), proof, others.size() - gone.size() - there.size());
    }

    private static boolean wasSilent(Tracked other, Instant since) {
        return other.silentAt != null && !other.silentAt.isBefore(since);
    }

    private static boolean answeredAfter(Tracked other, Instant when) {
        return other.isUp() && other.clearAt != null && other.clearAt.isAfter(when);
    }

    /** Since when its silence is its own to explain. */
    private static Instant since(Tracked tracked, Silent silent) {
        Bound released = tracked.releasedAt;
        return released == null ? silent.firstBad() : released.latest();
    }

    /** The tries that it left unanswered since then; at least the last. */
    private static List<Instant> badOf(Tracked tracked, Silent silent) {
        Instant since = since(tracked, silent);
        List<Instant> bad = silent.bad();
        List<Instant> counted =
                bad.stream().filter(sent -> !sent.isBefore(since)).toList();
        return counted.isEmpty() ? bad.subList(bad.size() - 1, bad.size()) : counted;
    }

    private void askOthers(Tracked tracked, Silent silent, Instant now) {
        if (now.isBefore(nextHint)) {
            return;
        }
        Instant since = since(tracked, silent);
        devices.stream()
                .filter(other -> other.isUp() && other.clearAt != null && other.clearAt.isBefore(since))
                .limit(WITNESSES)
                .forEach(other -> asking.askNow(other.id));
    }

    private void goBlind(Instant now, Silent first) {
        Instant since = lost(first);
        log.warn("monitoring path lost since={} no reference target answers, nor do devices", since);
        blind = true;
        blindAt = now;
        path.showBlind(since);
        recorder.submit(new Turn.Blinded(since));
        for (Tracked tracked : devices) {
            boolean seen = tracked.isUp() && tracked.clearAt != null && tracked.clearAt.isAfter(since);
            if (!seen) {
                forget(tracked, since);
            }
        }
        causes.forget();
        forget(now);
    }

    private void forget(Tracked tracked, Instant since) {
        Instant good = tracked.lastGood();
        watchlist.forget(tracked, since);
        if (good != null && tracked.open == null) {
            tracked.goodBefore = good;
        }
    }

    /** The middle between what was heard last, be it of a device or of a target, and what was missed first after that. */
    private Instant lost(Silent first) {
        Instant good = path.answeredAt();
        for (Tracked tracked : devices) {
            Instant its = isGone(tracked) ? tracked.lastGood() : null;
            good = good == null || (its != null && its.isAfter(good)) ? its : good;
        }
        Instant heard = good;
        Instant bad = devices.stream()
                .filter(tracked -> !tracked.hidesOthers())
                .flatMap(tracked -> Optional.ofNullable(firstBad(tracked)).stream())
                .filter(its -> heard == null || !its.isBefore(heard))
                .min(Comparator.naturalOrder())
                .orElse(null);
        Instant missed = bad == null ? first.firstBad() : bad;
        return good == null ? missed : Bound.between(good, missed).best();
    }

    private static boolean isGone(Tracked tracked) {
        return firstBad(tracked) != null && !tracked.hidesOthers();
    }

    private static @Nullable Instant firstBad(Tracked tracked) {
        if (tracked.reach instanceof Silent silent) {
            return silent.firstBad();
        }
        return tracked.reach instanceof Reachability.Suspect suspect ? suspect.firstBad() : null;
    }

    /** It answered while we were blind, and does so no longer: nobody can tell why. */
    void missed(Tracked tracked, Look look) {
        if (blind && tracked.watched) {
            Instant good = tracked.clearAt == null ? look.sentAt() : tracked.clearAt;
            forget(tracked, Bound.between(good, look.sentAt()).best());
        }
    }

    private void lookWhileBlind(Instant now) {
        Instant answered = path.answeredAt();
        if (answered != null && answered.isAfter(blindAt)) {
            see(answered, now);
            return;
        }
        int all = 0;
        int there = 0;
        for (Tracked tracked : devices) {
            boolean out = tracked.open != null && !tracked.isUp();
            all += out || tracked.unaskable ? 0 : 1;
            there += answeredAfter(tracked, blindAt) ? 1 : 0;
        }
        if (Blindness.isMoreThanATenth(there, all)) {
            see(now, now);
        }
    }

    private void see(Instant from, Instant now) {
        log.info("monitoring path found at={}", from);
        blind = false;
        seeingFrom = from;
        path.showBlind(null);
        recorder.submit(new Turn.Sighted(from));
        forget(now);
    }
}
