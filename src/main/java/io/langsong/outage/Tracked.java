package io.langsong.outage;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.outage.Ports.PortReading;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.PortState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the detector remembers of one device. Used by the intake thread alone. */
final class Tracked {
    final DeviceId id;
    final ObjectRef object;
    final LineQuality quality = new LineQuality();
    Device device;
    Reachability reach = OutageMachine.unknown();
    Verdict verdict = Verdict.NONE;
    /** Whose failure it hides behind; itself when it is its own. */
    ObjectRef root;
    /** Since when the verdict holds. */
    @Nullable
    Bound from;
    /** Whether its outage began when a port of another device went down that leads to it. */
    boolean portWentDown;
    /** Why its outage is, as far as was known when it began. */
    Guess guess = Guess.NONE;
    /** An outage that was open when we last stopped looking, and has not been seen to end. */
    @Nullable
    Open open;

    boolean watched;
    /** When we woke that had stood still, until it is looked at again; null when it was not watched before. */
    @Nullable
    Instant wokeAt;

    /** Its question can not even be sent, so nothing may wait for its answer. */
    boolean unaskable;

    String fault = "";

    @Nullable
    Instant lastLookAt;
    /** When the last question left that it answered. */
    @Nullable
    Instant clearAt;

    /** The same before each of its last silences. */
    private List<Instant> clearBefore = List.of();

    /** When a try was last given up that it had not answered. */
    @Nullable
    Instant silentAt;

    /** When the tries of its last silences left, but for the one that lasts. */
    private List<Instant> unansweredBefore = List.of();

    @Nullable
    Instant bootAt;
    /** The instant from which silence counts as its own again, its uplink having returned. */
    @Nullable
    Bound releasedAt;

    int triesSinceRelease;
    /** Whether others showed that our own line was there during its silence. */
    boolean lineWasThere;
    /** When it was good last before our own line went; null once it has answered again. */
    @Nullable
    Instant goodBefore;

    private final Said said = new Said();
    private Conditions.@Nullable Shown shown;
    private final Ports ports = new Ports();

    Tracked(Device device) {
        this.device = device;
        this.id = device.id();
        this.object = ObjectRef.of(device.id());
        this.root = object;
    }

    /**
     * An outage of the record that may last on.
     *
     * @param seenUntil when somebody last looked at its object
     */
    record Open(Instant seenUntil, Condition condition, ObjectRef root) {}

    enum Verdict {
        NONE,
        /** Silent for certain; whether by itself or behind something waits for its uplinks' answers. */
        PENDING,
        DOWN,
        UNREACHABLE
    }

    boolean isUp() {
        return reach instanceof Reachability.Up;
    }

    boolean hidesOthers() {
        return verdict == Verdict.DOWN || verdict == Verdict.UNREACHABLE;
    }

    /**
     * Whether what is reached through it was silent by itself: to as many tries as it takes to make sure, while it was there itself
     * as far as anybody saw. Tries after its last answer say nothing, since it may be gone since.
     */
    boolean isClearDuring(Reachability.Silent other, int needed) {
        Instant clear = clearAt;
        if (!isUp() || clear == null) {
            return false;
        }
        Instant silent = silentAt;
        long tries = other.bad().stream()
                .filter(sent -> sent.isBefore(clear) && (silent == null || sent.isAfter(silent)))
                .count();
        return tries >= needed;
    }

    void fellSilent() {
        if (clearAt != null) {
            clearBefore = latest(clearBefore, List.of(clearAt));
        }
    }

    /** @param silence when the tries left that it did not answer */
    void answeredAgain(List<Instant> silence) {
        unansweredBefore = latest(unansweredBefore, silence);
    }

    private static List<Instant> latest(List<Instant> before, List<Instant> more) {
        List<Instant> all = Stream.concat(before.stream(), more.stream()).toList();
        return all.subList(Math.max(0, all.size() - LineQuality.MOST_TRIES), all.size()).stream()
                .toList();
    }

    /** When the last tries left that it did not answer. */
    List<Instant> unanswered() {
        return reach instanceof Reachability.Suspect suspect
                ? latest(unansweredBefore, suspect.bad())
                : reach instanceof Reachability.Silent silent
                        ? latest(unansweredBefore, silent.bad())
                        : unansweredBefore;
    }

