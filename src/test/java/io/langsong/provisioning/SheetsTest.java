package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import io.langsong.provisioning.AccessPoint.Notes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class SheetsTest {
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    @TempDir
    private Path data;

    private TestProvisioning network;

    private Sheets sheets() {
        network = new TestProvisioning(data, "none");
        network.villages(1);
        return new Sheets(
                network.accessPoints,
                new MockEnvironment()
                        .withProperty("langsong.notification.pages", "https://xa.example.vn")
                        .withProperty("langsong.status-page.phone", "0912 345 678"));
    }

    private static AccessPoint place(String id, String name, Notes notes) {
        return new AccessPoint(
                new DeviceId(id),
                1,
                name,
                new SiteId("site-0"),
                Method.OPENWRT_AGENT,
                null,
                Set.of(),
                Set.of(),
                "",
                "52:54:00:AA:BB:CC",
                notes,
                Life.planned(TestProvisioning.NOW));
    }

    @Test
    void aSheetSaysAllThatIsToBeKnownOnTheSpot() throws Exception {
        Sheets sheets = sheets();
        Sheet sheet = sheets.of(
                place(
                        "thon-man-ap1",
                        "Điểm phát <nhà văn hóa> & sân",
                        new Notes("Mái hiên, cao 4 m", "PoE từ tủ mạng", "Cổng 1: đường lên", "Bà Hà, 0987 654 321")),
                network.inventory.snapshot());

        byte[] file = sheets.print(List.of(sheet), VIETNAMESE);
        if (Boolean.getBoolean("langsong.keep-sheets")) {
            Files.write(Path.of("target/sheet.pdf"), file);
            Files.write(Path.of("target/label.pdf"), sheets.labels(List.of(sheet, sheet), VIETNAMESE));
        }
        try (PDDocument pdf = Loader.loadPDF(file)) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(1);
            assertThat(new PDFTextStripper().getText(pdf))
                    .contains("thon-man-ap1", "Điểm phát <nhà văn hóa> & sân", "Nhà văn hóa 0, Thôn 0")
                    .contains("Mái hiên, cao 4 m", "PoE từ tủ mạng", "Cổng 1: đường lên", "Bà Hà, 0987 654 321")
                    .contains("52:54:00:AA:BB:CC", "0912 345 678", "1. ", "6. ");
        }
    }

    @Test
    void manyAreOneFileWithAPageForEach() throws Exception {
        Sheets sheets = sheets();
        List<Sheet> all = IntStream.range(0, 40)
                .mapToObj(number -> sheets.of(
                        place(
                                "ap-" + number + "-x".repeat(28),
                                "Tên rất dài ".repeat(13).strip(),
                                Notes.NONE),
                        network.inventory.snapshot()))
                .toList();

        try (PDDocument pages = Loader.loadPDF(sheets.print(all, VIETNAMESE));
                PDDocument labels = Loader.loadPDF(sheets.labels(all, VIETNAMESE))) {
            assertThat(pages.getNumberOfPages()).isEqualTo(40);
            assertThat(labels.getNumberOfPages()).isEqualTo(40);
            assertThat(Math.round(labels.getPage(0).getMediaBox().getWidth() / 72 * 25.4))
                    .isEqualTo(70);
        }
    }
}
