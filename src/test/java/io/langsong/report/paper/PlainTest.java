package io.langsong.report.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.outage.Outage;
import io.langsong.report.CauseLine;
import io.langsong.report.Report;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTest {
    private static final Locale VI = Locale.forLanguageTag("vi");

    @ParameterizedTest
    @ValueSource(strings = {"vi", "en"})
    void hasThreeOfEachAndFewWords(String language) {
        Plain plain = Plain.of(SampleReport.of("2026-10"), SamplePapers.texts(), Locale.forLanguageTag(language));

        assertThat(plain.numbers()).hasSize(3);
        assertThat(plain.causes()).hasSize(3);
        assertThat(plain.requests())
                .containsExactly(
                        "Đề nghị điện lực thông báo lịch cắt điện trước ba ngày.",
                        "Đề nghị nhà mạng có tuyến cáp dự phòng.",
                        "Đề nghị UBND xã trang bị bộ lưu điện cho năm nhà văn hóa.");
        assertThat(plain.loudspeaker().split("\\s+")).hasSizeLessThanOrEqualTo(Plain.MOST_WORDS);
        assertThat(plain.page(Locale.forLanguageTag(language)).lines()).hasSize(1 + 3 * 5);
    }

    @Test
    void saysTheFiguresOfTheReport() {
        Report facts = SampleReport.of("2026-10");
        Plain plain = Plain.of(facts, Map.of(), VI);

        assertThat(plain.numbers().get(1))
                .startsWith(
                        "%d trên 38 nơi".formatted(facts.commune().services().belowTarget()));
        assertThat(plain.numbers().get(2)).isEqualTo("Có 14 lần hỏng hóc phải xử lý.");
        assertThat(plain.causes().get(0)).startsWith("Mất điện: 6 lần, cộng lại ");
        assertThat(plain.requests()).isEmpty();
        assertThat(plain.page(VI)).contains("Chưa có đề nghị nào");
        assertThat(plain.loudspeaker()).contains("tháng 10 năm 2026", "mất điện");
    }

    @Test
    void saysSoWhenThereIsTooLittleData() {
        Plain plain =
                Plain.of(new SampleReport(YearMonth.of(2026, 10)).unknown(0.3).report(), Map.of(), VI);

        assertThat(plain.numbers().get(0)).contains("Chưa đủ số liệu", "70,00%");
        assertThat(plain.loudspeaker()).contains("chưa đủ số liệu").doesNotContain("Cứ 100 giờ");
    }

    @Test
    void isNotReadAloudThatTheCauseIsUnknown() {
        Report facts = SampleReport.of("2026-10");
        Report unexplained = new Report(
                facts.period(),
                facts.countedAt(),
                facts.over(),
                facts.rules(),
                facts.objects(),
                facts.places(),
                List.of(new CauseLine(Outage.Cause.UNKNOWN, 3, 600, 2)),
                facts.incidents(),
                facts.work(),
                facts.usage(),
                facts.gaps(),
                facts.meanAcknowledgeSeconds(),
                facts.withinTarget());

        Plain plain = Plain.of(unexplained, Map.of(), VI);

        assertThat(plain.loudspeaker()).doesNotContain("Nguyên nhân nhiều nhất");
        assertThat(plain.causes()).as("who reads it is told").hasSize(1);
    }
}
