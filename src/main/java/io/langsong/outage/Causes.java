package io.langsong.outage;

import io.langsong.outage.Outage.Cause;
import io.langsong.polling.DeviceNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why outages were: what restarted with a box, what ran on, what a UPS said. That a box restarted tells little by itself. Whether
 * it was the power shows when the others on the same power have answered again, so a cause may be told some minutes after the end.
 * Used by the intake thread alone.
 */
final class Causes {
    /** What lost its power together starts within so long of each other; domain rule. */
    private static final Duration TOGETHER = Duration.ofMinutes(2);
    /** So long after a restart all that started with it have answered, or do not count any more. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Others that restarted with a box, which can not be chance. */
    private static final int ENOUGH = 2;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Watchlist watchlist;
    private final TurnRecord recorder;
    private final List<Restart> unexplained = new ArrayList<>();
    /** All of a commune may be unexplained after a storm, and answers come by the hundred a second. */
    private Instant nextLook = Instant.EPOCH;

    Causes(Watchlist watchlist, TurnRecord recorder) {
        this.watchlist = watchlist;
        this.recorder = recorder;
    }

    /**
     * A box that began anew within an outage.
     *
     * @param at when it began anew
     * @param to when its outage ended
     * @param warm whether it said itself that its power had not gone
     */
    private record Restart(Tracked tracked, Instant at, Bound to, boolean warm) {}

    /** What the others on the same power did when a box restarted. */
    private record Others(List<Tracked> restarted, List<Tracked> ranOn, boolean allKnown) {}

    private record Finding(Guess guess, List<Evidence> evidence) {
        static final Finding NONE = new Finding(Guess.NONE, List.of());
    }

    /** A guess at the beginning of an outage; what it rests on is added to {@code evidence}. */
    Guess guess(Tracked tracked, Bound from, List<Evidence> evidence) {
        return onBattery(tracked, from, evidence) ? Guess.likely(Cause.POWER) : Guess.NONE;
    }

    /**
     * What is known at the end of an outage that was the box's own; more may follow.
     *
     * @param from when it began; null when nobody saw it
     * @param start what it said itself of having begun anew; null when it said nothing
     * @param evidence takes what the cause rests on
     */
    Guess atEnd(
            Tracked tracked,
            @Nullable Bound from,
            Bound to,
            @Nullable Instant bootBefore,
            @Nullable Instant bootAfter,
            @Nullable DeviceNotice start,
            List<Evidence> evidence) {
        boolean known = bootBefore != null && bootAfter != null;
        if (known && !OutageMachine.restarted(bootBefore, bootAfter)) {
            // The box ran on; its agent may not have.
            return start == null ? ranOn(tracked) : Guess.likely(Cause.DEVICE);
        }
        Instant began = known ? bootAfter : start == null ? null : start.at();
        if (began == null) {
            return Guess.NONE;
        }
        boolean warm = start != null && start.kind() == DeviceNotice.Kind.WARM_START;
        Restart restart = new Restart(tracked, began, to, warm);
        if (from != null && onBattery(tracked, from, evidence)) {
            return known ? Guess.certain(Cause.POWER) : Guess.likely(Cause.POWER);
        }
        Others others = others(restart);
        if (!others.allKnown()) {
            unexplained.add(restart);
            return Guess.NONE;
        }
        Finding finding = finding(restart, others);
        evidence.addAll(finding.evidence());
        return finding.guess();
    }

    /** It was alive all the time: what failed is between, and its outage rests on the port where it is known to have failed. */
    private static Guess ranOn(Tracked tracked) {
        return tracked.portWentDown ? Guess.certain(Cause.LINK) : Guess.likely(Cause.LINK);
    }

