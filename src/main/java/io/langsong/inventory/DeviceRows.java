package io.langsong.inventory;

import io.langsong.inventory.PlaceRows.Stored;
import io.langsong.secret.SecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of devices and their uplinks; secrets pass through the {@link SecretBox}. */
final class DeviceRows {
    private final JdbcClient jdbc;
    private final SecretBox box;

    DeviceRows(JdbcClient jdbc, SecretBox box) {
        this.jdbc = jdbc;
        this.box = box;
    }

    static boolean holdSecrets(JdbcClient jdbc) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM inventory_device
                            WHERE snmp_community IS NOT NULL OR snmp_auth_key IS NOT NULL OR snmp_priv_key IS NOT NULL)
                        """).query(Boolean.class).single();
    }

    List<Stored<Device>> devices() {
        Map<String, List<DeviceId>> uplinks = new HashMap<>();
        jdbc.sql("SELECT device, upstream FROM inventory_uplink ORDER BY device, place")
                .query(row -> {
                    uplinks.computeIfAbsent(row.getString("device"), device -> new ArrayList<>())
                            .add(new DeviceId(row.getString("upstream")));
                });
        return jdbc.sql("SELECT * FROM inventory_device WHERE retired_at IS NULL ORDER BY id")
                .query((row, number) ->
                        Stored.of(row, device(row, uplinks.getOrDefault(row.getString("id"), List.of()))))
                .list();
    }

    private Device device(ResultSet row, List<DeviceId> uplinks) throws SQLException {
        long interval = row.getLong("interval_ms");
        boolean defaultInterval = row.wasNull();
        return new Device(
                new DeviceId(row.getString("id")),
                row.getString("name"),
                new SiteId(row.getString("site")),
                Stored.choice(Device.Kind.values(), Device.Kind::code, row.getString("kind")),
                row.getString("address"),
                row.getInt("port"),
                snmp(row),
                row.getString("profile"),
                Stored.choice(Device.Reachability.values(), Device.Reachability::code, row.getString("reachability")),
                uplinks,
                defaultInterval ? null : Duration.ofMillis(interval),
                row.getBoolean("enabled"),
                row.getString("notes"));
    }

    private @Nullable SnmpAccess snmp(ResultSet row) throws SQLException {
        String version = row.getString("snmp_version");
        return version == null
                ? null
                : new SnmpAccess(
                        version,
                        open(row, "snmp_community"),
                        row.getString("snmp_user"),
                        row.getString("snmp_auth_protocol"),
                        open(row, "snmp_auth_key"),
                        row.getString("snmp_priv_protocol"),
                        open(row, "snmp_priv_key"),
                        row.getString("snmp_context"));
    }

    long save(Device device, Instant now) {
        SnmpAccess snmp = device.snmp();
        Duration interval = device.interval();
        String id = device.id().value();
        long version = jdbc.sql("""
                        INSERT INTO inventory_device AS old
                            (id, name, site, kind, address, port, snmp_version, snmp_community, snmp_user,
                            snmp_auth_protocol, snmp_auth_key, snmp_priv_protocol, snmp_priv_key, snmp_context,
                            profile, reachability, interval_ms, enabled, notes, created_at, updated_at)
                        VALUES (:id, :name, :site, :kind, :address, :port, :version, :community, :user,
                            :authProtocol, :authKey, :privProtocol, :privKey, :context,
                            :profile, :reachability, :interval, :enabled, :notes, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            name = excluded.name, site = excluded.site, kind = excluded.kind,
                            address = excluded.address, port = excluded.port, snmp_version = excluded.snmp_version,
                            snmp_community = excluded.snmp_community, snmp_user = excluded.snmp_user,
                            snmp_auth_protocol = excluded.snmp_auth_protocol, snmp_auth_key = excluded.snmp_auth_key,
                            snmp_priv_protocol = excluded.snmp_priv_protocol, snmp_priv_key = excluded.snmp_priv_key,
                            snmp_context = excluded.snmp_context, profile = excluded.profile,
                            reachability = excluded.reachability, interval_ms = excluded.interval_ms,
                            enabled = excluded.enabled, notes = excluded.notes,
                        """ + Stored.NEXT_VERSION)
                .param("id", id)
                .param("name", device.name())
                .param("site", device.site().value())
                .param("kind", device.kind().code())
                .param("address", device.address())
                .param("port", device.port())
                .param("version", snmp == null ? null : snmp.version())
                .param("community", seal(snmp == null ? null : snmp.community(), "snmp_community", id))
                .param("user", snmp == null ? null : snmp.user())
                .param("authProtocol", snmp == null ? null : snmp.authProtocol())
                .param("authKey", seal(snmp == null ? null : snmp.authKey(), "snmp_auth_key", id))
                .param("privProtocol", snmp == null ? null : snmp.privProtocol())
                .param("privKey", seal(snmp == null ? null : snmp.privKey(), "snmp_priv_key", id))
                .param("context", snmp == null ? null : snmp.context())
                .param("profile", device.profile())
                .param("reachability", device.reachability().code())
                .param("interval", interval == null ? null : interval.toMillis())
                .param("enabled", device.enabled())
                .param("notes", device.notes())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
        saveUplinks(device);
        return version;
    }

    private void saveUplinks(Device device) {
        jdbc.sql("DELETE FROM inventory_uplink WHERE device = ?")
                .param(device.id().value())
                .update();
        int place = 0;
        for (DeviceId uplink : device.uplinks()) {
            place++;
            jdbc.sql("INSERT INTO inventory_uplink (device, upstream, place) VALUES (?, ?, ?)")
                    .params(device.id().value(), uplink.value(), place)
                    .update();
        }
    }

    private byte @Nullable [] seal(@Nullable String secret, String column, String id) {
        return secret == null ? null : box.seal(secret, place(column, id));
    }

    private @Nullable String open(ResultSet row, String column) throws SQLException {
        byte[] sealed = row.getBytes(column);
        return sealed == null ? null : box.open(sealed, place(column, row.getString("id")));
    }

    private static String place(String column, String id) {
        return "inventory_device." + column + " of " + id;
    }
}
