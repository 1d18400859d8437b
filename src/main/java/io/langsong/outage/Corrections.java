package io.langsong.outage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Causes as people corrected them. Nothing that was said is ever changed or removed; the newest counts. Any thread. */
@Component
public class Corrections {
    public static final int LONGEST_REASON = 500;

    private final JdbcClient jdbc;
    private final OutageTable table;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /** @param transaction refuses when another server has taken over */
    Corrections(
            JdbcClient jdbc,
            OutageTable table,
            ApplicationEventPublisher events,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.table = table;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Says what the cause of an outage was, also while it lasts. The machine goes on guessing beside it.
     *
     * @return the outage as it is now; empty when there is none of that id
     * @throws IllegalArgumentException when the reason is empty or too long
     */
    public Optional<Outage> correct(long outage, Outage.Cause cause, String reason, String by) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("A reason has 1 to " + LONGEST_REASON + " characters");
        }
        return transaction.execute(status -> write(outage, new Correction(cause, reason, by, clock.instant())));
    }

    private Optional<Outage> write(long outage, Correction correction) {
        Optional<Outage> corrected = jdbc.sql("""
                        UPDATE outage_record SET guess = coalesce(guess, cause), cause = :cause
                         WHERE id = :id AND condition <> 'DEGRADED' RETURNING *
                        """)
                .param("id", outage)
                .param("cause", correction.cause().name())
                .query(table::outage)
                .optional();
        corrected.ifPresent(now -> {
            jdbc.sql("""
                            INSERT INTO outage_correction (outage, cause, reason, corrected_by, corrected_at)
                            VALUES (:outage, :cause, :reason, :by, :at)
                            """)
                    .param("outage", outage)
                    .param("cause", correction.cause().name())
                    .param("reason", correction.reason())
                    .param("by", correction.by())
                    .param("at", Timestamp.from(correction.at()))
                    .update();
            events.publishEvent(new OutageExplained(now));
        });
        return corrected;
    }

    /** All that was said of one outage, the newest first. */
    public List<Correction> of(long outage) {
        return jdbc.sql("SELECT * FROM outage_correction WHERE outage = :outage ORDER BY id DESC")
                .param("outage", outage)
                .query(Corrections::correction)
                .list();
    }

    /** All that was said of some outages, of each the newest first; those of which nobody said anything are left out. */
    public Map<Long, List<Correction>> of(Collection<Long> outages) {
        Map<Long, List<Correction>> said = new HashMap<>();
        jdbc.sql("SELECT * FROM outage_correction WHERE outage = ANY (:outages) ORDER BY id DESC")
                .param("outages", outages.toArray(Long[]::new))
                .query(row -> {
                    said.computeIfAbsent(row.getLong("outage"), id -> new ArrayList<>())
                            .add(correction(row, 0));
                });
        return said;
    }

    /**
     * What the machine thinks of an outage, also of one that was corrected, and how sure it is: {@code NONE} of what it does not
     * know, and of what was written down before that was asked.
     */
    public Optional<MachineGuess> guess(long outage) {
        return jdbc.sql("SELECT coalesce(guess, cause) AS thought, confidence FROM outage_record WHERE id = :id")
                .param("id", outage)
                .query((row, number) ->
                        new MachineGuess(Outage.Cause.valueOf(row.getString("thought")), OutageTable.confidence(row)))
                .optional();
    }

    /** As it is recorded. */
    public record MachineGuess(Outage.Cause cause, Outage.Confidence confidence) {}

    private static Correction correction(ResultSet row, int number) throws SQLException {
        return new Correction(
                Outage.Cause.valueOf(row.getString("cause")),
                row.getString("reason"),
                row.getString("corrected_by"),
                row.getObject("corrected_at", OffsetDateTime.class).toInstant());
    }
}
