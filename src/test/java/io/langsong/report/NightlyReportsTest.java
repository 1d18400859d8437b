package io.langsong.report;

import static io.langsong.outage.Condition.DOWN;
import static io.langsong.report.TestReports.OCTOBER;
import static io.langsong.uptime.TestCommune.WIFI;
import static io.langsong.uptime.TestCommune.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.access.Role;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.embedded.EmbeddedMetricStore;
import io.langsong.notification.Posted;
import io.langsong.report.ReportVersion.State;
import io.langsong.uptime.TestCommune;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens at 00:20. */
class NightlyReportsTest {
    @TempDir
    private Path data;

    private TestReports reports;
    private TestCommune commune;
    private EmbeddedMetricStore metrics;
    private ReportDesk desk;
    private NightlyReports nightly;

    @BeforeEach
    void start() {
        reports = new TestReports(data).watched();
        commune = reports.commune;
        metrics = new EmbeddedMetricStore(
                commune.database, MetricDatabase.transactions(commune.database), commune.clock, 1000, null);
        metrics.start();
        reports.recipients("lan", "ha");
        desk = reports.desk();
        nightly = new NightlyReports(
                new UsageCount(
                        reports.usage,
                        commune.inventory,
                        metrics,
                        new PortNumbers(),
                        commune.transactions,
                        commune.clock),
                desk,
                reports.reports,
                new UptimeProperties(new BigDecimal("99.5"), 0, Duration.ofMinutes(1), new BigDecimal("95")),
                commune.clock);
        reports.post.people.add("lan", "Lan", Role.TECHNICIAN, "mat khau rat dai day");
        reports.post.people.add("ha", "Hà", Role.TECHNICIAN, "mat khau rat dai day");
        commune.jdbc
                .sql("INSERT INTO access_person_village (person, village) VALUES ('ha', 'mang')")
                .update();
        commune.clock.set(at("2026-11-01T00:20"));
    }

    @AfterEach
    void stop() {
        metrics.stop();
    }

    private List<Posted> mails() {
        return reports.post.outbox.messages(null, 100);
    }

    @Test
    void whatIsOverGetsItsDraftAndNothingBeforeTheServerWasThere() {
        nightly.run();

        // The inventory of this commune was entered in the last days of August.
        assertThat(desk.versions())
                .extracting(ReportVersion::month)
                .containsExactly(OCTOBER, YearMonth.of(2026, 9), YearMonth.of(2026, 8));
        assertThat(desk.versions()).allSatisfy(one -> assertThat(one.madeBy()).isEqualTo("system"));
        assertThat(reports.usage.counted(
                        at("2026-10-01T00:00").atZone(UptimeProperties.ZONE).toLocalDate(),
                        at("2026-10-31T00:00").atZone(UptimeProperties.ZONE).toLocalDate()))
                .as("the use of the last day too")
                .hasSize(31);
    }

    @Test
    void aDraftIsToldOnceInBothLanguagesToThoseWhoSeeAll() {
        nightly.run();
        nightly.run();

        assertThat(mails())
                .extracting(Posted::key)
                .containsExactlyInAnyOrder("report:2026-10:1", "report:2026-09:1", "report:2026-08:1");
        Posted october = mails().stream()
                .filter(one -> one.key().startsWith("report:2026-10"))
                .findFirst()
                .orElseThrow();
        assertThat(october.subject()).isEqualTo("Bản nháp báo cáo tháng 10/2026, bản số 1");
        assertThat(october.text()).contains("độ khả dụng 100,00%, 0 sự cố");
        assertThat(october.deliveries())
                .extracting(Posted.Delivery::person)
                .as("who sees one village only is not told")
                .containsExactly("lan");
        assertThat(commune.jdbc
                        .sql("SELECT words::text FROM notification_message WHERE key = 'report:2026-10:1'")
                        .query(String.class)
                        .single())
                .contains("Draft of the report of 2026-10, version 1", "availability 100.00%");
    }

    @Test
    void whatComesLateMakesTheNextVersionOfTheLastThreeMonths() {
        nightly.run();
        commune.bad(WIFI, DOWN, "2026-10-20T00:00", "2026-10-20T06:00");
        commune.clock.set(at("2026-11-02T00:20"));
        nightly.run();

        assertThat(desk.versions(OCTOBER))
                .extracting(ReportVersion::state)
                .containsExactly(State.DRAFT, State.REPLACED);
        assertThat(desk.versions(YearMonth.of(2026, 9)))
                .as("nothing changed in it")
                .hasSize(1);
        assertThat(mails()).extracting(Posted::key).contains("report:2026-10:2");
        assertThat(mails().stream()
                        .filter(one -> one.key().equals("report:2026-10:2"))
                        .findFirst()
                        .orElseThrow()
                        .text())
                .containsPattern("vì [0-9]+ số liệu đã đổi");

        commune.bad(WIFI, DOWN, "2026-08-31T10:00", "2026-08-31T11:00");
        commune.clock.set(at("2026-12-02T00:20"));
        nightly.run();
        assertThat(desk.versions(YearMonth.of(2026, 8)))
                .as("it was over long ago")
                .hasSize(1);
        assertThat(desk.newest(YearMonth.of(2026, 11))).isPresent();
    }
}
