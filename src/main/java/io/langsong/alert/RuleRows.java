package io.langsong.alert;

import io.langsong.alert.Criterion.Threshold;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of rules that people made or changed. Writers are inside a transaction. */
final class RuleRows {
    private final JdbcClient jdbc;

    RuleRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Row(AlertRule rule, long version) {}

    List<Row> all() {
        return jdbc.sql("SELECT * FROM alert_rule ORDER BY id")
                .query(RuleRows::row)
                .list();
    }

    /** Held until the end of the transaction, so that nobody else changes it meanwhile. */
    Optional<Row> lock(String id) {
        return jdbc.sql("SELECT * FROM alert_rule WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query(RuleRows::row)
                .optional();
    }

    /** @throws org.springframework.dao.DuplicateKeyException when there is one of that id */
    void insert(AlertRule rule) {
        with(rule, """
                INSERT INTO alert_rule (id, name, metric, series_index, of_metric, criterion, fire, clear, average_seconds,
                                        holds_seconds, severity, scope, enabled)
                VALUES (:id, :name, :metric, :index, :of, :criterion, :fire, :clear, :average, :holds, :severity, :scope, :enabled)
                """).update();
    }

    void update(AlertRule rule) {
        with(rule, """
                UPDATE alert_rule
                   SET name = :name, metric = :metric, series_index = :index, of_metric = :of, criterion = :criterion,
                       fire = :fire, clear = :clear, average_seconds = :average, holds_seconds = :holds,
                       severity = :severity, scope = :scope, enabled = :enabled, version = version + 1
                 WHERE id = :id
                """).update();
    }

    void delete(String id) {
        jdbc.sql("DELETE FROM alert_rule WHERE id = :id").param("id", id).update();
    }

    private JdbcClient.StatementSpec with(AlertRule rule, String sql) {
        Threshold threshold = rule.criterion() instanceof Threshold limit ? limit : null;
        return jdbc.sql(sql)
                .param("id", rule.id())
                .param("name", rule.name())
                .param("metric", rule.measure().metric())
                .param("index", rule.measure().index())
                .param("of", rule.measure().of())
                .param("criterion", rule.criterion().kind().code())
                .param("fire", threshold == null ? null : (Double) threshold.fire())
                .param("clear", threshold == null ? null : (Double) threshold.clear())
                .param("average", threshold == null ? 0 : threshold.average().toSeconds())
                .param("holds", rule.holds().toSeconds())
                .param("severity", rule.severity().code())
                .param("scope", rule.scope().toString())
                .param("enabled", rule.enabled());
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        Criterion.Kind kind = AlertTable.kind(row.getString("criterion"));
        Criterion criterion = kind == Criterion.Kind.NO_DATA
                ? new Criterion.NoData()
                : new Threshold(
                        kind,
                        row.getDouble("fire"),
                        row.getDouble("clear"),
                        Duration.ofSeconds(row.getLong("average_seconds")));
        AlertRule rule = new AlertRule(
                row.getString("id"),
                row.getString("name"),
                new Measure(row.getString("metric"), row.getString("series_index"), row.getString("of_metric")),
                criterion,
                Duration.ofSeconds(row.getLong("holds_seconds")),
                Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                Scope.parse(row.getString("scope")),
                row.getBoolean("enabled"));
        return new Row(rule, row.getLong("version"));
    }
}
