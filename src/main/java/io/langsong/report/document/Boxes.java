package io.langsong.report.document;

import io.langsong.report.paper.Paper.Mark;
import io.langsong.report.paper.Paper.Tone;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** A line of a chart as a picture, without letters, so that no fonts of the system are needed. Pure, any thread. */
final class Boxes {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 24;

    private Boxes() {}

    static byte[] png(List<Mark> marks) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setColor(Color.GRAY);
        pen.fillRect(0, HEIGHT - 1, WIDTH, 1);
        for (Mark mark : marks) {
            pen.setColor(color(mark.tone()));
            int height = Math.max(1, mark.height() * HEIGHT / 100);
            pen.fillRect(mark.from(), HEIGHT - height, mark.width(), height);
        }
        pen.dispose();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** As in the PDF: from light to dark also without colours. */
    private static Color color(Tone tone) {
        return new Color(
                switch (tone) {
                    case UP -> 0x9fc9c1;
                    case DEGRADED -> 0xe8a200;
                    case DOWN -> 0x7a1609;
                    case UNKNOWN -> 0x868e9c;
                    case TARGET -> 0x000000;
                });
    }
}
