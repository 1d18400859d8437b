package io.langsong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.access.People;
import io.langsong.access.QuickPasswords;
import io.langsong.access.Role;
import io.langsong.dashboard.Gallery;
import io.langsong.health.HealthChecks;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.CookieManager;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What whoever runs the server sees of it: jobs, health, figures; on the whole server that polls a simulated commune. */
@DirtiesContext
@SpringBootTest(
        classes = LangSong.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "langsong.polling.interval=5s",
            "langsong.demo.address=127.33.0.0",
            "langsong.access.admin-password=" + Gallery.PASSWORD,
            "langsong.access.api-token=" + Gallery.TOKEN
        })
@ContextConfiguration(initializers = QuickPasswords.class)
@ActiveProfiles("demo")
class OperatorTest {
    private static final String JOB = "metric-compaction";

    @TempDir
    static Path data;

    @DynamicPropertySource
    static void keepDataApart(DynamicPropertyRegistry settings) {
        settings.add("langsong.data-dir", data::toString);
        settings.add("langsong.demo.port", OperatorTest::freePort);
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private HealthChecks health;

    @Autowired
    private People people;

    @Autowired
    private MeterRegistry meters;

    private final HttpClient program = HttpClient.newHttpClient();

    @Test
    void aJobIsRunByAProgram() throws Exception {
        await().until(() -> !job(JOB).path("nextRunAt").isMissingNode());

        HttpResponse<String> asked = send("POST", "/api/v1/jobs/" + JOB + "/run");

        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> job(JOB).path("lastRun")
                                .path("outcome")
                                .asString("")
                                .equals("done")
                        && job(JOB).path("lastRun").path("askedBy").asString("").equals("token:LANGSONG_API_TOKEN"));
        assertThat(job(JOB).path("lastRun").path("tookMs").asLong(-1)).isNotNegative();
        assertThat(job(JOB).path("nextRunAt").asString("")).endsWith("+07:00");
    }

    @Test
    void aJobThatThereIsNotIsToldWithThoseThatThereAre() throws Exception {
        HttpResponse<String> answer = send("POST", "/api/v1/jobs/nix/run");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("is not the name of a job", JOB);
    }

    @Test
    void theAdministratorRunsAJobFromItsPageAndATechnicianOnlyLooks() throws Exception {
        people.add("ky-thuat", "Kỹ thuật", Role.TECHNICIAN, Gallery.PASSWORD);
        people.add("lanh-dao", "Lãnh đạo", Role.VIEWER, Gallery.PASSWORD);
        HttpClient admin = signedIn("admin");
        HttpClient technician = signedIn("ky-thuat");

        String page = body(admin, "/cong-viec");
        assertThat(page)
                .contains("Công việc định kỳ", "Nén số liệu", "Chạy ngay", "/cong-viec/" + JOB + "/chay")
                .doesNotContain("calendar.", "??");
        HttpResponse<String> ran = post(admin, "/cong-viec/" + JOB + "/chay", csrf(page));
        assertThat(ran.statusCode()).isEqualTo(302);
        assertThat(ran.headers().firstValue("Location").orElse("")).contains("/cong-viec?", JOB);
        assertThat(body(admin, "/cong-viec?da-giao=" + JOB)).contains("Đã giao việc “Nén số liệu”");
        assertThat(body(admin, "/cong-viec?dang-chay=" + JOB)).contains("không chạy thêm");
        assertThat(body(admin, "/cong-viec?da-giao=%3Cb%3E")).doesNotContain("<b>", "Đã giao");
        assertThat(post(admin, "/cong-viec/nix/chay", csrf(page)).statusCode()).isEqualTo(404);

        String seen = body(technician, "/cong-viec?lang=en");
        assertThat(seen).contains("Compress measurements").doesNotContain("Run now", "calendar.", "??");
        assertThat(post(technician, "/cong-viec/" + JOB + "/chay", csrf(seen)).statusCode())
                .isEqualTo(403);
        assertThat(get(signedIn("lanh-dao"), "/cong-viec").statusCode()).isEqualTo(403);
        assertThat(get(signedIn("lanh-dao"), "/suc-khoe").statusCode()).isEqualTo(403);
        assertThat(get(technician, "/suc-khoe").statusCode()).isEqualTo(200);
    }

    @Test
    void theHealthPageSaysWhatIsWrongAndWhatToDo() throws Exception {
        HttpClient admin = signedIn("admin");
        await().atMost(Duration.ofSeconds(60)).until(() -> health.looked().at() != null);

        for (String language : List.of("vi", "en")) {
            assertThat(body(admin, "/suc-khoe?lang=" + language))
                    .doesNotContain("health.", "??", "{1}", Gallery.PASSWORD)
                    .contains("PostgreSQL 18", data.toString());
        }
        assertThat(body(admin, "/suc-khoe?lang=vi"))
                .contains("Giám sát thiết bị", "Chưa đặt người nhận nào", "Việc cần làm")
                .contains("bản đầu tiên được tạo đêm nay")
                .as("served without a certificate")
                .doesNotContain("Chứng thư");
    }

