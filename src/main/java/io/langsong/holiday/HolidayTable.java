package io.langsong.holiday;

import io.langsong.availability.Holiday;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of corrections. Any thread. */
final class HolidayTable {
    private static final String DAYS = "SELECT * FROM holiday_day ";

    private final JdbcClient jdbc;

    HolidayTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param day null for an ordinary one */
    record Row(
            LocalDate date,
            @Nullable Holiday day,
            boolean estimated,
            String vietnamese,
            String english,
            String source,
            String by,
            Instant at) {}

    List<Row> all() {
        return jdbc.sql(DAYS + "ORDER BY date").query(HolidayTable::row).list();
    }

    Optional<Row> find(LocalDate date) {
        return jdbc.sql(DAYS + "WHERE date = :date")
                .param("date", date)
                .query(HolidayTable::row)
                .optional();
    }

    void put(Row row) {
        Holiday day = row.day();
        jdbc.sql("""
                        INSERT INTO holiday_day (date, kind, estimated, vietnamese, english, instead_of, source, changed_by,
                          changed_at)
                        VALUES (:date, :kind, :estimated, :vietnamese, :english, CAST(:insteadOf AS date), :source, :by, :at)
                        ON CONFLICT (date) DO UPDATE SET kind = excluded.kind, estimated = excluded.estimated,
                          vietnamese = excluded.vietnamese, english = excluded.english, instead_of = excluded.instead_of,
                          source = excluded.source, changed_by = excluded.changed_by, changed_at = excluded.changed_at
                        """)
                .param("date", row.date())
                .param("kind", day == null ? HolidayBook.ORDINARY : Days.code(day.kind()))
                .param("estimated", row.estimated())
                .param("vietnamese", row.vietnamese())
                .param("english", row.english())
                .param("insteadOf", day == null ? null : day.insteadOf())
                .param("source", row.source())
                .param("by", row.by())
                .param("at", row.at().atOffset(ZoneOffset.UTC))
                .update();
    }

    void delete(LocalDate date) {
        jdbc.sql("DELETE FROM holiday_day WHERE date = :date")
                .param("date", date)
                .update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        LocalDate date = row.getObject("date", LocalDate.class);
        String kind = row.getString("kind");
        boolean estimated = row.getBoolean("estimated");
        String vietnamese = row.getString("vietnamese");
        String english = row.getString("english");
        String source = row.getString("source");
        Holiday day = kind.equals(HolidayBook.ORDINARY)
                ? null
                : new Holiday(
                        date,
                        Holiday.Kind.valueOf(kind.toUpperCase(Locale.ROOT).replace('-', '_')),
                        estimated,
                        vietnamese,
                        english,
                        row.getObject("instead_of", LocalDate.class),
                        source);
        return new Row(
                date,
                day,
                estimated,
                vietnamese,
                english,
                source,
                row.getString("changed_by"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
