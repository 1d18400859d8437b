package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Box.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of pushes that are over. Any thread. */
final class PastPushTable {
    private final JdbcClient jdbc;

    PastPushTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest first, no more than so many. */
    List<PastPush> of(DeviceId place, int most) {
        return jdbc.sql("SELECT * FROM provisioning_push WHERE place = :place ORDER BY id DESC LIMIT :most")
                .param("place", place.value())
                .param("most", most)
                .query((row, number) -> push(row))
                .list();
    }

    private static PastPush push(ResultSet row) throws SQLException {
        return new PastPush(
                row.getString("checksum"),
                Objects.requireNonNull(AccessPointTable.instant(row, "begun")),
                Objects.requireNonNull(AccessPointTable.instant(row, "ended")),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getBoolean("undid"),
                Reason.kept(row));
    }

    void add(DeviceId place, PastPush one) {
        Reason reason = one.reason();
        jdbc.sql("""
                        INSERT INTO provisioning_push (place, checksum, begun, ended, status, undid, reason_code, reason_arguments)
                        VALUES (:place, :checksum, :begun, :ended, :status, :undid, :reason, :arguments)
                        """)
                .param("place", place.value())
                .param("checksum", one.checksum())
                .param("begun", AccessPointTable.utc(one.begun()))
                .param("ended", AccessPointTable.utc(one.ended()))
                .param("status", one.status().code())
                .param("undid", one.undidItself())
                .param("reason", reason == null ? null : reason.code())
                .param("arguments", Reason.argumentsOf(reason), Types.ARRAY)
                .update();
    }
}
