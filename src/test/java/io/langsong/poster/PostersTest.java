package io.langsong.poster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.poster.Posters.Size;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.env.MockEnvironment;

class PostersTest {
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private static InventorySnapshot commune(int villages, String name) {
        List<InventoryObject> all = new ArrayList<>();
        for (int number = 1; number <= villages; number++) {
            VillageId village = new VillageId("thon-" + number);
            SiteId site = new SiteId("site-" + number);
            all.add(new Village(village, name + " " + number, number, 100, null, null));
            all.add(new Site(site, village, "Nhà văn hóa", Site.Kind.CULTURE_HOUSE, null, null, null));
            all.add(service("wifi-" + number, site));
        }
        return InventorySnapshot.of(all);
    }

    private static Service service(String id, SiteId site) {
        return new Service(
                new ServiceId(id),
                "Wi-Fi nhà văn hóa",
                site,
                Service.Kind.PUBLIC_WIFI,
                List.of(new DeviceId("ap-1")),
                1,
                null);
    }

    private static Posters posters(@Nullable String ssid, @Nullable String key) {
        return new Posters(
                device -> List.of(),
                new PosterProperties(ssid, key, "0912 345 678", List.of()),
                new MockEnvironment().withProperty("langsong.notification.pages", "https://wifi.xa.vn/"));
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void eachPointHasAPageThatTelephonesRead(Size size) throws Exception {
        Posters posters = posters("Xã Bá Thước; \"free\"", "mat,khau:1");
        List<Poster> all = posters.of(commune(3, "Thôn"), VIETNAMESE);

        try (PDDocument pdf = Loader.loadPDF(posters.print(all, size, VIETNAMESE))) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(3);
            PDRectangle paper = pdf.getPage(0).getMediaBox();
            assertThat(Math.round(paper.getWidth() / 72 * 25.4)).isEqualTo(size == Size.A4 ? 210 : 148);
            PDFTextStripper text = new PDFTextStripper();
            text.setStartPage(2);
            text.setEndPage(2);
            assertThat(text.getText(pdf))
                    .contains("Thôn 2", "Wi-Fi miễn phí", "Xã Bá Thước; \"free\"", "Mật khẩu: mat,khau:1")
                    .contains("https://wifi.xa.vn/tt/2", "Báo hỏng: 0912 345 678", "Mã điểm");
            assertThat(codes(new PDFRenderer(pdf).renderImageWithDPI(1, 150)))
                    .containsExactly(
                            "WIFI:T:WPA;S:Xã Bá Thước\\; \\\"free\\\";P:mat\\,khau\\:1;;", "https://wifi.xa.vn/tt/2");
            assertThat(pdf.getPage(1).getResources().getFontNames())
                    .allSatisfy(font -> assertThat(
                                    pdf.getPage(1).getResources().getFont(font).isEmbedded())
                            .isTrue());
        }
    }

    /** Of either half of the page, as a telephone is held before it. */
    private static List<String> codes(BufferedImage page) throws Exception {
        int half = page.getWidth() / 2;
        List<String> codes = new ArrayList<>();
        for (int left : List.of(0, half)) {
            int[] pixels = page.getRGB(left, 0, half, page.getHeight(), null, 0, half);
            codes.add(new QRCodeReader()
                    .decode(
                            new BinaryBitmap(
                                    new HybridBinarizer(new RGBLuminanceSource(half, page.getHeight(), pixels))),
                            Map.of(DecodeHintType.TRY_HARDER, true))
                    .getText());
        }
        return codes;
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void thirtySixVillagesAreThirtySixPagesHoweverLongTheirNames(Size size) throws Exception {
        Posters posters = posters(null, null);
        List<Poster> all = posters.of(
                commune(36, "Thôn Tân Thành Trung Tâm Điện Biên Phủ Kéo Dài <b>in đậm</b> & Phố Mới"), VIETNAMESE);

        byte[] file = posters.print(all, size, VIETNAMESE);
        if (Boolean.getBoolean("langsong.keep-posters")) {
            Files.write(Path.of("target/posters-" + size + ".pdf"), file);
        }
        try (PDDocument pdf = Loader.loadPDF(file)) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(36);
            assertThat(new PDFTextStripper().getText(pdf).replaceAll("\\s+", " "))
                    .contains("<b>in đậm</b> & Phố Mới 36");
        }
    }

    @ParameterizedTest(name = "{0} with key {1}")
    @CsvSource(nullValues = "-", textBlock = """
            Xa Ba Thuoc, -,        'WIFI:T:nopass;S:Xa Ba Thuoc;;'
            'a;b,c:d\\e"f', 'x;y', 'WIFI:T:WPA;S:a\\;b\\,c\\:d\\\\e\\"f;P:x\\;y;;'
            ABCD,        1234abcd, 'WIFI:T:WPA;S:"ABCD";P:"1234abcd";;'
            """)
    void namesAndKeysAreEscapedAsTelephonesExpect(String ssid, @Nullable String key, String code) {
        assertThat(WifiCode.of(ssid, key, false)).isEqualTo(code);
    }

    @Test
    void withoutAnAddressOrANameThePosterSaysSo() {
        Posters posters = new Posters(
                device -> List.of(),
                new PosterProperties(null, null, null, List.of("Giữ im lặng.")),
                new MockEnvironment());

        Poster one = posters.of(commune(1, "Thôn"), VIETNAMESE).get(0);

        assertThat(one.ssid()).isNull();
        assertThat(one.join()).isNull();
        assertThat(one.link()).isNull();
        assertThat(one.rules()).containsExactly("Giữ im lặng.");
        assertThat(one.code()).isEqualTo("1");
    }
}
