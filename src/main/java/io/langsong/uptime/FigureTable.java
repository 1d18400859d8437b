package io.langsong.uptime;

import io.langsong.availability.Interval;
import io.langsong.outage.ObjectRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table of figures that are kept. Writers are inside a transaction of the caller. */
final class FigureTable {
    private static final String NEWEST = """
            FROM uptime_figure figure
             WHERE NOT EXISTS (SELECT FROM uptime_figure later WHERE later.replaces = figure.id)
            """;

    private final JdbcClient jdbc;

    FigureTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A period in a calendar of which figures are kept. */
    record Kept(Interval period, String calendar) {}

    /** Nobody else writes any until the transaction ends. */
    void lock() {
        jdbc.sql("LOCK TABLE uptime_figure IN SHARE ROW EXCLUSIVE MODE").update();
    }

    List<Kept> periods() {
        return jdbc.sql("SELECT DISTINCT begins, ends, calendar FROM uptime_figure ORDER BY begins, ends, calendar")
                .query((row, number) ->
                        new Kept(new Interval(instant(row, "begins"), instant(row, "ends")), row.getString("calendar")))
                .list();
    }

    /** The newest version of each of these objects in a period, whatever the calendar. @param objects null: of all */
    List<FigureVersion> newest(Interval period, @Nullable Collection<ObjectRef> objects) {
        return jdbc.sql("SELECT * " + NEWEST + """
                         AND begins = :begins AND ends = :ends AND (:all OR object = ANY (:objects))
                        """)
                .param("begins", utc(period.from()))
                .param("ends", utc(period.until()))
                .param("all", objects == null)
                .param(
                        "objects",
                        objects == null
                                ? new String[0]
                                : objects.stream().map(ObjectRef::toString).toArray(String[]::new))
                .query(FigureTable::version)
                .list();
    }

    /** All versions of an object in periods that share an instant with one, newest first. */
    List<FigureVersion> of(ObjectRef object, Interval period) {
        return jdbc.sql("""
                        SELECT * FROM uptime_figure
                         WHERE object = :object AND begins < :ends AND ends > :begins
                         ORDER BY begins DESC, ends DESC, calendar, id DESC
                        """)
                .param("object", object.toString())
                .param("begins", utc(period.from()))
                .param("ends", utc(period.until()))
                .query(FigureTable::version)
                .list();
    }

    /** @param version whose id is not known yet */
    void insert(FigureVersion version) {
        jdbc.sql("""
                        INSERT INTO uptime_figure (object, begins, ends, calendar, figures, made_by, made_at, because, plan,
                          reason, issued_by, issued_at, replaces)
                        VALUES (:object, :begins, :ends, :calendar, CAST(:figures AS jsonb), :madeBy, :madeAt, :because,
                          CAST(:plan AS bigint), :reason, :issuedBy, CAST(:issuedAt AS timestamptz), CAST(:replaces AS bigint))
                        """)
                .param("object", version.object().toString())
                .param("begins", utc(version.period().from()))
                .param("ends", utc(version.period().until()))
                .param("calendar", version.calendar())
                .param("figures", JsonMapper.shared().writeValueAsString(version.figures()))
                .param("madeBy", version.madeBy())
                .param("madeAt", utc(version.madeAt()))
                .param("because", version.because().name().toLowerCase(Locale.ROOT))
                .param("plan", version.plan())
                .param("reason", version.reason())
                .param("issuedBy", version.issuedBy())
                .param("issuedAt", version.issuedAt() == null ? null : utc(version.issuedAt()))
                .param("replaces", version.replaces())
                .update();
    }

    void markIssued(long id, String by, Instant at) {
        jdbc.sql("UPDATE uptime_figure SET issued_by = :by, issued_at = :at WHERE id = :id AND issued_at IS NULL")
                .param("id", id)
                .param("by", by)
                .param("at", utc(at))
                .update();
    }

    private static FigureVersion version(ResultSet row, int number) throws SQLException {
        return new FigureVersion(
                row.getLong("id"),
                ObjectRef.parse(row.getString("object")),
                new Interval(instant(row, "begins"), instant(row, "ends")),
                row.getString("calendar"),
                JsonMapper.shared().readValue(row.getString("figures"), Figures.class),
                row.getString("made_by"),
                instant(row, "made_at"),
                FigureVersion.Because.valueOf(row.getString("because").toUpperCase(Locale.ROOT)),
                row.getObject("plan", Long.class),
                row.getString("reason"),
                row.getString("issued_by"),
                row.getObject("issued_at") == null ? null : instant(row, "issued_at"),
                row.getObject("replaces", Long.class));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
