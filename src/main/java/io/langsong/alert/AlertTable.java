package io.langsong.alert;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.SeriesKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of alerts. Writers are inside the recorder's transaction, readers need none. */
@Component
class AlertTable {
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    AlertTable(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** What is written already is not written again, nor told. */
    void apply(Turn turn) {
        if (turn instanceof Turn.Fired fired) {
            fire(fired).ifPresent(alert -> events.publishEvent(new AlertFired(alert)));
        } else if (turn instanceof Turn.Ended ended) {
            end(ended).ifPresent(alert -> events.publishEvent(new AlertCleared(alert)));
        }
    }

    private Optional<Alert> fire(Turn.Fired fired) {
        AlertRule rule = fired.judgedBy();
        Double limit = rule.criterion() instanceof Criterion.Threshold threshold ? (Double) threshold.fire() : null;
        SeriesKey series = fired.series();
        return jdbc.sql("""
                INSERT INTO alert_record (rule, terms, severity, device, metric, series_index, unit, criterion, fire, value, began, fired)
                VALUES (:rule, :terms, :severity, :device, :metric, :index, :unit, :criterion, :fire, :value, :began, :fired)
                ON CONFLICT DO NOTHING
                RETURNING *
                """)
                .param("rule", rule.id())
                .param("terms", rule.terms())
                .param("severity", rule.severity().code())
                .param("device", series.device().value())
                .param("metric", series.metric())
                .param("index", printable(series.index()))
                .param("unit", fired.unit())
                .param("criterion", rule.criterion().kind().code())
                .param("fire", limit)
                .param("value", Double.isNaN(fired.value()) ? null : fired.value())
                .param("began", Timestamp.from(fired.state().since()))
                .param("fired", Timestamp.from(fired.state().firedAt()))
                .query(AlertTable::alert)
                .optional();
    }

    /** PostgreSQL takes no character 0 in a text. */
    private static String printable(String index) {
        return index.replace('\u0000', '\uFFFD');
    }

    private Optional<Alert> end(Turn.Ended ended) {
        SeriesKey series = ended.series();
        return jdbc.sql("""
                UPDATE alert_record SET ended = greatest(:at::timestamptz, fired, began + interval '1 ms'), ended_by = :by
                 WHERE rule = :rule AND device = :device AND metric = :metric AND series_index = :index AND ended IS NULL
                RETURNING *
                """)
                .param("at", Timestamp.from(ended.at()))
                .param("by", ended.by().code())
                .param("rule", ended.rule())
                .param("device", series.device().value())
                .param("metric", series.metric())
                .param("index", printable(series.index()))
                .query(AlertTable::alert)
                .optional();
    }

    /** Those that last, as a start of the program goes on with them. */
    List<Lasting> lasting() {
        return jdbc.sql("SELECT * FROM alert_record WHERE ended IS NULL ORDER BY id")
                .query((row, number) -> new Lasting(
                        row.getString("rule"),
                        row.getString("terms"),
                        new SeriesKey(
                                new DeviceId(row.getString("device")),
                                row.getString("metric"),
                                row.getString("series_index")),
                        instant(row, "began"),
                        instant(row, "fired")))
                .list();
    }

    static Alert alert(ResultSet row, int number) throws SQLException {
        OffsetDateTime ended = row.getObject("ended", OffsetDateTime.class);
        String by = row.getString("ended_by");
        return new Alert(
                row.getLong("id"),
                row.getString("rule"),
                Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                new DeviceId(row.getString("device")),
                row.getString("metric"),
                row.getString("series_index"),
                row.getString("unit"),
                kind(row.getString("criterion")),
                row.getObject("fire", Double.class),
                row.getObject("value", Double.class),
                instant(row, "began"),
                instant(row, "fired"),
                ended == null ? null : ended.toInstant(),
                by == null ? null : end(by));
    }

    static Criterion.Kind kind(String code) {
        return Arrays.stream(Criterion.Kind.values())
                .filter(kind -> kind.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No criterion is called " + code));
    }

    private static Alert.@Nullable End end(String code) {
        return Arrays.stream(Alert.End.values())
                .filter(end -> end.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No alert ends by " + code));
    }

    private static Instant instant(ResultSet row, String name) throws SQLException {
        return row.getObject(name, OffsetDateTime.class).toInstant();
    }
}
