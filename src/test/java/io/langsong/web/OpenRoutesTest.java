package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.WholeServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Asks every route of the whole server, as a stranger, and compares what answers with the list of open routes. */
@WholeServer
@Import(OpenRoutesTest.SomebodyForgot.class)
@TestPropertySource(properties = "management.endpoints.web.exposure.include=*")
class OpenRoutesTest {
    /** Written out once more, so that a route is opened in two places or not at all. */
    private static final Set<String> MAY_BE_OPEN = Set.of(
            "GET /dang-nhap",
            "GET /dang-nhap/ma",
            "GET /login",
            "GET /css/x",
            "GET /js/x",
            "GET /lib/x",
            "GET /lich-truc/_ical/x.ics",
            "GET /trang-thai",
            "GET /tt/x",
            "GET /api/v1/status",
            "GET /kiem-tra",
            "POST /kiem-tra",
            "GET /kiem-tra/x",
            "GET /api/v1/verify",
            "POST /controller/register/",
            "GET /controller/checksum/x/",
            "GET /controller/download-config/x/",
            "POST /controller/update-info/x/",
            "POST /controller/report-status/x/",
            "GET /controller/device/checksum/x/",
            "GET /controller/device/download-config/x/",
            "POST /controller/device/update-info/x/",
            "POST /controller/device/report-status/x/",
            "POST /api/v1/monitoring/device/x/",
            "GET /favicon.ico",
            "GET /actuator/health");

    /** The reference says once that all kinds of the inventory are alike. */
    private static final String ANY_KIND =
            "/api/v1/(contacts|power-areas|sites|devices|providers|contracts|links|services)(?=$|/x$|/x/photos)";

    private static final String FORGOTTEN = "GET /somebody-forgot";

    private final HttpClient stranger =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @Autowired
    private ApplicationContext context;

    @Value("${local.server.port}")
    private int port;

    /** A route as it comes about by carelessness: a door of its own that asks nobody. The crawl must see it. */
    @TestConfiguration
    @Import(SomebodyForgot.Page.class)
    static class SomebodyForgot {
        @RestController
        static class Page {
            @GetMapping("/somebody-forgot")
            String show() {
                return "every device and its address";
            }
        }

        @Bean
        @Order(0)
        SecurityFilterChain openDoor(HttpSecurity http) {
            return http.securityMatcher("/somebody-forgot").build();
        }
    }

    @Test
    void answersStrangersOnlyWhereTheListSaysSo() throws Exception {
        Set<String> routes = routes();
        Set<String> open = new TreeSet<>();
        for (String route : routes) {
            if (answersStrangers(route)) {
                open.add(route);
            }
        }

        assertThat(routes)
                .hasSizeGreaterThan(60)
                .contains(
                        "GET /api/v1/outages", "GET /api/v1/villages/x", "POST /api/v1/villages", "GET /api/v1/series")
                .contains("GET /api/v1/notifications", "POST /api/v1/inventory/import")
                .contains(
                        "GET /", "GET /thiet-bi/x", "GET /api/v1/devices/x/status", "GET /events", "GET /api/v1/events")
                .contains("GET /actuator/prometheus", "GET /error", "POST /giao-dien");
        assertThat(open).contains(FORGOTTEN);
        open.remove(FORGOTTEN);
        assertThat(open).isSubsetOf(MAY_BE_OPEN).contains("GET /dang-nhap", "GET /actuator/health");
    }

    @Test
    void aHeadIsAnsweredWhereAGetIs() throws Exception {
        for (OpenRoutes.OpenRoute open : OpenRoutes.ALL) {
            String path = open.pattern().replace("**", "x").replace("*", "x");
            if (open.method().equals(HttpMethod.GET)) {
                assertThat(answersStrangers("HEAD " + path)).as(path).isEqualTo(answersStrangers("GET " + path));
            }
        }
        assertThat(answersStrangers("HEAD /trang-thai")).isTrue();
        assertThat(answersStrangers("HEAD /kiem-tra")).isTrue();
        assertThat(answersStrangers("HEAD /thiet-bi")).isFalse();
        assertThat(answersStrangers("HEAD /api/v1/devices")).isFalse();
    }

    @Test
    void theReferenceHasEveryRouteAndFigureForPrograms() throws IOException {
        String calls = Files.readString(Path.of("docs/reference/rest-api.md"));
        String figures = Files.readString(Path.of("docs/reference/figures.md"));

        assertThat(routes())
                .filteredOn(route -> route.matches("\\w+ (/api/v1/|/actuator/(health|prometheus)).*"))
                .hasSizeGreaterThan(12)
                .allMatch(route -> calls.contains(
                        "`" + route.replaceAll(ANY_KIND, "/api/v1/villages").replaceAll("/x(/|$)", "/{id}$1") + "`"));
        assertThat(context.getBean(MeterRegistry.class).getMeters())
                .extracting(meter -> meter.getId().getName().replace('.', '_'))
                .filteredOn(name -> name.startsWith("langsong_"))
                .hasSizeGreaterThan(10)
                .allMatch(name -> figures.contains("`" + name));
    }

    @Test
    void namesEveryOpenRouteOnce() {
        assertThat(OpenRoutes.ALL)
                .extracting(open -> open.method() + " " + open.pattern())
                .containsExactlyInAnyOrder(
                        "GET /dang-nhap",
                        "POST /dang-nhap",
                        "GET /dang-nhap/ma",
                        "POST /dang-nhap/ma",
                        "GET /login",
                        "GET /css/**",
                        "GET /js/**",
                        "GET /lib/**",
                        "GET /lich-truc/_ical/*",
                        "GET /trang-thai",
                        "GET /tt/*",
                        "GET /api/v1/status",
                        "GET /kiem-tra",
                        "POST /kiem-tra",
                        "GET /kiem-tra/*",
                        "GET /api/v1/verify",
                        "POST /controller/register/",
                        "GET /controller/checksum/*/",
                        "GET /controller/download-config/*/",
                        "POST /controller/update-info/*/",
                        "POST /controller/report-status/*/",
                        "GET /controller/device/checksum/*/",
                        "GET /controller/device/download-config/*/",
                        "POST /controller/device/update-info/*/",
                        "POST /controller/device/report-status/*/",
                        "POST /api/v1/monitoring/device/*/",
                        "GET /favicon.ico",
                        "GET /actuator/health",
                        "GET /actuator/health/liveness",
                        "GET /actuator/health/readiness");
    }

    private Set<String> routes() {
        return Routes.of(context).stream()
                .map(route -> Routes.filled(route, "x"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Neither sent to the sign-in page nor refused: whatever else came back is an answer, also a 404 or a 500. */
    private boolean answersStrangers(String route) throws IOException, InterruptedException {
        String[] words = route.split(" ");
        HttpResponse<Void> response = stranger.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + words[1]))
                        .method(words[0], HttpRequest.BodyPublishers.noBody())
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        boolean sentToSignIn = response.statusCode() == 302
                && response.headers().firstValue("Location").orElse("").endsWith("/dang-nhap")
                && !words[1].equals("/login");
        boolean refused = response.statusCode() == 401
                || response.statusCode() == 403
                // A form without its CSRF token leads to a fresh one.
                || response.headers().firstValue("Location").orElse("").endsWith("?het-phien");
        return !sentToSignIn && !refused;
    }
}
