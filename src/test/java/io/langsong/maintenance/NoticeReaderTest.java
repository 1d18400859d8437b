package io.langsong.maintenance;

import static io.langsong.maintenance.TimingTest.interval;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.maintenance.CutNotice.Cut;
import io.langsong.maintenance.CutNotice.Unread;
import io.langsong.maintenance.CutNotice.Why;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notices as power companies write them; the places and days are invented. */
class NoticeReaderTest {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("dd/MM HH:mm");

    private static String told(Cut cut) {
        return MOMENT.format(cut.when().from().atZone(Timing.ZONE)) + " - "
                + MOMENT.format(cut.when().until().atZone(Timing.ZONE)) + " | " + cut.area() + " | " + cut.reason();
    }

    private static List<String> cuts(String text) {
        CutNotice notice = NoticeReader.read(text);
        assertThat(notice.unread()).isEmpty();
        return notice.cuts().stream().map(NoticeReaderTest::told).toList();
    }

    @Test
    void readsATableOfAPage() {
        assertThat(cuts("""
                        STT\tNgày\tTừ giờ\tĐến giờ\tKhu vực\tLý do\tTrạng thái
                        1\t12/12/2026\t07:30\t11:00\tThôn Măng, thôn La Hán\tSửa chữa đường dây\tDự kiến
                        2\t\t13h30\t16h\tPhố 1\t\tDự kiến
                        3\t13/12/2026\t22:00:00\t24:00\tTDP 2\tThay máy biến áp\t
                        """))
                .containsExactly(
                        "12/12 07:30 - 12/12 11:00 | Thôn Măng, thôn La Hán | Sửa chữa đường dây",
                        "12/12 13:30 - 12/12 16:00 | Phố 1 | null",
                        "13/12 22:00 - 14/12 00:00 | TDP 2 | Thay máy biến áp");
    }

    @Test
    void readsATableWhoseTimesHaveTheirDates() {
        assertThat(cuts("""
                        Thời gian từ\tThời gian đến\tTên trạm\tKhu vực ngừng giảm cung cấp điện\tNguyên nhân
                        12/12/2026 07:30:00\t12/12/2026 11:00:00\tTBA Măng 1\tThôn Măng\tThí nghiệm định kỳ
                        22:00 12/12/2026\t05:00 13/12/2026\t\tThôn La Hán\tThi công
                        """))
                .containsExactly(
                        "12/12 07:30 - 12/12 11:00 | TBA Măng 1; Thôn Măng | Thí nghiệm định kỳ",
                        "12/12 22:00 - 13/12 05:00 | Thôn La Hán | Thi công");
    }

    @Test
    void readsCsvWithQuotesAndSemicolonsAndBars() {
        assertThat(cuts("""
                        ngày,từ giờ,đến giờ,khu vực,lý do
                        12-12-2026,7h30,11h00,"thôn Măng,
                        thôn La Hán","Sửa ""lộ"" 471"
                        """)).containsExactly("12/12 07:30 - 12/12 11:00 | thôn Măng,\nthôn La Hán | Sửa \"lộ\" 471");
        assertThat(cuts("NGAY;TU GIO;DEN GIO;KHU VUC;LY DO\n2026-12-12;7:30 SA;5:00 CH;THON MANG;"))
                .containsExactly("12/12 07:30 - 12/12 17:00 | THON MANG | null");
        assertThat(cuts("Ngày | Thời gian | Địa bàn\n12/12/2026 | 07h30 - 11h00 | Thôn Măng"))
                .containsExactly("12/12 07:30 - 12/12 11:00 | Thôn Măng | null");
    }

    @Test
    void readsTablesWithoutHeadings() {
        assertThat(cuts("1\t12/12/2026\t07:30\t11:00\tThôn Măng\tSửa chữa"))
                .containsExactly("12/12 07:30 - 12/12 11:00 | Thôn Măng | Sửa chữa");
        assertThat(cuts("12/12/2026;07:30;11:00;thôn Măng;thôn La Hán"))
                .as("a place is no reason")
                .containsExactly("12/12 07:30 - 12/12 11:00 | thôn Măng; thôn La Hán | null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Từ 07h30 đến 11h00 ngày 12/12/2026: thôn Măng, thôn La Hán. Lý do: sửa chữa",
                "- Từ 7h30' đến 11h ngày 12.12.2026, tại thôn Măng, thôn La Hán, lý do: sửa chữa",
                "1. Ngày 12/12/2026, từ 07h30 - 11h00, khu vực: thôn Măng, thôn La Hán, lí do sửa chữa",
                "Thôn Măng, thôn La Hán: ngừng cung cấp điện từ 07g30 đến 11g00 ngày 12 tháng 12 năm 2026; nguyên nhân: sửa chữa",
                "07:30-11:00 12/12/2026 Thôn Măng, thôn La Hán lý do: sửa chữa",
                "Từ 07 giờ 30 phút ngày 12/12/2026 đến 11 giờ 00 ngày 12/12/2026 mất điện thôn Măng, thôn La Hán. LÝ DO: sửa chữa",
                "Ngày 12/12/2026 (thứ bảy):\n- Từ 07h30 đến 11h00: thôn Măng, thôn La Hán\n  Lý do: sửa chữa",
                "Từ 7h30 sáng đến 11h00 trưa, ngày 12/12/2026:\n- thôn Măng\n- thôn La Hán\nLý do: sửa chữa",
                "KHU VỰC: thôn Măng, thôn La Hán\nLÝ DO NGỪNG CUNG CẤP ĐIỆN: sửa chữa\nTHỜI GIAN: từ 07h30 ngày 12/12/2026 đến 11h00 ngày 12/12/2026",
                "Ngày: 12/12/2026\r\nTừ: 07:30\r\nĐến: 11:00\r\nKhu vực: thôn Măng, thôn La Hán\r\nLý do: sửa chữa\r\nMã trạm: 12",
                "Khu vực: thôn Măng, thôn La Hán. Thời gian: 07h30 - 11h00 ngày 12/12/2026. Lý do: sửa chữa.",
            })
    void readsLinesAsTheyAreWritten(String text) {
        List<Cut> cuts = NoticeReader.read(text).cuts();

        assertThat(NoticeReader.read(text).unread()).as(text).isEmpty();
        assertThat(cuts).hasSize(1);
        assertThat(cuts.get(0).when()).isEqualTo(interval("2026-12-12T07:30", "2026-12-12T11:00"));
        assertThat(cuts.get(0).reason()).isEqualTo("sửa chữa");
        assertThat(cuts.get(0).area().toLowerCase(java.util.Locale.ROOT).split("[,;.] ?"))
                .contains("thôn măng", "thôn la hán");
    }

