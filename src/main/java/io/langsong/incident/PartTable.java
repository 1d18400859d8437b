package io.langsong.incident;

import io.langsong.outage.ObjectRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of what belongs to incidents. In the caller's transaction. */
final class PartTable {
    private final JdbcClient jdbc;

    PartTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Which of these were told before. */
    Set<String> known(Collection<String> sources) {
        return Set.copyOf(jdbc.sql("SELECT source FROM incident_part WHERE source = ANY(:sources)")
                .param("sources", sources.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /** Objects with an outage that lasts, and its incident. */
    Map<ObjectRef, Long> lasting() {
        Map<ObjectRef, Long> lasting = new HashMap<>();
        jdbc.sql("SELECT object, incident FROM incident_part WHERE ended_at IS NULL AND kind IN ('down', 'hidden')")
                .query(row -> {
                    lasting.put(ObjectRef.parse(row.getString("object")), row.getLong("incident"));
                });
        return lasting;
    }

    /** All that last. */
    List<Part> open() {
        return jdbc.sql("SELECT * FROM incident_part WHERE ended_at IS NULL ORDER BY began_at, source")
                .query((row, number) -> part(row))
                .list();
    }

    /** Incidents of which a root lasts. */
    Set<Long> failing() {
        return Set.copyOf(jdbc.sql("""
                        SELECT DISTINCT incident FROM incident_part
                        WHERE ended_at IS NULL AND root AND incident IS NOT NULL
                        """).query(Long.class).list());
    }

    /** By their incidents; roots first, in the order in which they began. */
    Map<Long, List<Part>> of(Collection<Long> incidents) {
        Map<Long, List<Part>> found = new HashMap<>();
        jdbc.sql("""
                        SELECT * FROM incident_part WHERE incident = ANY(:incidents)
                        ORDER BY root DESC, began_at, source
                        """)
                .param("incidents", incidents.toArray(Long[]::new))
                .query((row, number) -> part(row))
                .list()
                .forEach(part -> found.computeIfAbsent(part.incident(), id -> new ArrayList<>())
                        .add(part));
        return found;
    }

    /** The latest of a subject that belongs to an incident. */
    Optional<Part> latest(String subject) {
        return jdbc.sql("""
                        SELECT * FROM incident_part WHERE subject = :subject AND incident IS NOT NULL
                        ORDER BY began_at DESC, source DESC LIMIT 1
                        """)
                .param("subject", subject)
                .query((row, number) -> part(row))
                .optional();
    }

    /**
     * Outages of one object that were roots and began since some time.
     *
     * @param first when the first of them began
     */
    record Beginnings(int count, Instant first) {}

    /** None: of zero and {@code after}. */
    Beginnings beginnings(ObjectRef object, Instant after) {
        return jdbc.sql("""
                        SELECT count(*) AS count, coalesce(min(began_at), :after) AS first FROM incident_part
                        WHERE subject = :object AND root AND kind IN ('down', 'hidden') AND began_at > :after
                        """)
                .param("object", object.toString())
                .param("after", IncidentTable.utc(after))
                .query((row, number) -> new Beginnings(row.getInt("count"), IncidentTable.at(row, "first")))
                .single();
    }

    /** The outages of one object that were roots and began at some time or later, in their order. */
    List<Part> roots(ObjectRef object, Instant from) {
        return jdbc.sql("""
                        SELECT * FROM incident_part
                        WHERE subject = :object AND root AND kind IN ('down', 'hidden') AND incident IS NOT NULL AND began_at >= :from
                        ORDER BY began_at, source
                        """)
                .param("object", object.toString())
                .param("from", IncidentTable.utc(from))
                .query((row, number) -> part(row))
                .list();
    }

    /** In the order in which they began, roots first. */
    List<Part> of(long incident) {
        return jdbc.sql("SELECT * FROM incident_part WHERE incident = :incident ORDER BY root DESC, began_at, source")
                .param("incident", incident)
                .query((row, number) -> part(row))
                .list();
    }

    /** The incidents of these outages, by the ids of the outages. */
    Map<Long, Long> incidentsOf(Collection<Long> outages) {
        Map<Long, Long> found = new HashMap<>();
        jdbc.sql("SELECT source, incident FROM incident_part WHERE source = ANY(:sources) AND incident IS NOT NULL")
                .param("sources", outages.stream().map(id -> "outage:" + id).toArray(String[]::new))
                .query(row -> {
                    found.put(
                            Long.valueOf(row.getString("source").substring("outage:".length())),
                            row.getLong("incident"));
                });
        return found;
    }

    /** Adds it, or moves it from where it was. */
    void put(Part part) {
        jdbc.sql("""
                        INSERT INTO incident_part (source, incident, object, subject, kind, root, began_at, ended_at, own_at)
                        VALUES (:source, :incident, :object, :subject, :kind, :root, :began, :ended, :own)
                        ON CONFLICT (source) DO UPDATE SET incident = :incident, root = :root, own_at = :own
                        """)
                .param("source", part.source())
                .param("incident", part.incident())
                .param("object", part.object().toString())
                .param("subject", part.subject())
                .param("kind", part.kind().code())
                .param("root", part.root())
                .param("began", IncidentTable.utc(part.beganAt()))
                .param("ended", time(part.endedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("own", time(part.ownAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    private static @Nullable Object time(@Nullable Instant at) {
        return at == null ? null : IncidentTable.utc(at);
    }

    /** @return the part as it is then; empty when it is not known to last */
    Optional<Part> end(String source, Instant at) {
        return jdbc.sql("""
                        UPDATE incident_part SET ended_at = greatest(:at, began_at), own_at = NULL
                        WHERE source = :source AND ended_at IS NULL
                        RETURNING *
                        """)
                .param("at", IncidentTable.utc(at))
                .param("source", source)
                .query((row, number) -> part(row))
                .optional();
    }

    /**
     * That it lasts, or not, stays.
     *
     * @param ended null: as it was
     * @return the part as it is then; empty when it is not known
     */
    Optional<Part> correct(String source, Instant began, @Nullable Instant ended) {
        return jdbc.sql("""
                        UPDATE incident_part SET began_at = :began,
                          ended_at = CASE WHEN ended_at IS NOT NULL THEN greatest(coalesce(:ended, ended_at), :began) END
                        WHERE source = :source
                        RETURNING *
                        """)
                .param("began", IncidentTable.utc(began))
                .param("ended", time(ended), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("source", source)
                .query((row, number) -> part(row))
                .optional();
    }

    /** Remembers an end that was told before its beginning; what is known stays as it is. */
    void bury(String source, ObjectRef object, String subject, Instant began, Instant ended) {
        jdbc.sql("""
                        INSERT INTO incident_part (source, incident, object, subject, kind, root, began_at, ended_at)
                        VALUES (:source, NULL, :object, :subject, 'down', false, :began, :ended)
                        ON CONFLICT (source) DO NOTHING
                        """)
                .param("source", source)
                .param("object", object.toString())
                .param("subject", subject)
                .param("began", IncidentTable.utc(began))
                .param("ended", IncidentTable.utc(ended))
                .update();
    }

    /** What still hangs under an incident, and does not wait yet, waits to become one of its own. */
    void waitUntil(long incident, Instant ownAt) {
        jdbc.sql("""
                        UPDATE incident_part SET own_at = :own
                        WHERE incident = :incident AND ended_at IS NULL AND NOT root AND own_at IS NULL
                        """)
                .param("own", IncidentTable.utc(ownAt))
                .param("incident", incident)
                .update();
    }

    void waitNoLonger(long incident) {
        jdbc.sql("UPDATE incident_part SET own_at = NULL WHERE incident = :incident AND own_at IS NOT NULL")
                .param("incident", incident)
                .update();
    }

    /** What waits no longer, of incidents of which nothing waits longer. */
    List<Part> due(Instant now) {
        return jdbc.sql("""
                        SELECT * FROM incident_part WHERE own_at IS NOT NULL AND incident NOT IN (
                          SELECT incident FROM incident_part WHERE own_at > :now)
                        ORDER BY began_at, source
                        """)
                .param("now", IncidentTable.utc(now))
                .query((row, number) -> part(row))
                .list();
    }

    private static Part part(ResultSet row) throws SQLException {
        return new Part(
                row.getString("source"),
                row.getLong("incident"),
                ObjectRef.parse(row.getString("object")),
                row.getString("subject"),
                Part.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getBoolean("root"),
                IncidentTable.at(row, "began_at"),
                IncidentTable.optional(row, "ended_at"),
                IncidentTable.optional(row, "own_at"));
    }
}
