package io.langsong.incident;

import io.langsong.oncall.Policies;
import io.langsong.oncall.Policy;
import io.langsong.oncall.Policy.Level;
import io.langsong.oncall.Policy.Target;
import io.langsong.oncall.RotaId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Which policy an incident follows, and which of its levels were told. In the caller's transaction. */
final class EscalationTable {
    private static final TypeReference<List<StoredLevel>> LEVELS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    EscalationTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param targets as {@link Policies#written} writes them */
    private record StoredLevel(List<String> targets, long minutes) {}

    /**
     * An incident on its way through the levels.
     *
     * @param alarmedAt when its first level is due
     * @param policy null: none was meant for it
     */
    record Escalating(
            long incident,
            int round,
            Instant alarmedAt,
            @Nullable Policy policy) {}

    /** From the first level on, by this policy. */
    void begin(long incident, Instant alarmedAt, @Nullable Policy policy) {
        List<StoredLevel> levels = policy == null
                ? List.of()
                : policy.levels().stream().map(EscalationTable::stored).toList();
        jdbc.sql("""
                        INSERT INTO incident_escalation AS known (incident, round, alarmed_at, policy, levels)
                        VALUES (:incident, 1, :alarmed, :policy, CAST(:levels AS jsonb))
                        ON CONFLICT (incident) DO UPDATE SET round = known.round + 1, alarmed_at = excluded.alarmed_at,
                          policy = excluded.policy, levels = excluded.levels, over_told_at = NULL
                        """)
                .param("incident", incident)
                .param("alarmed", IncidentTable.utc(alarmedAt))
                .param("policy", policy == null ? null : policy.name(), Types.VARCHAR)
                .param("levels", JsonMapper.shared().writeValueAsString(levels))
                .update();
    }

    /** Whether somebody was called for it and was not told that it was over. */
    boolean goesOn(long incident) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM incident_escalation escalation
                          JOIN incident_level level ON level.incident = escalation.incident AND level.round = escalation.round
                         WHERE escalation.incident = :incident AND escalation.over_told_at IS NULL)
                        """).param("incident", incident).query(Boolean.class).single();
    }

    /** Name of the policy that it follows; null when none is, or nothing is known of it. */
    @Nullable
    String policyOf(long incident) {
        return jdbc.sql("SELECT coalesce(policy, '') FROM incident_escalation WHERE incident = :incident")
                .param("incident", incident)
                .query(String.class)
                .optional()
                .filter(name -> !name.isEmpty())
                .orElse(null);
    }

    /** Those that nobody has taken, but for what hangs under the storm that runs; oldest first; locked until the transaction ends. */
    List<Escalating> waiting() {
        return jdbc.sql("""
                        SELECT escalation.* FROM incident_escalation escalation
                          JOIN incident_record record ON record.id = escalation.incident
                         WHERE record.state = 'open'
                           AND NOT EXISTS (SELECT FROM incident_storm storm
                             WHERE storm.id = record.storm AND storm.ended_at IS NULL AND storm.incident <> record.id)
                         ORDER BY escalation.incident
                           FOR UPDATE OF escalation SKIP LOCKED
                        """).query((row, number) -> escalating(row)).list();
    }

    /** Levels of a round that were told. */
    Set<Integer> told(long incident, int round) {
        return new HashSet<>(jdbc.sql("SELECT level FROM incident_level WHERE incident = :incident AND round = :round")
                .param("incident", incident)
                .param("round", round)
                .query(Integer.class)
                .list());
    }

    void tell(Escalating one, int level, Instant at, Set<String> people) {
        jdbc.sql("""
                        INSERT INTO incident_level (incident, round, level, told_at, people)
                        VALUES (:incident, :round, :level, :at, :people)
                        """)
                .param("incident", one.incident())
                .param("round", one.round())
                .param("level", level)
                .param("at", IncidentTable.utc(at))
                .param("people", people.toArray(String[]::new))
                .update();
    }

    /**
     * Incidents that are over and of which people were told and not told the end; locked until the transaction ends. What
     * recovered by itself after a moment waits for as long: it may fail again.
     */
    List<Long> over(Instant now) {
        return jdbc.sql("""
                        SELECT escalation.incident FROM incident_escalation escalation
                          JOIN incident_record record ON record.id = escalation.incident
                         WHERE escalation.over_told_at IS NULL AND record.state IN ('resolved', 'closed')
                           AND NOT (record.state = 'resolved' AND record.resolved_by IS NULL
                             AND record.resolved_at < record.alarmed_at + make_interval(secs => :patience)
                             AND record.resolved_at > :now::timestamptz - make_interval(secs => :patience)
                             AND record.resolved_at <= :now)
                         ORDER BY escalation.incident
                           FOR UPDATE OF escalation SKIP LOCKED
                        """)
                .param("patience", OutageNews.PATIENCE.toSeconds())
                .param("now", IncidentTable.utc(now))
                .query(Long.class)
                .list();
    }

    /** All who were told of an incident, in any round. */
    Set<String> people(long incident) {
        Set<String> people = new HashSet<>();
        jdbc.sql("SELECT people FROM incident_level WHERE incident = :incident")
                .param("incident", incident)
                .query(row -> {
                    people.addAll(
                            Arrays.asList((String[]) row.getArray("people").getArray()));
                });
        return people;
    }

    void overTold(long incident, Instant at) {
        jdbc.sql("UPDATE incident_escalation SET over_told_at = :at WHERE incident = :incident")
                .param("incident", incident)
                .param("at", IncidentTable.utc(at))
                .update();
    }

    private static StoredLevel stored(Level level) {
        return new StoredLevel(
                level.targets().stream().map(Policies::written).toList(),
                level.patience().toMinutes());
    }

    private static Escalating escalating(ResultSet row) throws SQLException {
        String name = row.getString("policy");
        List<StoredLevel> levels = JsonMapper.shared().readValue(row.getString("levels"), LEVELS);
        return new Escalating(
                row.getLong("incident"),
                row.getInt("round"),
                IncidentTable.at(row, "alarmed_at"),
                name == null ? null : policy(name, levels));
    }

    private static Policy policy(String name, List<StoredLevel> levels) {
        return new Policy(
                name,
                name,
                0,
                Set.of(),
                Set.of(),
                Set.of(),
                null,
                levels.stream()
                        .map(level -> new Level(
                                level.targets().stream()
                                        .map(EscalationTable::target)
                                        .toList(),
                                Duration.ofMinutes(level.minutes())))
                        .toList());
    }

    private static Target target(String written) {
        String id = written.substring(written.indexOf(':') + 1);
        return written.startsWith("rota:") ? new Target.OnDuty(new RotaId(id)) : new Target.Somebody(id);
    }
}
