package io.langsong.report.document;

import io.langsong.report.paper.Paper.Box;
import io.langsong.report.paper.Paper.Mark;
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
    private static final int HEIGHT = 50;
    /** How high a line is in the units of its boxes. */
    private static final int FULL = 100;

    private Boxes() {}

    static byte[] png(List<Mark> marks) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setColor(Color.GRAY);
        pen.fillRect(0, HEIGHT - 1, WIDTH, 1);
        for (Mark mark : marks) {
            pen.setColor(new Color(mark.tone().rgb()));
            for (Box box : mark.boxes()) {
                int top = box.y() * HEIGHT / FULL;
                int foot = Math.max(top + 1, (box.y() + box.height()) * HEIGHT / FULL);
                pen.fillRect(box.x(), top, box.width(), foot - top);
            }
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
}
