package io.langsong.backup;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.database.BecameActive;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes into the audit trail that this server was put back from a backup: the command that did it had no trail to write to. */
class RestoredAudit {
    private static final Logger log = LoggerFactory.getLogger(RestoredAudit.class);

    private final JdbcClient jdbc;
    private final AuditTrail trail;
    private final TransactionTemplate transaction;

    /** @param transaction refuses when another server has taken over */
    RestoredAudit(JdbcClient jdbc, AuditTrail trail, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.trail = trail;
        this.transaction = transaction;
    }

    private record Row(long id, Instant restoredAt, Instant madeAt, String product, String file, String askedBy) {}

    @EventListener
    void on(BecameActive event) {
        transaction.executeWithoutResult(status -> jdbc.sql("""
                        UPDATE backup_restore SET audited = true WHERE NOT audited
                        RETURNING id, restored_at, made_at, product, file, asked_by
                        """)
                .query((row, number) -> new Row(
                        row.getLong("id"),
                        row.getObject("restored_at", OffsetDateTime.class).toInstant(),
                        row.getObject("made_at", OffsetDateTime.class).toInstant(),
                        row.getString("product"),
                        row.getString("file"),
                        row.getString("asked_by")))
                .list()
                .forEach(this::record));
    }

    private void record(Row row) {
        log.warn("server was restored from a backup file={} madeAt={} by={}", row.file(), row.madeAt(), row.askedBy());
        trail.recordAs(
                AuditTrail.SYSTEM,
                "backup.restore",
                "backup:" + row.file(),
                List.of(
                        new Change("madeAt", null, row.madeAt().toString()),
                        new Change("restoredAt", null, row.restoredAt().toString()),
                        new Change("product", null, row.product()),
                        new Change("askedBy", null, row.askedBy())));
    }
}
