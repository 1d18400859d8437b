package io.langsong.report;

import static io.langsong.outage.Condition.DOWN;
import static io.langsong.report.TestReports.OCTOBER;
import static io.langsong.uptime.TestCommune.WIFI;
import static io.langsong.uptime.TestCommune.WIFI_MAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.Refused;
import io.langsong.maintenance.Plan;
import io.langsong.report.Difference.Of;
import io.langsong.report.Difference.What;
import io.langsong.report.ReportText.Section;
import io.langsong.report.ReportVersion.State;
import io.langsong.uptime.FigureVersion;
import io.langsong.uptime.TestCommune;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;

/** A month from its draft until it is issued, and what comes after, in a real PostgreSQL. */
class ReportDeskTest {
    @TempDir
    private Path data;

    private TestReports reports;
    private TestCommune commune;
    private ReportDesk desk;

    @BeforeEach
    void start() {
        reports = new TestReports(data).watched();
        commune = reports.commune;
        commune.bad(WIFI, DOWN, "2026-10-10T00:00", "2026-10-11T00:00");
        desk = reports.desk();
    }

    private ReportVersion newest() {
        return desk.newest(OCTOBER).orElseThrow();
    }

    private void later() {
        commune.clock.advance(Duration.ofHours(1));
    }

    private ReportVersion issued() {
        desk.draft(OCTOBER, "lan");
        later();
        desk.write(OCTOBER, Section.REQUESTS, "Đề nghị lắp bộ lưu điện", null, "lan");
        desk.review(OCTOBER, 1, "lan");
        later();
        return desk.issue(OCTOBER, 1, "quan");
    }

