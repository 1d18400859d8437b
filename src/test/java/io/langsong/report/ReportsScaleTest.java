package io.langsong.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.report.document.Documents;
import io.langsong.report.paper.Paper;
import io.langsong.report.paper.SamplePapers;
import io.langsong.uptime.TestCommune;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report of 36 villages with 360 devices while somebody waits, and with 10,000 devices of which 200,000 outages and 40,000
 * incidents in two months are kept ({@code LANGSONG_LONG=true}; {@code src/bench/report.sh} gives it the memory that a small server
 * has). The limits are wide: they notice a question for each object, not a slow machine.
 */
class ReportsScaleTest {
    private static final boolean LONG = "true".equals(System.getenv("LANGSONG_LONG"));
    private static final int COUNT = LONG ? 10_000 : 360;
    private static final int OF_A_SITE = 10;
    /** Rounds before it is measured, for figures of a server that has been running for a while. */
    private static final int WARM_UP = Integer.getInteger("langsong.warm-up", 0);

    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    @TempDir
    private Path data;

    @Test
    void aMonthIsCountedAndWrittenWhileSomebodyWaits() {
        TestReports reports = new TestReports(data);
        fill(reports.commune);
        Documents documents = new Documents();
        Report october = reports.october();
        Paper paper = SamplePapers.plain(october);
        time("first pdf", () -> documents.pdf(paper));
        for (int round = 0; round < WARM_UP; round++) {
            reports.october();
            ReportJson.write(october);
            documents.pdf(paper);
        }

        Duration counted = time("counted", reports::october);
        Duration json = time("json", () -> ReportJson.write(october));
        Duration pdf = time("pdf", () -> documents.pdf(paper));
        time("docx", () -> documents.docx(paper));
        Duration xlsx = time("xlsx", () -> documents.xlsx(october, VIETNAMESE));
        ReportDesk desk = reports.desk();
        time("drafted", () -> desk.draft(TestReports.OCTOBER, "lan").orElseThrow());
        time("drafted again", () -> {
            assertThat(desk.draft(TestReports.OCTOBER, "lan")).isEmpty();
            return "the same";
        });

        System.out.printf(
                "report devices=%d incidents=%d heap peak=%d MB of %d%n",
                COUNT,
                october.incidents().size(),
                peak() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
        assertThat(october.objects()).hasSize(COUNT + COUNT / OF_A_SITE + TestReports.ALL.size());
        assertThat(october.incidents()).hasSize(2 * COUNT);
        assertThat(october.objects().stream()
                        .filter(line -> line.type().equals("access-point"))
                        .mapToInt(line -> line.own().outages())
                        .sum())
                .isEqualTo(10 * COUNT);
        assertThat(counted.plus(json)).isLessThan(Duration.ofSeconds(LONG ? 15 : 4));
        assertThat(pdf).isLessThan(Duration.ofSeconds(LONG ? 30 : 10));
        assertThat(xlsx).isLessThan(Duration.ofSeconds(LONG ? 15 : 5));
    }

    /** @return time at work, which a machine that others use as well does not make longer */
    private static Duration time(String what, Supplier<?> work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long busy = threads.getCurrentThreadCpuTime();
        long begun = System.nanoTime();
        Object made = work.get();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Duration worked = Duration.ofNanos(threads.getCurrentThreadCpuTime() - busy);
        String size = made instanceof byte[] file ? ", " + file.length + " octets" : "";
        System.out.printf(
                "report devices=%d %s %d ms, of them %d ms at work%s%n",
                COUNT, what, took.toMillis(), worked.toMillis(), size);
        return worked;
    }

    /** What is rubbish by then included. */
    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    /** Ten devices at a site, each watched with a gap a week, and out ten times a month; two months of that. */
    private static void fill(TestCommune commune) {
        put(commune, """
                INSERT INTO inventory_village (id, name, position, people, created_at, updated_at)
                SELECT 'v' || n, 'Thôn mẫu ' || n, 2 + n, 100 + n, '2020-01-01', '2020-01-01' FROM generate_series(1, 34) AS n
                """);
        put(commune, """
                INSERT INTO inventory_site (id, village, name, kind, created_at, updated_at)
                SELECT 's' || n, 'v' || 1 + n % 34, 'Nhà văn hóa ' || n, 'culture-house', '2020-01-01', '2020-01-01'
                  FROM generate_series(0, :count / :site - 1) AS n
                """);
        put(commune, """
                INSERT INTO inventory_device (id, name, site, kind, address, port, reachability, enabled,
                  snmp_version, snmp_user, created_at, updated_at)
                SELECT 'd' || n, 'Điểm phát ' || n, 's' || (n - 1) / :site, 'access-point',
                       '10.1.' || n / 250 || '.' || n % 250, 161, 'none', true, '3', 'doc', '2020-01-01', '2020-01-01'
                  FROM generate_series(1, :count) AS n
                """);
        put(commune, """
                INSERT INTO inventory_service (id, name, site, kind, required, created_at, updated_at)
                SELECT 'w' || n, 'Wi-Fi ' || n, 's' || n, 'public-wifi', 1, '2020-01-01', '2020-01-01'
                  FROM generate_series(0, :count / :site - 1) AS n
                """);
        put(commune, """
                INSERT INTO inventory_service_member (service, device, place)
                SELECT 'w' || (n - 1) / :site, 'd' || n, 1 + (n - 1) % :site FROM generate_series(1, :count) AS n
                """);
        commune.added(TestCommune.SEPTEMBER);
        put(commune, """
                INSERT INTO outage_watch (object, during)
                SELECT object, tstzrange(week, week + interval '7 days' - interval '20 s')
                  FROM (SELECT 'device:d' || n FROM generate_series(1, :count) AS n UNION ALL
                        SELECT 'service:w' || n FROM generate_series(0, :count / :site - 1) AS n) AS things (object),
                       generate_series('2026-08-20 00:00+07'::timestamptz, '2026-11-12 00:00+07'::timestamptz,
                         interval '7 days') AS week
                """);
        put(commune, """
                INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                  ended_earliest, ended, ended_latest, cause)
                SELECT object, 'DOWN', object, at - interval '15 s', at, at + interval '15 s',
                       at + interval '1 hour', at + interval '1 hour', at + interval '1 hour', 'POWER'
                  FROM (SELECT 'device:d' || n, n FROM generate_series(1, :count) AS n UNION ALL
                        SELECT 'service:w' || n, n FROM generate_series(0, :count / :site - 1) AS n) AS things (object, n),
                       generate_series(0, 1) AS back,
                       generate_series(0, 9) AS number,
                       LATERAL (SELECT '2026-10-02 09:30+07'::timestamptz - back * interval '1 month'
                         + number * interval '51 hours' + (n % 200) * interval '1 min' AS at) AS began
                """);
        put(commune, """
                INSERT INTO incident_record (year, serial, object, severity, villages, began_at, opened_at, state,
                  alarmed_at, acknowledged_by, acknowledged_at, resolved_at, guess, version)
                SELECT 2026, n, 'device:d' || 1 + n % :count, 'critical', ARRAY['v' || 1 + n % 34], at, at, 'resolved', at, 'ha',
                       at + interval '5 min', at + interval '1 hour', 'power', 1
                  FROM generate_series(1, 4 * :count) AS n,
                       LATERAL (SELECT '2026-10-02 09:30+07'::timestamptz - n / (2 * :count + 1) * interval '1 month'
                         + n % 500 * interval '1 hour' AS at) AS began
                """);
        put(commune, """
                INSERT INTO incident_part (source, incident, object, subject, kind, root, began_at, ended_at)
                SELECT 'outage:' || 2 * id, id, object, object, 'down', true, began_at, resolved_at FROM incident_record
                """);
        put(commune, """
                INSERT INTO incident_part (source, incident, object, subject, kind, root, began_at, ended_at)
                SELECT 'outage:' || 2 * id + 1, id, name, name, 'hidden', false, began_at, resolved_at
                  FROM incident_record, LATERAL (SELECT 'service:w' || serial % (:count / :site) AS name) AS service
                """);
        commune.jdbc.sql("ANALYZE").update();
    }

    private static void put(TestCommune commune, String sql) {
        var statement = commune.jdbc.sql(sql);
        if (sql.contains(":count")) {
            statement = statement.param("count", COUNT);
        }
        if (sql.contains(":site")) {
            statement = statement.param("site", OF_A_SITE);
        }
        statement.update();
    }
}
