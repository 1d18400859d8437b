package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Alarm.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of alarms. Any thread. */
final class AlarmTable {
    private final JdbcClient jdbc;

    AlarmTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that last, ascending by place. */
    List<Alarm> open() {
        return jdbc.sql("SELECT * FROM provisioning_alarm WHERE ended IS NULL ORDER BY place, kind")
                .query((row, number) -> alarm(row))
                .list();
    }

    private static Alarm alarm(ResultSet row) throws SQLException {
        return new Alarm(
                row.getLong("id"),
                new DeviceId(row.getString("place")),
                Kind.of(row.getString("kind")),
                Objects.requireNonNull(AccessPointTable.instant(row, "began")),
                AccessPointTable.instant(row, "ended"));
    }

    /** Empty when it lasts already. */
    Optional<Alarm> begin(DeviceId place, Kind kind, Instant at) {
        return jdbc.sql("""
                        INSERT INTO provisioning_alarm (place, kind, began) VALUES (:place, :kind, :at)
                        ON CONFLICT (place, kind) WHERE ended IS NULL DO NOTHING RETURNING *
                        """)
                .param("place", place.value())
                .param("kind", kind.code())
                .param("at", AccessPointTable.utc(at))
                .query((row, number) -> alarm(row))
                .optional();
    }

    void end(Alarm alarm, Instant at) {
        jdbc.sql("UPDATE provisioning_alarm SET ended = greatest(began, :at::timestamptz) WHERE id = :id")
                .param("at", AccessPointTable.utc(at))
                .param("id", alarm.id())
                .update();
    }
}
