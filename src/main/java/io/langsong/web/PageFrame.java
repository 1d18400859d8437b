package io.langsong.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.util.WebUtils;

/** What every page needs around its own content. */
@ControllerAdvice(annotations = Controller.class)
class PageFrame {
    private final Clock clock;
    private final Words words;

    PageFrame(Clock clock, Words words) {
        this.clock = clock;
        this.words = words;
    }

    /** {@code light}, {@code dark}, or empty to follow the system. */
    @ModelAttribute("theme")
    String theme(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, Theme.NAME);
        return cookie != null && Theme.KNOWN.contains(cookie.getValue()) ? cookie.getValue() : "";
    }

    /** Whether this browser has single-letter keys. */
    @ModelAttribute("keys")
    boolean keys(HttpServletRequest request) {
        return Keys.wanted(request);
    }

    @ModelAttribute("who")
    @Nullable
    SignedIn who() {
        return SignedIn.current();
    }

    @ModelAttribute("path")
    String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    /** Where a page without script loads itself anew: its own address, marked as nobody's doing. */
    @ModelAttribute("reload")
    String reload(HttpServletRequest request) {
        String query = request.getQueryString();
        boolean marked =
                query != null && (query.equals(IdleLock.BY_ITSELF) || query.endsWith("&" + IdleLock.BY_ITSELF));
        return request.getRequestURI()
                + "?"
                + (query == null || query.isEmpty()
                        ? IdleLock.BY_ITSELF
                        : marked ? query : query + "&" + IdleLock.BY_ITSELF);
    }

    @ModelAttribute("renderedAt")
    Instant renderedAt() {
        return clock.instant();
    }

    @ModelAttribute("words")
    Words words() {
        return words;
    }

    /** A form with a file that came without one, or cut off. */
    @ExceptionHandler
    void noUpload(MultipartException broken, HttpServletResponse response) throws IOException {
        response.sendError(HttpStatus.BAD_REQUEST.value());
    }

    /** Light or dark, chosen for this browser. */
    @Controller
    static class Theme {
        static final String NAME = "theme";
        static final Set<String> KNOWN = Set.of("light", "dark");

        @PostMapping("/giao-dien")
        String choose(
                @RequestParam(defaultValue = "") String theme,
                HttpServletRequest request,
                HttpServletResponse response) {
            String kept = KNOWN.contains(theme) ? theme : "system";
            response.addHeader(
                    "Set-Cookie", Language.choice(request, NAME, kept).toString());
            return "redirect:" + cameFrom(request);
        }

        /** The path of the page that sent the form; never another host. */
        private static String cameFrom(HttpServletRequest request) {
            String referrer = request.getHeader("Referer");
            if (referrer == null) {
                return "/";
            }
            try {
                String path = URI.create(referrer).getRawPath();
                return path == null || !path.startsWith("/") || path.startsWith("//") || path.contains("\\")
                        ? "/"
                        : path;
            } catch (IllegalArgumentException notAnAddress) {
                return "/";
            }
        }
    }
}
