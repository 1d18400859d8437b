package io.langsong.web;

import java.util.List;
import org.springframework.http.HttpMethod;

/**
 * Every route that answers without sign-in; all others ask who is there. The one list: whoever opens a route writes it
 * here, with the reason, and into the test that crawls all routes.
 */
final class OpenRoutes {
    static final List<OpenRoute> ALL = List.of(
            new OpenRoute(HttpMethod.GET, "/dang-nhap", "the sign-in page itself"),
            new OpenRoute(HttpMethod.POST, "/dang-nhap", "signing in"),
            new OpenRoute(HttpMethod.GET, "/dang-nhap/ma", "the second step, for who gave the right password"),
            new OpenRoute(HttpMethod.POST, "/dang-nhap/ma", "signing in with a code"),
            new OpenRoute(HttpMethod.GET, "/login", "leads to the sign-in page"),
            new OpenRoute(HttpMethod.GET, "/css/**", "static files, the same for everybody"),
            new OpenRoute(HttpMethod.GET, "/js/**", "static files, the same for everybody"),
            new OpenRoute(HttpMethod.GET, "/lib/**", "static files, the same for everybody"),
            new OpenRoute(HttpMethod.GET, "/lich-truc/_ical/*", "calendars of duty, by a secret in the address"),
            new OpenRoute(HttpMethod.GET, "/trang-thai", "how the public Wi-Fi is, for everybody"),
            new OpenRoute(HttpMethod.GET, "/tt/*", "leads there from a poster"),
            new OpenRoute(HttpMethod.GET, "/api/v1/status", "the same, for programs"),
            new OpenRoute(HttpMethod.GET, "/kiem-tra", "whether a document was issued, anybody may check"),
            new OpenRoute(HttpMethod.POST, "/kiem-tra", "the document to check; it is not kept"),
            new OpenRoute(HttpMethod.GET, "/kiem-tra/*", "the same, by the code on the document"),
            new OpenRoute(HttpMethod.GET, "/api/v1/verify", "the same, for programs"),
            new OpenRoute(HttpMethod.POST, "/controller/register/", "boxes come in by a secret that they bring"),
            new OpenRoute(HttpMethod.GET, "/controller/checksum/*/", "a box asks, by its key"),
            new OpenRoute(HttpMethod.GET, "/controller/download-config/*/", "the same"),
            new OpenRoute(HttpMethod.POST, "/controller/update-info/*/", "the same"),
            new OpenRoute(HttpMethod.POST, "/controller/report-status/*/", "the same"),
            new OpenRoute(HttpMethod.GET, "/controller/device/checksum/*/", "the same, at its longer address"),
            new OpenRoute(HttpMethod.GET, "/controller/device/download-config/*/", "the same"),
            new OpenRoute(HttpMethod.POST, "/controller/device/update-info/*/", "the same"),
            new OpenRoute(HttpMethod.POST, "/controller/device/report-status/*/", "the same"),
            new OpenRoute(HttpMethod.POST, "/api/v1/monitoring/device/*/", "a box reports, by its key"),
            new OpenRoute(HttpMethod.GET, "/favicon.ico", "asked for by browsers without their cookies"),
            new OpenRoute(HttpMethod.GET, "/actuator/health", "one word for a supervisor: UP or DOWN"),
            new OpenRoute(HttpMethod.GET, "/actuator/health/liveness", "the same, for a container's supervisor"),
            new OpenRoute(HttpMethod.GET, "/actuator/health/readiness", "the same, for a load balancer"));

    private OpenRoutes() {}

    /** @param pattern as Spring's path patterns; {@code /**} only for static files */
    record OpenRoute(HttpMethod method, String pattern, String why) {
        /** HEAD is GET without the body (RFC 9110 section 9.3.2), so whoever may the one may the other. */
        List<HttpMethod> methods() {
            return method.equals(HttpMethod.GET) ? List.of(method, HttpMethod.HEAD) : List.of(method);
        }
    }
}
