package io.langsong.oncall;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.availability.Holidays;
import io.langsong.holiday.HolidayBook;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers who is on duty, and which policy is meant for an incident. Any thread. */
@Component
public class OnCall {
    /** Whose clock hours of hand-over and of policies follow. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    private final RotaTable rotas;
    private final PolicyTable policies;
    private final HolidayBook holidays;
    private final People people;

    public OnCall(JdbcClient jdbc, HolidayBook holidays, People people) {
        this.rotas = new RotaTable(jdbc);
        this.policies = new PolicyTable(jdbc);
        this.holidays = holidays;
        this.people = people;
    }

    /** Every rota with all that was arranged about it, by name. */
    public List<Roster> rosters() {
        Holidays known = holidays.current();
        return rotas.all().stream().map(rota -> roster(rota, known)).toList();
    }

    public Optional<Roster> roster(RotaId id) {
        return rotas.find(id).map(rota -> roster(rota, holidays.current()));
    }

    private Roster roster(Rota rota, Holidays known) {
        return new Roster(rota, rotas.overrides(rota.id()), rotas.swaps(rota.id()), known, ZONE);
    }

    /** All policies, in the order in which they are asked. */
    public List<Policy> policies() {
        return policies.all();
    }

    /** The policy that is meant for an incident; empty: nobody is told of it by policy, which is to be seen. */
    public Optional<Policy> policy(Policy.Opening opening) {
        return Policy.first(policies.all(), opening, ZONE);
    }

    /** Whom a level tells at an instant, each once; who may not sign in any more is left out. Empty: nobody, a warning. */
    public List<Person> people(Policy.Level level, Instant at) {
        return level.targets().stream()
                .map(target -> name(target, at))
                .filter(Objects::nonNull)
                .distinct()
                .flatMap(name -> serving(name).stream())
                .toList();
    }

    private @Nullable String name(Policy.Target target, Instant at) {
        if (target instanceof Policy.Target.OnDuty duty) {
            return roster(duty.rota()).map(roster -> roster.at(at).person()).orElse(null);
        }
        return ((Policy.Target.Somebody) target).person();
    }

    private Optional<Person> serving(@Nullable String name) {
        return Stream.ofNullable(name)
                .flatMap(one -> people.find(one).stream())
                .filter(Person::enabled)
                .findFirst();
    }
}
