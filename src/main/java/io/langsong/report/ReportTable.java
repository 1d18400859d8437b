package io.langsong.report;

import io.langsong.report.ReportVersion.Mark;
import io.langsong.report.ReportVersion.State;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of reports. In the caller's transaction; writers have taken {@link #lock}. */
final class ReportTable {
    /** Any number that nobody else locks by. */
    private static final long LOCK = 0x4E90_27AAL;

    private static final String COLUMNS =
            "id, month, version, begins, ends, state, made_at, made_by, reviewed_by, reviewed_at, issued_by, issued_at";

    private final JdbcClient jdbc;

    ReportTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One writer at a time until its transaction ends. */
    void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(:lock)").param("lock", LOCK).query(row -> {});
    }

    /** The newest first; of each month the newest version first. */
    List<ReportVersion> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM report_version ORDER BY month DESC, version DESC")
                .query((row, number) -> version(row))
                .list();
    }

    /** The newest version of each month, the newest month first. */
    List<ReportHeadline> headlines() {
        return jdbc.sql("SELECT DISTINCT ON (month) " + COLUMNS
                        + ", uptime, coverage, incidents FROM report_version ORDER BY month DESC, version DESC")
                .query((row, number) -> new ReportHeadline(
                        version(row),
                        row.getBigDecimal("uptime"),
                        row.getBigDecimal("coverage"),
                        row.getInt("incidents")))
                .list();
    }

    List<ReportVersion> of(YearMonth month) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM report_version WHERE month = :month ORDER BY version DESC")
                .param("month", Date.valueOf(month.atDay(1)))
                .query((row, number) -> version(row))
                .list();
    }

    Optional<ReportVersion> find(long id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM report_version WHERE id = :id")
                .param("id", id)
                .query((row, number) -> version(row))
                .optional();
    }

    String facts(long id) {
        return jdbc.sql("SELECT facts FROM report_version WHERE id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    /** As a draft. */
    long insert(YearMonth month, int version, ReportPeriod period, Instant at, String by, String facts) {
        return jdbc.sql("""
                        INSERT INTO report_version (month, version, begins, ends, state, made_at, made_by, facts)
                        VALUES (:month, :version, :begins, :ends, 'draft', :at, :by, CAST(:facts AS jsonb))
                        RETURNING id
                        """)
                .param("month", Date.valueOf(month.atDay(1)))
                .param("version", version)
                .param("begins", utc(period.from()))
                .param("ends", utc(period.until()))
                .param("at", utc(at))
                .param("by", by)
                .param("facts", facts)
                .query(Long.class)
                .single();
    }

    void replace(long id) {
        jdbc.sql("UPDATE report_version SET state = 'replaced' WHERE id = :id AND state IN ('draft', 'reviewed')")
                .param("id", id)
                .update();
    }

    void review(long id, String by, Instant at) {
        jdbc.sql("""
                        UPDATE report_version SET state = 'reviewed', reviewed_by = :by, reviewed_at = :at
                        WHERE id = :id AND state = 'draft'
                        """).param("by", by).param("at", utc(at)).param("id", id).update();
    }

    /** A draft again. */
    void takeBack(long id) {
        jdbc.sql("""
                        UPDATE report_version SET state = 'draft', reviewed_by = NULL, reviewed_at = NULL
                        WHERE id = :id AND state = 'reviewed'
                        """).param("id", id).update();
    }

    /** @param texts as they were written by then, JSON */
    void issue(long id, String by, Instant at, String texts) {
        jdbc.sql("""
                        UPDATE report_version
                        SET state = 'issued', issued_by = :by, issued_at = :at, texts = CAST(:texts AS jsonb)
                        WHERE id = :id AND state = 'reviewed'
                        """)
                .param("by", by)
                .param("at", utc(at))
                .param("texts", texts)
                .param("id", id)
                .update();
    }

    /** Those that a version was issued with, JSON; empty while it is not issued. */
    Optional<String> issuedTexts(long id) {
        return jdbc.sql("SELECT texts FROM report_version WHERE id = :id AND texts IS NOT NULL")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    void write(YearMonth month, ReportText.Section section, String text, String by, Instant at) {
        jdbc.sql("""
                        INSERT INTO report_text (month, section, text, written_by, written_at)
                        VALUES (:month, :section, :text, :by, :at)
                        """)
                .param("month", Date.valueOf(month.atDay(1)))
                .param("section", section.code())
                .param("text", text)
                .param("by", by)
                .param("at", utc(at))
                .update();
    }

    /** What was written last in each section. */
    Map<ReportText.Section, ReportText> texts(YearMonth month) {
        Map<ReportText.Section, ReportText> texts = new EnumMap<>(ReportText.Section.class);
        jdbc.sql("""
                        SELECT DISTINCT ON (section) section, text, written_by, written_at
                        FROM report_text WHERE month = :month ORDER BY section, id DESC
                        """).param("month", Date.valueOf(month.atDay(1))).query(row -> {
            ReportText.Section.of(row.getString("section")).ifPresent(section -> put(texts, section, row));
        });
        return texts;
    }

    private static void put(Map<ReportText.Section, ReportText> texts, ReportText.Section section, ResultSet row) {
        try {
            texts.put(
                    section,
                    new ReportText(
                            section, row.getString("text"), row.getString("written_by"), instant(row, "written_at")));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ReportVersion version(ResultSet row) throws SQLException {
        return new ReportVersion(
                row.getLong("id"),
                new ReportPeriod(
                        YearMonth.from(row.getObject("month", LocalDate.class)), at(row, "begins"), at(row, "ends")),
                row.getInt("version"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                at(row, "made_at"),
                row.getString("made_by"),
                mark(row, "reviewed"),
                mark(row, "issued"));
    }

    private static @Nullable Mark mark(ResultSet row, String what) throws SQLException {
        String by = row.getString(what + "_by");
        return by == null ? null : new Mark(by, at(row, what + "_at"));
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
