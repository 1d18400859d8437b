package io.langsong.report.document;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import io.langsong.report.paper.Paper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Prints a paper: tagged (PDF/UA), with the letters that it needs embedded. Liberation Serif stands in for Times New Roman, which has
 * the same widths and may not be handed on. Reads nothing but its own resources. Any thread.
 */
final class Pdf {
    private static final String FONT = "Liberation Serif";
    /** The id of the place in the template. */
    private static final Pattern SIGNATURE = Pattern.compile("^signature$");

    private static final String FONTS = "/liberation/LiberationSerif-";

    private final SpringTemplateEngine templates;

    Pdf() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/paper");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(Pdf.class.getClassLoader());
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        templates = new SpringTemplateEngine();
        templates.setTemplateResolver(resolver);
        templates.setTemplateEngineMessageSource(messages);
    }

    PrintedPdf write(Paper paper) {
        XRLog.setLoggingEnabled(false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        font(builder, "Regular", 400, FontStyle.NORMAL);
        font(builder, "Bold", 700, FontStyle.NORMAL);
        font(builder, "Italic", 400, FontStyle.ITALIC);
        font(builder, "BoldItalic", 700, FontStyle.ITALIC);
        builder.usePdfUaAccessibility(true);
        builder.withProducer("LangSong");
        builder.withHtmlContent(html(paper), null);
        builder.useSVGDrawer(new Drawing());
        builder.toStream(file);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.createPDF();
            return new PrintedPdf(file.toByteArray(), place(renderer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PrintedPdf.Place place(PdfBoxRenderer renderer) {
        return renderer.findPagePositionsByID(SIGNATURE).stream()
                .findFirst()
                .map(found -> new PrintedPdf.Place(
                        found.getPageNo(), found.getX(), found.getY(), found.getWidth(), found.getHeight()))
                .orElseThrow(() -> new IllegalStateException("The template has no place for a signature"));
    }

    /** Well-formed, as the printer wants it. */
    String html(Paper paper) {
        return templates.process(
                "report/paper", new Context(paper.language(), Map.of("paper", paper, "print", Boolean.TRUE)));
    }

    private static void font(PdfRendererBuilder builder, String file, int weight, FontStyle style) {
        builder.useFont(() -> font(file), FONT, weight, style, true);
    }

    private static InputStream font(String file) {
        return Objects.requireNonNull(Pdf.class.getResourceAsStream(FONTS + file + ".ttf"), file);
    }
}
