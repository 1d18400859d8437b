package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import io.langsong.provisioning.AccessPoint.Notes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table of access points. Any thread. */
final class AccessPointTable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ALL = "SELECT * FROM provisioning_access_point";

    private final JdbcClient jdbc;

    AccessPointTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<AccessPoint> all() {
        return jdbc.sql(ALL + " ORDER BY id")
                .query((row, number) -> accessPoint(row))
                .list();
    }

    Optional<AccessPoint> find(DeviceId id) {
        return find(id, "");
    }

    /** Nobody else changes it until the transaction ends. */
    Optional<AccessPoint> lock(DeviceId id) {
        return find(id, " FOR UPDATE");
    }

    private Optional<AccessPoint> find(DeviceId id, String how) {
        return jdbc.sql(ALL + " WHERE id = :id" + how)
                .param("id", id.value())
                .query((row, number) -> accessPoint(row))
                .optional();
    }

    /** The one in use that waits for the box of this MAC address. */
    Optional<AccessPoint> expecting(String mac) {
        return jdbc.sql(ALL + " WHERE expected = :mac AND retired IS NULL")
                .param("mac", mac)
                .query((row, number) -> accessPoint(row))
                .optional();
    }

    /** Those whose box applied its configuration, and that are not in service yet. */
    List<AccessPoint> configured() {
        return jdbc.sql(ALL + " WHERE configured IS NOT NULL AND in_service IS NULL AND retired IS NULL ORDER BY id")
                .query((row, number) -> accessPoint(row))
                .list();
    }

    private static AccessPoint accessPoint(ResultSet row) throws SQLException {
        return new AccessPoint(
                new DeviceId(row.getString("id")),
                row.getInt("version"),
                row.getString("name"),
                new SiteId(row.getString("site")),
                Method.valueOf(row.getString("method")),
                row.getString("group_name"),
                words(row, "chosen"),
                words(row, "left_off"),
                row.getString("own"),
                row.getString("expected"),
                JSON.readValue(row.getString("notes"), Notes.class),
                new Life(
                        row.getObject("planned", OffsetDateTime.class).toInstant(),
                        instant(row, "registered"),
                        instant(row, "approved"),
                        instant(row, "configured"),
                        instant(row, "in_service"),
                        instant(row, "retired")));
    }

    private static Set<String> words(ResultSet row, String column) throws SQLException {
        return Set.of((String[]) row.getArray(column).getArray());
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    /** In the place of what was there of that id. */
    void put(AccessPoint one) {
        Life life = one.life();
        jdbc.sql("""
                        INSERT INTO provisioning_access_point (id, version, name, site, method, group_name, chosen, left_off, own,
                          expected, notes, planned, registered, approved, configured, in_service, retired)
                        VALUES (:id, :version, :name, :site, :method, :group, :chosen, :leftOff, :own, :expected, :notes::jsonb,
                          :planned, :registered, :approved, :configured, :inService, :retired)
                        ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, site = excluded.site,
                          method = excluded.method, group_name = excluded.group_name, chosen = excluded.chosen,
                          left_off = excluded.left_off, own = excluded.own, expected = excluded.expected, notes = excluded.notes,
                          planned = excluded.planned, registered = excluded.registered, approved = excluded.approved,
                          configured = excluded.configured, in_service = excluded.in_service, retired = excluded.retired
                        """)
                .param("id", one.id().value())
                .param("version", one.version())
                .param("name", one.name())
                .param("site", one.site().value())
                .param("method", one.method().name())
                .param("group", one.group())
                .param("chosen", one.chosen().stream().sorted().toArray(String[]::new))
                .param("leftOff", one.leftOff().stream().sorted().toArray(String[]::new))
                .param("own", one.own())
                .param("expected", one.expected())
                .param("notes", JSON.writeValueAsString(one.notes()))
                .param("planned", utc(life.planned()))
                .param("registered", utc(life.registered()))
                .param("approved", utc(life.approved()))
                .param("configured", utc(life.configured()))
                .param("inService", utc(life.inService()))
                .param("retired", utc(life.retired()))
                .update();
    }

    void delete(DeviceId id) {
        jdbc.sql("DELETE FROM provisioning_access_point WHERE id = :id")
                .param("id", id.value())
                .update();
    }
}
