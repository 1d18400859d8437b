package io.langsong.oncall;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The secrets that open a calendar without sign-in: one of each rota, and one of each person. Only their digests are kept; a
 * new one ends the one before. Any thread.
 */
@Component
public class Calendars {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final OnCall onCall;
    private final People people;
    private final AuditTrail audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Calendars(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            OnCall onCall,
            People people,
            AuditTrail audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.onCall = onCall;
        this.people = people;
        this.audit = audit;
        this.clock = clock;
    }

    /** What a secret opens. */
    public sealed interface Opened {
        record OfRota(RotaId rota) implements Opened {}

        record OfPerson(Person person) implements Opened {}
    }

    /**
     * @param by who asked
     * @return the secret, 256 random bits in hex, which can not be shown again
     */
    public String issue(RotaId rota, String by) {
        if (onCall.roster(rota).isEmpty()) {
            throw Refused.missing("oncall.refused.missing", "rota", rota.value());
        }
        return issue("rota", rota.value(), null, by);
    }

    /** The same for all turns of a person. */
    public String issue(Person person) {
        return issue("person", null, person.name(), person.name());
    }

    private String issue(String kind, @Nullable String rota, @Nullable String person, String by) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String secret = HexFormat.of().formatHex(bits);
        transaction.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM oncall_calendar WHERE rota = :rota OR person = :person")
                    .param("rota", rota)
                    .param("person", person)
                    .update();
            jdbc.sql("""
                            INSERT INTO oncall_calendar (rota, person, digest, issued_by, issued_at)
                            VALUES (:rota, :person, :digest, :by, :now)
                            """)
                    .param("rota", rota)
                    .param("person", person)
                    .param("digest", digest(secret))
                    .param("by", by)
                    .param("now", RotaTable.utc(clock.instant()))
                    .update();
            audit.record(
                    "oncall.calendar.issue",
                    kind + ":" + (rota == null ? person : rota),
                    List.of(new Change("secret", null, "***")));
        });
        return secret;
    }

    /** Empty: it is none, was replaced, or its person may not sign in any more. */
    public Optional<Opened> open(String secret) {
        return jdbc.sql("SELECT rota, person FROM oncall_calendar WHERE digest = :digest")
                .param("digest", digest(secret))
                .query(Row.class)
                .optional()
                .flatMap(this::opened);
    }

    record Row(@Nullable String rota, @Nullable String person) {}

    private Optional<Opened> opened(Row row) {
        if (row.rota() != null) {
            return Optional.of(new Opened.OfRota(new RotaId(row.rota())));
        }
        return people.find(String.valueOf(row.person())).filter(Person::enabled).map(Opened.OfPerson::new);
    }

    public boolean isIssued(RotaId rota) {
        return isThere("rota", rota.value());
    }

    public boolean isIssued(String person) {
        return isThere("person", person);
    }

    private boolean isThere(String column, String value) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM oncall_calendar WHERE " + column + " = :value)")
                .param("value", value)
                .query(Boolean.class)
                .single();
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
