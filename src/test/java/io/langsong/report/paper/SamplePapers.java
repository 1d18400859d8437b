package io.langsong.report.paper;

import io.langsong.report.Report;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.Trend;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Papers of a {@link SampleReport}, with some of what people write. */
public final class SamplePapers {
    private SamplePapers() {}

    public static Paper team(String month, Locale language) {
        return of(SampleReport.of(month), TestLetterheads.team(), language);
    }

    public static Paper commune(String month, Locale language) {
        return of(SampleReport.of(month), TestLetterheads.commune(), language);
    }

    public static Paper empty() {
        return of(SampleReport.empty("2026-06"), TestLetterheads.team(), Locale.forLanguageTag("vi"));
    }

    public static Paper full() {
        return of(SampleReport.of("2026-06"), TestLetterheads.full(), Locale.forLanguageTag("vi"));
    }

    /** Of any facts, without what people write and without earlier months. */
    public static Paper plain(Report facts) {
        return Papers.of(facts, List.of(), Map.of(), TestLetterheads.team(), Locale.forLanguageTag("vi"));
    }

    /** Of things whose names begin so. */
    public static Paper named(String prefix) {
        return of(
                new SampleReport(YearMonth.of(2026, 10))
                        .named(prefix)
                        .villages(3)
                        .report(),
                TestLetterheads.team(),
                Locale.forLanguageTag("vi"));
    }

    private static Paper of(Report facts, Letterhead head, Locale language) {
        YearMonth month = facts.period().month();
        return Papers.of(
                facts,
                List.of(
                        new Trend(month.minusMonths(2), new BigDecimal("0.991234")),
                        new Trend(month.minusMonths(1), new BigDecimal("0.994321"))),
                texts(),
                head,
                language);
    }

    static Map<Section, ReportText> texts() {
        Map<Section, ReportText> texts = new EnumMap<>(Section.class);
        texts.put(
                Section.STRENGTHS,
                new ReportText(
                        Section.STRENGTHS,
                        "Tổ ứng cứu trực đủ các ca, tiếp nhận sự cố kịp thời.\nCác thôn, phố báo sự cố nhanh qua tổ công nghệ số.",
                        "hoa",
                        null));
        texts.put(
                Section.REQUESTS,
                new ReportText(
                        Section.REQUESTS,
                        "- Đề nghị điện lực thông báo lịch cắt điện trước ba ngày.\n- Đề nghị nhà mạng có tuyến cáp dự phòng.\n"
                                + "- Đề nghị UBND xã trang bị bộ lưu điện cho năm nhà văn hóa.\n- Việc thứ tư.",
                        "hoa",
                        null));
        return texts;
    }
}
