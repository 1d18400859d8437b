package io.langsong.provisioning;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table of templates, in which nothing is ever changed. Any thread. */
final class TemplateTable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;

    TemplateTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that are in force, in the order of merging. */
    List<Template> all() {
        return jdbc.sql("""
                        SELECT body FROM provisioning_template
                        -- Apart from the texts, of which each version has one.
                        JOIN (SELECT id, max(version) AS version FROM provisioning_template GROUP BY id) last USING (id, version)
                        WHERE body IS NOT NULL
                        ORDER BY (body ->> 'rank')::integer, id
                        """).query((row, number) -> read(row.getString(1))).list();
    }

    private static Template read(String body) {
        return JSON.readValue(body, Template.class);
    }

    Optional<Template> find(String id) {
        return all().stream().filter(template -> template.id().equals(id)).findFirst();
    }

    Optional<Template> find(String id, int version) {
        return jdbc.sql(
                        "SELECT body FROM provisioning_template WHERE id = :id AND version = :version AND body IS NOT NULL")
                .param("id", id)
                .param("version", version)
                .query((row, number) -> read(row.getString(1)))
                .optional();
    }

    /** All that were, the last first. */
    List<Templates.Version> versions(String id) {
        return jdbc.sql(
                        "SELECT version, at, who, reason, body IS NULL AS over FROM provisioning_template WHERE id = :id ORDER BY version DESC")
                .param("id", id)
                .query((row, number) -> new Templates.Version(
                        row.getInt("version"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("who"),
                        row.getString("reason"),
                        row.getBoolean("over")))
                .list();
    }

    /** 0: there never was one. */
    int lastVersion(String id) {
        return jdbc.sql("SELECT coalesce(max(version), 0) FROM provisioning_template WHERE id = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    /** @param template null: its end */
    void add(String id, int version, Instant at, String who, String reason, @Nullable Template template) {
        jdbc.sql("""
                        INSERT INTO provisioning_template (id, version, at, who, reason, body)
                        VALUES (:id, :version, :at, :who, :reason, :body::jsonb)
                        """)
                .param("id", id)
                .param("version", version)
                .param("at", Timestamp.from(at))
                .param("who", who)
                .param("reason", reason)
                .param("body", template == null ? null : JSON.writeValueAsString(template))
                .update();
    }

    /** Nobody else changes templates until the transaction ends. */
    void lock() {
        jdbc.sql("LOCK TABLE provisioning_template IN SHARE ROW EXCLUSIVE MODE").update();
    }
}
