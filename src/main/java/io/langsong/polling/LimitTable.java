package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import io.langsong.snmp.AgentLimits;
import io.langsong.snmp.Oid;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What devices bear, from one start to the next. */
@Component
class LimitTable {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    LimitTable(JdbcClient jdbc, @Qualifier("fencedTransactions") TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** @throws org.springframework.dao.DataAccessException when the database is away */
    List<DeviceLimits> read() {
        return jdbc.sql("""
                SELECT device, profile, identity, get_variables, walk_variables, walk_columns, walk_repetitions,
                       roots, rows, refused
                FROM polling_agent_limits
                """).query((row, number) -> limits(row)).list();
    }

    private static DeviceLimits limits(ResultSet row) throws SQLException {
        Map<Oid, Integer> rows = new HashMap<>();
        String[] roots = texts(row, "roots");
        Integer[] counts = (Integer[]) row.getArray("rows").getArray();
        for (int i = 0; i < roots.length; i++) {
            rows.put(Oid.parse(roots[i]), counts[i]);
        }
        Set<Oid> refused = new HashSet<>();
        Arrays.stream(texts(row, "refused")).map(Oid::parse).forEach(refused::add);
        return new DeviceLimits(
                new DeviceId(row.getString("device")),
                row.getString("profile"),
                row.getString("identity"),
                new AgentLimits(
                        limit(row, "get_variables"),
                        limit(row, "walk_variables"),
                        limit(row, "walk_columns"),
                        limit(row, "walk_repetitions"),
                        rows,
                        refused));
    }

    private static String[] texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return (String[]) array.getArray();
    }

    private static int limit(ResultSet row, String column) throws SQLException {
        int limit = row.getInt(column);
        return row.wasNull() ? AgentLimits.NO_LIMIT : limit;
    }

    /** All in one transaction. @throws org.springframework.dao.DataAccessException when the database is away */
    void write(Collection<DeviceLimits> changed) {
        transaction.executeWithoutResult(status -> changed.forEach(this::write));
    }

    private void write(DeviceLimits one) {
        AgentLimits limits = one.limits();
        List<Oid> roots = new ArrayList<>(limits.rows().keySet());
        jdbc.sql("""
                INSERT INTO polling_agent_limits (device, profile, identity, get_variables, walk_variables, walk_columns,
                                                  walk_repetitions, roots, rows, refused)
                VALUES (:device, :profile, :identity, :get, :variables, :columns, :repetitions, :roots::text[],
                        :rows::integer[], :refused::text[])
                ON CONFLICT (device) DO UPDATE
                   SET (profile, identity, get_variables, walk_variables, walk_columns, walk_repetitions, roots, rows, refused)
                     = (excluded.profile, excluded.identity, excluded.get_variables, excluded.walk_variables,
                        excluded.walk_columns, excluded.walk_repetitions, excluded.roots, excluded.rows, excluded.refused)
                """)
                .param("device", one.device().value())
                .param("profile", one.profile())
                .param("identity", one.identity())
                .param("get", orNull(limits.getVariables()))
                .param("variables", orNull(limits.walkVariables()))
                .param("columns", orNull(limits.walkColumns()))
                .param("repetitions", orNull(limits.walkRepetitions()))
                .param("roots", roots.stream().map(Oid::toString).toArray(String[]::new))
                .param(
                        "rows",
                        roots.stream()
                                .map(root -> String.valueOf(limits.rows().get(root)))
                                .toArray(String[]::new))
                .param("refused", limits.refused().stream().map(Oid::toString).toArray(String[]::new))
                .update();
    }

    private static @Nullable Integer orNull(int limit) {
        return limit == AgentLimits.NO_LIMIT ? null : limit;
    }

    /** Forgets devices that are no more. @throws org.springframework.dao.DataAccessException when the database is away */
    void forget(Collection<DeviceId> gone) {
        transaction.executeWithoutResult(
                status -> jdbc.sql("DELETE FROM polling_agent_limits WHERE device = ANY (:gone::text[])")
                        .param("gone", gone.stream().map(DeviceId::value).toArray(String[]::new))
                        .update());
    }
}
