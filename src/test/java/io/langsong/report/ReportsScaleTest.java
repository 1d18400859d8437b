package io.langsong.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.uptime.TestCommune;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report of 360 devices while somebody waits, and of 10,000 with 200,000 outages in two months ({@code LANGSONG_LONG=true}). The
 * limits are wide: they notice a question for each object, not a slow machine.
 */
class ReportsScaleTest {
    private static final boolean LONG = "true".equals(System.getenv("LANGSONG_LONG"));

    @TempDir
    private Path data;

    @Test
    void aMonthIsCountedAndWrittenWhileSomebodyWaits() {
        TestReports reports = new TestReports(data);
        int count = LONG ? 10_000 : 360;
        fill(reports.commune, count);

        reports.october();
        long begun = System.nanoTime();
        Report october = reports.october();
        Duration counted = Duration.ofNanos(System.nanoTime() - begun);
        begun = System.nanoTime();
        byte[] json = ReportJson.write(october);
        Duration written = Duration.ofNanos(System.nanoTime() - begun);
        begun = System.nanoTime();
        ReportDesk desk = reports.desk();
        desk.draft(TestReports.OCTOBER, "lan");
        Duration kept = Duration.ofNanos(System.nanoTime() - begun);
        begun = System.nanoTime();
        assertThat(desk.draft(TestReports.OCTOBER, "lan")).isEmpty();
        Duration again = Duration.ofNanos(System.nanoTime() - begun);

        System.out.printf(
                "report devices=%d counted=%d ms json=%d ms octets=%d drafted=%d ms drafted-again=%d ms heap=%d MB of %d%n",
                count,
                counted.toMillis(),
                written.toMillis(),
                json.length,
                kept.toMillis(),
                again.toMillis(),
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
        assertThat(october.objects()).hasSize(count + TestReports.ALL.size());
        assertThat(october.objects().stream()
                        .mapToInt(line -> line.own().outages())
                        .sum())
                .isEqualTo(10 * count);
        assertThat(counted.plus(written)).isLessThan(Duration.ofSeconds(LONG ? 30 : 8));
    }

    /** Each watched with a gap a week, and out ten times a month. */
    private static void fill(TestCommune commune, int count) {
        commune.jdbc.sql("""
                        INSERT INTO inventory_device (id, name, site, kind, address, port, reachability, enabled,
                          snmp_version, snmp_user, created_at, updated_at)
                        SELECT 'd' || n, 'd' || n, CASE n % 2 WHEN 0 THEN 'house' ELSE 'house-man' END, 'access-point',
                               '10.1.' || n / 250 || '.' || n % 250, 161, 'none', true,
                               '3', 'doc', '2020-01-01', '2020-01-01'
                          FROM generate_series(1, :count) AS n
                        """).param("count", count).update();
        commune.added(TestCommune.AP, TestCommune.SEPTEMBER);
        commune.jdbc.sql("""
                        INSERT INTO outage_watch (object, during)
                        SELECT 'device:d' || n, tstzrange(week, week + interval '7 days' - interval '20 s')
                          FROM generate_series(1, :count) AS n,
                               generate_series('2026-08-20 00:00+07'::timestamptz, '2026-11-12 00:00+07'::timestamptz,
                                 interval '7 days') AS week
                        """).param("count", count).update();
        commune.jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                          ended_earliest, ended, ended_latest, cause)
                        SELECT 'device:d' || n, 'DOWN', 'device:d' || n, at - interval '15 s', at, at + interval '15 s',
                               at + interval '1 hour', at + interval '1 hour', at + interval '1 hour', 'POWER'
                          FROM generate_series(1, :count) AS n,
                               generate_series(0, 1) AS back,
                               generate_series(0, 9) AS number,
                               LATERAL (SELECT '2026-10-02 09:30+07'::timestamptz - back * interval '1 month'
                                 + number * interval '51 hours' + (n % 200) * interval '1 min' AS at) AS began
                        """).param("count", count).update();
        commune.jdbc.sql("ANALYZE outage_watch").update();
        commune.jdbc.sql("ANALYZE outage_record").update();
    }
}
