package io.langsong.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Errors as programs read them: problem details of RFC 9457. */
@Component
class Problems {
    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    static boolean speaksToPrograms(HttpServletRequest request) {
        return speaksToPrograms(
                request.getRequestURI().substring(request.getContextPath().length()));
    }

    static boolean speaksToPrograms(String path) {
        return path.startsWith("/api/") || path.equals("/actuator") || path.startsWith("/actuator/");
    }

    /** The address that was asked, as a problem names it; null for one that is not right as an address. */
    static @Nullable URI instance(String asked) {
        try {
            return new URI(asked);
        } catch (URISyntaxException notAnAddress) {
            return null;
        }
    }

    void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
            throws IOException {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        URI instance = instance(request.getRequestURI());
        if (instance != null) {
            problem.setInstance(instance);
        }
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}
