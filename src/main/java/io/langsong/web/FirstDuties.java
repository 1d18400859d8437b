package io.langsong.web;

import io.langsong.access.Duties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Leads whoever must choose a password or turn on two-factor authentication there, before anything else. */
final class FirstDuties extends OncePerRequestFilter {
    static final String DUTIES = FirstDuties.class.getName();

    private final Problems problems;

    FirstDuties(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        Duties duties = session != null && session.getAttribute(DUTIES) instanceof Duties owed ? owed : null;
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (duties == null || !duties.first() || SignedIn.current() == null || isOnTheWay(path)) {
            chain.doFilter(request, response);
            return;
        }
        if (Problems.speaksToPrograms(request)) {
            problems.write(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    "See to the password or the two-factor authentication of this account first, on its page.");
            return;
        }
        String where = request.getContextPath() + (duties.password() ? "/tai-khoan" : "/tai-khoan/hai-lop");
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", where);
            response.setStatus(HttpStatus.FORBIDDEN.value());
        } else {
            response.sendRedirect(where);
        }
    }

    private static boolean isOnTheWay(String path) {
        return path.equals("/tai-khoan")
                || path.startsWith("/tai-khoan/")
                || path.equals("/dang-xuat")
                || path.equals("/giao-dien")
                || path.equals("/error")
                || path.startsWith("/css/")
                || path.startsWith("/js/")
                || path.startsWith("/lib/");
    }
}
