package io.langsong.qr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrCodeTest {
    private static final int SCALE = 6;
    private static final Pattern BAR = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z");

    @Test
    void whatIsDrawnCanBeRead() throws Exception {
        String address = "https://langsong.bathuoc.example/kiem-tra/1040G20810";

        QrCode code = QrCode.of(address);

        var read = new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(
                        new RGBLuminanceSource(code.size() * SCALE, code.size() * SCALE, drawn(code)))));
        assertThat(read.getText()).isEqualTo(address);
        assertThat(read.getBarcodeFormat()).isEqualTo(BarcodeFormat.QR_CODE);
        assertThat(read.getResultMetadata()).containsValue("Q");
        assertThat(code.path().replaceAll(BAR.pattern(), "")).isEmpty();
    }

    /** As a browser draws it, so many points a module. */
    private static int[] drawn(QrCode code) {
        int side = code.size() * SCALE;
        int[] points = new int[side * side];
        Arrays.fill(points, 0xffffff);
        for (MatchResult bar : BAR.matcher(code.path()).results().toList()) {
            int from = Integer.parseInt(bar.group(1));
            int row = Integer.parseInt(bar.group(2));
            int width = Integer.parseInt(bar.group(3));
            assertThat(from).isGreaterThanOrEqualTo(4);
            for (int y = row * SCALE; y < (row + 1) * SCALE; y++) {
                Arrays.fill(points, y * side + from * SCALE, y * side + (from + width) * SCALE, 0);
            }
        }
        return points;
    }
}
