package io.langsong.provisioning.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts the word by which an agent knows a controller on every answer below {@code /controller}, errors too: one that it misses on an
 * answer to its registration ends the agent, and after five times its supervisor gives up.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class AgentHeader extends OncePerRequestFilter {
    static final String NAME = "X-Openwisp-Controller";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return !path.startsWith("/controller/");
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(NAME, "true");
        chain.doFilter(request, response);
    }
}
