package io.langsong.wifi;

import io.langsong.inventory.VillageId;
import io.langsong.provisioning.Template.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Networks as they are kept. Within a transaction of the caller; any thread. */
final class WifiNetworkTable {
    private static final String ALL = "SELECT * FROM wifi_network";

    private final JdbcClient jdbc;

    WifiNetworkTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param openWrt version of its template as it was written, or 0 @param routerOs as {@code openWrt} */
    record Row(WifiNetwork network, int openWrt, int routerOs) {}

    /** Ascending by id. */
    List<Row> all() {
        return jdbc.sql(ALL + " ORDER BY id").query((row, number) -> row(row)).list();
    }

    Optional<Row> find(long id) {
        return find(id, "");
    }

    /** Nobody else changes it until the transaction ends. */
    Optional<Row> lock(long id) {
        return find(id, " FOR UPDATE");
    }

    private Optional<Row> find(long id, String how) {
        return jdbc.sql(ALL + " WHERE id = :id" + how)
                .param("id", id)
                .query((row, number) -> row(row))
                .optional();
    }

    /** Never given before; given back when the transaction comes to nothing. */
    long nextId() {
        return jdbc.sql("UPDATE wifi_number SET last = last + 1 RETURNING last")
                .query(Long.class)
                .single();
    }

    private static Row row(ResultSet row) throws SQLException {
        LocalTime from = row.getObject("on_from", LocalTime.class);
        LocalTime until = row.getObject("on_until", LocalTime.class);
        WifiSchedule schedule = from == null || until == null
                ? null
                : new WifiSchedule(set(row, "days", DayOfWeek::valueOf), from, until);
        WifiNetwork network = new WifiNetwork(
                row.getLong("id"),
                row.getInt("version"),
                row.getString("ssid"),
                Security.valueOf(row.getString("security")),
                set(row, "bands", Band::valueOf),
                row.getObject("vlan", Integer.class),
                row.getBoolean("isolated"),
                row.getBoolean("hidden"),
                row.getObject("down_kbit", Integer.class),
                row.getObject("up_kbit", Integer.class),
                schedule,
                new Scope(
                        set(row, "villages", VillageId::new),
                        set(row, "groups", Function.identity()),
                        set(row, "models", Function.identity()),
                        Set.of()));
        return new Row(network, row.getInt("openwrt_version"), row.getInt("routeros_version"));
    }

    private static <T> Set<T> set(ResultSet row, String column, Function<String, T> read) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .map(read)
                .collect(Collectors.toSet());
    }

    /** In the place of what was there of that id. */
    void put(Row row) {
        WifiNetwork network = row.network();
        WifiSchedule schedule = network.schedule();
        jdbc.sql("""
                        INSERT INTO wifi_network (id, version, ssid, security, bands, vlan, isolated, hidden, down_kbit, up_kbit,
                          days, on_from, on_until, villages, groups, models, openwrt_version, routeros_version)
                        VALUES (:id, :version, :ssid, :security, :bands, :vlan, :isolated, :hidden, :downKbit, :upKbit,
                          :days, :from, :until, :villages, :groups, :models, :openWrt, :routerOs)
                        ON CONFLICT (id) DO UPDATE SET version = excluded.version, ssid = excluded.ssid,
                          security = excluded.security, bands = excluded.bands, vlan = excluded.vlan, isolated = excluded.isolated,
                          hidden = excluded.hidden, down_kbit = excluded.down_kbit, up_kbit = excluded.up_kbit,
                          days = excluded.days, on_from = excluded.on_from, on_until = excluded.on_until,
                          villages = excluded.villages, groups = excluded.groups, models = excluded.models,
                          openwrt_version = excluded.openwrt_version, routeros_version = excluded.routeros_version
                        """)
                .param("id", network.id())
                .param("version", network.version())
                .param("ssid", network.ssid())
                .param("security", network.security().name())
                .param("bands", texts(network.bands()))
                .param("vlan", network.vlan())
                .param("isolated", network.isolated())
                .param("hidden", network.hidden())
                .param("downKbit", network.downKbit())
                .param("upKbit", network.upKbit())
                .param("days", texts(schedule == null ? Set.of() : schedule.ordered()))
                .param("from", schedule == null ? null : schedule.from())
                .param("until", schedule == null ? null : schedule.until())
                .param("villages", texts(network.scope().villages()))
                .param("groups", texts(network.scope().groups()))
                .param("models", texts(network.scope().models()))
                .param("openWrt", row.openWrt())
                .param("routerOs", row.routerOs())
                .update();
    }

    private static String[] texts(Collection<?> values) {
        return values.stream().map(WifiNetworkTable::text).sorted().toArray(String[]::new);
    }

    private static String text(Object value) {
        return value instanceof Enum<?> one ? one.name() : value.toString();
    }

    void delete(long id) {
        jdbc.sql("DELETE FROM wifi_network WHERE id = :id").param("id", id).update();
    }
}
