package io.langsong.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says of a form with too large a file that it is too large. The container finds that out when the CSRF token is looked for,
 * which is before any handler of errors, and the token is in what was not read.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class UploadLimit extends OncePerRequestFilter {
    /** The one form that takes firmware; the container has one limit for all. */
    private static final String FIRMWARE = "/firmware/ban";

    /** A workbook or a photo of 16 MB, with what is around it in the form. */
    private static final long MOST_OCTETS = 17L << 20;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isForm(request) && request.getContentLengthLong() > most(request)) {
            response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (IllegalStateException failed) {
            if (response.isCommitted() || !isTooLarge(request)) {
                throw failed;
            }
            response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
        }
    }

    private static long most(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.equals(FIRMWARE) ? Long.MAX_VALUE : MOST_OCTETS;
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** The container tells again why it did not read the form: by this exception alone when a limit is exceeded. */
    private static boolean isTooLarge(HttpServletRequest request) throws ServletException, IOException {
        if (!isForm(request)) {
            return false;
        }
        try {
            request.getParts();
            return false;
        } catch (IllegalStateException tooLarge) {
            return true;
        }
    }
}
