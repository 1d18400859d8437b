package io.langsong.event;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The identity of our own SNMP engine, which senders of informs keep, and how often it began (RFC 3414 section 2.2). */
@Component
class EngineTable {
    /** RFC 3411 section 5, a format of our own: the number of no enterprise, then octets at random. */
    private static final int FORMAT = 0x80000000;

    private static final byte OCTETS = 5;
    private static final int RANDOM = 8;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    EngineTable(JdbcClient jdbc, @Qualifier("fencedTransactions") TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Identity(byte[] engineId, int boots) {}

    /** One start more. @throws org.springframework.dao.DataAccessException when the database is away */
    Identity begin() {
        byte[] random = new byte[RANDOM];
        new SecureRandom().nextBytes(random);
        byte[] fresh = ByteBuffer.allocate(5 + RANDOM)
                .putInt(FORMAT)
                .put(OCTETS)
                .put(random)
                .array();
        // An engine whose starts are used up is to be a new one (RFC 3414 section 2.2.2); nobody lives to see it.
        return transaction.execute(status -> jdbc.sql("""
                INSERT INTO event_engine (engine_id, boots) VALUES (:fresh, 1)
                ON CONFLICT (one) DO UPDATE
                   SET boots = CASE WHEN event_engine.boots < 2147483646 THEN event_engine.boots + 1 ELSE 1 END,
                       engine_id = CASE WHEN event_engine.boots < 2147483646 THEN event_engine.engine_id ELSE :fresh END
                RETURNING engine_id, boots
                """)
                .param("fresh", fresh)
                .query((row, number) -> new Identity(row.getBytes("engine_id"), row.getInt("boots")))
                .single());
    }
}
