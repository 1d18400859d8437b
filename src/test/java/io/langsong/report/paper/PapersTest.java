package io.langsong.report.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.report.IncidentLine;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.ReportPeriod;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.Trend;
import io.langsong.report.paper.Paper.Appendix;
import io.langsong.report.paper.Paper.Block;
import io.langsong.report.paper.Paper.Chart;
import io.langsong.report.paper.Paper.Heading;
import io.langsong.report.paper.Paper.Paragraph;
import io.langsong.report.paper.Paper.Table;
import io.langsong.report.paper.Paper.Written;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PapersTest {
    private static final Locale VI = Locale.forLanguageTag("vi");
    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.,:/-]*[0-9]|[0-9]");

    private static Paper paper(Report facts, Locale language) {
        return Papers.of(facts, List.of(), Map.of(), TestLetterheads.team(), language);
    }

    private static Paper paper(Report facts) {
        return paper(facts, VI);
    }

    private static String drafted(Paper paper, Section section) {
        return written(paper, section).text();
    }

    private static Written written(Paper paper, Section section) {
        return blocks(paper, Written.class).stream()
                .filter(block -> block.section() == section)
                .findFirst()
                .orElseThrow();
    }

    private static <T extends Block> List<T> blocks(Paper paper, Class<T> kind) {
        return all(paper).filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Stream<Block> all(Paper paper) {
        return Stream.concat(paper.body().stream(), paper.appendices().stream().flatMap(one -> one.blocks().stream()));
    }

    @Test
    void standsInTheOrderThatOfficesKnow() {
        Paper paper = paper(SampleReport.of("2026-10"));

        assertThat(paper.body().stream().filter(Heading.class::isInstance).map(block -> ((Heading) block).text()))
                .containsExactly(
                        "I. KẾT QUẢ THỰC HIỆN",
                        "1. Tình hình chung",
                        "2. Độ khả dụng",
                        "3. Sự cố và xử lý",
                        "4. Bảo trì, cấu hình, nâng cấp",
                        "5. Khai thác sử dụng",
                        "II. ĐÁNH GIÁ CHUNG",
                        "1. Ưu điểm",
                        "2. Tồn tại, hạn chế",
                        "3. Nguyên nhân (khách quan, chủ quan)",
                        "III. NHIỆM VỤ THÁNG TỚI",
                        "IV. KIẾN NGHỊ, ĐỀ XUẤT");
        assertThat(paper.appendices())
                .extracting(Paper.Appendix::number, Paper.Appendix::landscape)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("I", true),
                        org.assertj.core.groups.Tuple.tuple("II", true),
                        org.assertj.core.groups.Tuple.tuple("III", true));
        assertThat(blocks(paper, Table.class))
                .extracting(table -> table.caption().replaceFirst("\\. .*", ""))
                .containsExactly(
                        "Bảng 1", "Bảng 2", "Bảng 3", "Bảng 4", "Bảng 5", "Bảng 6", "Bảng 7", "Bảng 8", "Bảng 9",
                        "Bảng 10");
        assertThat(((Paragraph) paper.body().get(paper.body().size() - 1)).text())
                .endsWith("./.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vi", "en"})
    void everyTableIsFilledAndAsWideAsThePage(String language) {
        assertThat(blocks(paper(SampleReport.of("2026-10"), Locale.forLanguageTag(language)), Table.class))
                .hasSize(10)
                .allSatisfy(table -> {
                    assertThat(table.columns().stream()
                                    .mapToInt(Paper.Column::share)
                                    .sum())
                            .isEqualTo(100);
                    assertThat(table.rows())
                            .isNotEmpty()
                            .allSatisfy(row -> assertThat(row.cells()).hasSameSizeAs(table.columns()));
                });
    }

    @ParameterizedTest(name = "{0}, unknown {1}, {2}")
    @CsvSource({"2026-10, 0.004, vi", "2026-02, 0, vi", "2026-06, 0.3, vi", "2026-10, 0.004, en", "2026-06, 0.3, en"})
    void everyNumberOfADraftStandsInATable(String month, double unknown, String language) {
        Paper paper = paper(
                new SampleReport(YearMonth.parse(month)).unknown(unknown).report(), Locale.forLanguageTag(language));

        for (Section section : List.of(Section.OVERVIEW, Section.NEXT_MONTH)) {
            String draft = drafted(paper, section);
            // 36 villages have numbers in their names, and the rules stand in appendix III.
            assertThat(numbers(draft)).as(draft).isNotEmpty().isSubsetOf(known(paper));
        }
    }

    @Test
    void theSentencesOnIncidentsSayWhatTheTablesSay() {
        Paper paper = paper(SampleReport.of("2026-10"));
        String text = blocks(paper, Paragraph.class).stream()
                .map(Paragraph::text)
                .filter(one -> one.contains("trung vị"))
                .findFirst()
                .orElseThrow();

        assertThat(text).contains("Tỷ lệ sự cố khắc phục đúng hạn là 92,85%", "trong vòng 30 ngày là 1.");
        // Tables 2 and 3 and the 30 days are named, not told.
        assertThat(numbers(text.replaceAll("Bảng [0-9]|30 ngày", "")))
                .hasSizeGreaterThan(3)
                .isSubsetOf(known(paper));
    }

    /** In cells, the change without its sign; and the threshold where the method is told. */
    private static TreeSet<String> known(Paper paper) {
        TreeSet<String> known = new TreeSet<>();
        blocks(paper, Table.class)
                .forEach(table ->
                        table.rows().forEach(row -> row.cells().forEach(cell -> known.addAll(numbers(cell.text())))));
        blocks(paper, Paragraph.class).stream()
                .map(Paragraph::text)
                .filter(text -> text.contains("99,5%") || text.contains("99.5%"))
                .forEach(text -> known.addAll(numbers(text)));
        return known;
    }

    private static TreeSet<String> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aLogThatNobodyWouldReadHasTheWorstAndSaysSo() {
        Report facts = withIncidents(501);
        Paper paper = paper(facts);
        IncidentLine least = facts.incidents().stream()
                .min(java.util.Comparator.comparingLong(IncidentLine::peopleMinutes))
                .orElseThrow();

        Appendix log = paper.appendices().get(1);
        Table table = (Table) log.blocks().get(1);
        assertThat(((Paragraph) log.blocks().get(0)).text()).contains("500", "501", "XLSX", "“Sự cố”");
        assertThat(table.rows())
                .hasSize(500)
                .extracting(row -> row.cells().get(0).text())
                .isSorted()
                .doesNotContain(least.number());
        assertThat(blocks(paper, Paragraph.class).stream().map(Paragraph::text))
                .anyMatch(text -> text.contains("ảnh hưởng nhiều nhất tại Phụ lục II"))
                .noneMatch(text -> text.contains("nhật ký đầy đủ"));
        Appendix whole = paper(withIncidents(500)).appendices().get(1);
        assertThat(whole.blocks())
                .singleElement()
                .satisfies(block -> assertThat(((Table) block).rows()).hasSize(500));
    }

    /** One after the other, each felt by more or fewer people than any other. */
    private static Report withIncidents(int count) {
        Report facts = SampleReport.of("2026-10");
        IncidentLine one = facts.incidents().get(0);
        return new Report(
                facts.period(),
                facts.countedAt(),
                facts.over(),
                facts.rules(),
                facts.objects(),
                facts.places(),
                facts.causes(),
                IntStream.range(0, count)
                        .mapToObj(number -> new IncidentLine(
                                "2026-%04d".formatted(number),
                                one.object(),
                                one.what(),
                                one.places(),
                                one.severity(),
                                one.points(),
                                one.beganAt().plusSeconds(number),
                                one.endedAt(),
                                one.seconds(),
                                one.inside(),
                                one.acknowledgedSeconds(),
                                one.people(),
                                number * 37L % count,
                                one.cause(),
                                one.said(),
                                one.fix(),
                                one.worker(),
                                one.withinTarget(),
                                one.repeats()))
                        .toList(),
                facts.work(),
                facts.usage(),
                facts.gaps(),
                facts.meanAcknowledgeSeconds(),
                facts.withinTarget());
    }

    @Test
    void theOverviewSaysWhatTheTablesSay() {
        Report facts = SampleReport.of("2026-10");
        Paper paper = paper(facts);
        Table groups = blocks(paper, Table.class).get(0);
        List<String> services =
                groups.rows().get(3).cells().stream().map(Paper.Cell::text).toList();

        assertThat(drafted(paper, Section.OVERVIEW))
                .contains("là " + services.get(2) + "% (mục tiêu 99,5%)")
                .contains((services.get(6).startsWith("+") ? "tăng " : "giảm ")
                        + services.get(6).substring(1) + " điểm phần trăm so với tháng trước")
                .contains("Có " + services.get(4) + " trên " + services.get(1) + " dịch vụ dưới mục tiêu")
                .contains("Trong kỳ xảy ra 14 vụ sự cố;")
                .contains("Nguyên nhân nhiều nhất là mất điện: 6 vụ");
    }

    @Test
    void theWorstVillageIsNamed() {
        Report facts = SampleReport.of("2026-10");
        PlaceLine worst = facts.places(Kind.VILLAGE).stream()
                .min(java.util.Comparator.comparing(
                        village -> village.services().uptime()))
                .orElseThrow();

        assertThat(drafted(paper(facts), Section.OVERVIEW))
                .contains("thấp nhất là " + worst.name() + ": "
                        + new Wording(VI).percentOf(worst.services().uptime()));
    }

    @Test
    void withTooLittleDataThereIsNoVerdict() {
        Paper paper =
                paper(new SampleReport(YearMonth.parse("2026-10")).unknown(0.3).report());

        assertThat(drafted(paper, Section.OVERVIEW))
                .startsWith("Mức đầy đủ của số liệu là 70,00%, dưới mức 95%: số liệu chưa đủ để đánh giá")
                .contains("Trong thời gian đo được, độ khả dụng")
                .doesNotContain("dưới mục tiêu", "so với");
        assertThat(blocks(paper, Table.class).get(0).rows())
                .allSatisfy(row -> assertThat(row.cells().get(5).text()).isEqualTo("Số liệu chưa đủ"));
    }

    @Test
    void withoutAnyDataThereIsNoFigure() {
        Paper paper =
                paper(new SampleReport(YearMonth.parse("2026-10")).unknown(1).report());

        assertThat(drafted(paper, Section.OVERVIEW)).contains("số liệu chưa đủ").doesNotContain("%");
        assertThat(blocks(paper, Table.class).get(0).rows())
                .allSatisfy(row -> assertThat(row.cells().get(2).text()).isEqualTo("–"));
    }

    @Test
    void aCommuneWithoutAnythingHasAPaperToo() {
        Paper paper = paper(SampleReport.empty("2026-10"));

        assertThat(drafted(paper, Section.OVERVIEW)).contains("không đo được số liệu");
        assertThat(blocks(paper, Chart.class)).isEmpty();
        assertThat(blocks(paper, Table.class))
                .extracting(table -> table.caption().replaceFirst("\\. .*", ""))
                .containsExactly("Bảng 1", "Bảng 5", "Bảng 6", "Bảng 8", "Bảng 9");
    }

    @Test
    void aQuietFirstMonthIsTold() {
        Paper paper = paper(new SampleReport(YearMonth.parse("2026-10"))
                .unknown(0)
                .quiet()
                .first()
                .report());

        assertThat(drafted(paper, Section.OVERVIEW))
                .isEqualTo(
                        "Độ khả dụng chung của các dịch vụ là 100,00% (mục tiêu 99,5%). Cả 38 dịch vụ có số liệu đều đạt mục"
                                + " tiêu. Không có sự cố và không có gián đoạn dịch vụ. Mức đầy đủ của số liệu là 100,00%.");
        assertThat(drafted(paper, Section.NEXT_MONTH))
                .isEqualTo("- Duy trì giám sát, tiếp nhận và xử lý sự cố theo phân công.");
    }

    @Test
    void whatPeopleWroteTakesThePlaceOfADraft() {
        Map<Section, ReportText> texts = new EnumMap<>(Section.class);
        texts.put(Section.OVERVIEW, new ReportText(Section.OVERVIEW, "Tình hình ổn định.", "hoa", null));
        texts.put(Section.REQUESTS, new ReportText(Section.REQUESTS, "Một.\r\nHai\u0000.", "hoa", null));
        Paper paper = Papers.of(SampleReport.of("2026-10"), List.of(), texts, TestLetterheads.team(), VI);

        assertThat(written(paper, Section.OVERVIEW))
                .isEqualTo(new Written(Section.OVERVIEW, "Tình hình ổn định.", false));
        assertThat(written(paper, Section.REQUESTS).paragraphs()).containsExactly("Một.", "Hai .");
        assertThat(written(paper, Section.STRENGTHS)).isEqualTo(new Written(Section.STRENGTHS, "", false));
        assertThat(written(paper, Section.NEXT_MONTH).drafted()).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2026-02, tháng 02 năm 2026",
        "2026-01, tháng 01 năm 2026",
        "2026-06, tháng 6 năm 2026",
        "2026-12, tháng 12 năm 2026"
    })
    void monthsAreWrittenAsTheDecreeHasIt(String month, String words) {
        assertThat(paper(SampleReport.of(month)).subject())
                .isEqualTo("Kết quả vận hành hạ tầng mạng và Wi-Fi công cộng " + words);
    }

    @Test
    void thePeriodIsAlwaysPrinted() {
        Wording words = new Wording(VI);

        assertThat(paper(SampleReport.of("2026-06")).period())
                .isEqualTo("Số liệu từ 00:00 ngày 01/6/2026 đến 24:00 ngày 30/6/2026.");
        assertThat(words.bounds(new ReportPeriod(
                        null, SampleReport.at("2026-02-05T06:00"), SampleReport.at("2026-02-07T14:05"))))
                .isEqualTo("từ 06:00 ngày 05/02/2026 đến 14:05 ngày 07/02/2026");
        assertThat(words.span(new ReportPeriod(
                        null, SampleReport.at("2026-05-15T00:00"), SampleReport.at("2026-06-15T00:00"))))
                .isEqualTo("từ ngày 15/5/2026 đến ngày 14/6/2026");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {"0.99995|99,99", "0.999999999999|99,99", "1|100,00", "0|0,00", "0.9973|99,73", "0.5|50,00", "|–"})
    void sharesAreNeverShownBetterThanTheyWere(BigDecimal share, String shown) {
        assertThat(new Wording(VI).share(share)).isEqualTo(shown);
    }

    @ParameterizedTest(name = "{0} s is {1}")
    @CsvSource({
        "0, 0 phút",
        "45, 45 giây",
        "60, 1 phút",
        "3599, 59 phút",
        "7500, 2 giờ 05 phút",
        "94200, 26 giờ 10 phút",
        "4334400, 1.204 giờ"
    })
    void timesAreTold(long seconds, String told) {
        assertThat(new Wording(VI).duration(seconds)).isEqualTo(told);
    }

    @Test
    void everyTextIsComposedAndHarmless() {
        Report facts = new SampleReport(YearMonth.parse("2026-10"))
                .named("<script>\u202Eđổi\u0000" + Normalizer.normalize("Ấ", Normalizer.Form.NFD))
                .report();

        assertThat(all(paper(facts)).map(Object::toString))
                .allSatisfy(text -> assertThat(text)
                        .isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC))
                        .doesNotContain("\u0000", "\u202E"));
    }

    @Test
    void chartsShowTheFiguresOfTheTables() {
        Report facts = SampleReport.of("2026-10");
        Paper paper = Papers.of(
                facts,
                List.of(
                        new Trend(YearMonth.parse("2026-08"), new BigDecimal("0.98")),
                        new Trend(YearMonth.parse("2026-09"), null)),
                Map.of(),
                TestLetterheads.team(),
                VI);
        List<Chart> charts = blocks(paper, Chart.class);

        assertThat(charts).extracting(chart -> chart.lines().size()).containsExactly(3, 5, 36, 36);
        assertThat(charts.get(0).lines().get(0).value()).isEqualTo("98,00%");
        assertThat(charts.get(0).lines().get(0).marks()).containsExactly(new Paper.Mark(0, 1000, 70, Paper.Tone.DOWN));
        assertThat(charts.get(0).lines().get(1))
                .isEqualTo(new Paper.Line("09/2026", List.of(), "–", "Không có số liệu"));
        assertThat(charts.get(0).lines().get(0).text()).isEqualTo("Gián đoạn 2,00% thời gian");
        assertThat(charts.get(3).lines())
                .allSatisfy(line -> assertThat(line.marks()).hasSize(31));
        assertThat(charts.get(3).lines().get(0).marks())
                .extracting(Paper.Mark::tone)
                .containsOnly(Paper.Tone.UP);
    }

    @Test
    void eachDayThatWasBadIsNamedForThoseWhoDoNotSeeIt() {
        Report facts = SampleReport.of("2026-06");
        Chart days = blocks(paper(facts), Chart.class).get(2);

        assertThat(days.lines()).hasSize(36);
        for (int i = 0; i < 36; i++) {
            List<PlaceLine.Day> strip =
                    facts.places(PlaceLine.Kind.VILLAGE).get(i).days();
            String text = days.lines().get(i).text();
            for (int day = 0; day < strip.size(); day++) {
                String named = "%02d/6".formatted(day + 1);
                if (strip.get(day).outSeconds() > 0) {
                    assertThat(text).contains(named);
                } else {
                    assertThat(text).doesNotContain(named);
                }
            }
        }
        assertThat(days.axis()).extracting(Paper.Tick::text).containsExactly("01/6", "08/6", "15/6", "22/6", "29/6");
        assertThat(days.axis().stream().mapToInt(Paper.Tick::width).sum()).isEqualTo(1000);
    }

    /** Without colour one is full, one striped, one empty, and none reaches out of its place. */
    @ParameterizedTest
    @EnumSource(Paper.Tone.class)
    void tonesDifferByTheirPattern(Paper.Tone tone) {
        List<Paper.Box> boxes = new Paper.Mark(100, 30, 60, tone).boxes();

        assertThat(boxes).hasSize(tone == Paper.Tone.DEGRADED ? 3 : tone == Paper.Tone.UNKNOWN ? 4 : 1);
        assertThat(boxes).allSatisfy(box -> {
            assertThat(box.x()).isBetween(100, 129);
            assertThat(box.x() + box.width()).isBetween(101, 130);
            assertThat(box.y()).isBetween(40, 99);
            assertThat(box.y() + box.height()).isBetween(41, 100);
        });
        assertThat(boxes.stream().mapToInt(box -> box.width() * box.height()).sum())
                .isLessThanOrEqualTo(30 * 60);
    }

    @Test
    void thereIsNoTrendBeforeThereAreMonths() {
        assertThat(blocks(paper(SampleReport.of("2026-10")), Chart.class)).hasSize(3);
    }
}
