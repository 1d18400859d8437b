package io.langsong.oncall;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.People;
import io.langsong.access.Refused;
import io.langsong.availability.Interval;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people arrange about a rota: overrides and swaps. What has been stays: one that has begun can be ended, not undone. Each
 * is in the audit trail. Any thread.
 */
@Component
public class Arrangements {
    private final RotaTable table;
    private final TransactionTemplate transaction;
    private final OnCall onCall;
    private final People people;
    private final AuditTrail audit;
    private final Clock clock;

    Arrangements(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            OnCall onCall,
            People people,
            AuditTrail audit,
            Clock clock) {
        this.table = new RotaTable(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.onCall = onCall;
        this.people = people;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Puts a person, or nobody, in the place of whoever the rota names. It may have begun, not ended.
     *
     * @param by who asked
     * @return its id
     */
    public long override(RotaId rota, OverrideWish wish, String by) {
        Interval span = span("from", wish.from(), "until", wish.until());
        String person = wish.person() == null || wish.person().isBlank()
                ? null
                : Fields.person("person", wish.person(), people);
        String note = Fields.note(wish.note());
        Instant now = clock.instant();
        if (span.length().compareTo(DutyOverride.LONGEST) > 0) {
            throw Refused.invalid(
                    "until",
                    span.until().toString(),
                    "oncall.refused.too-far",
                    List.of(DutyOverride.LONGEST.toDays()),
                    "is more than %d days after the beginning".formatted(DutyOverride.LONGEST.toDays()),
                    "change the rota instead");
        }
        if (!span.until().isAfter(now)) {
            throw past("until", span.until());
        }
        return inRota(rota, roster -> {
            long id = table.add(rota, span, person, note, by, now);
            audit.record(
                    "oncall.override.add",
                    Rotas.subject(rota),
                    changes(
                            new Change("person", null, person == null ? "–" : person),
                            new Change("from", null, span.from().toString()),
                            new Change("until", null, span.until().toString()),
                            note == null ? null : new Change("note", null, note)));
            return id;
        });
    }

    /** One that has begun ends now; one that is over stays. */
    public void endOverride(RotaId rota, long id) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        inRota(rota, roster -> {
            DutyOverride override = roster.overrides().stream()
                    .filter(one -> one.id() == id)
                    .findFirst()
                    .orElseThrow(() -> Refused.missing("oncall.refused.missing", "id", Long.toString(id)));
            if (!override.span().until().isAfter(now)) {
                throw past("id", override.span().until());
            }
            if (override.span().from().isBefore(now)) {
                table.endOverride(id, now);
            } else {
                table.deleteOverride(id);
            }
            audit.record(
                    "oncall.override.end",
                    Rotas.subject(rota),
                    changes(
                            new Change("person", override.person() == null ? "–" : override.person(), null),
                            new Change("from", override.span().from().toString(), null),
                            new Change("until", override.span().until().toString(), null)));
            return id;
        });
    }

    /**
     * Exchanges two turns that have not begun.
     *
     * @return its id
     */
    public long swap(RotaId rota, SwapWish wish, String by) {
        String note = Fields.note(wish.note());
        Instant now = clock.instant();
        return inRota(rota, roster -> {
            Swap.Side one = side("one", wish.one(), roster, now);
            Swap.Side other = side("other", wish.other(), roster, now);
            if (one.person().equals(other.person())) {
                throw Refused.invalid(
                        "other",
                        other.person(),
                        "oncall.refused.same-person",
                        List.of(),
                        "has both turns",
                        "choose a turn of somebody else");
            }
            long id = table.add(rota, one, other, note, by, now);
            audit.record("oncall.swap.add", Rotas.subject(rota), swapped(one, other, note));
            return id;
        });
    }

    private Swap.Side side(String field, SwapWish.Side wish, Roster roster, Instant now) {
        Interval span = span(field, wish.from(), field, wish.until());
        String person = Fields.person(field, wish.person(), people);
        if (!span.from().isAfter(now)) {
            throw Refused.invalid(
                    field,
                    span.from().toString(),
                    "oncall.refused.begun",
                    List.of(),
                    "has begun",
                    "choose a turn that has not, or add an override");
        }
        boolean there = roster.planned(span).stream()
                .anyMatch(turn -> turn.span().equals(span) && person.equals(turn.person()));
        if (!there) {
            throw Refused.invalid(
                    field,
                    span.from().toString(),
                    "oncall.refused.no-turn",
                    List.of(),
                    "is no turn of that person any more",
                    "read the rota again and choose a turn of it");
        }
        return new Swap.Side(person, span);
    }

    /** Only as long as neither turn has begun. */
    public void undoSwap(RotaId rota, long id) {
        Instant now = clock.instant();
        inRota(rota, roster -> {
            Swap swap = roster.swaps().stream()
                    .filter(one -> one.id() == id)
                    .findFirst()
                    .orElseThrow(() -> Refused.missing("oncall.refused.missing", "id", Long.toString(id)));
            if (!swap.one().span().from().isAfter(now)
                    || !swap.other().span().from().isAfter(now)) {
                throw Refused.conflict(
                        "id",
                        Long.toString(id),
                        "oncall.refused.swap-begun",
                        List.of(),
                        "has begun, so it can not be undone",
                        "add an override for what is left");
            }
            table.deleteSwap(id);
            audit.record("oncall.swap.undo", Rotas.subject(rota), swapped(swap.one(), swap.other(), swap.note()));
            return id;
        });
    }

    private static List<Change> swapped(Swap.Side one, Swap.Side other, @Nullable String note) {
        return changes(
                new Change("one", one.person(), other.person()),
                new Change("oneFrom", null, one.span().from().toString()),
                new Change("other", other.person(), one.person()),
                new Change("otherFrom", null, other.span().from().toString()),
                note == null ? null : new Change("note", null, note));
    }

    private static List<Change> changes(@Nullable Change... given) {
        return Stream.of(given).filter(Objects::nonNull).toList();
    }

    private interface Work {
        long in(Roster roster);
    }

    /** Calendars are to see that something changed. */
    private long inRota(RotaId rota, Work work) {
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock(rota);
            long done = work.in(onCall.roster(rota)
                    .orElseThrow(() -> Refused.missing("oncall.refused.missing", "rota", rota.value())));
            table.touch(rota, clock.instant());
            return done;
        }));
    }

    /** To the second: nobody arranges by less. */
    private static Interval span(String fromField, @Nullable Instant from, String untilField, @Nullable Instant until) {
        Instant begin = given(fromField, from);
        Instant end = given(untilField, until);
        if (!begin.isBefore(end)) {
            throw Refused.invalid(
                    untilField,
                    end.toString(),
                    "oncall.refused.order",
                    List.of(),
                    "is not after the beginning",
                    "give a later one");
        }
        return new Interval(begin, end);
    }

    private static Instant given(String field, @Nullable Instant at) {
        Instant least = Instant.parse("2000-01-01T00:00:00Z");
        Instant most = Instant.parse("2200-01-01T00:00:00Z");
        if (at == null || at.isBefore(least) || !at.isBefore(most)) {
            throw Refused.invalid(
                    field,
                    at == null ? null : at.toString(),
                    "oncall.refused.moment",
                    List.of(),
                    at == null ? "is missing" : "is too far away",
                    "give a date and a time");
        }
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Refused past(String field, Instant at) {
        return Refused.conflict(
                field,
                at.toString(),
                "oncall.refused.over",
                List.of(),
                "is past, and who was on duty stays known",
                "give one that is to come");
    }
}
