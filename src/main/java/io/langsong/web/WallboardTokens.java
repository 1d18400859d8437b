package io.langsong.web;

import io.langsong.access.ApiToken;
import io.langsong.access.ApiTokens;
import io.langsong.access.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Opens the wallboard to a screen that nobody signs in at: {@code /man-hinh?khoa=TOKEN} once, then by a cookie that goes to
 * {@code /man-hinh} alone. The token is taken out of the address at once, for addresses stand in histories and logs.
 */
final class WallboardTokens extends OncePerRequestFilter {
    static final String PATH = "/man-hinh";
    static final String PARAMETER = "khoa";
    static final String COOKIE = "man-hinh";
    private static final Duration LONGEST = Duration.ofDays(400);

    private final ApiTokens tokens;
    private final Clock clock;

    WallboardTokens(ApiTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    static boolean carriedBy(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return (path.equals(PATH) || path.startsWith(PATH + "/"))
                && (request.getParameter(PARAMETER) != null || WebUtils.getCookie(request, COOKIE) != null);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getParameter(PARAMETER);
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        String secret = given != null ? given : cookie == null ? "" : cookie.getValue();
        Optional<ApiToken> token =
                tokens.recognise(secret.strip()).filter(known -> known.scope() == ApiToken.Scope.WALLBOARD);
        if (token.isEmpty()) {
            response.addHeader(HttpHeaders.SET_COOKIE, cookie(request, "", Duration.ZERO));
            response.sendRedirect(request.getContextPath() + "/dang-nhap?loi=khoa");
            return;
        }
        if (given != null) {
            response.addHeader(HttpHeaders.SET_COOKIE, cookie(request, secret.strip(), lifetime(token.get())));
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.sendRedirect(request.getRequestURI());
            return;
        }
        ApiToken known = token.get();
        // Whatever its role is, a screen on a wall only looks.
        BearerTokens.enter(new ApiToken(
                known.id(),
                known.name(),
                Role.VIEWER,
                known.scope(),
                known.sees(),
                known.issuedBy(),
                known.createdAt(),
                known.expiresAt(),
                known.lastUsedAt()));
        chain.doFilter(request, response);
    }

    private Duration lifetime(ApiToken token) {
        if (token.expiresAt() == null) {
            return LONGEST;
        }
        Duration left = Duration.between(clock.instant(), token.expiresAt());
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    private static String cookie(HttpServletRequest request, String value, Duration age) {
        return ResponseCookie.from(COOKIE, value)
                .path(request.getContextPath() + PATH)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .maxAge(age)
                .build()
                .toString();
    }
}
