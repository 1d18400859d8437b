package io.langsong.collector;

import static java.util.stream.Collectors.joining;

import io.langsong.collector.CollectorState.Kind;
import io.langsong.collector.Roster.Presence;
import io.langsong.health.Finding;
import io.langsong.health.HealthCheck;
import io.langsong.health.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether collectors can come in, are there, are one process each, and keep up; nothing where there are none. */
@Component
final class CollectorsCheck implements HealthCheck {
    static final String NAME = "collectors";
    private static final Duration TWINS_ARE_NEWS = Duration.ofHours(1);
    private static final Duration CERTIFICATE_ENDS_SOON = Duration.ofDays(30);
    private static final Duration CLOCK_IS_OFF = Duration.ofMinutes(1);
    /** What is fresh is sent within seconds. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private static final int MOST_NAMED = 5;

    private final Collectors collectors;
    private final CollectorStates states;
    private final Gateway gateway;
    private final Clock clock;

    CollectorsCheck(Collectors collectors, CollectorStates states, Gateway gateway, Clock clock) {
        this.collectors = collectors;
        this.states = states;
        this.gateway = gateway;
        this.clock = clock;
    }

    /** @param certificateUntil null: it has none */
    record Seen(String name, CollectorState state, @Nullable Instant certificateUntil) {}

    /** @param trouble why the port is not open; null: it is, or need not be */
    static Finding judge(List<Seen> all, @Nullable String trouble, Instant now) {
        if (trouble != null) {
            return Finding.of(NAME, Level.BROKEN, "closed", trouble);
        }
        List<Seen> twins = those(
                all,
                one -> one.state().twinSeenAt() != null
                        && one.state().twinSeenAt().isAfter(now.minus(TWINS_ARE_NEWS)));
        if (!twins.isEmpty()) {
            return Finding.of(NAME, Level.WATCH, "twins", names(twins));
        }
        List<Seen> lost = those(all, one -> one.state().kind() == Kind.LOST);
        if (!lost.isEmpty()) {
            return Finding.of(NAME, Level.WATCH, "lost", (long) lost.size(), names(lost));
        }
        List<Seen> ending = those(
                all,
                one -> one.certificateUntil() != null
                        && one.certificateUntil().isBefore(now.plus(CERTIFICATE_ENDS_SOON)));
        if (!ending.isEmpty()) {
            return Finding.of(NAME, Level.WATCH, "certificates", names(ending));
        }
        List<Seen> off = those(all, one -> clockOffset(one).compareTo(CLOCK_IS_OFF) > 0);
        if (!off.isEmpty()) {
            return Finding.of(NAME, Level.WATCH, "clocks", names(off));
        }
        return waiting(all, now);
    }

    private static Finding waiting(List<Seen> all, Instant now) {
        Optional<Instant> oldest = all.stream()
                .map(one -> one.state().presence())
                .filter(Objects::nonNull)
                .map(Presence::oldestAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
        long connected =
                all.stream().filter(one -> one.state().kind() == Kind.CONNECTED).count();
        Duration age = oldest.map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
        return age.compareTo(LATE) > 0
                ? Finding.of(NAME, Level.WATCH, "waiting", age)
                : Finding.of(NAME, Level.FINE, "fine", connected, (long) all.size());
    }

    private static Duration clockOffset(Seen one) {
        Presence presence = one.state().presence();
        return presence == null ? Duration.ZERO : presence.clockOffset().abs();
    }

    private static List<Seen> those(List<Seen> all, Predicate<Seen> which) {
        return all.stream().filter(which).toList();
    }

    private static String names(List<Seen> of) {
        String named = of.stream().limit(MOST_NAMED).map(Seen::name).collect(joining(", "));
        return of.size() > MOST_NAMED ? named + ", …" : named;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        List<Seen> all = collectors.all().stream()
                .map(one -> new Seen(
                        one.name(),
                        states.of(one),
                        one.certificate() == null ? null : one.certificate().until()))
                .toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(judge(all, gateway.trouble().orElse(null), clock.instant()));
    }
}
