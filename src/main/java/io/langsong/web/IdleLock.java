package io.langsong.web;

import io.langsong.access.AccessRules;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session in which nobody did anything for too long. What a page asks for by itself is nobody's doing: a refresh of a
 * part (GET with {@code HX-Request}), the event stream, a page that reloads itself where there is no script
 * ({@value #BY_ITSELF} in its address). A page whose script saw a key, a touch or a pointer since its last refresh says so
 * with {@value #GESTURE}.
 */
final class IdleLock extends OncePerRequestFilter {
    static final String BY_ITSELF = "tu-lam-moi";
    static final String GESTURE = "X-Gesture";
    /** Set on a request whose session was ended here. */
    static final String ENDED = IdleLock.class.getName();

    private static final String USED_AT = IdleLock.class.getName() + ".usedAt";

    private final AccessRules rules;
    private final LiveSessions sessions;
    private final Clock clock;

    IdleLock(AccessRules rules, LiveSessions sessions, Clock clock) {
        this.rules = rules;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SignedIn who = SignedIn.current();
        HttpSession session = request.getSession(false);
        if (who != null && session != null) {
            Instant now = clock.instant();
            Instant usedAt = usedAt(session);
            if (usedAt != null && !now.isBefore(usedAt.plus(rules.idle(who.role())))) {
                sessions.idled(who);
                session.invalidate();
                SecurityContextHolder.clearContext();
                request.setAttribute(ENDED, true);
            } else if (usedAt == null || isSomebodysDoing(request)) {
                session.setAttribute(USED_AT, now);
                sessions.used(session.getId());
            }
        }
        chain.doFilter(request, response);
    }

    /** Somebody came in just now. */
    static void begin(HttpSession session, Instant now) {
        session.setAttribute(USED_AT, now);
    }

    private static @Nullable Instant usedAt(HttpSession session) {
        return session.getAttribute(USED_AT) instanceof Instant at ? at : null;
    }

    static boolean isSomebodysDoing(HttpServletRequest request) {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            return true;
        }
        if (request.getHeader(GESTURE) != null) {
            return true;
        }
        String accept = request.getHeader("Accept");
        String query = request.getQueryString();
        boolean stream = accept != null && accept.contains("text/event-stream");
        boolean reload = query != null && (query.equals(BY_ITSELF) || query.endsWith("&" + BY_ITSELF));
        boolean page = accept != null && accept.contains("text/html") && request.getHeader("HX-Request") == null;
        return page && !stream && !reload;
    }
}
