package io.langsong.access;

import io.langsong.access.AuditTrail.Change;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whether somebody is who they say, how often they may be wrong, and the trail of who came in. Any thread. */
@Component
public class SignIn {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final People people;
    private final Passwords passwords;
    private final Tries tries;
    private final AuditTrail audit;
    private final Clock clock;

    SignIn(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            People people,
            Passwords passwords,
            AccessProperties settings,
            AuditTrail audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.people = people;
        this.passwords = passwords;
        this.tries = new Tries(jdbc, settings, clock);
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Checks a password. Wrong name, wrong password, locked and disabled are one answer that takes the same work, so that
     * a stranger learns nothing about who exists. Of who has two-factor authentication the wrong tries stay counted until
     * {@link #passedSecondStep}.
     */
    public Optional<Person> byPassword(String name, String password) {
        String asked = Fields.fold(name);
        Optional<String> hash = Fields.NAME.matcher(asked).matches() ? tries.take(asked) : Optional.empty();
        if (hash.isEmpty()) {
            passwords.matchNobody(password);
            return Optional.empty();
        }
        if (!passwords.matches(password, hash.get())) {
            return Optional.empty();
        }
        Optional<Person> person = people.find(asked).filter(Person::enabled);
        if (person.filter(Person::totp).isPresent()) {
            tries.giveBack(asked);
        } else {
            tries.forget(asked);
        }
        return person;
    }

    /** Counts a try at the second step, as one at the password. False: locked, or not there any more. */
    boolean mayTrySecondStep(String name) {
        return tries.take(Fields.fold(name)).isPresent();
    }

    /** The code was right: nothing is held against this person any more. */
    void passedSecondStep(String name) {
        tries.forget(Fields.fold(name));
    }

    /** That somebody came in, by whatever way. */
    public void cameIn(String name) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("UPDATE access_person SET signed_in_at = :now WHERE name = :name")
                    .param("now", People.utc(clock.instant()))
                    .param("name", name)
                    .update();
            audit.recordAs(name, "access.sign-in", People.subject(name), List.of());
        });
    }

    /**
     * That somebody was sent away. Of a name that nobody has nothing is kept: it may be a password in the wrong field.
     *
     * @return the name as it may be kept, {@code ?} for one that nobody has
     */
    public String wasRefused(String name, String why) {
        Optional<Person> person = people.find(name);
        audit.recordAs(
                AuditTrail.NOBODY,
                "access.sign-in.refused",
                person.map(known -> People.subject(known.name())).orElse("person:?"),
                List.of(new Change("reason", null, person.filter(this::isLocked).isPresent() ? "locked" : why)));
        return person.map(Person::name).orElse(AuditTrail.NOBODY);
    }

    public boolean isLocked(Person person) {
        Instant until = person.lockedUntil();
        return until != null && until.isAfter(clock.instant());
    }

    /** Takes a lock away that wrong tries brought. */
    public void unlock(String name) {
        Person person = people.find(name).orElseThrow(() -> Refused.missing("access.refused.missing", "name", name));
        transaction.executeWithoutResult(status -> {
            tries.forget(person.name());
            audit.record("access.person.unlock", People.subject(person.name()), List.of());
        });
    }
}
