package io.langsong.oncall;

import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.VillageId;
import io.langsong.oncall.Policy.Hours;
import io.langsong.oncall.Policy.Level;
import io.langsong.oncall.Policy.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of policies. Any thread. */
final class PolicyTable {
    private final JdbcClient jdbc;

    PolicyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record TargetRow(String policy, int level, int minutes, Target target) {}

    /** In the order in which they are asked. */
    List<Policy> all() {
        List<TargetRow> targets = jdbc.sql("""
                        SELECT t.policy, t.level, l.minutes, t.rota, t.person
                        FROM oncall_policy_target t
                        JOIN oncall_policy_level l ON l.policy = t.policy AND l.number = t.level
                        ORDER BY t.policy, t.level, t.number
                        """).query(PolicyTable::target).list();
        return jdbc.sql("""
                        SELECT id, name, position, severities, villages, power_areas, from_time, until_time
                        FROM oncall_policy ORDER BY position, id
                        """).query((row, number) -> policy(row, targets)).list();
    }

    private static TargetRow target(ResultSet row, int number) throws SQLException {
        String rota = row.getString("rota");
        return new TargetRow(
                row.getString("policy"),
                row.getInt("level"),
                row.getInt("minutes"),
                rota == null ? new Target.Somebody(row.getString("person")) : new Target.OnDuty(new RotaId(rota)));
    }

    private static Policy policy(ResultSet row, List<TargetRow> targets) throws SQLException {
        LocalTime from = row.getObject("from_time", LocalTime.class);
        return new Policy(
                row.getString("id"),
                row.getString("name"),
                row.getInt("position"),
                set(row, "severities", Severity::valueOf),
                set(row, "villages", VillageId::new),
                set(row, "power_areas", PowerAreaId::new),
                from == null ? null : new Hours(from, row.getObject("until_time", LocalTime.class)),
                levels(row.getString("id"), targets));
    }

    private static <T> Set<T> set(ResultSet row, String column, Function<String, T> read) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .map(read)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<Level> levels(String policy, List<TargetRow> targets) {
        return targets.stream()
                .filter(row -> row.policy().equals(policy))
                .collect(Collectors.groupingBy(TargetRow::level, java.util.TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(rows -> new Level(
                        rows.stream().map(TargetRow::target).toList(),
                        Duration.ofMinutes(rows.get(0).minutes())))
                .toList();
    }

    /** Nobody else changes policies until the transaction ends. */
    void lock() {
        jdbc.sql("LOCK TABLE oncall_policy IN SHARE ROW EXCLUSIVE MODE").update();
    }

    /** In the place of what was there of that id. */
    void put(Policy policy) {
        jdbc.sql("DELETE FROM oncall_policy_level WHERE policy = :id")
                .param("id", policy.id())
                .update();
        Hours hours = policy.hours();
        jdbc.sql("""
                        INSERT INTO oncall_policy (id, name, position, severities, villages, power_areas, from_time, until_time)
                        VALUES (:id, :name, :position, :severities, :villages, :powerAreas, :from, :until)
                        ON CONFLICT (id) DO UPDATE SET name = excluded.name, position = excluded.position,
                          severities = excluded.severities, villages = excluded.villages,
                          power_areas = excluded.power_areas, from_time = excluded.from_time,
                          until_time = excluded.until_time
                        """)
                .param("id", policy.id())
                .param("name", policy.name())
                .param("position", policy.position())
                .param("severities", words(policy.severities()))
                .param("villages", words(policy.villages()))
                .param("powerAreas", words(policy.powerAreas()))
                .param("from", hours == null ? null : hours.from())
                .param("until", hours == null ? null : hours.until())
                .update();
        for (int number = 0; number < policy.levels().size(); number++) {
            putLevel(policy.id(), number, policy.levels().get(number));
        }
    }

    private static String[] words(Set<?> values) {
        return values.stream().map(Objects::toString).sorted().toArray(String[]::new);
    }

    private void putLevel(String policy, int number, Level level) {
        jdbc.sql("INSERT INTO oncall_policy_level (policy, number, minutes) VALUES (:policy, :number, :minutes)")
                .param("policy", policy)
                .param("number", number)
                .param("minutes", level.patience().toMinutes())
                .update();
        for (int i = 0; i < level.targets().size(); i++) {
            Target target = level.targets().get(i);
            jdbc.sql("""
                            INSERT INTO oncall_policy_target (policy, level, number, rota, person)
                            VALUES (:policy, :level, :number, :rota, :person)
                            """)
                    .param("policy", policy)
                    .param("level", number)
                    .param("number", i)
                    .param(
                            "rota",
                            target instanceof Target.OnDuty duty ? duty.rota().value() : null)
                    .param("person", target instanceof Target.Somebody one ? one.person() : null)
                    .update();
        }
    }

    boolean delete(String id) {
        return jdbc.sql("DELETE FROM oncall_policy WHERE id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }
}
