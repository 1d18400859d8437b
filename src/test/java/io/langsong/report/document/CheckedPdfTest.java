package io.langsong.report.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.langsong.qr.QrCode;
import io.langsong.report.paper.Paper;
import io.langsong.report.paper.SamplePapers;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** What an issued PDF says of where it is checked, as a telephone reads it from the printed page. */
class CheckedPdfTest {
    private static final String ADDRESS = "https://langsong.xa.example/kiem-tra/7K3Q9ZB2XH";

    @Test
    void theLastPageLeadsToWhereItIsChecked() throws Exception {
        String picture = "data:image/png;base64," + Base64.getEncoder().encodeToString(QrCode.png(ADDRESS, 8));
        Paper paper = SamplePapers.team("2026-06", Locale.forLanguageTag("vi"))
                .with(new Paper.Check("7K3Q9ZB2XH", ADDRESS, picture));

        try (PDDocument pdf = Loader.loadPDF(new Documents().pdf(paper))) {
            PDFTextStripper text = new PDFTextStripper();
            text.setStartPage(pdf.getNumberOfPages());
            assertThat(text.getText(pdf)).contains("Kiểm tra văn bản này", ADDRESS);
            assertThat(read(new PDFRenderer(pdf).renderImageWithDPI(pdf.getNumberOfPages() - 1, 150)))
                    .isEqualTo(ADDRESS);
        }
    }

    private static String read(BufferedImage page) throws Exception {
        int[] pixels = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
        return new QRCodeReader()
                .decode(new BinaryBitmap(
                        new HybridBinarizer(new RGBLuminanceSource(page.getWidth(), page.getHeight(), pixels))))
                .getText();
    }
}
