package io.langsong.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who changed what, when and from where: rows that are only ever added, each sealed with the SHA-256 over the row before and
 * its own content. Any thread.
 */
@Component
public class AuditTrail {
    /** What the server does by itself. */
    public static final String SYSTEM = "system";
    /** Somebody who did not sign in. */
    public static final String NOBODY = "?";

    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);
    private static final int READ_AT_ONCE = 1000;
    private static final String ENTRY = "id, at, actor, address, action, subject, changes, hash";
    private static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public AuditTrail(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * One field that changed. Secrets are never given, only that they changed: {@code new Change("password", "***", "***")}.
     * In a text, what can not be seen is written as a backslash, a u and its four hexadecimal digits; it is cut off after
     * 2,000 characters.
     *
     * @param field as the API names it
     * @param old null when there was none
     * @param now null when there is none any more
     */
    public record Change(
            String field, @Nullable String old, @Nullable String now) {
        private static final int LONGEST = 2000;

        public Change {
            field = AuditText.plain(field, 100);
            old = old == null ? null : AuditText.plain(old, LONGEST);
            now = now == null ? null : AuditText.plain(now, LONGEST);
        }
    }

    /**
     * Records what the current person, program or the server itself does. Joins the transaction of its caller, and is written
     * as the last of it, since all writers of the trail wait for one another; without a transaction it is written at once.
     *
     * @param action module, kind and what was done: {@code inventory.device.change}
     * @param subject kind and id: {@code device:thon-man-ap2}
     */
    public void record(String action, String subject, List<Change> changes) {
        recordAs(currentActor(), action, subject, changes);
    }

    /** The same for somebody who is only about to sign in. */
    public void recordAs(String actor, String action, String subject, List<Change> changes) {
        Origin origin = Origin.current();
        Pending entry = new Pending(
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                AuditText.plain(actor, 150),
                origin == null ? null : AuditText.plain(origin.address(), 80),
                action,
                AuditText.plain(subject, 250),
                List.copyOf(changes));
        if (TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive()) {
            waiting().add(entry);
        } else {
            transaction.executeWithoutResult(status -> append(List.of(entry)));
        }
    }

    private static String currentActor() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who == null) {
            return Origin.current() == null ? SYSTEM : NOBODY;
        }
        return who instanceof AnonymousAuthenticationToken ? NOBODY : who.getName();
    }

    private List<Pending> waiting() {
        for (TransactionSynchronization known : TransactionSynchronizationManager.getSynchronizations()) {
            if (known instanceof AtCommit ours && ours.belongsTo(this)) {
                return ours.entries;
            }
        }
        AtCommit ours = new AtCommit();
        TransactionSynchronizationManager.registerSynchronization(ours);
        return ours.entries;
    }

    private final class AtCommit implements TransactionSynchronization {
        private final List<Pending> entries = new ArrayList<>();

        boolean belongsTo(AuditTrail trail) {
            return AuditTrail.this == trail;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            append(List.copyOf(entries));
            entries.clear();
        }
    }

    private record Pending(
            Instant at, String actor, @Nullable String address, String action, String subject, List<Change> changes) {}

    private record Ends(long firstId, byte[] firstHash, long lastId, byte[] lastHash) {}

    private void append(List<Pending> entries) {
        Ends ends = ends(" FOR UPDATE");
        long id = ends.lastId();
        byte[] previous = ends.lastHash();
        for (Pending entry : entries) {
            id++;
            byte[] hash = AuditHash.of(
                    previous,
                    id,
                    entry.at(),
                    entry.actor(),
                    entry.address(),
                    entry.action(),
                    entry.subject(),
                    entry.changes());
            jdbc.sql("""
                            INSERT INTO access_audit (id, at, actor, address, action, subject, changes, previous, hash)
                            VALUES (:id, :at, :actor, :address, :action, :subject, CAST(:changes AS jsonb), :previous, :hash)
                            """)
                    .param("id", id)
                    .param("at", utc(entry.at()))
                    .param("actor", entry.actor())
                    .param("address", entry.address())
                    .param("action", entry.action())
                    .param("subject", entry.subject())
                    .param("changes", JsonMapper.shared().writeValueAsString(entry.changes()))
                    .param("previous", previous)
                    .param("hash", hash)
                    .update();
            previous = hash;
        }
        jdbc.sql("UPDATE access_audit_ends SET last_id = :id, last_hash = :hash")
                .param("id", id)
                .param("hash", previous)
                .update();
    }

    private Ends ends(String lock) {
        return jdbc.sql("SELECT first_id, first_hash, last_id, last_hash FROM access_audit_ends" + lock)
                .query((row, number) -> new Ends(row.getLong(1), row.getBytes(2), row.getLong(3), row.getBytes(4)))
                .single();
    }

    /**
     * Newest first.
     *
     * @param before only rows with a smaller id; null begins with the newest
     * @param limit at most so many
     */
    public List<AuditEntry> find(AuditFilter filter, @Nullable Long before, int limit) {
        return filtered(filter, " AND id < :before ORDER BY id DESC LIMIT :limit", ENTRY)
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", limit)
                .query(AuditTrail::entry)
                .list();
    }

    /**
     * Those that come next after a row, and these newest first.
     *
     * @param after only rows with a larger id
     * @param limit at most so many
     */
    public List<AuditEntry> findAfter(AuditFilter filter, long after, int limit) {
        List<AuditEntry> found = filtered(filter, " AND id > :after ORDER BY id LIMIT :limit", ENTRY)
                .param("after", after)
                .param("limit", limit)
                .query(AuditTrail::entry)
                .list();
        return found.stream()
                .sorted(Comparator.comparingLong(AuditEntry::id).reversed())
                .toList();
    }

    /** How many rows a filter finds. */
    public long count(AuditFilter filter) {
        return filtered(filter, "", "count(*)").query(Long.class).single();
    }

    private JdbcClient.StatementSpec filtered(AuditFilter filter, String which, String what) {
        return jdbc.sql("SELECT " + what + """
                         FROM access_audit
                        WHERE (CAST(:actor AS text) IS NULL OR strpos(lower(actor), lower(:actor)) > 0)
                          AND (CAST(:action AS text) IS NULL OR action = :action OR starts_with(action, :action || '.'))
                          AND (CAST(:subject AS text) IS NULL OR strpos(lower(subject), lower(:subject)) > 0)
                          AND (CAST(:from AS timestamptz) IS NULL OR at >= :from)
                          AND (CAST(:to AS timestamptz) IS NULL OR at < :to)
                        """ + which)
                .param("actor", filter.actor())
                .param("action", filter.action())
                .param("subject", filter.subject())
                .param("from", filter.from() == null ? null : utc(filter.from()))
                .param("to", filter.to() == null ? null : utc(filter.to()));
    }

    /**
     * What was done to one subject, newest first.
     *
     * @param subject whole, as {@code device:thon-man-ap2}
     * @param limit at most so many
     */
    public List<AuditEntry> about(String subject, Instant since, int limit) {
        return jdbc.sql("""
                        SELECT id, at, actor, address, action, subject, changes, hash FROM access_audit
                        WHERE subject = :subject AND at >= :since ORDER BY id DESC LIMIT :limit
                        """)
                .param("subject", subject)
                .param("since", utc(since))
                .param("limit", limit)
                .query(AuditTrail::entry)
                .list();
    }

    /** All that a filter finds, newest first, read in portions. */
    public void forEach(AuditFilter filter, Consumer<AuditEntry> taker) {
        Long before = null;
        List<AuditEntry> portion;
        do {
            portion = find(filter, before, READ_AT_ONCE);
            for (AuditEntry entry : portion) {
                taker.accept(entry);
                before = entry.id();
            }
        } while (portion.size() == READ_AT_ONCE);
    }

    /** Those that occur, in the order of the alphabet. */
    public List<String> actions() {
        return jdbc.sql("SELECT DISTINCT action FROM access_audit ORDER BY action")
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** Computes every hash anew, oldest row first, and stops at the first one that is not what was written. */
    public AuditCheck verify() {
        TransactionTemplate reading =
                new TransactionTemplate(Objects.requireNonNull(transaction.getTransactionManager()));
        // One instant of the database, while others append.
        reading.setIsolationLevel(TransactionTemplate.ISOLATION_REPEATABLE_READ);
        reading.setReadOnly(true);
        AuditCheck found = Objects.requireNonNull(reading.execute(status -> look(ends(""))));
        if (!found.whole()) {
            log.error("audit trail is broken id={} what=\"{}\"", found.brokenId(), found.what());
        }
        return found;
    }

    private AuditCheck look(Ends ends) {
        long id = ends.firstId();
        byte[] previous = ends.firstHash();
        List<Sealed> portion;
        do {
            portion = jdbc.sql("""
                            SELECT id, at, actor, address, action, subject, changes, hash, previous FROM access_audit
                            WHERE id > :after ORDER BY id LIMIT :limit
                            """)
                    .param("after", id)
                    .param("limit", READ_AT_ONCE)
                    .query((row, number) -> new Sealed(entry(row, number), row.getBytes("previous")))
                    .list();
            for (Sealed row : portion) {
                id++;
                String wrong = row.wrongBehind(id, previous);
                if (wrong != null) {
                    return new AuditCheck(id - ends.firstId() - 1, id, wrong, hex(ends.lastHash()));
                }
                previous = HexFormat.of().parseHex(row.entry().hash());
            }
        } while (portion.size() == READ_AT_ONCE);
        if (id != ends.lastId() || !java.util.Arrays.equals(previous, ends.lastHash())) {
            return new AuditCheck(
                    id - ends.firstId(), id + 1, "the newest rows are missing or too many", hex(ends.lastHash()));
        }
        return new AuditCheck(id - ends.firstId(), null, null, hex(previous));
    }

    private record Sealed(AuditEntry entry, byte[] previous) {
        @Nullable
        String wrongBehind(long id, byte[] hashBefore) {
            if (entry.id() != id) {
                return "the row is missing";
            }
            if (!java.util.Arrays.equals(previous, hashBefore)) {
                return "the row does not follow the one before it";
            }
            byte[] right = AuditHash.of(
                    previous,
                    entry.id(),
                    entry.at(),
                    entry.actor(),
                    entry.address(),
                    entry.action(),
                    entry.subject(),
                    entry.changes());
            return hex(right).equals(entry.hash()) ? null : "the row was changed after it was written";
        }
    }

    /**
     * Takes away the oldest rows up to the first that is not older. The chain begins anew behind them, and remembers where.
     *
     * @return how many went
     */
    int expire(Instant before) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Ends ends = ends(" FOR UPDATE");
            Long kept = jdbc.sql("SELECT min(id) FROM access_audit WHERE at >= :before")
                    .param("before", utc(before))
                    .query(Long.class)
                    .optional()
                    .orElse(null);
            long cut = kept == null ? ends.lastId() : kept - 1;
            if (cut <= ends.firstId()) {
                return 0;
            }
            byte[] hash = jdbc.sql("SELECT hash FROM access_audit WHERE id = :cut")
                    .param("cut", cut)
                    .query((row, number) -> row.getBytes(1))
                    .single();
            jdbc.sql("SELECT set_config('langsong.audit_expired_before', :before, true)")
                    .param("before", before.toString())
                    .query(String.class)
                    .single();
            int gone = jdbc.sql("DELETE FROM access_audit WHERE id <= :cut")
                    .param("cut", cut)
                    .update();
            jdbc.sql("UPDATE access_audit_ends SET first_id = :cut, first_hash = :hash")
                    .param("cut", cut)
                    .param("hash", hash)
                    .update();
            jdbc.sql("SELECT set_config('langsong.audit_expired_before', '', true)")
                    .query(String.class)
                    .single();
            return gone;
        }));
    }

    private static AuditEntry entry(ResultSet row, int number) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("address"),
                row.getString("action"),
                row.getString("subject"),
                JsonMapper.shared().readValue(row.getString("changes"), CHANGES),
                hex(row.getBytes("hash")));
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
