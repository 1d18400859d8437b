package io.langsong.qr;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A QR code as one path of an SVG, a unit a module, with the quiet zone around it.
 *
 * @param size of one side, in units
 * @param path what is black
 */
public record QrCode(int size, String path) {
    private static final int QUIET = 4;

    /**
     * With a quarter of it lost it can still be read.
     *
     * @throws IllegalArgumentException when the text is too long for one
     */
    public static QrCode of(String text) {
        return of(matrix(text));
    }

    private static ByteMatrix matrix(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.Q, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
                    .getMatrix();
        } catch (WriterException tooLong) {
            // The text may be a secret.
            throw new IllegalArgumentException(
                    "A text of %d characters does not fit into a QR code".formatted(text.length()), tooLong);
        }
    }

    /**
     * The same as a picture, for where no path can be drawn.
     *
     * @param module pixels of one side of a module
     * @return PNG
     */
    public static byte[] png(String text, int module) {
        ByteMatrix modules = matrix(text);
        int size = (modules.getWidth() + 2 * QUIET) * module;
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int column = x / module - QUIET;
                int row = y / module - QUIET;
                boolean inside = column >= 0 && row >= 0 && column < modules.getWidth() && row < modules.getHeight();
                boolean black = inside && modules.get(column, row) == 1;
                picture.setRGB(x, y, black ? 0x000000 : 0xFFFFFF);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static QrCode of(ByteMatrix modules) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            int begin = -1;
            for (int x = 0; x <= modules.getWidth(); x++) {
                boolean black = x < modules.getWidth() && modules.get(x, y) == 1;
                if (black && begin < 0) {
                    begin = x;
                } else if (!black && begin >= 0) {
                    path.append("M%d %dh%dv1h-%dz".formatted(begin + QUIET, y + QUIET, x - begin, x - begin));
                    begin = -1;
                }
            }
        }
        return new QrCode(modules.getWidth() + 2 * QUIET, path.toString());
    }
}
