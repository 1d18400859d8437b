package io.langsong.report;

import io.langsong.availability.Interval;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Village;
import io.langsong.uptime.UptimeProperties;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How much the villages' Wi-Fi was used, day by day: sums only, from which nobody can be told. Any thread. */
@Component
class UsageBook {
    private final JdbcClient jdbc;

    UsageBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One day of a village; of the commune, whose most is not the sum of theirs, the village is empty.
     *
     * @param clientHours people connected, times hours
     * @param hours in which they were counted; 0: they were not
     * @param most at a time; of the hours that were counted
     * @param inBytes from people to the Internet; null: not measured
     * @param outBytes to people
     */
    record Day(
            LocalDate day,
            String village,
            double clientHours,
            double hours,
            long most,
            @Nullable Long inBytes,
            @Nullable Long outBytes) {}

    /** The commune, then the villages in their order; whole days that begin in the period. */
    List<UsageLine> lines(Interval period, InventorySnapshot there) {
        LocalDate first = period.from().atZone(UptimeProperties.ZONE).toLocalDate();
        LocalDate last =
                period.until().minusNanos(1).atZone(UptimeProperties.ZONE).toLocalDate();
        Map<String, UsageLine> byVillage = new HashMap<>();
        jdbc.sql("""
                        SELECT village, sum(client_hours) AS client_hours, sum(hours) AS hours, max(most) AS most,
                               sum(in_bytes) AS in_bytes, sum(out_bytes) AS out_bytes
                        FROM report_usage WHERE day BETWEEN :first AND :last GROUP BY village
                        """)
                .param("first", Date.valueOf(first))
                .param("last", Date.valueOf(last))
                .query(row -> {
                    double hours = row.getDouble("hours");
                    double mean = hours > 0 ? row.getDouble("client_hours") / hours : 0;
                    long most = row.getLong("most");
                    byVillage.put(
                            row.getString("village"),
                            new UsageLine(
                                    row.getString("village"),
                                    "",
                                    hours > 0 && mean >= UsageLine.LEAST_SHOWN ? mean : null,
                                    hours > 0 && most >= UsageLine.LEAST_SHOWN ? most : null,
                                    row.getObject("in_bytes") == null ? null : row.getLong("in_bytes"),
                                    row.getObject("out_bytes") == null ? null : row.getLong("out_bytes")));
                });
        List<UsageLine> lines = new ArrayList<>();
        lines.add(byVillage.getOrDefault("", new UsageLine("", "", null, null, null, null)));
        there.villages().stream()
                .sorted(Comparator.comparingInt(Village::position))
                .map(village -> named(village, byVillage.get(village.id().value())))
                .forEach(lines::add);
        return lines;
    }

    private static UsageLine named(Village village, @Nullable UsageLine line) {
        return new UsageLine(
                village.id().value(),
                village.name(),
                line == null ? null : line.meanClients(),
                line == null ? null : line.mostClients(),
                line == null ? null : line.inBytes(),
                line == null ? null : line.outBytes());
    }

    /** Those that were counted, both ends included. */
    Set<LocalDate> counted(LocalDate first, LocalDate last) {
        return Set.copyOf(jdbc.sql("SELECT DISTINCT day FROM report_usage WHERE day BETWEEN :first AND :last")
                .param("first", Date.valueOf(first))
                .param("last", Date.valueOf(last))
                .query(LocalDate.class)
                .list());
    }

    /** What was counted of the commune that day; empty when it was not. */
    Optional<Day> commune(LocalDate day) {
        return jdbc.sql("""
                        SELECT day, village, client_hours, hours, most, in_bytes, out_bytes
                        FROM report_usage WHERE day = :day AND village = ''
                        """).param("day", Date.valueOf(day)).query(Day.class).optional();
    }

    /** In place of what was counted of that day before. In the caller's transaction. */
    void put(LocalDate day, List<Day> villages) {
        jdbc.sql("DELETE FROM report_usage WHERE day = :day")
                .param("day", Date.valueOf(day))
                .update();
        for (Day one : villages) {
            jdbc.sql("""
                            INSERT INTO report_usage (day, village, client_hours, hours, most, in_bytes, out_bytes)
                            VALUES (:day, :village, :clientHours, :hours, :most, :in, :out)
                            """)
                    .param("day", Date.valueOf(day))
                    .param("village", one.village())
                    .param("clientHours", one.clientHours())
                    .param("hours", one.hours())
                    .param("most", one.most())
                    .param("in", one.inBytes())
                    .param("out", one.outBytes())
                    .update();
        }
    }
}
