package io.langsong.report;

import io.langsong.incident.TestBooks;
import io.langsong.inventory.RetiredObjects;
import io.langsong.metric.MetricStore;
import io.langsong.report.ReportText.Section;
import io.langsong.uptime.Impact;
import io.langsong.uptime.TestCommune;
import io.langsong.uptime.UptimeProperties;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.transaction.support.TransactionTemplate;

/** The reports of a {@link TestCommune}, and months that are issued without anybody's asking. */
public final class ReportCommune {
    public static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    public final TestCommune commune;
    public final Impact impact;
    public final Reports reports;
    private final ReportTable table;
    public final io.langsong.incident.Incidents incidents;

    public ReportCommune(Path data) {
        commune = new TestCommune(data);
        MetricStore nothingCounted = (MetricStore) Proxy.newProxyInstance(
                MetricStore.class.getClassLoader(), new Class<?>[] {MetricStore.class}, (store, method, values) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        impact = new Impact(commune.jdbc, commune.transactions, commune.inventory, nothingCounted, commune.clock);
        incidents = TestBooks.over(commune.jdbc, commune.clock);
        table = new ReportTable(commune.jdbc);
        reports = new Reports(
                commune.uptimes,
                impact,
                commune.inventory,
                new RetiredObjects(commune.jdbc),
                incidents,
                commune.plans,
                new UsageBook(commune.jdbc),
                new UptimeProperties(new BigDecimal("99.5"), 0, Duration.ofMinutes(1), new BigDecimal(95)),
                new ReportProperties(Duration.ofHours(8), Duration.ofHours(24), List.of()),
                commune.clock);
    }

    public Report facts(YearMonth month) {
        return reports.of(reports.month(month));
    }

    /** Of a month, the newest first. */
    public List<ReportVersion> versions(YearMonth month) {
        return table.of(month);
    }

    /** Counts a month, and issues what came out. */
    public ReportVersion issue(YearMonth month, Issuing issuing) {
        return issue(month, facts(month), issuing);
    }

    /** Issues what was counted before. */
    public ReportVersion issue(YearMonth month, Report facts, Issuing issuing) {
        return Objects.requireNonNull(new TransactionTemplate(commune.transactions).execute(status -> {
            table.lock();
            int number = table.of(month).size() + 1;
            long id = table.insert(month, number, facts.period(), facts.countedAt(), "system", ReportJson.text(facts));
            table.review(id, "ha", commune.clock.instant());
            table.write(month, Section.REQUESTS, "Đề nghị nhà mạng sửa tuyến <Măng>", "ha", commune.clock.instant());
            table.issue(id, "chu-tich", commune.clock.instant(), ReportJson.text(table.texts(month)));
            ReportVersion version = table.find(id).orElseThrow();
            Map<Section, ReportText> texts = table.texts(month);
            issuing.issued(version, facts, texts);
            return version;
        }));
    }
}
