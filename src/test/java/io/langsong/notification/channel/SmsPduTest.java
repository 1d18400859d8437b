package io.langsong.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsPduTest {
    private static final String NUMBER = "+84912345678";

    /** Reckoned by hand: h=68 e=65 l=6C l=6C o=6F; 68 with the lowest bit of 65 on top is E8, and so on. */
    @ParameterizedTest(name = "{0} is packed as {1}")
    @CsvSource(textBlock = """
        h,          68
        he,         E832
        hellohello, E8329BFD4697D9EC37
        @,          00
        1234567,    31D98C56B3DD00
        12345678,   31D98C56B3DD70
        €,          9B32
        """)
    void packsSeptets(String text, String octets) {
        assertThat(HexFormat.of().withUpperCase().formatHex(GsmAlphabet.pack(GsmAlphabet.septets(text), 0)))
                .isEqualTo(octets);
    }

    /** First octet 31: SUBMIT, relative validity, report wanted; 0B digits, 91 international, swapped; A7: a day. */
    @Test
    void writesAWholeMessage() {
        assertThat(SmsPdu.submits("+46708251358", "hellohello", 0, 1))
                .containsExactly(new SmsPdu.Submit(23, "0031000B916407281553F80000A70AE8329BFD4697D9EC37"));
        // Đ is 0110, ồ is 1ED3, n is 006E, g is 0067: eight octets of UCS-2, coding 08.
        assertThat(SmsPdu.submits("+84912345678", "Đồng", 0, 1))
                .containsExactly(new SmsPdu.Submit(22, "0031000B914819325476F80008A70801101ED3006E0067"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Mat ket noi: Thon Man, AP 2 (+3 diem)",
                "Mất kết nối: Thôn Mận",
                "[a] {b} ~ ^ \\ | € and @£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà",
                "😀 đổ 😀"
            })
    void whatIsWrittenIsRead(String text) {
        List<SmsPdu.Submit> parts = SmsPdu.submits(NUMBER, text, 7, 1);

        SmsReader.Submitted read = SmsReader.read(parts.get(0).hex());
        assertThat(parts).hasSize(1);
        assertThat(read.text()).isEqualTo(text);
        assertThat(read.number()).isEqualTo(NUMBER);
        assertThat(read.wantsReport()).isTrue();
        assertThat(parts.get(0).length()).isEqualTo(read.octets());
    }

    @ParameterizedTest(name = "{0} characters {1} in at most {2} parts: {3} parts")
    @CsvSource({
        "160, a, 1, 1", "161, a, 1, 1", "161, a, 3, 2", "304, a, 2, 2", "320, a, 2, 2", "400, a, 3, 3", "2000, a, 5, 5",
        "70, ộ, 1, 1", "71, ộ, 1, 1", "71, ộ, 3, 2", "140, ộ, 2, 2", "2000, ộ, 5, 5", "80, €, 1, 1", "81, €, 1, 1",
        "153, €, 3, 3", "1000, €, 3, 3", "40, 😀, 3, 2", "500, 😀, 3, 3"
    })
    void aLongTextIsCutIntoParts(int count, String character, int most, int parts) {
        String text = character.repeat(count);

        List<SmsReader.Submitted> read = SmsPdu.submits(NUMBER, text, 201, most).stream()
                .map(part -> SmsReader.read(part.hex()))
                .toList();

        assertThat(read).hasSize(parts);
        String whole = read.stream().map(SmsReader.Submitted::text).collect(Collectors.joining());
        if (whole.endsWith(".") || whole.endsWith("…")) {
            assertThat(text).startsWith(whole.replaceAll("[.…]+$", ""));
        } else {
            assertThat(whole).isEqualTo(text);
        }
        if (parts > 1) {
            for (int part = 0; part < parts; part++) {
                assertThat(read.get(part).reference()).isEqualTo(201);
                assertThat(read.get(part).parts()).isEqualTo(parts);
                assertThat(read.get(part).part()).isEqualTo(part + 1);
            }
        }
        assertThat(read).allSatisfy(part -> assertThat(part.octets()).isLessThanOrEqualTo(14 + 140));
    }

    @Test
    void anyTextComesBackWhole() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "abc XYZ09@€[]{}~^|\\_đĐộƯ😀ΔÇ";
        int[] points = letters.codePoints().toArray();
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(250);
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }

            String whole = SmsPdu.submits(NUMBER, text.toString(), round & 0xFF, 9).stream()
                    .map(part -> SmsReader.read(part.hex()).text())
                    .collect(Collectors.joining());

            assertThat(whole).as("seed %d, round %d", seed, round).isEqualTo(text.toString());
        }
    }

    @ParameterizedTest(name = "status {0}: arrived {1}, lost {2}")
    @CsvSource({
        "0, true, false",
        "2, true, false",
        "0x20, false, false",
        "0x30, false, false",
        "0x46, false, true",
        "0x63, false, true"
    })
    void readsAStatusReport(int status, boolean arrived, boolean lost) {
        // With a service centre of seven octets, as networks send it.
        String hex = "07914889200026F0" + SmsReader.report(42, NUMBER, status).substring(2);

        SmsPdu.StatusReport report = SmsPdu.statusReport(hex).orElseThrow();

        assertThat(report.reference()).isEqualTo(42);
        assertThat(report.number()).isEqualTo(NUMBER);
        assertThat(report.arrived()).isEqualTo(arrived);
        assertThat(report.lost()).isEqualTo(lost);
    }

    @Test
    void whatIsNoReportIsNone() {
        String whole = SmsReader.report(42, NUMBER, 0);
        for (int end = 0; end < whole.length() - 1; end++) {
            assertThat(SmsPdu.statusReport(whole.substring(0, end)))
                    .as("cut at %d", end)
                    .isEmpty();
        }
        assertThat(SmsPdu.statusReport("0031000B914819325476F80008A70801101ED3006E0067"))
                .isEmpty();
        assertThat(SmsPdu.statusReport("hello")).isEmpty();
    }

    @Test
    void aTelephoneWithoutMarksReadsIt() {
        assertThat(SmsText.withoutMarks("Mất điện: Đồng Tâm, “Ưu tiên” – 5 phút…"))
                .isEqualTo("Mat dien: Dong Tam, \"Uu tien\" - 5 phut...");
    }
}
