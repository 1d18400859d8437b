package io.langsong.collector;

import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Message.Figures;
import io.langsong.collector.wire.Message.Hello;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who is on the line, and what each has said of itself since the server began to be active. Any thread. */
@Component
public class Roster {
    /** Lives that are remembered of each: enough to see two that take turns. */
    private static final int MOST_LIVES = 16;

    private final Clock clock;
    private final Map<CollectorId, Kept> kept = new HashMap<>();

    Roster(Clock clock) {
        this.clock = clock;
    }

    private static final class Kept {
        private @Nullable Line line;
        private @Nullable Presence presence;
        private Instant heardAt = Instant.EPOCH;
        private @Nullable Instant twinSeenAt;
        private final Set<UUID> displaced = new LinkedHashSet<>();
    }

    /**
     * What a collector said of itself.
     *
     * @param startedAt when its life began, by the server's clock
     * @param since when it was welcomed
     * @param clockOffset its wall clock less the server's
     * @param waiting batches on its disk
     * @param oldestAt when the oldest of these was collected; null: not said, or nothing waits
     * @param figures of its last ping; null before the first
     * @param figuresAt when they came
     */
    public record Presence(
            String from,
            Instant startedAt,
            Instant since,
            Duration clockOffset,
            long waiting,
            long waitingOctets,
            @Nullable Instant oldestAt,
            @Nullable Figures figures,
            @Nullable Instant figuresAt) {
        /** @param now the server's clock when the hello came in */
        static Presence of(String from, Hello hello, Instant now) {
            return new Presence(
                    from,
                    now.minusMillis(hello.now()),
                    now,
                    Duration.between(now, Instant.ofEpochMilli(hello.startedAt() + hello.now())),
                    hello.waiting(),
                    hello.waitingOctets(),
                    null,
                    null,
                    null);
        }
    }

    /** How it stands on this server. @param twinSeenAt when two processes with its certificate took turns last; null: never */
    public record Standing(
            boolean connected,
            @Nullable Presence presence,
            @Nullable Instant heardAt,
            @Nullable Instant twinSeenAt) {}

    public synchronized Standing standing(CollectorId id) {
        Kept one = kept.get(id);
        if (one == null) {
            return new Standing(false, null, null, null);
        }
        Instant heard = one.heardAt.equals(Instant.EPOCH) ? null : one.heardAt;
        return new Standing(one.line != null, one.presence, heard, one.twinSeenAt);
    }

    /**
     * It was welcomed. A life that comes back after another took its place means that there are two of them.
     *
     * @return the line that it had before
     */
    synchronized Optional<Line> enter(CollectorId id, Life life, Line line, Presence presence) {
        Kept one = kept.computeIfAbsent(id, fresh -> new Kept());
        Line before = one.line;
        if (one.displaced.remove(life.id())) {
            one.twinSeenAt = clock.instant();
        }
        if (before != null && before != line && !life.equals(before.life())) {
            remember(one, before);
        }
        one.line = line;
        one.presence = presence;
        one.heardAt = clock.instant();
        return before == line ? Optional.empty() : Optional.ofNullable(before);
    }

    private static void remember(Kept one, Line before) {
        Life displaced = before.life();
        if (displaced != null) {
            one.displaced.add(displaced.id());
            if (one.displaced.size() > MOST_LIVES) {
                one.displaced.remove(one.displaced.iterator().next());
            }
        }
    }

    synchronized void leave(CollectorId id, Line line) {
        Kept one = kept.get(id);
        if (one != null && one.line == line) {
            one.line = null;
        }
    }

    synchronized void heard(CollectorId id) {
        Kept one = kept.get(id);
        if (one != null) {
            one.heardAt = clock.instant();
        }
    }

    /** @param at of the life, when they were taken @param now the server's clock at that instant, as far as it can be known */
    synchronized void told(CollectorId id, long at, Instant now, Figures figures) {
        Kept one = kept.get(id);
        Presence before = one == null ? null : one.presence;
        if (one != null && before != null) {
            Long oldest = figures.oldest();
            one.presence = new Presence(
                    before.from(),
                    before.startedAt(),
                    before.since(),
                    before.clockOffset(),
                    figures.waiting(),
                    figures.waitingOctets(),
                    oldest == null ? null : now.minusMillis(Math.max(0, at - oldest)),
                    figures,
                    now);
        }
    }

    synchronized Optional<Line> line(CollectorId id) {
        return Optional.ofNullable(kept.get(id)).map(one -> one.line);
    }

    synchronized Collection<Line> lines() {
        return kept.values().stream()
                .flatMap(one -> Optional.ofNullable(one.line).stream())
                .toList();
    }

    /** When those that came in since the server began were heard last. */
    synchronized Map<CollectorId, Instant> heard() {
        Map<CollectorId, Instant> heard = new HashMap<>();
        kept.forEach((id, one) -> heard.put(id, one.heardAt));
        return heard;
    }

    synchronized void forget(CollectorId id) {
        kept.remove(id);
    }

    synchronized void forgetAll() {
        kept.clear();
    }
}
