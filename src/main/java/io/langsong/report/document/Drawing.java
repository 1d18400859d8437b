package io.langsong.report.document;

import com.openhtmltopdf.css.parser.FSRGBColor;
import com.openhtmltopdf.css.sheet.FontFaceRule;
import com.openhtmltopdf.css.style.CssContext;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.extend.SVGDrawer;
import com.openhtmltopdf.layout.SharedContext;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.render.RenderingContext;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Draws the SVG of our own charts on paper: filled rectangles, which are all that they have, stretched to the box that they stand in.
 * It knows no text, no pictures and no addresses, so there is nothing that it could fetch or run. Any thread.
 */
final class Drawing implements SVGDrawer {
    @Override
    public SVGImage buildSVGImage(
            Element svg, Box box, CssContext context, double width, double height, double dotsPerPixel) {
        String[] view = svg.getAttribute("viewBox").split(" ");
        if (view.length != 4) {
            throw new IllegalArgumentException("A chart says how large it is: viewBox=\"0 0 WIDTH HEIGHT\"");
        }
        double across = width / Double.parseDouble(view[2]);
        double down = height / Double.parseDouble(view[3]);
        List<Filled> boxes = new ArrayList<>();
        NodeList rects = svg.getElementsByTagName("rect");
        for (int i = 0; i < rects.getLength(); i++) {
            Element rect = (Element) rects.item(i);
            boxes.add(new Filled(
                    new Rectangle2D.Double(
                            across * number(rect, "x"),
                            down * number(rect, "y"),
                            across * number(rect, "width"),
                            down * number(rect, "height")),
                    Color.decode(rect.getAttribute("fill"))));
        }
        return new Image((int) width, (int) height, boxes);
    }

    private static double number(Element rect, String name) {
        return Double.parseDouble(rect.getAttribute(name));
    }

    private record Filled(Rectangle2D box, Color ink) {}

    private record Image(int getIntrinsicWidth, int getIntrinsicHeight, List<Filled> boxes) implements SVGImage {
        @Override
        public void drawSVG(OutputDevice paper, RenderingContext context, double x, double y) {
            for (Filled one : boxes) {
                Color ink = one.ink();
                paper.setColor(new FSRGBColor(ink.getRed(), ink.getGreen(), ink.getBlue()));
                Rectangle2D box = one.box();
                paper.fill(new Rectangle2D.Double(x + box.getX(), y + box.getY(), box.getWidth(), box.getHeight()));
            }
        }
    }

    @Override
    public void importFontFaceRules(List<FontFaceRule> rules, SharedContext context) {
        // There are no letters in a chart.
    }

    @Override
    public void addFontFile(File file, String family, Integer weight, FontStyle style) {
        // As above.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
