package io.langsong.firmware;

import io.langsong.inventory.DeviceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of what boxes said. Any thread. */
final class BoxFactsTable {
    private final JdbcClient jdbc;

    BoxFactsTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<BoxFacts> all() {
        return jdbc.sql("SELECT * FROM firmware_box ORDER BY place")
                .query((row, number) -> facts(row))
                .list();
    }

    private static BoxFacts facts(ResultSet row) throws SQLException {
        return new BoxFacts(
                new DeviceId(row.getString("place")),
                Family.valueOf(row.getString("family").toUpperCase(Locale.ROOT)),
                row.getString("board"),
                row.getString("model"),
                row.getString("version"),
                row.getString("revision"),
                row.getLong("free_octets"),
                row.getString("boot"),
                Columns.texts(row, "packages"),
                Objects.requireNonNull(Columns.instant(row, "asked")));
    }

    void put(BoxFacts one) {
        jdbc.sql("""
                        INSERT INTO firmware_box
                          (place, family, board, model, version, revision, free_octets, boot, packages, asked)
                        VALUES (:place, :family, :board, :model, :version, :revision, :free, :boot, :packages, :asked)
                        ON CONFLICT (place) DO UPDATE SET family = excluded.family, board = excluded.board,
                          model = excluded.model, version = excluded.version, revision = excluded.revision,
                          free_octets = excluded.free_octets, boot = excluded.boot, packages = excluded.packages,
                          asked = excluded.asked
                        """)
                .param("place", one.place().value())
                .param("family", one.family().code())
                .param("board", one.board())
                .param("model", one.model())
                .param("version", one.version())
                .param("revision", one.revision())
                .param("free", one.freeOctets())
                .param("boot", one.boot())
                .param("packages", one.packages().toArray(String[]::new))
                .param("asked", Columns.utc(one.asked()))
                .update();
    }
}
