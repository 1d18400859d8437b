package io.langsong.oncall;

import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.VillageId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of an incident when nobody takes it, level by level. Pure; reads no clock and no store.
 *
 * @param position policies are asked in this order; the first that is meant for an incident is its policy
 * @param severities of incidents it is meant for; none: all
 * @param villages it is meant for; with {@code powerAreas} none: all places
 * @param hours of the day in which the incident opened; null: all
 * @param levels from the first one told on, at least one
 */
public record Policy(
        String id,
        String name,
        int position,
        Set<Severity> severities,
        Set<VillageId> villages,
        Set<PowerAreaId> powerAreas,
        @Nullable Hours hours,
        List<Level> levels) {
    static final int MOST_LEVELS = 10;

    /**
     * A part of each day, over midnight when it ends before it begins.
     *
     * @param until not that minute any more; as {@code from}: never
     */
    public record Hours(LocalTime from, LocalTime until) {
        public Hours {
            if (from.equals(until)) {
                throw new IllegalArgumentException(
                        "Hours begin and end at different times, not both at %s; leave them out for all day"
                                .formatted(from));
            }
        }

        boolean hold(LocalTime at) {
            boolean begun = !at.isBefore(from);
            boolean over = !at.isBefore(until);
            return from.isBefore(until) ? begun && !over : begun || !over;
        }
    }

    /** Who is told at a level. */
    public sealed interface Target {
        /** Whoever is on duty when the level is due. */
        record OnDuty(RotaId rota) implements Target {}

        record Somebody(String person) implements Target {}
    }

    /**
     * People who are told at once.
     *
     * @param patience whole minutes until the next level is due, or after the last one nobody has answered
     */
    public record Level(List<Target> targets, Duration patience) {
        static final int MOST_TARGETS = 20;
        static final Duration LONGEST = Duration.ofDays(7);

        public Level {
            targets = List.copyOf(targets);
            if (targets.isEmpty() || targets.size() > MOST_TARGETS) {
                throw new IllegalArgumentException(
                        "A level tells 1 to %d targets, not %d".formatted(MOST_TARGETS, targets.size()));
            }
            if (patience.compareTo(Duration.ofMinutes(1)) < 0
                    || patience.compareTo(LONGEST) > 0
                    || !patience.equals(patience.truncatedTo(ChronoUnit.MINUTES))) {
                throw new IllegalArgumentException(
                        "A level waits whole minutes, 1 to %d, not %s".formatted(LONGEST.toMinutes(), patience));
            }
        }
    }

    public Policy {
        severities = Set.copyOf(severities);
        villages = Set.copyOf(villages);
        powerAreas = Set.copyOf(powerAreas);
        levels = List.copyOf(levels);
        if (levels.isEmpty() || levels.size() > MOST_LEVELS) {
            throw new IllegalArgumentException(
                    "A policy has 1 to %d levels, not %d".formatted(MOST_LEVELS, levels.size()));
        }
    }

    /**
     * What a policy is chosen by.
     *
     * @param villages in which the root of the incident lies, two for a line between them; none when it is not known
     * @param powerAreas that feed its sites
     */
    public record Opening(Severity severity, Set<VillageId> villages, Set<PowerAreaId> powerAreas, Instant at) {
        public Opening {
            villages = Set.copyOf(villages);
            powerAreas = Set.copyOf(powerAreas);
        }
    }

    /** The first that is meant for an incident; empty: for this one nobody is told, which is to be seen. */
    public static Optional<Policy> first(List<Policy> inOrder, Opening opening, ZoneId zone) {
        return inOrder.stream().filter(policy -> policy.isFor(opening, zone)).findFirst();
    }

    boolean isFor(Opening opening, ZoneId zone) {
        boolean anywhere = villages.isEmpty() && powerAreas.isEmpty();
        boolean there = opening.villages().stream().anyMatch(villages::contains)
                || opening.powerAreas().stream().anyMatch(powerAreas::contains);
        return (severities.isEmpty() || severities.contains(opening.severity()))
                && (anywhere || there)
                && (hours == null || hours.hold(opening.at().atZone(zone).toLocalTime()));
    }

    /** Whether one of its levels tells whoever has that rota. */
    boolean tells(RotaId rota) {
        return levels.stream().flatMap(level -> level.targets().stream()).anyMatch(new Target.OnDuty(rota)::equals);
    }

    /** A level whose time comes. @param number from 0 on */
    public record Due(int number, Level level, Instant at) {}

    /**
     * The levels whose time has come by now, also those that were told before. An acknowledgement stops those whose time
     * had not come yet; one at the very instant of a level stops it.
     *
     * @param opened the first level is due then
     * @param acknowledged null: not yet
     */
    public List<Due> due(Instant opened, @Nullable Instant acknowledged, Instant now) {
        return all(opened).stream()
                .filter(due -> !due.at().isAfter(now))
                .filter(due -> acknowledged == null || due.at().isBefore(acknowledged))
                .toList();
    }

    /** When to look again: the next level's time; empty when somebody acknowledged, or all levels were due. */
    public Optional<Instant> next(Instant opened, @Nullable Instant acknowledged, Instant now) {
        return all(opened).stream()
                .map(Due::at)
                .filter(at -> at.isAfter(now))
                .filter(at -> acknowledged == null || at.isBefore(acknowledged))
                .findFirst();
    }

    /** From when on nobody at all has answered, if nobody acknowledges before. */
    public Instant exhausted(Instant opened) {
        Due last = all(opened).get(levels.size() - 1);
        return last.at().plus(last.level().patience());
    }

    private List<Due> all(Instant opened) {
        List<Due> all = new ArrayList<>();
        Instant at = opened;
        for (Level level : levels) {
            all.add(new Due(all.size(), level, at));
            at = at.plus(level.patience());
        }
        return all;
    }
}
