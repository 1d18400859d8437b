package io.langsong.report.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerPropertiesTest {
    @Test
    void theTeamReportsToTheCommune() {
        assertThat(TestLetterheads.team())
                .isEqualTo(new Letterhead(
                        "UBND XÃ BÁ THƯỚC",
                        List.of("TỔ ỨNG CỨU", "HỖ TRỢ KỸ THUẬT"),
                        "BC-TƯCHTKT",
                        "Bá Thước",
                        List.of("Ủy ban nhân dân xã Bá Thước"),
                        null,
                        List.of("TỔ TRƯỞNG"),
                        null,
                        List.of("Như trên", "Lưu: VT, TƯC"),
                        null));
    }

    @Test
    void theCommuneHasNobodyAboveIt() {
        assertThat(TestLetterheads.commune())
                .isEqualTo(new Letterhead(
                        null,
                        List.of("ỦY BAN NHÂN DÂN", "XÃ BÁ THƯỚC"),
                        "BC-UBND",
                        "Bá Thước",
                        List.of("Ủy ban nhân dân tỉnh Thanh Hóa"),
                        "TM. ỦY BAN NHÂN DÂN",
                        List.of("CHỦ TỊCH"),
                        null,
                        List.of("Như trên", "Lưu: VT, TƯC"),
                        null));
    }

    @Test
    void aLetterHasASymbolAndAddresseesOfItsOwn() {
        Letterhead letter = TestLetterheads.heads().letter(Letterhead.Issuer.COMMUNE, List.of("VNPT\u202E\nThanh Hóa"));

        assertThat(letter.symbol()).isEqualTo("UBND-TƯC");
        assertThat(letter.addressees())
                .hasSize(1)
                .allSatisfy(one -> assertThat(one).startsWith("VNPT").doesNotContain("\n", "\u202E"));
        assertThat(letter.post()).containsExactly("CHỦ TỊCH");
        assertThatThrownBy(() ->
                        TestLetterheads.settings(Map.of("langsong.report.issuer.team.letter-symbol", "tưc hỗ trợ")))
                .hasStackTraceContaining("langsong.report.issuer.team.letter-symbol")
                .hasStackTraceContaining("give capitals");
    }

    @Test
    void allOfItCanBeSet() {
        Letterhead head = TestLetterheads.settings(Map.of(
                        "langsong.report.issuer.place", "Điền Lư",
                        "langsong.report.issuer.contact", "Thôn Măng; ĐT: 0237 3 000 000",
                        "langsong.report.issuer.commune.authority", "",
                        "langsong.report.issuer.commune.post", "KT. CHỦ TỊCH; PHÓ CHỦ TỊCH",
                        "langsong.report.issuer.commune.signer", "Nguyễn Văn A",
                        "langsong.report.issuer.commune.addressees", ""))
                .letterhead(Letterhead.Issuer.COMMUNE);

        assertThat(head.place()).isEqualTo("Điền Lư");
        assertThat(head.contact()).isEqualTo("Thôn Măng; ĐT: 0237 3 000 000");
        assertThat(head.authority()).isNull();
        assertThat(head.post()).containsExactly("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH");
        assertThat(head.signer()).isEqualTo("Nguyễn Văn A");
        assertThat(head.addressees()).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "team.symbol|BC TƯC|is no symbol of a document",
                "team.name|Tổ ứng cứu|is printed in capitals",
                "commune.name|;|is empty; give at least one line",
                "commune.recipients|;|is empty; give at least one line",
                "commune.post|Chủ tịch|is printed in capitals"
            })
    void refusesWhatTheDecreeDoesNotAllow(String name, String value, String remedy) {
        assertThatThrownBy(() -> TestLetterheads.settings(Map.of("langsong.report.issuer." + name, value)))
                .rootCause()
                .hasMessageContaining("langsong.report.issuer." + name)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining(remedy);
    }

    @Test
    void saysUsualPostsAndBodiesInAnotherLanguage() {
        Letterhead commune = TestLetterheads.commune();

        assertThat(commune.in(Locale.forLanguageTag("vi"))).isEqualTo(commune);
        assertThat(commune.in(Locale.ENGLISH))
                .returns(List.of("PEOPLE’S COMMITTEE", "COMMUNE OF BÁ THƯỚC"), Letterhead::issuer)
                .returns("FOR THE PEOPLE’S COMMITTEE", Letterhead::authority)
                .returns(List.of("CHAIRPERSON"), Letterhead::post)
                .returns("BC-UBND", Letterhead::symbol);
        assertThat(TestLetterheads.full().in(Locale.ENGLISH))
                .returns("BY ORDER OF THE CHAIRPERSON", Letterhead::authority)
                .returns("Nguyễn Văn A", Letterhead::signer)
                .returns(
                        List.of("People’s Committee of the commune of Bá Thước", "Sở Khoa học và Công nghệ"),
                        Letterhead::addressees);
    }
}
