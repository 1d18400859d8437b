package io.langsong.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * The language of an answer: what the address asks for ({@code ?lang=en}), else what this browser chose before, else the
 * person's own setting, else Vietnamese.
 */
@Component("localeResolver")
class Language implements LocaleResolver, HandlerInterceptor {
    static final String NAME = "lang";
    static final Locale VIETNAMESE = Locale.forLanguageTag("vi");
    private static final Map<String, Locale> KNOWN = Map.of("vi", VIETNAMESE, "en", Locale.ENGLISH);

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        Locale asked = asked(request);
        if (asked != null) {
            return asked;
        }
        Cookie cookie = WebUtils.getCookie(request, NAME);
        Locale chosen = known(cookie == null ? null : cookie.getValue());
        if (chosen != null) {
            return chosen;
        }
        SignedIn who = SignedIn.current();
        Locale own = known(who == null ? null : who.language());
        return own == null ? VIETNAMESE : own;
    }

    /** Keeps the choice for this browser, but on pages for strangers. */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Locale asked = asked(request);
        boolean stranger =
                handler instanceof HandlerMethod method && method.getBeanType().isAnnotationPresent(Cookieless.class);
        if (asked != null && !stranger && request.getMethod().equals("GET")) {
            setLocale(request, response, asked);
        }
        return true;
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        if (response != null && locale != null) {
            response.addHeader(
                    "Set-Cookie", choice(request, NAME, locale.getLanguage()).toString());
        }
    }

    /** A year-long cookie with a choice of this browser: no secret, but no script needs it either. */
    static ResponseCookie choice(HttpServletRequest request, String name, String value) {
        return ResponseCookie.from(name, value)
                .path(request.getContextPath() + "/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .maxAge(java.time.Duration.ofDays(365))
                .build();
    }

    /** A form with too large a file can not be read, and the page that says so is written in the usual language. */
    private static @Nullable Locale asked(HttpServletRequest request) {
        try {
            return known(request.getParameter(NAME));
        } catch (IllegalStateException unreadable) {
            return null;
        }
    }

    private static @Nullable Locale known(@Nullable String name) {
        return name == null ? null : KNOWN.get(name);
    }
}
