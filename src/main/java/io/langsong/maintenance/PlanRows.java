package io.langsong.maintenance;

import io.langsong.availability.Interval;
import io.langsong.maintenance.Plan.Kind;
import io.langsong.maintenance.Plan.Mark;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of plans. Any thread. */
final class PlanRows {
    private static final String PLANS = """
            SELECT id, kind, title, reason, notice, scope, begins_at, ends_at, rhythm, weekdays, month_day, day_from,
                day_until, first_day, last_day, entered_by, entered_at, ended_at, ended_by, ended_why, withdrawn_at,
                withdrawn_by, withdrawn_why
            FROM maintenance_plan
            """;

    private final JdbcClient jdbc;

    PlanRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long insert(PlanWish wish, String who, Instant at) {
        Timing timing = wish.timing();
        Timing.Recurring again = timing instanceof Timing.Recurring recurring ? recurring : null;
        Rhythm rhythm = again == null ? null : again.rhythm();
        return jdbc.sql("""
                        INSERT INTO maintenance_plan (kind, title, reason, notice, scope, begins_at, ends_at, rhythm, weekdays,
                            month_day, day_from, day_until, first_day, last_day, entered_by, entered_at)
                        VALUES (:kind, :title, :reason, :notice, :scope, :begins, CAST(:ends AS timestamptz), :rhythm,
                            CAST(:weekdays AS text[]), CAST(:monthDay AS smallint), CAST(:dayFrom AS time),
                            CAST(:dayUntil AS time), CAST(:firstDay AS date), CAST(:lastDay AS date), :who, :at)
                        RETURNING id
                        """)
                .param("kind", wish.kind().code())
                .param("title", wish.title())
                .param("reason", wish.reason())
                .param("notice", wish.notice())
                .param("scope", wish.scope().texts().toArray(String[]::new))
                .param("begins", utc(timing.begin()))
                .param("ends", timing.end().map(PlanRows::utc).orElse(null))
                .param("rhythm", rhythm == null ? null : rhythm.code())
                .param("weekdays", rhythm instanceof Rhythm.Weekly weekly ? names(weekly) : null)
                .param("monthDay", rhythm instanceof Rhythm.Monthly monthly ? monthly.day() : null)
                .param("dayFrom", again == null ? null : again.at())
                .param("dayUntil", again == null ? null : again.until())
                .param("firstDay", again == null ? null : again.first())
                .param("lastDay", again == null ? null : again.last())
                .param("who", who)
                .param("at", utc(at))
                .query(Long.class)
                .single();
    }

    private static String[] names(Rhythm.Weekly weekly) {
        return weekly.days().stream()
                .map(day -> day.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /** @return false when that was said before */
    boolean end(long id, Mark mark) {
        return mark(id, mark, """
                UPDATE maintenance_plan SET ended_at = :at, ended_by = :by, ended_why = :why
                WHERE id = :id AND ended_at IS NULL AND withdrawn_at IS NULL
                """);
    }

    /** @return false when that was said before */
    boolean withdraw(long id, Mark mark) {
        return mark(id, mark, """
                UPDATE maintenance_plan SET withdrawn_at = :at, withdrawn_by = :by, withdrawn_why = :why
                WHERE id = :id AND withdrawn_at IS NULL
                """);
    }

    private boolean mark(long id, Mark mark, String sql) {
        return jdbc.sql(sql)
                        .param("at", utc(mark.at()))
                        .param("by", mark.by())
                        .param("why", mark.reason())
                        .param("id", id)
                        .update()
                == 1;
    }

    /** That which begins last comes first. */
    List<Plan> all() {
        return jdbc.sql(PLANS + "ORDER BY begins_at DESC, id DESC")
                .query(PlanRows::plan)
                .list();
    }

    Optional<Plan> find(long id) {
        return jdbc.sql(PLANS + "WHERE id = :id")
                .param("id", id)
                .query(PlanRows::plan)
                .optional();
    }

    /** Those that may have an interval in a period, whatever became of them; that which begins first comes first. */
    List<Plan> touching(Interval period) {
        return jdbc.sql(PLANS + """
                        WHERE begins_at < :until AND (ends_at IS NULL OR ends_at > :from)
                        ORDER BY begins_at, id
                        """)
                .param("from", utc(period.from()))
                .param("until", utc(period.until()))
                .query(PlanRows::plan)
                .list();
    }

    private static Plan plan(ResultSet row, int number) throws SQLException {
        return new Plan(
                row.getLong("id"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT).replace('-', '_')),
                row.getString("title"),
                row.getString("reason"),
                row.getString("notice"),
                Scope.parse(texts(row.getArray("scope"))),
                timing(row),
                row.getString("entered_by"),
                instant(row, "entered_at"),
                mark(row, "ended"),
                mark(row, "withdrawn"));
    }

    private static Timing timing(ResultSet row) throws SQLException {
        String rhythm = row.getString("rhythm");
        if (rhythm == null) {
            return Timing.Once.of(instant(row, "begins_at"), instant(row, "ends_at"));
        }
        return new Timing.Recurring(
                switch (rhythm) {
                    case "daily" -> new Rhythm.Daily();
                    case "weekly" ->
                        new Rhythm.Weekly(texts(row.getArray("weekdays")).stream()
                                .map(day -> DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)))
                                .collect(Collectors.toSet()));
                    default -> new Rhythm.Monthly(row.getInt("month_day"));
                },
                row.getObject("day_from", LocalTime.class),
                row.getObject("day_until", LocalTime.class),
                row.getObject("first_day", LocalDate.class),
                row.getObject("last_day", LocalDate.class));
    }

    private static @Nullable Mark mark(ResultSet row, String what) throws SQLException {
        return row.getObject(what + "_at") == null
                ? null
                : new Mark(instant(row, what + "_at"), row.getString(what + "_by"), row.getString(what + "_why"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
