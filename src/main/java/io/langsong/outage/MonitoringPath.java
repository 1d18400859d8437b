package io.langsong.outage;

import io.langsong.outage.OutageProperties.Target;
import io.langsong.polling.Asking;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Whether something answers us that is no device of the commune: the reference targets of the settings, without any the default
 * gateway. A gateway that has never answered since the start is taken for none, since many do not answer anybody. Any thread.
 */
@Component
public class MonitoringPath {
    /** A line that loses one datagram of twenty each way loses a round of this once in a thousand. */
    private static final int TRIES = 3;
    /** Whoever wants to know asks again soon. */
    private static final Duration APART = Duration.ofMillis(100);

    private final List<Target> configured;
    private final Asking asking;
    private final Clock clock;
    private final Supplier<Optional<String>> gateway;

    private List<Target> targets;
    private boolean underWay;
    private Instant askedAt = Instant.EPOCH;
    private boolean everAnswered;
    private @Nullable Instant answeredAt;
    /** When the first question left of those that nobody has answered since. */
    private @Nullable Instant silentFrom;
    /** When the last two rounds began that nobody answered, the earlier one first; null where one was answered since. */
    private @Nullable Instant roundBefore;

    private @Nullable Instant lastRound;
    /** When the last of them was given up. */
    private @Nullable Instant silentAt;
    /** When the second question in a row was given up: one may have been lost. */
    private @Nullable Instant failedAt;

    private @Nullable String lastAnswerFrom;
    private volatile @Nullable Instant blindSince;

    @Autowired
    MonitoringPath(OutageProperties settings, Asking asking, Clock clock) {
        this(settings, asking, clock, DefaultGateway::find);
    }

    /** @param gateway of this machine, where it has one */
    MonitoringPath(OutageProperties settings, Asking asking, Clock clock, Supplier<Optional<String>> gateway) {
        this.gateway = gateway;
        this.configured = settings.targets();
        this.targets = configured;
        this.asking = asking;
        this.clock = clock;
    }

    /** One without a target. */
    static MonitoringPath none(Clock clock) {
        return new MonitoringPath(new OutageProperties(List.of()), Asking.NOTHING, clock, Optional::empty);
    }

    /** As it is shown. */
    public enum State {
        /** No target is set, and no gateway answers. */
        NONE,
        /** Nothing has been heard yet. */
        ASKING,
        ANSWERS,
        /** None of them answers, but devices do. */
        SILENT,
        /** Nothing answers us: nobody knows how the devices are. */
        BLIND
    }

    /**
     * @param targets who is asked, in words
     * @param from who answered last; empty when nobody did
     * @param since for {@code ANSWERS} when the last answer was asked for, for {@code SILENT} when the first question left that
     *     had none, for {@code BLIND} since when nothing is known; else null
     */
    public record Look(
            State state,
            List<String> targets,
            String from,
            @Nullable Instant since) {}

    public synchronized Look look() {
        List<String> names = targets.stream().map(Target::toString).toList();
        String from = lastAnswerFrom == null ? "" : lastAnswerFrom;
        if (blindSince != null) {
            return new Look(State.BLIND, names, from, blindSince);
        }
        if (!isKnown()) {
            return new Look(State.NONE, names, from, null);
        }
        if (isSilent()) {
            return new Look(State.SILENT, names, from, silentFrom);
        }
        return answeredAt == null
                ? new Look(State.ASKING, names, from, null)
                : new Look(State.ANSWERS, names, from, answeredAt);
    }

    /** @param blind since when, as far as the record says; null when we see. What was heard before is forgotten */
    synchronized void start(@Nullable Instant blind) {
        answeredAt = null;
        silentAt = null;
        silentFrom = null;
        failedAt = null;
        roundBefore = null;
        lastRound = null;
        underWay = false;
        everAnswered = false;
        blindSince = blind;
        findGateway();
    }

