package io.langsong.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.report.paper.SampleReport;
import io.langsong.testkit.TestDatabase;
import java.math.BigDecimal;
import java.time.YearMonth;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What earlier months say, from the reports as they are kept. */
class TrendsTest {
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final ReportTable table = new ReportTable(jdbc);
    private final Trends trends = new Trends(jdbc);

    private BigDecimal keep(YearMonth month, int version, SampleReport sample, String state) {
        Report facts = sample.report();
        long id = table.insert(month, version, facts.period(), facts.countedAt(), "hoa", ReportJson.text(facts));
        jdbc.sql("""
                        UPDATE report_version SET state = :state,
                          issued_by = CASE WHEN :state = 'issued' THEN 'hoa' END,
                          issued_at = CASE WHEN :state = 'issued' THEN made_at END,
                          texts = CASE WHEN :state = 'issued' THEN jsonb '{}' END
                        WHERE id = :id
                        """).param("state", state).param("id", id).update();
        return facts.commune().services().uptime();
    }

    @Test
    void theMonthsBeforeAreThereInOrder() {
        YearMonth august = YearMonth.of(2026, 8);
        BigDecimal second = keep(OCTOBER.minusMonths(1), 1, new SampleReport(OCTOBER.minusMonths(1)), "draft");
        BigDecimal first = keep(august, 1, new SampleReport(august), "issued");
        keep(OCTOBER, 1, new SampleReport(OCTOBER), "draft");
        keep(OCTOBER.minusMonths(12), 1, new SampleReport(OCTOBER.minusMonths(12)), "issued");

        assertThat(trends.before(OCTOBER, 11))
                .containsExactly(new Trend(august, first), new Trend(OCTOBER.minusMonths(1), second));
    }

    @Test
    void whatWasIssuedStandsBeforeWhatIsNewer() {
        YearMonth month = OCTOBER.minusMonths(1);
        keep(month, 1, new SampleReport(month).quiet(), "replaced");
        BigDecimal issued = keep(month, 2, new SampleReport(month), "issued");
        keep(month, 3, new SampleReport(month).quiet(), "draft");

        assertThat(trends.before(OCTOBER, 11)).containsExactly(new Trend(month, issued));
    }

    @Test
    void aMonthWithoutAFigureHasNone() {
        YearMonth month = OCTOBER.minusMonths(1);
        keep(month, 1, new SampleReport(month).unknown(1), "draft");

        assertThat(trends.before(OCTOBER, 11)).containsExactly(new Trend(month, null));
    }

    @Test
    void keptFactsReadBackWhole() {
        Report facts = SampleReport.of("2026-10");

        assertThat(ReportJson.read(ReportJson.text(facts))).isEqualTo(facts);
    }
}
