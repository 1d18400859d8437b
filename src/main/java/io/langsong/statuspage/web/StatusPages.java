package io.langsong.statuspage.web;

import io.langsong.statuspage.PublicStatus;
import io.langsong.statuspage.StatusBoard;
import io.langsong.statuspage.StatusPageProperties;
import io.langsong.web.Cookieless;
import io.langsong.web.Words;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/**
 * The page that everybody may see: no sign-in, no script, no cookie. It is written once for all who ask within five seconds. Any
 * thread.
 */
@Controller
@Cookieless
class StatusPages {
    private static final CacheControl SHORTLY =
            CacheControl.maxAge(Duration.ofSeconds(5)).cachePublic();
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private final StatusBoard board;
    private final StatusPageProperties settings;
    private final SpringTemplateEngine templates;
    private final ResourceUrlProvider files;
    private final Words words;
    private final Map<Locale, Written> written = new HashMap<>();

    StatusPages(
            StatusBoard board,
            StatusPageProperties settings,
            SpringTemplateEngine templates,
            ResourceUrlProvider files,
            Words words) {
        this.board = board;
        this.settings = settings;
        this.templates = templates;
        this.files = files;
        this.words = words;
    }

    private record Written(PublicStatus status, byte[] page) {}

    @GetMapping("/trang-thai")
    ResponseEntity<byte[]> page(@RequestParam(defaultValue = "vi") String lang, HttpServletRequest request) {
        requireOn(settings);
        Locale language = lang.equals("en") ? Locale.ENGLISH : VIETNAMESE;
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(SHORTLY)
                .body(page(language, request.getContextPath()));
    }

    static void requireOn(StatusPageProperties settings) {
        if (!settings.enabled()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    private synchronized byte[] page(Locale language, String root) {
        PublicStatus now = board.now();
        Written last = written.get(language);
        if (last == null || last.status() != now) {
            last = new Written(now, write(now, language, root));
            written.put(language, last);
        }
        return last.page();
    }

    private byte[] write(PublicStatus status, Locale language, String root) {
        Locale before = LocaleContextHolder.getLocale();
        // The words of this thread are those of the page, whatever its reader chose elsewhere.
        LocaleContextHolder.setLocale(language);
        try {
            Context model = new Context(language);
            model.setVariable("status", status);
            model.setVariable(
                    "strips",
                    status.villages().stream()
                            .collect(Collectors.toMap(
                                    PublicStatus.Village::id, village -> DayStrip.of(village.days()))));
            model.setVariable("settings", settings);
            model.setVariable("words", words);
            model.setVariable("root", root);
            model.setVariable("style", root + file("/css/status-page.css"));
            return templates.process("statuspage/page", model).getBytes(StandardCharsets.UTF_8);
        } finally {
            LocaleContextHolder.setLocale(before);
        }
    }

    private String file(String path) {
        return Optional.ofNullable(files.getForLookupPath(path)).orElse(path);
    }

    /** From a poster: its code is the number of the village in the official order, or its id. */
    @GetMapping("/tt/{code}")
    ResponseEntity<Void> poster(@PathVariable String code, HttpServletRequest request) {
        requireOn(settings);
        String village = board.now().villages().stream()
                .filter(one -> one.id().equals(code)
                        || Integer.toString(one.position()).equals(code))
                .map(one -> "#" + one.id())
                .findFirst()
                .orElse("");
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(request.getContextPath() + "/trang-thai" + village))
                .build();
    }
}
