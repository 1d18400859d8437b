package io.langsong.web;

import io.langsong.access.ApiToken;
import io.langsong.access.ApiTokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Recognises a program by {@code Authorization: Bearer SECRET} (RFC 6750), as far as its scope goes; keeps no session. */
final class BearerTokens extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";
    /** Of the server, and of what it measures. */
    private static final List<String> FIGURES = List.of("/actuator/prometheus", "/api/v1/metrics");

    private final ApiTokens tokens;
    private final Problems problems;

    BearerTokens(ApiTokens tokens, Problems problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    static boolean carriedBy(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && Problems.speaksToPrograms(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        Optional<ApiToken> token =
                tokens.recognise(header.substring(SCHEME.length()).strip());
        if (token.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            problems.write(request, response, HttpStatus.UNAUTHORIZED, "This token is not known, or it has expired.");
            return;
        }
        String outside = outsideOfScope(token.get().scope(), request);
        if (outside != null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
            problems.write(request, response, HttpStatus.FORBIDDEN, outside);
            return;
        }
        enter(token.get());
        chain.doFilter(request, response);
    }

    private static @Nullable String outsideOfScope(ApiToken.Scope scope, HttpServletRequest request) {
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return switch (scope) {
            case ALL -> null;
            case READ -> reads ? null : "The scope of this token is read; it may change nothing.";
            case METRICS ->
                reads && FIGURES.contains(path)
                        ? null
                        : "The scope of this token is metrics; it opens " + String.join(" and ", FIGURES) + " alone.";
            case WALLBOARD -> "The scope of this token is wallboard; it opens that page alone.";
        };
    }

    /** For the rest of this request. */
    static void enter(ApiToken token) {
        SignedIn who = new SignedIn("token:" + token.name(), token.name(), token.role(), null, token.sees());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(who, null, Authorities.of(who.role())));
        SecurityContextHolder.setContext(context);
    }
}
