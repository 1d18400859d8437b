package io.langsong.incident;

import io.langsong.outage.ObjectRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people were told about which root. In the caller's transaction. */
final class Roots {
    private final JdbcClient jdbc;

    Roots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Objects whose outage people know of, or will with the next digest, and that lasts. */
    Set<ObjectRef> open() {
        return Set.copyOf(jdbc.sql("SELECT DISTINCT object FROM incident_root WHERE ended_at IS NULL")
                .query((row, number) -> ObjectRef.parse(row.getString("object")))
                .list());
    }

    /** The same by the ids of their outages. */
    List<Long> openOutages() {
        return jdbc.sql("SELECT outage_id FROM incident_root WHERE ended_at IS NULL ORDER BY outage_id")
                .query(Long.class)
                .list();
    }

    /** Those of {@code objects} of which an outage ended after some time. */
    Set<ObjectRef> endedAfter(Collection<ObjectRef> objects, Instant at) {
        if (objects.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(jdbc.sql(
                        "SELECT DISTINCT object FROM incident_root WHERE object = ANY(:objects) AND ended_at > :at")
                .param("objects", objects.stream().map(ObjectRef::toString).toArray(String[]::new))
                .param("at", utc(at))
                .query((row, number) -> ObjectRef.parse(row.getString("object")))
                .list());
    }

    /**
     * @param notBefore until when it is not told; null for at once
     * @return false when it is there already, as when an event comes twice
     */
    boolean begin(Line root, @Nullable Instant notBefore) {
        return jdbc.sql("""
                                INSERT INTO incident_root (outage_id, object, began_at, behind, not_before)
                                VALUES (:id, :object, :began, :behind, :notBefore)
                                ON CONFLICT (outage_id) DO NOTHING
                                """)
                        .param("id", root.outage())
                        .param("object", root.object().toString())
                        .param("began", utc(root.began()))
                        .param("behind", root.behind())
                        .param("notBefore", notBefore == null ? null : utc(notBefore), Types.TIMESTAMP_WITH_TIMEZONE)
                        .update()
                == 1;
    }

    /**
     * What is over before it was to be told is never told.
     *
     * @return whether people were told of its beginning, so that they are to be told of its end
     */
    boolean end(long outage, Instant at, Instant now) {
        return jdbc.sql("""
                        UPDATE incident_root
                        SET ended_at = :at,
                            start_told = CASE WHEN not_before > :now THEN coalesce(start_told, 'brief') ELSE start_told END,
                            end_told = CASE WHEN not_before > :now AND start_told IS NULL THEN 'brief' END
                        WHERE outage_id = :id AND ended_at IS NULL
                        RETURNING start_told IS NOT NULL AND end_told IS NULL
                        """)
                .param("at", utc(at))
                .param("now", utc(now))
                .param("id", outage)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Its end is told later. */
    void hold(long outage, Instant notBefore) {
        jdbc.sql("UPDATE incident_root SET not_before = :notBefore WHERE outage_id = :id")
                .param("notBefore", utc(notBefore))
                .param("id", outage)
                .update();
    }

    void startTold(long outage, String key) {
        jdbc.sql("UPDATE incident_root SET start_told = :key WHERE outage_id = :id")
                .param("key", key)
                .param("id", outage)
                .update();
    }

    void endTold(long outage, String key) {
        jdbc.sql("UPDATE incident_root SET end_told = :key WHERE outage_id = :id")
                .param("key", key)
                .param("id", outage)
                .update();
    }

    /** Not told yet, oldest first; locked until the transaction ends. */
    List<Line> held() {
        return jdbc.sql("""
                        SELECT outage_id, object, began_at, behind, ended_at, not_before,
                          start_told IS NOT NULL AS start_known
                        FROM incident_root
                        WHERE start_told IS NULL OR (ended_at IS NOT NULL AND end_told IS NULL)
                        ORDER BY outage_id
                        FOR UPDATE SKIP LOCKED
                        """).query((row, number) -> line(row)).list();
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getLong("outage_id"),
                ObjectRef.parse(row.getString("object")),
                row.getObject("began_at", OffsetDateTime.class).toInstant(),
                row.getInt("behind"),
                instant(row, "ended_at"),
                row.getBoolean("start_known"),
                instant(row, "not_before"));
    }

    void posted(String key, Instant at) {
        jdbc.sql("INSERT INTO incident_message (key, posted_at) VALUES (:key, :at) ON CONFLICT (key) DO NOTHING")
                .param("key", key)
                .param("at", utc(at))
                .update();
    }

    /** Messages of {@code (from, until]}; later ones are of a clock that was ahead. */
    int posted(Instant from, Instant until) {
        return jdbc.sql("SELECT count(*) FROM incident_message WHERE posted_at > :from AND posted_at <= :until")
                .param("from", utc(from))
                .param("until", utc(until))
                .query(Integer.class)
                .single();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * A root as a digest tells it.
     *
     * @param began best estimate
     * @param behind number of devices and links hidden with it
     * @param ended best estimate; null while it lasts
     * @param startKnown whether people were told that it began
     * @param notBefore until when it waits to be told; null when it does not
     */
    record Line(
            long outage,
            ObjectRef object,
            Instant began,
            int behind,
            @Nullable Instant ended,
            boolean startKnown,
            @Nullable Instant notBefore) {}
}
