package io.langsong.discovery;

import io.langsong.discovery.Scan.CredentialLabel;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.SnmpAccess;
import io.langsong.secret.LateSecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What scans try: secrets that were typed are sealed, those of the inventory are not copied but read there. Any thread. */
final class Credentials {
    private final JdbcClient jdbc;
    private final LateSecretBox box;

    Credentials(JdbcClient jdbc, Environment environment) {
        this.jdbc = jdbc;
        this.box = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM discovery_credential WHERE version IS NOT NULL)")
                        .query(Boolean.class)
                        .single());
    }

    /** Those of the inventory that differ, each with the first device that has it: the most used first. */
    static Map<SnmpAccess, DeviceId> known(InventorySnapshot inventory) {
        Map<SnmpAccess, Integer> uses = new LinkedHashMap<>();
        Map<SnmpAccess, DeviceId> owners = new HashMap<>();
        for (Device device : inventory.devices()) {
            SnmpAccess access = device.snmp();
            if (access != null) {
                uses.merge(access, 1, Integer::sum);
                owners.putIfAbsent(access, device.id());
            }
        }
        Map<SnmpAccess, DeviceId> ordered = new LinkedHashMap<>();
        uses.entrySet().stream()
                .sorted(Map.Entry.<SnmpAccess, Integer>comparingByValue().reversed())
                .forEach(entry -> {
                    DeviceId owner = owners.get(entry.getKey());
                    if (owner != null) {
                        ordered.put(entry.getKey(), owner);
                    }
                });
        return ordered;
    }

    void insert(long scan, List<SnmpAccess> typed, List<DeviceId> devices) {
        int number = 0;
        for (SnmpAccess access : typed) {
            jdbc.sql("""
                            INSERT INTO discovery_credential (scan, number, version, community, username, auth_protocol,
                                auth_key, priv_protocol, priv_key, context)
                            VALUES (:scan, :number, :version, :community, :user, :authProtocol, :authKey, :privProtocol,
                                :privKey, :context)
                            """)
                    .param("scan", scan)
                    .param("number", number)
                    .param("version", access.version())
                    .param("community", seal(access.community(), "community", scan, number))
                    .param("user", access.user())
                    .param("authProtocol", access.authProtocol())
                    .param("authKey", seal(access.authKey(), "auth_key", scan, number))
                    .param("privProtocol", access.privProtocol())
                    .param("privKey", seal(access.privKey(), "priv_key", scan, number))
                    .param("context", access.context())
                    .update();
            number++;
        }
        for (DeviceId device : devices) {
            jdbc.sql("INSERT INTO discovery_credential (scan, number, device) VALUES (:scan, :number, :device)")
                    .param("scan", scan)
                    .param("number", number++)
                    .param("device", device.value())
                    .update();
        }
    }

    /** By their numbers; null for one whose device is gone. */
    List<@Nullable SnmpAccess> of(long scan, InventorySnapshot inventory) {
        List<@Nullable SnmpAccess> all = new ArrayList<>();
        jdbc.sql("SELECT * FROM discovery_credential WHERE scan = :scan ORDER BY number")
                .param("scan", scan)
                .query(row -> {
                    all.add(access(row, inventory));
                });
        return all;
    }

    private @Nullable SnmpAccess access(ResultSet row, InventorySnapshot inventory) throws SQLException {
        String device = row.getString("device");
        if (device != null) {
            return inventory.device(new DeviceId(device)).map(Device::snmp).orElse(null);
        }
        return new SnmpAccess(
                row.getString("version"),
                open(row, "community"),
                row.getString("username"),
                row.getString("auth_protocol"),
                open(row, "auth_key"),
                row.getString("priv_protocol"),
                open(row, "priv_key"),
                row.getString("context"));
    }

    /** What is tried, without secrets; nothing is opened for it. */
    List<CredentialLabel> labels(long scan, InventorySnapshot inventory) {
        return new ArrayList<>(jdbc.sql(
                        "SELECT device, version, username FROM discovery_credential WHERE scan = :scan ORDER BY number")
                .param("scan", scan)
                .query((row, number) -> {
                    String device = row.getString("device");
                    SnmpAccess access = device == null
                            ? null
                            : inventory
                                    .device(new DeviceId(device))
                                    .map(Device::snmp)
                                    .orElse(null);
                    return device == null
                            ? new CredentialLabel(null, row.getString("version"), row.getString("username"))
                            : new CredentialLabel(
                                    device,
                                    access == null ? null : access.version(),
                                    access == null ? null : access.user());
                })
                .list());
    }

    private byte @Nullable [] seal(@Nullable String secret, String column, long scan, int number) {
        return secret == null ? null : box.open().seal(secret, place(column, scan, number));
    }

    private @Nullable String open(ResultSet row, String column) throws SQLException {
        byte[] sealed = row.getBytes(column);
        return sealed == null
                ? null
                : box.open().open(sealed, place(column, row.getLong("scan"), row.getInt("number")));
    }

    private static String place(String column, long scan, int number) {
        return "discovery_credential." + column + " of " + scan + " " + number;
    }
}
