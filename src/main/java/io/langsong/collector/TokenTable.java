package io.langsong.collector;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of enrolment tokens, of which the hash alone is kept. Within a transaction of the caller; any thread. */
final class TokenTable {
    private final JdbcClient jdbc;

    TokenTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param usedFor SHA-256 of the public key; null: it was not used */
    @SuppressWarnings("ArrayRecordComponent")
    record Row(CollectorId collector, Instant expiresAt, byte @Nullable [] usedFor) {}

    void issue(byte[] digest, CollectorId collector, String by, Instant now, Instant until) {
        jdbc.sql("DELETE FROM collector_token WHERE collector = :collector AND used_at IS NULL")
                .param("collector", collector.value())
                .update();
        jdbc.sql("""
                        INSERT INTO collector_token (digest, collector, issued_by, issued_at, expires_at)
                        VALUES (:digest, :collector, :by, :now, :until)
                        """)
                .param("digest", digest)
                .param("collector", collector.value())
                .param("by", by)
                .param("now", CollectorTable.utc(now))
                .param("until", CollectorTable.utc(until))
                .update();
    }

    Optional<Row> find(byte[] digest) {
        return jdbc.sql("SELECT collector, expires_at, used_for FROM collector_token WHERE digest = :digest")
                .param("digest", digest)
                .query((row, number) -> new Row(
                        new CollectorId(row.getString("collector")),
                        Objects.requireNonNull(CollectorTable.instant(row, "expires_at")),
                        row.getBytes("used_for")))
                .optional();
    }

    void use(byte[] digest, byte[] usedFor, Instant now) {
        jdbc.sql("UPDATE collector_token SET used_at = :now, used_for = :for WHERE digest = :digest")
                .param("now", CollectorTable.utc(now))
                .param("for", usedFor)
                .param("digest", digest)
                .update();
    }

    /** Those that may be used still. */
    Map<CollectorId, WaitingToken> waiting(Instant now) {
        return jdbc
                .sql("""
                        SELECT collector, issued_by, issued_at, expires_at FROM collector_token
                        WHERE used_at IS NULL AND expires_at > :now
                        """)
                .param("now", CollectorTable.utc(now))
                .query((row, number) -> Map.entry(
                        new CollectorId(row.getString("collector")),
                        new WaitingToken(
                                row.getString("issued_by"),
                                Objects.requireNonNull(CollectorTable.instant(row, "issued_at")),
                                Objects.requireNonNull(CollectorTable.instant(row, "expires_at")))))
                .list()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void voidAll(CollectorId collector) {
        jdbc.sql("DELETE FROM collector_token WHERE collector = :collector")
                .param("collector", collector.value())
                .update();
    }
}
