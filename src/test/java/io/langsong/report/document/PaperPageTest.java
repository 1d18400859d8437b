package io.langsong.report.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.report.paper.Paper;
import io.langsong.report.paper.SamplePapers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** The same paper inside a page of the program. */
public class PaperPageTest {
    private static final Locale VI = Locale.forLanguageTag("vi");

    public static String page(Paper paper) {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/paper");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding("UTF-8");
        SpringTemplateEngine templates = new SpringTemplateEngine();
        templates.setTemplateResolver(resolver);
        templates.setTemplateEngineMessageSource(messages);
        MockServletContext servlets = new MockServletContext();
        WebContext context = new WebContext(
                JakartaServletWebApplication.buildApplication(servlets)
                        .buildExchange(new MockHttpServletRequest(servlets), new MockHttpServletResponse()),
                paper.language(),
                Map.of("paper", paper));
        return templates.process("report/paper", java.util.Set.of("sheet"), context);
    }

    @Test
    void everyFigureOpens() {
        String page = page(SamplePapers.team("2026-06", VI));

        assertThat(page)
                .contains("href=\"/thoi-gian-hoat-dong/thon/v1?thang=2026-06\"")
                .contains("href=\"/su-co/2026-0050\"")
                .contains("Bản dự thảo do hệ thống viết từ các bảng số liệu", "Chưa có nội dung");
    }

    /** The policy of pages lets neither through. */
    @Test
    void hasNoStyleAndNoScriptOfItsOwn() {
        assertThat(page(SamplePapers.team("2026-06", VI))).doesNotContain("style=", "<script", "<style");
    }

    /** What a chart shows is said to those who do not see it; its colours are those of the page. */
    @Test
    void chartsAreDrawnInThePageItself() {
        Paper paper = SamplePapers.team("2026-06", VI);
        String page = page(paper);
        List<Paper.Line> lines = Stream.concat(
                        paper.body().stream(), paper.appendices().stream().flatMap(one -> one.blocks().stream()))
                .filter(Paper.Chart.class::isInstance)
                .flatMap(chart -> ((Paper.Chart) chart).lines().stream())
                .toList();
        long boxes = lines.stream()
                .flatMap(line -> line.marks().stream())
                .mapToLong(mark -> mark.boxes().size())
                .sum();

        assertThat(page.split("<svg class=\"paper__track\"[^>]* role=\"img\"", -1))
                .hasSize(lines.size() + 1);
        assertThat(page.split("<rect ", -1)).hasSizeGreaterThan((int) boxes);
        assertThat(lines).allSatisfy(line -> assertThat(page).contains("aria-label=\"" + line.text() + "\""));
        assertThat(page).contains("class=\"paper__tone--down\"").doesNotContain("fill=");
    }

    @Test
    void hostileNamesStayText() {
        assertThat(page(SamplePapers.named("</td><script>alert(1)</script>")))
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain("<script");
    }
}