    @Test
    void readsSeveralBlocks() {
        assertThat(cuts("""
                        Khu vực: thôn Măng
                        Thời gian: 07h30 - 11h00 ngày 12/12/2026
                        Lý do: sửa chữa
                        Khu vực: Phố 1
                        Thời gian: 13h - 15h ngày 12/12/2026

                        Từ 22h00 ngày 12/12/2026 đến 05h00 ngày 13/12/2026: Phố 2
                        """))
                .containsExactly(
                        "12/12 07:30 - 12/12 11:00 | thôn Măng | sửa chữa",
                        "12/12 13:00 - 12/12 15:00 | Phố 1 | null",
                        "12/12 22:00 - 13/12 05:00 | Phố 2 | null");
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            Công ty Điện lực trân trọng thông báo              | NO_TIME
            Từ 07h30 ngày 12/12/2026: thôn Măng                | ONE_TIME
            07h30 - 11h00, 13h00 - 15h00 12/12/2026 thôn Măng  | MANY_TIMES
            Từ 07h30 đến 11h00: thôn Măng                      | NO_DATE
            Từ 07h30 đến 11h00 ngày 12/12: thôn Măng           | NO_DATE
            Từ 12/12/2026 đến 14/12/2026, 7h - 9h: thôn Măng   | UNCLEAR_ORDER
            Từ 07h30 đến 11h00 ngày 31/11/2026: thôn Măng      | NOT_A_DATE
            Từ 27h30 đến 31h00 ngày 12/12/2026: thôn Măng      | NOT_A_TIME
            Từ 22h00 đến 05h00 ngày 12/12/2026: thôn Măng      | BACKWARDS
            Từ 7h 12/12/2026 đến 7h 12/12/2027: thôn Măng      | TOO_MUCH_TIME
            Từ 07h30 đến 11h00 ngày 12/12/2026. Lý do: sửa     | NO_AREA
            """)
    void saysWhyALineIsNotRead(String line, Why why) {
        CutNotice notice = NoticeReader.read("\n" + line + "\n\nTừ 7h đến 8h ngày 13/12/2026: Phố 1\n");

        assertThat(notice.unread()).containsExactly(new Unread(2, line, why));
        assertThat(notice.cuts()).hasSize(1).allMatch(cut -> cut.line() == 4);
    }

    @Test
    void aRowOfATableThatIsNotReadDoesNotStopTheOthers() {
        CutNotice notice = NoticeReader.read("""
                Ngày;Từ giờ;Đến giờ;Khu vực
                12/12/2026;11:00;07:30;Thôn Măng
                12/12/2026;07:30;11:00;
                12/12/2026;07:30;11:00;Phố 1
                """);

        assertThat(notice.cuts())
                .extracting(NoticeReaderTest::told)
                .containsExactly("12/12 07:30 - 12/12 11:00 | Phố 1 | null");
        assertThat(notice.unread()).extracting(Unread::line).containsExactly(2, 3);
        assertThat(notice.unread()).extracting(Unread::why).containsExactly(Why.BACKWARDS, Why.NO_AREA);
    }

    @Test
    void hostileTextIsReadInTimeAndWithoutWhatCanNotBeSeen() {
        String row = "12/12/2026\t07:30\t11:00\tThôn \u202EMăng\u200B\tx\n";
        assertThat(NoticeReader.read(row).cuts().get(0).area()).isEqualTo("Thôn Măng");
        assertThat(NoticeReader.read(row.repeat(300)).cuts()).hasSize(NoticeReader.MOST_CUTS);
        for (String part :
                List.of("từ - ", "(", "\"", "\t", "7h", "12/", ":", "lý do ", "khu vực ", "- ", "a, ", "1 ")) {
            String text = part.repeat(60_000 / part.length());
            assertThat(NoticeReader.read(text).cuts()).isEmpty();
            assertThat(NoticeReader.read("Ngày\tTừ\tKhu vực\n" + text.replaceAll("(.{1500})", "$1\n"))
                            .cuts())
                    .isEmpty();
        }
    }
}
