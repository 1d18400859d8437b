package io.langsong.incident;

import io.langsong.outage.ObjectRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is unstable, and what people were told of that. In the caller's transaction. */
final class UnstableTable {
    private final JdbcClient jdbc;

    UnstableTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Unstable> lasting() {
        return jdbc.sql("SELECT * FROM incident_unstable WHERE calm_at IS NULL ORDER BY id")
                .query((row, number) -> unstable(row))
                .list();
    }

    Set<ObjectRef> objects() {
        return lasting().stream().map(Unstable::object).collect(Collectors.toCollection(HashSet::new));
    }

    /** The incident of an object that is unstable. */
    Optional<Long> incidentOf(ObjectRef object) {
        return jdbc.sql("SELECT incident FROM incident_unstable WHERE object = :object AND calm_at IS NULL")
                .param("object", object.toString())
                .query(Long.class)
                .optional();
    }

    /** @param beginnings of the outages by which it was found */
    void begin(long incident, ObjectRef object, PartTable.Beginnings beginnings, Instant now) {
        jdbc.sql("""
                        INSERT INTO incident_unstable (incident, object, since, found_at, outages)
                        VALUES (:incident, :object, :since, :now, :outages)
                        """)
                .param("incident", incident)
                .param("object", object.toString())
                .param("since", IncidentTable.utc(beginnings.first()))
                .param("now", IncidentTable.utc(now))
                .param("outages", beginnings.count())
                .update();
    }

    void calm(long id, Instant now) {
        jdbc.sql("UPDATE incident_unstable SET calm_at = :now WHERE id = :id")
                .param("now", IncidentTable.utc(now))
                .param("id", id)
                .update();
    }

    /** What is unstable goes on in another incident. */
    void move(long from, long into) {
        jdbc.sql("UPDATE incident_unstable SET incident = :into WHERE incident = :from")
                .param("into", into)
                .param("from", from)
                .update();
    }

    void move(ObjectRef object, long into) {
        jdbc.sql("UPDATE incident_unstable SET incident = :into WHERE object = :object AND calm_at IS NULL")
                .param("into", into)
                .param("object", object.toString())
                .update();
    }

    /** Of which something is not told yet, oldest first; locked until the transaction ends. */
    List<Unstable> held() {
        return jdbc.sql("""
                        SELECT * FROM incident_unstable
                        WHERE told IS NULL OR (calm_at IS NOT NULL AND calm_told IS NULL)
                        ORDER BY id
                        FOR UPDATE SKIP LOCKED
                        """).query((row, number) -> unstable(row)).list();
    }

    void told(long id, String key) {
        jdbc.sql("UPDATE incident_unstable SET told = :key WHERE id = :id")
                .param("key", key)
                .param("id", id)
                .update();
    }

    void calmTold(long id, String key) {
        jdbc.sql("UPDATE incident_unstable SET told = coalesce(told, :key), calm_told = :key WHERE id = :id")
                .param("key", key)
                .param("id", id)
                .update();
    }

    private static Unstable unstable(ResultSet row) throws SQLException {
        return new Unstable(
                row.getLong("id"),
                row.getLong("incident"),
                ObjectRef.parse(row.getString("object")),
                IncidentTable.at(row, "since"),
                row.getInt("outages"),
                IncidentTable.optional(row, "calm_at"),
                row.getString("told"));
    }
}
