package io.langsong.database.web;

import io.langsong.database.ActiveServer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A server that stands by polls nothing, so it shows nothing: every request gets 503 until it takes over, except those of
 * whoever watches the server, and for what its error page is made of.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class StandbyDoor extends OncePerRequestFilter {
    private static final String RETRY_SECONDS = "5";

    private final ActiveServer server;

    StandbyDoor(ActiveServer server) {
        this.server = server;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.startsWith("/actuator/") || path.startsWith("/css/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (server.standsBy()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
        } else {
            chain.doFilter(request, response);
        }
    }
}