    /** For {@link #look}. @param since null when we see */
    void showBlind(@Nullable Instant since) {
        blindSince = since;
    }

    /** Whether it can tell us anything. */
    synchronized boolean isKnown() {
        return !configured.isEmpty() || (everAnswered && !targets.isEmpty());
    }

    /** When the last question left that was answered. */
    @Nullable
    synchronized Instant answeredAt() {
        return answeredAt;
    }

    /** Whether the last that was asked, and waited for, was not answered by anybody. */
    synchronized boolean isSilent() {
        return silentAt != null && (answeredAt == null || answeredAt.isBefore(silentAt));
    }

    /** Whether nobody answered two rounds that began at {@code from} or later, nor has since: one round may be lost by chance. */
    synchronized boolean isSilentSince(Instant from) {
        return isSilent() && roundBefore != null && !roundBefore.isBefore(from);
    }

    /** Whether two questions in a row were not answered after {@code from}. */
    synchronized boolean failedAfter(Instant from) {
        return failedAt != null && failedAt.isAfter(from);
    }

    /** Whether it had answered until {@code when}, or later, before it last failed. */
    synchronized boolean answeredUntil(Instant when) {
        return silentFrom != null && !silentFrom.isBefore(when);
    }

    /**
     * Whether the line was there while a device left this many tries unanswered: after it failed last itself, and before it last
     * answered.
     *
     * @param bad when the tries left
     */
    synchronized boolean isClearDuring(List<Instant> bad, int needed) {
        Instant answered = answeredAt;
        Instant failed = failedAt;
        return answered != null
                && bad.stream()
                                .filter(sent -> sent.isBefore(answered) && (failed == null || sent.isAfter(failed)))
                                .count()
                        >= needed;
    }

    /** Asks all targets at the same time, up to three times until one answers; nothing while that is under way or was just begun. */
    void ask() {
        synchronized (this) {
            Instant now = clock.instant();
            boolean justNow = !now.isBefore(askedAt) && now.isBefore(askedAt.plus(APART));
            if (underWay || justNow || targets.isEmpty()) {
                return;
            }
            underWay = true;
            askedAt = now;
        }
        attempt(1, clock.instant());
    }

    private void attempt(int number, Instant begun) {
        Instant sent = clock.instant();
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (Target target : currentTargets()) {
            answers.add(asking.showsItself(target.host(), target.port()).thenApply(there -> {
                if (there) {
                    answered(target, sent);
                }
                return there;
            }));
        }
        var unused = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenRun(() -> {
                    if (answers.stream().anyMatch(CompletableFuture::join)) {
                        finished();
                        return;
                    }
                    failed(number, begun);
                    if (number < TRIES) {
                        attempt(number + 1, begun);
                    }
                });
    }

    private synchronized List<Target> currentTargets() {
        return targets;
    }

    private synchronized void answered(Target target, Instant sent) {
        if (answeredAt == null || sent.isAfter(answeredAt)) {
            answeredAt = sent;
        }
        everAnswered = true;
        roundBefore = null;
        lastRound = null;
        lastAnswerFrom = target.toString();
    }

    private synchronized void finished() {
        underWay = false;
    }

    private synchronized void failed(int tries, Instant begun) {
        if (tries == 2) {
            boolean first = silentFrom == null || (answeredAt != null && answeredAt.isAfter(silentFrom));
            silentFrom = first ? begun : silentFrom;
        }
        failedAt = tries >= 2 ? clock.instant() : failedAt;
        if (tries == TRIES) {
            underWay = false;
            roundBefore = lastRound;
            lastRound = begun;
            silentAt = clock.instant();
            findGateway();
        }
    }

    /** Another gateway than before has its own word to earn. */
    private void findGateway() {
        if (!configured.isEmpty()) {
            return;
        }
        List<Target> now =
                gateway.get().map(address -> new Target(address, 0)).stream().toList();
        if (!now.equals(targets)) {
            targets = now;
            everAnswered = false;
        }
    }
}
