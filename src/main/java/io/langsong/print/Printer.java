package io.langsong.print;

import com.openhtmltopdf.extend.SVGDrawer;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Prints templates. Liberation Serif stands in for Times New Roman, which has the same widths and may not be handed on. Reads nothing but
 * its own resources. Any thread.
 */
public final class Printer {
    private static final String FONT = "Liberation Serif";
    private static final Letters REGULAR = new Letters("Regular");
    private static final Letters BOLD = new Letters("Bold");
    private static final Letters ITALIC = new Letters("Italic");
    private static final Letters BOLD_ITALIC = new Letters("BoldItalic");

    private final SpringTemplateEngine templates = new SpringTemplateEngine();
    private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    private final @Nullable SVGDrawer drawings;

    /** @param words the message file of what is printed, like {@code messages/poster} */
    public Printer(String words) {
        this(words, null);
    }

    /** @param drawings of what stands in {@code svg} elements; null when there are none */
    public Printer(String words, @Nullable SVGDrawer drawings) {
        this.drawings = drawings;
        messages.setBasename(words);
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(Printer.class.getClassLoader());
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        templates.setTemplateResolver(resolver);
        templates.setTemplateEngineMessageSource(messages);
    }

    /** Messages {@code key.1}, {@code key.2} and so on, as far as there are. */
    public List<String> list(String key, Locale language) {
        List<String> list = new ArrayList<>();
        String next = messages.getMessage(key + ".1", null, "", language);
        while (next != null && !next.isEmpty()) {
            list.add(next);
            next = messages.getMessage(key + "." + (list.size() + 1), null, "", language);
        }
        return list;
    }

    /** The page as it goes to the printer: well-formed. */
    public String html(String template, Locale language, Map<String, Object> model) {
        return templates.process(template, new Context(language, model));
    }

    public byte[] print(String template, Locale language, Map<String, Object> model) {
        return print(template, language, model, null).content();
    }

    /** @param place id of an element whose place is asked for; null for none */
    public Printed print(String template, Locale language, Map<String, Object> model, @Nullable String place) {
        XRLog.setLoggingEnabled(false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        font(builder, REGULAR, 400, FontStyle.NORMAL);
        font(builder, BOLD, 700, FontStyle.NORMAL);
        font(builder, ITALIC, 400, FontStyle.ITALIC);
        font(builder, BOLD_ITALIC, 700, FontStyle.ITALIC);
        builder.useUnicodeLineBreaker(new LineBreaks());
        builder.usePdfUaAccessibility(true);
        builder.withProducer("LangSong");
        builder.withHtmlContent(html(template, language, model), null);
        if (drawings != null) {
            builder.useSVGDrawer(drawings);
        }
        builder.toStream(file);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.createPDF();
            return new Printed(file.toByteArray(), Optional.ofNullable(place).flatMap(id -> place(renderer, id)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Printed.Place> place(PdfBoxRenderer renderer, String id) {
        return renderer.findPagePositionsByID(Pattern.compile("^" + Pattern.quote(id) + "$")).stream()
                .findFirst()
                .map(found -> new Printed.Place(
                        found.getPageNo(), found.getX(), found.getY(), found.getWidth(), found.getHeight()));
    }

    private static void font(PdfRendererBuilder builder, Letters letters, int weight, FontStyle style) {
        builder.useFont(letters::open, FONT, weight, style, true);
    }
}
