package io.langsong.event;

import io.langsong.event.EngineState.Part;
import io.langsong.inventory.DeviceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Faults of engines, a row for each device in each of them. */
@Component
class EngineFaultTable {
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    EngineFaultTable(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    List<Part> open() {
        return jdbc.sql("SELECT * FROM event_engine_fault WHERE ended_at IS NULL")
                .query(EngineFaultTable::part)
                .list();
    }

    /** What lasts of a device, with the others of the engine id that it shares. */
    List<Part> openOf(DeviceId device) {
        return jdbc.sql("""
                SELECT * FROM event_engine_fault
                 WHERE ended_at IS NULL
                   AND (device = :device
                        OR (kind = 'shared-id' AND engine_id IN (
                              SELECT engine_id FROM event_engine_fault
                               WHERE device = :device AND kind = 'shared-id' AND ended_at IS NULL)))
                """)
                .param("device", device.value())
                .query(EngineFaultTable::part)
                .list();
    }

    /** The last first. */
    List<Part> ended(int most) {
        return jdbc.sql(
                        "SELECT * FROM event_engine_fault WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT :most")
                .param("most", most)
                .query(EngineFaultTable::part)
                .list();
    }

    private static Part part(ResultSet row, int number) throws SQLException {
        return new Part(
                EngineFault.Kind.of(row.getString("kind")),
                new DeviceId(row.getString("device")),
                row.getString("address"),
                HexFormat.of().formatHex(row.getBytes("engine_id")),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("ended_at", OffsetDateTime.class)),
                row.getLong("times"),
                row.getInt("boots_before"),
                row.getInt("boots"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** In the caller's transaction. */
    void end(Collection<Part> over) {
        int[][] unused = template.batchUpdate(
                "UPDATE event_engine_fault SET last_at = ?, ended_at = ? WHERE device = ? AND kind = ? AND ended_at IS NULL",
                over,
                BATCH,
                (statement, part) -> {
                    statement.setTimestamp(1, Timestamp.from(part.lastAt()));
                    statement.setTimestamp(2, part.endedAt() == null ? null : Timestamp.from(part.endedAt()));
                    statement.setString(3, part.device().value());
                    statement.setString(4, part.kind().code());
                });
    }

    /** In the caller's transaction. */
    void write(Collection<Part> open) {
        int[][] unused = template.batchUpdate("""
                INSERT INTO event_engine_fault
                  (kind, device, address, engine_id, first_at, last_at, times, boots_before, boots)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (device, kind) WHERE ended_at IS NULL DO UPDATE
                   SET (address, last_at, times, boots_before, boots)
                     = (excluded.address, excluded.last_at, excluded.times, excluded.boots_before, excluded.boots)
                """, open, BATCH, (statement, part) -> {
            statement.setString(1, part.kind().code());
            statement.setString(2, part.device().value());
            statement.setString(3, part.address());
            statement.setBytes(4, HexFormat.of().parseHex(part.engineId()));
            statement.setTimestamp(5, Timestamp.from(part.firstAt()));
            statement.setTimestamp(6, Timestamp.from(part.lastAt()));
            statement.setLong(7, part.times());
            statement.setInt(8, part.bootsBefore());
            statement.setInt(9, part.boots());
        });
    }

    /** @return how many went */
    int expire(Instant before) {
        return jdbc.sql("DELETE FROM event_engine_fault WHERE ended_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
