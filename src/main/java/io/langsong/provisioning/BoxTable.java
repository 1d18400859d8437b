package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Box.Config;
import io.langsong.provisioning.Box.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of boxes. Any thread. */
final class BoxTable {
    /** What is served is the rendition that was let out last for its place to a box that was approved there, and nothing to all others. */
    private static final String ALL = """
            SELECT box.*, (SELECT checksum FROM provisioning_rendition let
                           JOIN provisioning_access_point there ON there.id = let.place
                           WHERE let.place = box.place AND let.let_out IS NOT NULL AND there.approved IS NOT NULL
                             AND box.status NOT IN ('deactivating', 'deactivated')
                           ORDER BY let.let_out DESC LIMIT 1) AS served
            FROM provisioning_box box
            """;

    private final JdbcClient jdbc;
    private final String nothing;

    /** @param nothing checksum of the archive that holds nothing */
    BoxTable(JdbcClient jdbc, String nothing) {
        this.jdbc = jdbc;
        this.nothing = nothing;
    }

    /** A box with the hash of its key. */
    record Keyed(Box box, byte[] keyHash) {}

    List<Box> all() {
        return jdbc.sql(ALL + " ORDER BY box.registered DESC, box.id")
                .query((row, number) -> box(row))
                .list();
    }

    Optional<Keyed> find(UUID id) {
        return jdbc.sql(ALL + " WHERE box.id = :id FOR UPDATE OF box")
                .param("id", id)
                .query((row, number) -> new Keyed(box(row), row.getBytes("key_hash")))
                .optional();
    }

    Optional<Box> byKey(byte[] keyHash) {
        return jdbc.sql(ALL + " WHERE box.key_hash = :hash")
                .param("hash", keyHash)
                .query((row, number) -> box(row))
                .optional();
    }

    /** The one that fills a place now. */
    Optional<Box> at(DeviceId place) {
        return jdbc.sql(ALL + " WHERE box.place = :place AND box.status NOT IN ('deactivating', 'deactivated')")
                .param("place", place.value())
                .query((row, number) -> box(row))
                .optional();
    }

    boolean isInUse(String mac) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM provisioning_box WHERE mac = :mac AND status <> 'deactivated')")
                .param("mac", mac)
                .query(Boolean.class)
                .single();
    }

    private Box box(ResultSet row) throws SQLException {
        String place = row.getString("place");
        String served = row.getString("served");
        return new Box(
                row.getObject("id", UUID.class),
                place == null ? null : new DeviceId(place),
                row.getString("name"),
                row.getString("mac"),
                row.getString("hardware_id"),
                row.getString("model"),
                row.getString("os"),
                row.getString("system"),
                List.of((String[]) row.getArray("tags").getArray()),
                java.util.Objects.requireNonNull(AccessPointTable.instant(row, "registered")),
                java.util.Objects.requireNonNull(AccessPointTable.instant(row, "seen")),
                row.getString("last_ip"),
                row.getString("management_ip"),
                new Config(
                        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                        java.util.Objects.requireNonNull(AccessPointTable.instant(row, "status_since")),
                        served == null ? nothing : served,
                        row.getString("fetched"),
                        AccessPointTable.instant(row, "fetched_at"),
                        row.getInt("fetches"),
                        row.getString("reason")));
    }

    void add(Box box, byte[] keyHash, byte[] sealedKey) {
        jdbc.sql("""
                        INSERT INTO provisioning_box (id, key_hash, key, place, name, mac, hardware_id, model, os, system, tags,
                          registered, seen, last_ip, management_ip, status, status_since)
                        VALUES (:id, :hash, :key, :place, :name, :mac, :hardwareId, :model, :os, :system, :tags,
                          :registered, :seen, :lastIp, :managementIp, :status, :since)
                        """)
                .param("id", box.id())
                .param("hash", keyHash)
                .param("key", sealedKey)
                .param("place", box.place() == null ? null : box.place().value())
                .param("name", box.name())
                .param("mac", box.mac())
                .param("hardwareId", box.hardwareId())
                .param("model", box.model())
                .param("os", box.os())
                .param("system", box.system())
                .param("tags", box.tags().toArray(String[]::new))
                .param("registered", AccessPointTable.utc(box.registered()))
                .param("seen", AccessPointTable.utc(box.seen()))
                .param("lastIp", box.lastIp())
                .param("managementIp", box.managementIp())
                .param("status", box.config().status().code())
                .param("since", AccessPointTable.utc(box.config().since()))
                .update();
    }

    byte[] sealedKey(UUID id) {
        return jdbc.sql("SELECT key FROM provisioning_box WHERE id = :id")
                .param("id", id)
                .query((row, number) -> row.getBytes(1))
                .single();
    }

    void describe(UUID id, String name, String model, String os, String system) {
        jdbc.sql("UPDATE provisioning_box SET name = :name, model = :model, os = :os, system = :system WHERE id = :id")
                .param("id", id)
                .param("name", name)
                .param("model", model)
                .param("os", os)
                .param("system", system)
                .update();
    }

    /** It asked for something. An address of another box that has moved here is that one's no more. */
    void seen(UUID id, Instant at, String lastIp, @Nullable String managementIp) {
        jdbc.sql("UPDATE provisioning_box SET management_ip = NULL WHERE management_ip = :managementIp AND id <> :id")
                .param("id", id)
                .param("managementIp", managementIp)
                .update();
        jdbc.sql("""
                        UPDATE provisioning_box SET seen = :at, last_ip = :lastIp, management_ip = :managementIp
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("at", AccessPointTable.utc(at))
                .param("lastIp", lastIp)
                .param("managementIp", managementIp)
                .update();
    }

    /** It fetched what has this checksum. */
    void fetched(UUID id, String checksum, Instant at) {
        jdbc.sql("""
                        UPDATE provisioning_box
                        SET fetches = CASE WHEN fetched = :checksum THEN fetches + 1 ELSE 1 END, fetched = :checksum, fetched_at = :at
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("checksum", checksum)
                .param("at", AccessPointTable.utc(at))
                .update();
    }

    /** @param reason null for none */
    void status(UUID id, Status status, Instant since, @Nullable String reason) {
        jdbc.sql("""
                        UPDATE provisioning_box SET status = :status, status_since = :since, reason = :reason, fetches = 0
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("status", status.code())
                .param("since", AccessPointTable.utc(since))
                .param("reason", reason)
                .update();
    }

    void place(UUID id, DeviceId place) {
        jdbc.sql("UPDATE provisioning_box SET place = :place WHERE id = :id")
                .param("id", id)
                .param("place", place.value())
                .update();
    }
}