    @Test
    void strangersLearnOneWordAndAdministratorsTheRest() throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> health.looked().at() != null);

        HttpResponse<String> stranger = program.send(
                HttpRequest.newBuilder(uri("/actuator/health")).build(), HttpResponse.BodyHandlers.ofString());
        JsonNode all = json(send("GET", "/actuator/health/server"));

        assertThat(JsonMapper.shared().readTree(stranger.body()).propertyNames())
                .containsOnly("status", "groups");
        JsonNode checks = all.path("components").path("langsong").path("components");
        assertThat(checks.propertyNames())
                .contains("polling", "judgement", "metrics", "messages", "database", "disk", "clock", "jobs");
        assertThat(checks.path("database").path("details").path("kind").asString(""))
                .isEqualTo("embedded");
        assertThat(program.send(
                                HttpRequest.newBuilder(uri("/actuator/health/server"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theFiguresAddUp() {
        await().atMost(Duration.ofSeconds(60)).until(() -> figures().get("langsong_polling_asked_total") > 300);

        // Read one after the other while the server works, so that some reading must find it between two polls.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Map<String, Double> figures = figures();
            assertThat(sum(figures, "langsong_polling_polls_total")
                            + figures.get("langsong_polling_abandoned_total")
                            + figures.get("langsong_polling_in_flight"))
                    .isEqualTo(figures.get("langsong_polling_asked_total"));
            assertThat(figures.get("langsong_metrics_stored_total")
                            + figures.get("langsong_metrics_waiting")
                            + figures.get("langsong_metrics_dropped_total")
                            + figures.get("langsong_metrics_rejected_total"))
                    .isEqualTo(figures.get("langsong_metrics_appended_total"));
        });
        Map<String, Double> figures = figures();
        assertThat(figures.get("langsong_notification_pending")
                        + figures.get("langsong_notification_delivered_total")
                        + figures.get("langsong_notification_failed_total"))
                .isEqualTo(figures.get("langsong_notification_deliveries_total"));
        assertThat(figures.get("langsong_polling_in_flight")).isBetween(0.0, figures.get("langsong_polling_devices"));
        assertThat(sum(figures, "langsong_polling_polls_total")).isGreaterThan(100);
    }

    /** And no other: what the reference has is there, what is there is in the reference. */
    @Test
    void theReferenceHasJustTheFiguresThatThereAre() throws Exception {
        Map<String, Double> figures = figures();
        Pattern named = Pattern.compile("`(langsong_[a-z0-9_]+)(?:\\{[^`]*})?`");
        List<String> written = named.matcher(Files.readString(Path.of("docs/reference/figures.md")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(figures.keySet().stream()
                        .map(name -> name.replaceAll("\\{.*", ""))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(written);
        assertThat(meters.getMeters()).isNotEmpty();
    }

    @Test
    void theListOfLibrariesIsForAdministrators() throws Exception {
        assertThat(program.send(
                                HttpRequest.newBuilder(uri("/actuator/sbom")).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    private Map<String, Double> figures() {
        Map<String, Double> figures = new HashMap<>();
        try {
            for (String line : send("GET", "/actuator/prometheus").body().split("\n")) {
                if (line.startsWith("langsong_")) {
                    int space = line.lastIndexOf(' ');
                    figures.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return figures;
    }

    private static double sum(Map<String, Double> figures, String name) {
        return figures.entrySet().stream()
                .filter(figure -> figure.getKey().startsWith(name))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private JsonNode job(String name) throws Exception {
        for (JsonNode job : json(send("GET", "/api/v1/jobs"))) {
            if (job.path("name").asString("").equals(name)) {
                return job;
            }
        }
        throw new AssertionError("no job " + name);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return program.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + Gallery.TOKEN)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpClient signedIn(String name) throws Exception {
        HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        String form = csrf(get(browser, "/dang-nhap").body());
        HttpResponse<String> answer = post(
                browser,
                "/dang-nhap",
                form + "&name=" + name + "&password=" + URLEncoder.encode(Gallery.PASSWORD, StandardCharsets.UTF_8));
        assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("loi=");
        return browser;
    }

    private static String csrf(String page) {
        Matcher token = Pattern.compile("name=\"csrf\" content=\"([^\"]+)\"").matcher(page);
        assertThat(token.find()).as(page).isTrue();
        return "_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
    }

    private String body(HttpClient browser, String path) throws Exception {
        HttpResponse<String> answer = get(browser, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> get(HttpClient browser, String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(uri(path)).header("Accept", "text/html").build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(HttpClient browser, String path, String form) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
