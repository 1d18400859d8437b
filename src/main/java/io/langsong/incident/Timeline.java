package io.langsong.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of what was done about incidents: lines, photos, and which messages were about them. In the caller's transaction. */
class Timeline {
    private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    Timeline(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param actor null: the system */
    void add(Incident incident, Instant at, @Nullable String actor, Entry.Kind kind, Map<String, String> facts) {
        jdbc.sql("""
                        INSERT INTO incident_entry (incident, at, actor, kind, facts, version)
                        VALUES (:incident, :at, :actor, :kind, CAST(:facts AS jsonb), :version)
                        """)
                .param("incident", incident.id())
                .param("at", IncidentTable.utc(at))
                .param("actor", actor, Types.VARCHAR)
                .param("kind", kind.code())
                .param("facts", JsonMapper.shared().writeValueAsString(facts))
                .param("version", incident.version())
                .update();
    }

    /** Oldest first. */
    List<Entry> of(long incident) {
        return jdbc.sql("SELECT * FROM incident_entry WHERE incident = :incident ORDER BY id")
                .param("incident", incident)
                .query((row, number) -> entry(row))
                .list();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                IncidentTable.at(row, "at"),
                row.getString("actor"),
                Entry.Kind.of(row.getString("kind")),
                JsonMapper.shared().readValue(row.getString("facts"), FACTS),
                row.getInt("version"));
    }

    void addPhoto(long incident, Photo photo, byte[] jpeg) {
        jdbc.sql("""
                        INSERT INTO incident_photo (id, incident, caption, content, width, height, added_by, added_at)
                        VALUES (:id, :incident, :caption, :content, :width, :height, :by, :at)
                        """)
                .param("id", photo.id())
                .param("incident", incident)
                .param("caption", photo.caption(), Types.VARCHAR)
                .param("content", jpeg)
                .param("width", photo.width())
                .param("height", photo.height())
                .param("by", photo.addedBy())
                .param("at", IncidentTable.utc(photo.addedAt()))
                .update();
    }

    /** Oldest first. */
    List<Photo> photos(long incident) {
        return jdbc.sql("""
                        SELECT id, caption, width, height, added_by, added_at FROM incident_photo
                        WHERE incident = :incident ORDER BY added_at, id
                        """)
                .param("incident", incident)
                .query((row, number) -> new Photo(
                        row.getObject("id", UUID.class),
                        row.getString("caption"),
                        row.getInt("width"),
                        row.getInt("height"),
                        row.getString("added_by"),
                        IncidentTable.at(row, "added_at")))
                .list();
    }

    /** The JPEG itself; empty when that incident has none of that id. */
    Optional<byte[]> photo(long incident, UUID id) {
        return jdbc.sql("SELECT content FROM incident_photo WHERE id = :id AND incident = :incident")
                .param("id", id)
                .param("incident", incident)
                .query(byte[].class)
                .optional();
    }

    void told(long incident, String key) {
        jdbc.sql("INSERT INTO incident_told (incident, key) VALUES (:incident, :key) ON CONFLICT DO NOTHING")
                .param("incident", incident)
                .param("key", key)
                .update();
    }

    /** Keys of the messages that told its outages, and of others about it. */
    Set<String> told(long incident) {
        return Set.copyOf(
                jdbc.sql("""
                        SELECT key FROM incident_told WHERE incident = :incident
                        UNION
                        SELECT told.key FROM incident_part part
                          JOIN incident_root root ON part.source = 'outage:' || root.outage_id
                          CROSS JOIN LATERAL (VALUES (root.start_told), (root.end_told)) AS told (key)
                        WHERE part.incident = :incident AND told.key IS NOT NULL
                        """).param("incident", incident).query(String.class).list());
    }
}