    /** Somebody answered at {@code at}; what waited for that is told. */
    void answered(Instant at) {
        if (unexplained.isEmpty() || at.isBefore(nextLook)) {
            return;
        }
        nextLook = at.plus(BETWEEN_LOOKS);
        for (Iterator<Restart> each = unexplained.iterator(); each.hasNext(); ) {
            Restart restart = each.next();
            Others others = others(restart);
            if (others.allKnown() || at.isAfter(restart.at().plus(PATIENCE))) {
                each.remove();
                Finding finding = finding(restart, others);
                if (finding.guess().isKnown()) {
                    recorder.submit(new Turn.Explained(
                            restart.tracked().object, restart.to(), finding.guess(), finding.evidence()));
                }
            }
        }
    }

    /** Nobody was looking for a while: what others did meanwhile is not known. */
    void forget() {
        unexplained.clear();
        nextLook = Instant.EPOCH;
    }

    private Others others(Restart restart) {
        List<Tracked> restarted = new ArrayList<>();
        List<Tracked> ranOn = new ArrayList<>();
        boolean allKnown = true;
        for (Tracked other : watchlist.onTheSamePower(restart.tracked())) {
            Instant boot = other.bootAt;
            if (boot == null) {
                continue;
            }
            if (Duration.between(boot, restart.at()).abs().compareTo(TOGETHER) <= 0) {
                restarted.add(other);
            } else if (other.isUp() && other.clearAt != null && other.clearAt.isAfter(restart.at())) {
                ranOn.add(other);
            } else {
                allKnown = false;
            }
        }
        return new Others(restarted, ranOn, allKnown);
    }

    /**
     * By power when its neighbours on the same line restarted too, by itself when they ran on. Where some did and some did not,
     * those behind it say nothing, since they may have their power from it.
     */
    private Finding finding(Restart restart, Others others) {
        boolean together = others.ranOn().isEmpty()
                ? !others.restarted().isEmpty()
                : others.restarted().stream().anyMatch(other -> isElsewhere(other, restart.tracked()));
        if (together) {
            int count = others.restarted().size() + 1;
            Instant first = others.restarted().stream()
                    .map(other -> other.bootAt)
                    .filter(boot -> boot != null && boot.isBefore(restart.at()))
                    .min(Instant::compareTo)
                    .orElse(restart.at());
            boolean nothingElse = others.ranOn().isEmpty()
                    && others.restarted().size() >= ENOUGH
                    && others.restarted().stream().anyMatch(other -> isElsewhere(other, restart.tracked()));
            Guess guess = nothingElse && !restart.warm() ? Guess.certain(Cause.POWER) : Guess.likely(Cause.POWER);
            return new Finding(
                    guess, List.of(new Evidence(Evidence.RESTARTED_TOGETHER, first, Integer.toString(count))));
        }
        if (!others.restarted().isEmpty()) {
            return Finding.NONE;
        }
        if (!others.ranOn().isEmpty()) {
            Tracked witness = others.ranOn().get(0);
            Guess guess = restart.warm() ? Guess.certain(Cause.DEVICE) : Guess.likely(Cause.DEVICE);
            return new Finding(guess, List.of(new Evidence(Evidence.RAN_ON, restart.at(), witness.id.value())));
        }
        return restart.warm() ? new Finding(Guess.possible(Cause.DEVICE), List.of()) : Finding.NONE;
    }

    private boolean isElsewhere(Tracked one, Tracked other) {
        return !watchlist.allBehind(one).contains(other)
                && !watchlist.allBehind(other).contains(one);
    }

    /** Whether a UPS on the same power had lost mains when it fell; that evidence is added. */
    private boolean onBattery(Tracked tracked, Bound from, List<Evidence> evidence) {
        List<Tracked> near = new ArrayList<>(watchlist.onTheSamePower(tracked));
        near.add(tracked);
        for (Tracked ups : near) {
            Optional<Instant> since = ups.said().onBattery(from);
            if (since.isPresent()) {
                evidence.add(new Evidence(Evidence.ON_BATTERY, since.get(), ups.id.value()));
                return true;
            }
        }
        return false;
    }
}
