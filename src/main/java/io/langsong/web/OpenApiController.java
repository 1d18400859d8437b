package io.langsong.web;

import io.langsong.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API, made when somebody asks from the routes that there are and the rules that guard them. */
@RestController
final class OpenApiController {
    private final RequestMappingHandlerMapping routes;
    private final List<ApiSchemas> written;
    private final AuthorizationFilter guard;

    OpenApiController(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping routes,
            List<ApiSchemas> written,
            @Qualifier("programsDoor") SecurityFilterChain door) {
        this.routes = routes;
        this.written = written;
        this.guard = door.getFilters().stream()
                .filter(AuthorizationFilter.class::isInstance)
                .map(AuthorizationFilter.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @ApiCall("This description, as OpenAPI 3.1.")
    @GetMapping(path = "/api/v1/openapi.json", produces = "application/json")
    ObjectNode describe(HttpServletRequest request) {
        return new OpenApi(written, (method, path) -> role(request, method, path)).of(routes.getHandlerMethods());
    }

    /** The least one that the rules let in. */
    private Role role(HttpServletRequest request, String method, String path) {
        Asked asked = new Asked(request, method, path);
        return Arrays.stream(Role.values())
                .filter(role -> letsIn(role, asked))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody may " + method + " " + path));
    }

    private boolean letsIn(Role role, HttpServletRequest asked) {
        Authentication who = UsernamePasswordAuthenticationToken.authenticated("?", null, Authorities.of(role));
        AuthorizationResult result = guard.getAuthorizationManager().authorize(() -> who, asked);
        return result != null && result.isGranted();
    }

    /** A request as it would be, for the rules to judge; what they note of it is kept apart. */
    private static final class Asked extends HttpServletRequestWrapper {
        private final String method;
        private final String path;
        private final Map<String, Object> notes = new HashMap<>();

        Asked(HttpServletRequest request, String method, String path) {
            super(request);
            this.method = method;
            this.path = path;
        }

        @Override
        public String getMethod() {
            return method;
        }

        @Override
        public String getRequestURI() {
            return getContextPath() + path;
        }

        @Override
        public String getServletPath() {
            return path;
        }

        @Override
        public @Nullable String getPathInfo() {
            return null;
        }

        @Override
        public @Nullable Object getAttribute(String name) {
            return notes.get(name);
        }

        @Override
        public void setAttribute(String name, @Nullable Object value) {
            if (value == null) {
                notes.remove(name);
            } else {
                notes.put(name, value);
            }
        }

        @Override
        public void removeAttribute(String name) {
            notes.remove(name);
        }
    }
}
