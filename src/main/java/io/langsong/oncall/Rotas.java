package io.langsong.oncall;

import static io.langsong.oncall.Fields.LONGEST_NAME;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.People;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.Ids;
import io.langsong.oncall.Rotation.Every;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes rotas. What has been stays: a change begins today at the earliest. Each is in the audit trail. Any thread. */
@Component
public class Rotas {
    private static final int MOST_ROTAS = 50;

    private final RotaTable table;
    private final PolicyTable policies;
    private final TransactionTemplate transaction;
    private final OnCall onCall;
    private final People people;
    private final AuditTrail audit;
    private final Clock clock;

    Rotas(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            OnCall onCall,
            People people,
            AuditTrail audit,
            Clock clock) {
        this.table = new RotaTable(jdbc);
        this.policies = new PolicyTable(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.onCall = onCall;
        this.people = people;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Adds a rota; it may have begun before.
     *
     * @param id null: one is made from the name
     * @throws Refused also when the id or the name is taken
     */
    public RotaId add(@Nullable String id, RotaWish wish) {
        String name = Typed.text("name", wish.name(), LONGEST_NAME);
        Rotation rotation = rotation(wish);
        if (id != null && !Ids.isOne(id)) {
            throw Refused.invalid(
                    "id",
                    id,
                    "oncall.refused.id",
                    List.of(),
                    "is no id",
                    "give 1 to 63 letters a-z, digits and inner dashes, or none");
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            List<Rota> there = table.all();
            requireFree(there, null, name);
            if (there.size() >= MOST_ROTAS) {
                throw Refused.conflict(
                        "name",
                        name,
                        "oncall.refused.too-many-rotas",
                        List.of(MOST_ROTAS),
                        "is one rota too many",
                        "there may be %d; remove one".formatted(MOST_ROTAS));
            }
            String chosen = id != null ? id : Ids.from(name, "ca-truc", taken -> isThere(there, taken));
            Instant now = clock.instant();
            if (!table.insert(chosen, name, now)) {
                throw taken("id", chosen);
            }
            RotaId added = new RotaId(chosen);
            table.begin(added, rotation);
            audit.record("oncall.rota.add", subject(added), changes(null, null, name, rotation));
            return added;
        }));
    }

    private static boolean isThere(List<Rota> rotas, String id) {
        return rotas.stream().anyMatch(rota -> rota.id().value().equals(id));
    }

    private static void requireFree(List<Rota> there, @Nullable RotaId but, String name) {
        boolean taken = there.stream()
                .filter(rota -> !rota.id().equals(but))
                .anyMatch(rota -> rota.name().equals(name));
        if (taken) {
            throw taken("name", name);
        }
    }

    private static Refused taken(String field, String value) {
        return Refused.conflict(field, value, "oncall.refused.taken", List.of(), "is taken", "choose another");
    }

    /**
     * Makes a rota what is wanted, from the first day that is wanted on; what would have begun then or later is given up.
     *
     * @param version that the change was made from; null takes whatever is there
     * @throws Refused also when there is none of that id, or somebody else changed it since
     */
    public void change(RotaId id, RotaWish wish, @Nullable Integer version) {
        String name = Typed.text("name", wish.name(), LONGEST_NAME);
        Rotation rotation = rotation(wish);
        transaction.executeWithoutResult(status -> {
            table.lock(id);
            Roster before = roster(id);
            if (version != null && version != before.rota().version()) {
                throw Refused.changed("oncall.refused.changed-meanwhile", "id", id.value());
            }
            requireFree(table.all(), id, name);
            boolean asBefore = before.rota().last().goesOnAs(rotation, before.holidays());
            if (!asBefore) {
                requireNotPast(rotation.first());
                table.begin(id, rotation);
            }
            if (!asBefore || !name.equals(before.rota().name())) {
                table.rename(id, name, clock.instant());
                audit.record(
                        "oncall.rota.change",
                        subject(id),
                        changes(before.rota().name(), before.rota().last(), name, asBefore ? null : rotation));
            }
        });
    }

    private void requireNotPast(LocalDate first) {
        LocalDate today = clock.instant().atZone(OnCall.ZONE).toLocalDate();
        if (first.isBefore(today)) {
            throw Refused.invalid(
                    "first",
                    first.toString(),
                    "oncall.refused.past",
                    List.of(),
                    "is past, and who was on duty stays known",
                    "give today or a later day");
        }
    }

    /** With its overrides, swaps and calendar. */
    public void remove(RotaId id) {
        transaction.executeWithoutResult(status -> {
            Rota rota = roster(id).rota();
            policies.all().stream()
                    .filter(policy -> policy.tells(id))
                    .findFirst()
                    .ifPresent(policy -> {
                        throw Refused.conflict(
                                "id",
                                id.value(),
                                "oncall.refused.in-policy",
                                List.of(policy.name()),
                                "is told by the escalation policy " + policy.id(),
                                "change that policy first");
                    });
            table.delete(id);
            audit.record("oncall.rota.remove", subject(id), List.of(new Change("name", rota.name(), null)));
        });
    }

    private Roster roster(RotaId id) {
        return onCall.roster(id).orElseThrow(() -> Refused.missing("oncall.refused.missing", "id", id.value()));
    }

    /** Without the first day and names left out it can not be a rotation. */
    private Rotation rotation(RotaWish wish) {
        List<String> inOrder = Fields.people("people", wish.people(), people);
        if (inOrder.isEmpty()) {
            throw Refused.invalid(
                    "people", null, "oncall.refused.nobody", List.of(), "names nobody", "name at least one person");
        }
        return new Rotation(
                Fields.date("first", wish.first()),
                Typed.choice("every", wish.every(), Every.class),
                Fields.minute("handOver", wish.handOver()),
                inOrder,
                Fields.people("holidayPeople", wish.holidayPeople(), people));
    }

    private static List<Change> changes(
            @Nullable String oldName, @Nullable Rotation old, String name, @Nullable Rotation now) {
        List<Change> changes = new ArrayList<>();
        put(changes, "name", oldName, name);
        if (now != null) {
            Optional<Rotation> was = Optional.ofNullable(old);
            put(
                    changes,
                    "first",
                    was.map(one -> one.first().toString()).orElse(null),
                    now.first().toString());
            put(changes, "every", was.map(one -> word(one.every())).orElse(null), word(now.every()));
            put(
                    changes,
                    "handOver",
                    was.map(one -> one.handOver().toString()).orElse(null),
                    now.handOver().toString());
            put(changes, "people", was.map(one -> names(one.people())).orElse(null), names(now.people()));
            put(
                    changes,
                    "holidayPeople",
                    was.map(one -> names(one.holidayPeople())).orElse(null),
                    names(now.holidayPeople()));
        }
        return changes;
    }

    private static void put(List<Change> changes, String field, @Nullable String was, @Nullable String is) {
        if (!Objects.equals(was, is)) {
            changes.add(new Change(field, was, is));
        }
    }

    private static String word(Every every) {
        return every.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String names(List<String> people) {
        return people.isEmpty() ? null : String.join(" ", people);
    }

    static String subject(RotaId id) {
        return "rota:" + id.value();
    }
}
