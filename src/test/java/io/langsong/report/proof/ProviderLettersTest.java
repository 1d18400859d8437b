package io.langsong.report.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.Contract;
import io.langsong.inventory.ContractId;
import io.langsong.inventory.Provider;
import io.langsong.inventory.ProviderId;
import io.langsong.report.paper.Letterhead.Issuer;
import io.langsong.report.paper.Paper;
import io.langsong.report.paper.Paper.Block;
import io.langsong.report.paper.Paper.Paragraph;
import io.langsong.report.paper.Paper.Row;
import io.langsong.report.paper.Paper.Table;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProviderLettersTest {
    private static final Locale VI = Locale.forLanguageTag("vi");

    private static Stream<Block> blocks(Paper paper) {
        return Stream.concat(paper.body().stream(), paper.appendices().stream().flatMap(one -> one.blocks().stream()));
    }

    private static String text(Paper paper) {
        return blocks(paper)
                .filter(Paragraph.class::isInstance)
                .map(block -> ((Paragraph) block).text())
                .collect(Collectors.joining("\n"));
    }

    private static List<Table> tables(Paper paper) {
        return blocks(paper)
                .filter(Table.class::isInstance)
                .map(Table.class::cast)
                .toList();
    }

    private static List<String> cells(Row row) {
        return row.cells().stream().map(Paper.Cell::text).toList();
    }

    @Test
    void saysWhatWasPromisedAndWhatWasServedByContract() {
        Paper letter = SampleLetters.letter(VI);

        assertThat(letter.form()).isEqualTo(Paper.Form.LETTER);
        assertThat(letter.head().addressees()).containsExactly("VNPT Thanh Hóa");
        assertThat(letter.head().symbol()).isEqualTo("UBND-TƯC");
        assertThat(letter.subject()).isEqualTo("chất lượng đường truyền tháng 10 năm 2026 theo hợp đồng 12/2026/HĐ-VT");
        assertThat(text(letter))
                .contains(
                        "hợp đồng 12/2026/HĐ-VT (mã thuê bao TH-0042)",
                        "từ 00:00 ngày 01/10/2026 đến 24:00 ngày 31/10/2026",
                        "từ 99,5% thời gian trở lên; khắc phục trong vòng 4 giờ")
                .endsWith("./.");
    }

    /** 4:30 and 2:00 of 744 hours on one line; the 11:06 of the other count, but hardly anything was measured there. */
    @Test
    void theSumsAreThoseOfTheTables() {
        Paper letter = SampleLetters.letter(VI);
        Table lines = tables(letter).get(0);

        assertThat(text(letter))
                .contains("Có 3 lần gián đoạn do phía nhà mạng, tổng thời gian 17 giờ 36 phút;"
                        + " 1 trên 3 đường truyền thấp hơn mức cam kết; 2 lần khắc phục quá thời hạn.");
        assertThat(lines.rows().stream().map(ProviderLettersTest::cells))
                .containsExactly(
                        List.of(
                                "Đường truyền trụ sở UBND xã",
                                "744 giờ",
                                "100,00",
                                "2",
                                "6 giờ 30 phút",
                                "1",
                                "99,12",
                                "thấp hơn cam kết"),
                        List.of(
                                "FTTH nhà văn hóa thôn Man",
                                "744 giờ",
                                "100,00",
                                "0",
                                "0 phút",
                                "0",
                                "100,00",
                                "đạt cam kết"),
                        List.of(
                                "FTTH nhà văn hóa thôn Nủa",
                                "372 giờ",
                                "50,00",
                                "1",
                                "11 giờ 06 phút",
                                "1",
                                "97,01",
                                "số liệu chưa đủ để đánh giá"),
                        List.of("Tổng cộng", "", "", "3", "17 giờ 36 phút", "2", "", ""));
    }

    @Test
    void eachOutageHasItsGroundsAndOursAreToldApart() {
        List<Table> tables = tables(SampleLetters.letter(VI));

        assertThat(tables).hasSize(3);
        assertThat(cells(tables.get(1).rows().get(0)))
                .containsExactly(
                        "1",
                        "Đường truyền trụ sở UBND xã",
                        "05/10/2026 08:00:02",
                        "05/10/2026 12:30:02",
                        "4 giờ 30 phút",
                        "4 giờ 30 phút",
                        "Có",
                        "Cổng wan router-ub mất kết nối lúc 05/10/2026 08:00:02; Thiết bị đầu tuyến của xã (Router trụ sở)"
                                + " hoạt động suốt thời gian đó; 4 thiết bị khác dùng chung nguồn điện hoạt động suốt thời gian đó");
        assertThat(tables.get(1).rows()).hasSize(3);
        assertThat(tables.get(2).rows().stream().map(ProviderLettersTest::cells))
                .containsExactly(List.of(
                        "1",
                        "Đường truyền trụ sở UBND xã",
                        "12/10/2026 10:00:00",
                        "12/10/2026 11:00:00",
                        "1 giờ",
                        "phía xã"));
    }

    @Test
    void whereNothingWasOutNothingIsClaimed() {
        Paper letter = SampleLetters.letter(SampleLetters.quiet(), Issuer.TEAM, VI);

        assertThat(letter.appendices()).isEmpty();
        assertThat(letter.head().symbol()).isEqualTo("TƯCHTKT");
        assertThat(text(letter))
                .contains("Không ghi nhận lần gián đoạn nào", "tiếp tục duy trì")
                .doesNotContain("Phụ lục", "trách nhiệm theo hợp đồng");
    }

    @Test
    void foreignWordsStayOnTheirLine() {
        ProviderFile file = SampleLetters.quiet();
        ProviderFile hostile = new ProviderFile(
                new Contract(
                        new ContractId("hd-12"), "<script>{0}", new ProviderId("vnpt"), "{1}", null, null, null, null),
                new Provider(new ProviderId("vnpt"), "=VNPT {0}", null, null),
                file.period(),
                file.promised(),
                file.enough(),
                file.lines());

        String all = SampleLetters.letter(hostile, Issuer.COMMUNE, VI).toString();

        assertThat(all).contains("<script>{0}", "(mã thuê bao {1})", "=VNPT {0}");
    }

    @Test
    void isWrittenInEnglishToo() {
        Paper letter = SampleLetters.letter(Locale.ENGLISH);

        assertThat(text(letter))
                .contains("Outages by the provider: 3,", "Lines that served less than promised: 1 of 3.")
                .doesNotContain("nhà mạng");
        assertThat(tables(letter).get(0).columns().get(0).name()).isEqualTo("Line");
    }
}
