package io.langsong.oncall;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.People;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.Ids;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.VillageId;
import io.langsong.oncall.Policy.Hours;
import io.langsong.oncall.Policy.Level;
import io.langsong.oncall.Policy.Target;
import io.langsong.oncall.PolicyWish.LevelWish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes escalation policies. Each change is in the audit trail. Any thread. */
@Component
public class Policies {
    private static final int LAST = 9999;
    private static final int MOST_PLACES = 500;

    private final PolicyTable table;
    private final RotaTable rotas;
    private final TransactionTemplate transaction;
    private final People people;
    private final AuditTrail audit;

    public Policies(JdbcClient jdbc, PlatformTransactionManager transactions, People people, AuditTrail audit) {
        this.table = new PolicyTable(jdbc);
        this.rotas = new RotaTable(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.people = people;
        this.audit = audit;
    }

    public Optional<Policy> find(String id) {
        return table.all().stream().filter(policy -> policy.id().equals(id)).findFirst();
    }

    /**
     * @return the id, made from the name
     * @throws Refused also when the name is taken
     */
    public String add(PolicyWish wish) {
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            List<Policy> there = table.all();
            String id = Ids.from(
                    Objects.toString(wish.name(), ""),
                    "chuyen-cap",
                    taken -> there.stream().anyMatch(policy -> policy.id().equals(taken)));
            Policy policy = checked(id, wish, there);
            table.put(policy);
            audit.record("oncall.policy.add", subject(id), changes(null, policy));
            return id;
        }));
    }

    /** Makes a policy what is wanted. @param seen what the change was made from; null takes whatever is there */
    public void change(String id, PolicyWish wish, @Nullable Policy seen) {
        transaction.executeWithoutResult(status -> {
            table.lock();
            Policy before = find(id).orElseThrow(() -> Refused.missing("oncall.refused.missing", "id", id));
            if (seen != null && !seen.equals(before)) {
                throw Refused.changed("oncall.refused.changed-meanwhile", "id", id);
            }
            Policy policy = checked(id, wish, table.all());
            if (!policy.equals(before)) {
                table.put(policy);
                audit.record("oncall.policy.change", subject(id), changes(before, policy));
            }
        });
    }

    public void remove(String id) {
        transaction.executeWithoutResult(status -> {
            Policy before = find(id).orElseThrow(() -> Refused.missing("oncall.refused.missing", "id", id));
            table.delete(id);
            audit.record("oncall.policy.remove", subject(id), List.of(new Change("name", before.name(), null)));
        });
    }

    private Policy checked(String id, PolicyWish wish, List<Policy> there) {
        String name = Typed.text("name", wish.name(), Fields.LONGEST_NAME);
        boolean taken = there.stream()
                .anyMatch(policy -> policy.name().equals(name) && !policy.id().equals(id));
        if (taken) {
            throw Refused.conflict("name", name, "oncall.refused.taken", List.of(), "is taken", "choose another");
        }
        return new Policy(
                id,
                name,
                position(wish.position(), there),
                wish.severities().stream()
                        .map(one -> Typed.choice("severities", one, Severity.class))
                        .collect(Collectors.toUnmodifiableSet()),
                places("villages", wish.villages(), VillageId::new),
                places("powerAreas", wish.powerAreas(), PowerAreaId::new),
                hours(wish.from(), wish.until()),
                levels(wish.levels()));
    }

    private static int position(@Nullable Integer wanted, List<Policy> there) {
        if (wanted == null) {
            return Math.min(
                    LAST, 10 + there.stream().mapToInt(Policy::position).max().orElse(0));
        }
        if (wanted < 1 || wanted > LAST) {
            throw number("position", wanted, LAST);
        }
        return wanted;
    }

    private static Refused number(String field, int given, long most) {
        return Refused.invalid(
                field,
                Integer.toString(given),
                "oncall.refused.number",
                List.of(most),
                "is out of range",
                "give a whole number from 1 to " + most);
    }

    private static <T> Set<T> places(String field, List<String> typed, Function<String, T> read) {
        if (typed.size() > MOST_PLACES) {
            throw Refused.invalid(
                    field,
                    null,
                    "oncall.refused.too-many",
                    List.of(MOST_PLACES),
                    "names %d places".formatted(typed.size()),
                    "give at most %d, or none for all".formatted(MOST_PLACES));
        }
        try {
            return typed.stream().map(read).collect(Collectors.toUnmodifiableSet());
        } catch (InventoryRefused notAnId) {
            throw Refused.invalid(
                    field,
                    null,
                    "oncall.refused.place",
                    List.of(),
                    "names a place that there is not",
                    "give ids of the inventory");
        }
    }

    private static @Nullable Hours hours(@Nullable String from, @Nullable String until) {
        boolean allDay = (from == null || from.isBlank()) && (until == null || until.isBlank());
        if (allDay) {
            return null;
        }
        var begin = Fields.minute("from", from);
        var end = Fields.minute("until", until);
        if (begin.equals(end)) {
            throw Refused.invalid(
                    "until",
                    until,
                    "oncall.refused.same-time",
                    List.of(),
                    "is the beginning",
                    "leave both out for all day");
        }
        return new Hours(begin, end);
    }

    /** A level without targets is left out, as a form has empty ones. */
    private List<Level> levels(List<LevelWish> wishes) {
        List<Level> levels = new ArrayList<>();
        for (LevelWish wish : wishes) {
            List<Target> targets = wish.targets().stream()
                    .filter(target -> !target.isBlank())
                    .map(this::target)
                    .distinct()
                    .toList();
            if (!targets.isEmpty()) {
                levels.add(level(targets, wish.minutes()));
            }
        }
        if (levels.isEmpty() || levels.size() > Policy.MOST_LEVELS) {
            throw Refused.invalid(
                    "levels",
                    null,
                    "oncall.refused.levels",
                    List.of(Policy.MOST_LEVELS),
                    "has %d levels".formatted(levels.size()),
                    "give 1 to " + Policy.MOST_LEVELS);
        }
        return levels;
    }

    private static Level level(List<Target> targets, @Nullable Integer minutes) {
        long most = Level.LONGEST.toMinutes();
        if (minutes == null || minutes < 1 || minutes > most) {
            throw number("levels", minutes == null ? 0 : minutes, most);
        }
        if (targets.size() > Level.MOST_TARGETS) {
            throw Refused.invalid(
                    "levels",
                    null,
                    "oncall.refused.too-many",
                    List.of(Level.MOST_TARGETS),
                    "tells %d targets at once".formatted(targets.size()),
                    "give at most " + Level.MOST_TARGETS);
        }
        return new Level(targets, Duration.ofMinutes(minutes));
    }

    private Target target(String typed) {
        if (typed.startsWith("person:")) {
            return new Target.Somebody(Fields.person("levels", typed.substring("person:".length()), people));
        }
        String id = typed.startsWith("rota:") ? typed.substring("rota:".length()) : "";
        if (Ids.isOne(id) && rotas.find(new RotaId(id)).isPresent()) {
            return new Target.OnDuty(new RotaId(id));
        }
        throw Refused.invalid(
                "levels",
                typed,
                "oncall.refused.target",
                List.of(typed),
                "is no rota and no person",
                "give rota:ID or person:NAME");
    }

    private static List<Change> changes(@Nullable Policy before, Policy now) {
        List<Change> changes = new ArrayList<>();
        put(changes, "name", before, now, Policy::name);
        put(changes, "position", before, now, policy -> Integer.toString(policy.position()));
        put(changes, "severities", before, now, policy -> list(policy.severities()));
        put(changes, "villages", before, now, policy -> list(policy.villages()));
        put(changes, "powerAreas", before, now, policy -> list(policy.powerAreas()));
        put(changes, "hours", before, now, policy -> {
            Hours hours = policy.hours();
            return hours == null ? null : hours.from() + "–" + hours.until();
        });
        put(changes, "levels", before, now, Policies::levels);
        return changes;
    }

    private static void put(
            List<Change> changes,
            String field,
            @Nullable Policy before,
            Policy now,
            Function<Policy, @Nullable String> read) {
        String was = before == null ? null : read.apply(before);
        String is = read.apply(now);
        if (!Objects.equals(was, is)) {
            changes.add(new Change(field, was, is));
        }
    }

    private static @Nullable String list(Set<?> values) {
        return values.isEmpty()
                ? null
                : values.stream()
                        .map(value -> value.toString().toLowerCase(java.util.Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(" "));
    }

    /** {@code rota:ky-thuat 10, person:ha rota:lanh-dao 30} */
    private static String levels(Policy policy) {
        return policy.levels().stream()
                .map(level -> level.targets().stream().map(Policies::written).collect(Collectors.joining(" "))
                        + " "
                        + level.patience().toMinutes())
                .collect(Collectors.joining(", "));
    }

    /** As a wish names it. */
    public static String written(Target target) {
        return target instanceof Target.OnDuty duty
                ? "rota:" + duty.rota()
                : "person:" + ((Target.Somebody) target).person();
    }

    private static String subject(String id) {
        return "policy:" + id;
    }
}