    /** @param words that its page says */
    private static void refuses(ThrowingCallable what, String words) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.words()).isEqualTo("report.refused." + words));
    }

    private void anOutageThatIsToldLate() {
        commune.bad(WIFI_MAN, DOWN, "2026-10-20T00:00", "2026-10-20T06:00");
    }

    @Test
    void goesFromADraftToReviewedToIssued() {
        assertThat(desk.newest(OCTOBER)).isEmpty();

        ReportVersion draft = desk.draft(OCTOBER, "lan").orElseThrow();
        assertThat(draft.state()).isEqualTo(State.DRAFT);
        assertThat(draft.version()).isEqualTo(1);
        assertThat(desk.facts(draft)).isEqualTo(reports.october());

        later();
        ReportVersion reviewed = desk.review(OCTOBER, 1, "ha");
        assertThat(reviewed.reviewed()).isEqualTo(new ReportVersion.Mark("ha", commune.clock.instant()));

        later();
        ReportVersion issued = desk.issue(OCTOBER, 1, "quan");
        assertThat(issued.state()).isEqualTo(State.ISSUED);
        assertThat(issued.issued()).isEqualTo(new ReportVersion.Mark("quan", commune.clock.instant()));
        assertThat(newest()).isEqualTo(issued);
        assertThat(desk.headlines()).singleElement().satisfies(line -> {
            assertThat(line.version()).isEqualTo(issued);
            assertThat(line.uptime())
                    .isEqualByComparingTo(
                            desk.facts(issued).commune().services().uptime());
            assertThat(line.coverage()).isEqualByComparingTo("1");
            assertThat(line.incidents()).isZero();
        });
        assertThat(commune.audit.find(AuditFilter.ALL, null, 20))
                .filteredOn(entry -> entry.subject().equals("report:2026-10"))
                .extracting(AuditEntry::actor, AuditEntry::action)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("quan", "report.issue"),
                        org.assertj.core.groups.Tuple.tuple("ha", "report.review"),
                        org.assertj.core.groups.Tuple.tuple("lan", "report.draft"));
    }

    @Test
    void nobodyDraftsWhatIsNotOver() {
        refuses(() -> desk.draft(YearMonth.of(2026, 11), "lan"), "not-over");
        commune.clock.set(TestCommune.at("2026-11-30T23:59:59"));
        refuses(() -> desk.draft(YearMonth.of(2026, 11), "lan"), "not-over");
        commune.clock.set(TestCommune.at("2026-12-01T00:00"));
        assertThat(desk.draft(YearMonth.of(2026, 11), "lan")).isPresent();
    }

    @Test
    void nobodyIssuesWhatNobodyReviewed() {
        refuses(() -> desk.issue(OCTOBER, 1, "quan"), "no-draft");
        desk.draft(OCTOBER, "lan");
        refuses(() -> desk.issue(OCTOBER, 1, "quan"), "not-reviewed");
        refuses(() -> desk.review(OCTOBER, 2, "quan"), "newer");
    }

    @Test
    void whatIsWrittenSendsAReviewedOneBack() {
        desk.draft(OCTOBER, "lan");
        desk.review(OCTOBER, 1, "ha");

        desk.write(OCTOBER, Section.STRENGTHS, " Ổn định\r\ncả tháng ", null, "lan");

        assertThat(newest().state()).isEqualTo(State.DRAFT);
        assertThat(newest().reviewed()).isNull();
        assertThat(desk.texts(newest()).get(Section.STRENGTHS).text()).isEqualTo("Ổn định\ncả tháng");
        desk.review(OCTOBER, 1, "ha");
        desk.write(OCTOBER, Section.STRENGTHS, "Ổn định\ncả tháng", null, "lan");
        assertThat(newest().state()).as("the same words are no change").isEqualTo(State.REVIEWED);
    }

    @Test
    void whoWritesOverAnotherIsTold() {
        desk.draft(OCTOBER, "lan");
        desk.write(OCTOBER, Section.WEAKNESSES, "Mất điện", "0", "lan");
        String seen = ReportText.tag(desk.texts(OCTOBER).get(Section.WEAKNESSES));
        later();
        desk.write(OCTOBER, Section.WEAKNESSES, "Mất điện nhiều", seen, "lan");
        later();

        refuses(() -> desk.write(OCTOBER, Section.WEAKNESSES, "Khác", seen, "ha"), "written-meanwhile");
        refuses(() -> desk.write(OCTOBER, Section.WEAKNESSES, "Khác", "0", "ha"), "written-meanwhile");
        assertThat(desk.texts(OCTOBER).get(Section.WEAKNESSES).text()).isEqualTo("Mất điện nhiều");
    }

    @Test
    void noTextThatDoesNotFitOrCanNotBeSeen() {
        desk.draft(OCTOBER, "lan");

        desk.write(OCTOBER, Section.REASONS, "ả".repeat(ReportText.LONGEST), null, "lan");
        refuses(() -> desk.write(OCTOBER, Section.REASONS, "a".repeat(ReportText.LONGEST + 1), null, "lan"), "long");
        for (String unseen : List.of("\0", "a\u202Eb", "\u001b[31m", "\uD800")) {
            refuses(() -> desk.write(OCTOBER, Section.REASONS, "x" + unseen + "x", null, "lan"), "unseen");
        }
    }

    @Test
    void theSameFactsAreNoOtherVersion() {
        desk.draft(OCTOBER, "lan");
        later();

        assertThat(desk.draft(OCTOBER, "lan")).isEmpty();
        assertThat(desk.versions(OCTOBER)).hasSize(1);
    }

    @Test
    void lateDataMakeTheNextVersionAndWhatPeopleWroteGoesAlong() {
        desk.draft(OCTOBER, "lan");
        desk.write(OCTOBER, Section.REQUESTS, "Thêm AP", null, "lan");
        desk.review(OCTOBER, 1, "ha");
        anOutageThatIsToldLate();
        later();

        ReportVersion second = desk.draft(OCTOBER, "lan").orElseThrow();

        assertThat(second.version()).isEqualTo(2);
        assertThat(second.state()).isEqualTo(State.DRAFT);
        assertThat(desk.versions(OCTOBER))
                .extracting(ReportVersion::state)
                .containsExactly(State.DRAFT, State.REPLACED);
        assertThat(desk.texts(second).get(Section.REQUESTS).text()).isEqualTo("Thêm AP");
        List<Difference> differences =
                Differences.of(desk.facts(desk.versions(OCTOBER).get(1)), desk.facts(second));
        assertThat(differences)
                .filteredOn(one -> one.id().equals("service:wifi-man"))
                .extracting(Difference::what, Difference::before, Difference::after)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(What.DOWN, "0", "21600"),
                        org.assertj.core.groups.Tuple.tuple(What.OUTAGES, "0", "1"),
                        org.assertj.core.groups.Tuple.tuple(What.VERDICT, "met", "missed"));
        assertThat(differences)
                .extracting(Difference::of)
                .contains(Of.COMMUNE, Of.VILLAGE, Of.GROUP, Of.OBJECT)
                .doesNotContain(Of.RULES);
        assertThat(differences)
                .noneMatch(one -> one.id().equals("mang") || one.id().equals("service:wifi-mang"));
    }

    @Test
    void aPlanThatWasEnteredLateMakesTheNextVersion() {
        desk.draft(OCTOBER, "lan");
        later();
        Plan plan = commune.plan("2026-10-10T00:00", "2026-10-10T12:00", "Quên nhập", "village:mang");

        ReportVersion second = desk.draft(OCTOBER, "lan").orElseThrow();

        assertThat(desk.facts(second).work()).extracting(WorkLine::plan).containsExactly(plan.id());
        assertThat(desk.facts(second).object(WIFI).orElseThrow().own().downSeconds())
                .isEqualTo(12 * 3600);
    }

    @Test
    void whatWasReviewedButDoesNotHoldAnyMoreIsNotIssued() {
        desk.draft(OCTOBER, "lan");
        desk.review(OCTOBER, 1, "ha");
        anOutageThatIsToldLate();

        refuses(() -> desk.issue(OCTOBER, 1, "quan"), "outdated");

        assertThat(newest().state()).isEqualTo(State.REVIEWED);
        assertThat(reports.figures.versions(WIFI, TestCommune.MONTH)).isEmpty();
    }

    @Test
    void issuedFiguresTextsAndFactsStay() {
        ReportVersion issued = issued();
        Report facts = desk.facts(issued);

        assertThat(reports.figures.versions(WIFI, TestCommune.MONTH))
                .singleElement()
                .extracting(FigureVersion::issuedBy, one -> one.figures().downSeconds())
                .containsExactly("quan", 86_400L);
        anOutageThatIsToldLate();
        later();
        refuses(() -> desk.write(OCTOBER, Section.REQUESTS, "Khác", null, "lan"), "no-draft");
        ReportVersion next = desk.draft(OCTOBER, "lan").orElseThrow();
        desk.write(OCTOBER, Section.REQUESTS, "Sửa lại", null, "lan");

        assertThat(desk.versions(OCTOBER)).containsExactly(newest(), issued);
        assertThat(next.version()).isEqualTo(2);
        assertThat(desk.facts(issued)).isEqualTo(facts);
        assertThat(desk.texts(issued).get(Section.REQUESTS).text()).isEqualTo("Đề nghị lắp bộ lưu điện");
        assertThat(desk.texts(next).get(Section.REQUESTS).text()).isEqualTo("Sửa lại");
    }

    @Test
    void theDatabaseItselfLetsNobodyTouchWhatIsIssued() {
        ReportVersion issued = issued();

        for (String change : List.of(
                "UPDATE report_version SET facts = '{\"incidents\":[]}' WHERE id = :id",
                "UPDATE report_version SET state = 'replaced', issued_by = NULL, issued_at = NULL, texts = NULL WHERE id = :id",
                "UPDATE report_version SET texts = '{}' WHERE id = :id",
                "DELETE FROM report_version WHERE id = :id")) {
            assertThatThrownBy(() ->
                            commune.jdbc.sql(change).param("id", issued.id()).update())
                    .as(change)
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("report 2026-10 version 1 was issued and stays as it is");
        }
        assertThat(newest()).isEqualTo(issued);
    }

    @Test
    void whoTakesPartInIssuingSeesAllOfItAndMayStopIt() {
        List<Object> seen = new ArrayList<>();
        desk = reports.desk((version, facts, texts) -> {
            seen.addAll(List.of(version, facts, texts));
            if (seen.size() == 3) {
                throw new IllegalStateException("No ink");
            }
        });
        desk.draft(OCTOBER, "lan");
        desk.write(OCTOBER, Section.REQUESTS, "Thêm AP", null, "lan");
        desk.review(OCTOBER, 1, "ha");

        assertThatThrownBy(() -> desk.issue(OCTOBER, 1, "quan")).hasMessage("No ink");
        assertThat(newest().state()).isEqualTo(State.REVIEWED);
        assertThat(reports.figures.versions(WIFI, TestCommune.MONTH)).isEmpty();

        ReportVersion issued = desk.issue(OCTOBER, 1, "quan");
        assertThat(seen.subList(3, 6)).containsExactly(issued, desk.facts(issued), desk.texts(issued));
        assertThat(desk.texts(issued)).containsOnlyKeys(Section.REQUESTS);
    }

    @Test
    void ofManyWhoDraftAtOnceOneDoes() throws Exception {
        int many = 6;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            CountDownLatch together = new CountDownLatch(many);
            List<Future<Boolean>> drafted = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                drafted.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return desk.draft(OCTOBER, "lan").isPresent();
                }));
            }
            int made = 0;
            for (Future<Boolean> one : drafted) {
                made += one.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
            assertThat(desk.versions(OCTOBER)).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatWasCountedBeforeDoesNotReplaceWhatWasCountedAfter() {
        desk.draft(OCTOBER, "lan");
        anOutageThatIsToldLate();
        commune.clock.advance(Duration.ofHours(-1));

        assertThat(desk.draft(OCTOBER, "lan")).isEmpty();
    }

    @Test
    void textsOfNobodyAreNone() {
        desk.draft(OCTOBER, "lan");

        assertThat(desk.texts(newest())).isEqualTo(Map.of());
        assertThat(ReportText.tag(null)).isEqualTo("0");
    }
}