    /** When some of the last questions left that it answered, among them the last one, and the last before each silence. */
    List<Instant> clear() {
        return clearAt == null ? clearBefore : latest(clearBefore, List.of(clearAt));
    }

    Condition condition() {
        if (!watched) {
            return Condition.UNKNOWN;
        }
        return switch (verdict) {
            case DOWN -> Condition.DOWN;
            case UNREACHABLE -> Condition.UNREACHABLE;
            case PENDING -> Condition.UP;
            case NONE ->
                reach instanceof Reachability.Unknown
                        ? Condition.UNKNOWN
                        : fault.isEmpty() ? Condition.UP : Condition.DEGRADED;
        };
    }

    /** Nobody has been looking since {@code since}: all that is left is that it was out then. */
    void forget(Instant since) {
        if (hidesOthers()) {
            open = new Open(since, condition(), root);
        }
        if (from != null && from.best().isAfter(since)) {
            from = Bound.exactly(since);
        }
        verdict = Verdict.NONE;
        reach = OutageMachine.unknown();
        watched = false;
        wokeAt = null;
        fault = "";
        releasedAt = null;
        lineWasThere = false;
        // The clock may have been set back: an instant from before must not look like one to come.
        clearAt = null;
        clearBefore = List.of();
        silentAt = null;
        unansweredBefore = List.of();
        ports.lookAway();
    }

    /**
     * Since when it is watched that a look finds unwatched. One that answers is taken to have done so since we woke, as it is between
     * any two polls that it answers.
     */
    Instant watchedFrom(Look look) {
        Instant woke = wokeAt;
        return !look.answered() ? look.sentAt() : woke == null ? look.at() : woke;
    }

    /** A silence that was found when our own line was back began at some time after it was good last. */
    Reachability.Silent sinceBlind(Reachability.Silent silent) {
        Instant good = goodBefore;
        if (good == null || silent.lastGood() != null) {
            return silent;
        }
        return new Reachability.Silent(
                Bound.between(good, silent.lastBad()), good, silent.firstBad(), silent.bad(), silent.bootAt());
    }

    /** As it is shown. */
    Conditions.State state() {
        return new Conditions.State(object, condition(), since(), lastGood(), isSuspect(), fault, hiddenBehind());
    }

    /** Shows it after an answer, which most often says nothing new. */
    void showIn(Conditions conditions) {
        Conditions.Shown place = shown;
        Instant good = lastGood();
        if (place != null && good != null && isAs(place.state())) {
            place.goodAgain(good);
        } else {
            shown = conditions.put(state());
        }
    }

    /** Whether all but when it was good last is as in {@code state}. */
    private boolean isAs(Conditions.State state) {
        return condition() == state.condition()
                && Objects.equals(since(), state.since())
                && isSuspect() == state.suspect()
                && fault.equals(state.fault())
                && Objects.equals(hiddenBehind(), state.root());
    }

    @Nullable
    Instant lastGood() {
        if (reach instanceof Reachability.Up up) {
            return up.lastGood();
        } else if (reach instanceof Reachability.Silent silent) {
            return silent.lastGood();
        }
        return reach instanceof Reachability.Suspect suspect && suspect.before() instanceof Reachability.Up before
                ? before.lastGood()
                : null;
    }

    private @Nullable Instant since() {
        if (from != null) {
            return from.best();
        }
        return reach instanceof Reachability.Up up ? up.since().best() : null;
    }

    private boolean isSuspect() {
        return reach instanceof Reachability.Suspect || verdict == Verdict.PENDING;
    }

    private @Nullable ObjectRef hiddenBehind() {
        return condition() == Condition.UNREACHABLE ? root : null;
    }

    /** What it said of itself of late. */
    Said said() {
        return said;
    }

    /** @param states the same object as before where no port says anything new */
    void keepPorts(List<PortState> states, Instant at, @Nullable DeviceClock clock) {
        ports.keep(states, at, clock, said);
    }

    /** The last reading of a port by its name or ifIndex, if it was read since the device came to answer. */
    Optional<PortReading> port(String nameOrIndex) {
        return portsAreFresh() ? ports.find(nameOrIndex) : Optional.empty();
    }

    boolean portsAreFresh() {
        Instant at = ports.readAt();
        return reach instanceof Reachability.Up up
                && at != null
                && !at.isBefore(up.since().latest());
    }
}
