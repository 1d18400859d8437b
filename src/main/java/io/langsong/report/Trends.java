package io.langsong.report;

import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the kept reports of earlier months say. Any thread. */
@Component
public class Trends {
    private final JdbcClient jdbc;

    Trends(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the {@code months} before that have a report, ascending: what was issued last, else the newest version. */
    public List<Trend> before(YearMonth month, int months) {
        return jdbc.sql("""
                        SELECT DISTINCT ON (month) month,
                          CAST(jsonb_path_query_first(facts, '$.places[*] ? (@.kind == "COMMUNE").services.uptime') #>> '{}' AS numeric)
                            AS uptime
                        FROM report_version
                        WHERE month >= :first AND month < :month
                        ORDER BY month, (state = 'issued') DESC, version DESC
                        """)
                .param("first", Date.valueOf(month.minusMonths(months).atDay(1)))
                .param("month", Date.valueOf(month.atDay(1)))
                .query((row, number) -> new Trend(
                        YearMonth.from(row.getObject("month", LocalDate.class)),
                        Measures.plain(Optional.ofNullable(row.getBigDecimal("uptime")))))
                .list();
    }
}
