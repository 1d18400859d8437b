package io.langsong.web;

import io.langsong.access.Origin;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Notes for the thread of a request where it comes from, before anybody asks who it is. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 90)
class RequestOrigin extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Origin origin = new Origin(request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT));
        try (Origin.Passing passing = Origin.enter(origin)) {
            chain.doFilter(request, response);
        }
    }
}
