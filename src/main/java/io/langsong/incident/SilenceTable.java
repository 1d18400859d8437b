package io.langsong.incident;

import io.langsong.inventory.VillageId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of the times in which collectors could not be heard. In the caller's transaction. */
final class SilenceTable {
    private final JdbcClient jdbc;

    SilenceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The one that lasts. */
    Optional<Silence> running(String collector) {
        return jdbc.sql("SELECT * FROM incident_silence WHERE collector = :collector AND ended_at IS NULL")
                .param("collector", collector)
                .query((row, number) -> silence(row))
                .optional();
    }

    Optional<Silence> find(long id) {
        return jdbc.sql("SELECT * FROM incident_silence WHERE id = :id")
                .param("id", id)
                .query((row, number) -> silence(row))
                .optional();
    }

    /** What each was called when it was lost last, by its id. */
    Map<String, String> names() {
        return jdbc
                .sql("SELECT DISTINCT ON (collector) collector, name FROM incident_silence ORDER BY collector, id DESC")
                .query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    Silence begin(String collector, String name, int devices, Set<VillageId> villages, Instant since) {
        return jdbc.sql("""
                        INSERT INTO incident_silence (collector, name, devices, villages, since)
                        VALUES (:collector, :name, :devices, :villages, :since) RETURNING *
                        """)
                .param("collector", collector)
                .param("name", name)
                .param("devices", devices)
                .param(
                        "villages",
                        villages.stream().map(VillageId::value).sorted().toArray(String[]::new))
                .param("since", IncidentTable.utc(since))
                .query((row, number) -> silence(row))
                .single();
    }

    void end(long id, Instant at) {
        jdbc.sql("UPDATE incident_silence SET ended_at = :at WHERE id = :id")
                .param("at", IncidentTable.utc(at))
                .param("id", id)
                .update();
    }

    private static Silence silence(ResultSet row) throws SQLException {
        return new Silence(
                row.getLong("id"),
                row.getString("collector"),
                row.getString("name"),
                row.getInt("devices"),
                Arrays.stream((String[]) row.getArray("villages").getArray())
                        .map(VillageId::new)
                        .collect(Collectors.toSet()),
                IncidentTable.at(row, "since"));
    }
}
