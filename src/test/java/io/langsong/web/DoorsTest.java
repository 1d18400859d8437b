package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.access.ApiTokens;
import io.langsong.access.People;
import io.langsong.access.Role;
import io.langsong.access.TestAccess;
import io.langsong.dashboard.Gallery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Signing in, roles, tokens, headers, errors and the event stream, over real HTTP. */
@SpringBootTest(
        classes = {Gallery.class, DoorsTest.Doubtful.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "spring.flyway.enabled=false",
            "spring.quartz.auto-startup=false",
            "langsong.access.admin-password=" + Gallery.PASSWORD,
            "langsong.access.api-token=" + Gallery.TOKEN
        })
class DoorsTest {
    @Value("${local.server.port}")
    private int port;

    @Autowired
    private People people;

    @Autowired
    private DataSource database;

    @Autowired
    private ApiTokens tokens;

    @Autowired
    private EventStream stream;

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Test
    void signsInWithANewSessionAndReturnsToThePageAskedFor() throws Exception {
        get("/thiet-bi");
        get("/dang-nhap");
        String before = session();
        HttpResponse<String> in = signIn("admin", Gallery.PASSWORD);

        assertThat(in.statusCode()).isEqualTo(302);
        assertThat(in.headers().firstValue("Location")).get().asString().contains("/thiet-bi");
        assertThat(session()).as("session fixation").isNotEqualTo(before);
        assertThat(in.headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .contains("HttpOnly")
                .contains("SameSite=Lax");
        assertThat(get("/").body()).contains("gián đoạn").contains("Đăng xuất");
    }

    @Test
    void tellsAStrangerNothingAboutWhoExists() throws Exception {
        HttpResponse<String> wrongPassword = signIn("admin", "wrong");
        HttpResponse<String> wrongName = signIn("khong-co-ai\u001b[31m\nfake log line", "wrong");

        assertThat(wrongPassword.headers().firstValue("Location"))
                .isEqualTo(wrongName.headers().firstValue("Location"))
                .get()
                .asString()
                .endsWith("/dang-nhap?loi=sai");
        assertThat(LogText.of("a\u001b[31m\nb")).isEqualTo("\"a\\u001b\\u005b31m\\u000ab\"");
    }

    @Test
    void refusesAFormWithoutCsrfToken() throws Exception {
        signIn("admin", Gallery.PASSWORD);

        assertThat(post("/giao-dien", "theme=dark").statusCode()).isEqualTo(403);
        assertThat(post("/giao-dien", "theme=dark&_csrf=" + encoded(csrf("/"))).statusCode())
                .isEqualTo(302);
        assertThat(get("/").body()).contains("data-theme=\"dark\"");
    }

    /** The token of the form is behind the file, which is not read: that is not a forged request. */
    @ParameterizedTest(name = "a file of {0} MB: {1}")
    @CsvSource({"18, 413", "1, 403"})
    void saysThatAFileIsTooLarge(int megabytes, int status) throws Exception {
        signIn("admin", Gallery.PASSWORD);
        byte[] head = ("--x\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.xlsx\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> answer = browser.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/danh-muc/nhap"))
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .header("Accept", "text/html")
                        .POST(HttpRequest.BodyPublishers.concat(
                                HttpRequest.BodyPublishers.ofByteArray(head),
                                HttpRequest.BodyPublishers.ofByteArray(new byte[megabytes * 1024 * 1024]),
                                HttpRequest.BodyPublishers.ofByteArray(tail)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(status == 413 ? "Tệp quá lớn" : "Không được phép");
    }

    @Test
    void aRefusedSignInKeepsTheNameThatWasTypedAndNothingElse() throws Exception {
        HttpResponse<String> refused = signIn("ha.thang", "mat-khau-sai");
        assertThat(refused.headers().firstValue("Location")).get().asString().endsWith("/dang-nhap?loi=sai");

        HttpResponse<String> again = get("/dang-nhap?loi=sai");
        assertThat(again.body())
                .contains("value=\"ha.thang\"")
                .containsPattern("<input id=\"password\"[^>]*autofocus")
                .doesNotContain("mat-khau-sai");
        assertThat(get("/dang-nhap").body()).as("once").doesNotContain("ha.thang");
    }

    @Test
    void signsOutByPostOnly() throws Exception {
        signIn("admin", Gallery.PASSWORD);
        String token = csrf("/");

        get("/dang-xuat");
        assertThat(get("/").statusCode()).as("still in after GET").isEqualTo(200);
        post("/dang-xuat", "_csrf=" + encoded(token));
        assertThat(get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void aChangedRoleEndsTheSession() throws Exception {
        people.add("thu", "Thu", Role.TECHNICIAN, "mat khau rat dai");
        signIn("thu", "mat khau rat dai");
        assertThat(get("/").statusCode()).isEqualTo(200);

        TestAccess.changeRole(people, "thu", Role.VIEWER);

        assertThat(get("/").headers().firstValue("Location")).get().asString().endsWith("/dang-nhap?het-phien");
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3}")
    @CsvSource({
        "VIEWER,     GET,    /api/v1/devices/v1-r/status, 200",
        "VIEWER,     POST,   /api/v1/incidents/1/ack,     403",
        "TECHNICIAN, POST,   /api/v1/incidents/1/ack,     404",
        "TECHNICIAN, POST,   /api/v1/devices,             403",
        "TECHNICIAN, POST,   /api/v1/inventory/import,    403",
        "TECHNICIAN, DELETE, /api/v1/villages/v1,         403",
        "ADMIN,      DELETE, /api/v1/villages/v1,         404",
        "VIEWER,     GET,    /actuator/env,               403",
        "ADMIN,      GET,    /api/v1/devices/NO/status,   404",
    })
    void aTokenMayDoWhatItsRoleMay(Role role, String method, String path, int status) throws Exception {
        String secret = tokens.issue(role + method + path, role, null);

        HttpResponse<String> answer = send(request(path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + secret));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Set-Cookie")).as("no session").isEmpty();
        if (status >= 400) {
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).contains("\"status\":" + status);
        }
    }

    @Test
    void tellsProgramsAndFragmentsThatNobodySignedIn() throws Exception {
        assertThat(get("/api/v1/devices/v1-r/status").statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/devices/v1-r/status").body()).contains("\"title\":\"Unauthorized\"");
        assertThat(send(request("/hien-tai/tom-tat").header("HX-Request", "true"))
                        .headers()
                        .firstValue("HX-Refresh"))
                .contains("true");
        assertThat(get("/events").statusCode()).isEqualTo(401);
        assertThat(send(request("/").header("Authorization", "Bearer " + Gallery.TOKEN))
                        .statusCode())
                .as("tokens open the API, not pages")
                .isEqualTo(302);
    }

    @Test
    void everyPageForbidsForeignAndInlineCode() throws Exception {
        signIn("admin", Gallery.PASSWORD);
        for (String path :
                List.of("/", "/thon", "/thon/v7", "/thiet-bi", "/thiet-bi/v7-ap1", "/gian-doan", "/khong-co")) {
            HttpResponse<String> page = get(path);

            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .get()
                    .asString()
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.headers().firstValue("Server")).isEmpty();
            assertThat(page.body())
                    .doesNotContainPattern("<script(?![^>]*src=)")
                    .doesNotContainPattern("\\sstyle=|\\son[a-z]+=|javascript:|<style|<script>alert")
                    .doesNotContain("??", "hidden-secret");
        }
    }

    @Test
    void aMissingPageIsSaidInBothLanguagesWithACode() throws Exception {
        signIn("admin", Gallery.PASSWORD);

        HttpResponse<String> page = get("/thiet-bi/khong-co-dau");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("Không có trang này", "No such page", "LS-404");
        assertThat(page.body())
                .as("ways on")
                .contains("href=\"/gian-doan\"", "Đăng xuất")
                .doesNotContain("/dang-nhap");
        assertThat(post("/giao-dien", "theme=light&_csrf=" + encoded(csrf("/thiet-bi/khong-co-dau")))
                        .statusCode())
                .as("its forms")
                .isEqualTo(302);
    }

    @Test
    void withoutItsDatabaseAPageSaysSoAndHasItsWaysOn() throws Exception {
        signIn("admin", Gallery.PASSWORD);
        Doubtful.gone.set(true);
        try {
            HttpResponse<String> page = get("/nguoi-dung");

            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.headers().firstValue("Retry-After")).contains("5");
            assertThat(page.body())
                    .contains("Cơ sở dữ liệu chưa trả lời", "The database does not answer", "LS-503")
                    .contains("href=\"/gian-doan\"", "Đăng xuất")
                    .doesNotContain("Exception");

            HttpResponse<String> answer = get("/api/v1/people");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .contains("The database does not answer at present")
                    .doesNotContain("Exception");
        } finally {
            Doubtful.gone.set(false);
        }
    }

    @Test
    void whoeverWaitsForALockThatSomebodyHoldsIsToldToComeAgain() throws Exception {
        signIn("admin", Gallery.PASSWORD);
        Doubtful.impatient.set(true);
        try (Connection holding = database.getConnection();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("LOCK TABLE access_person IN ACCESS EXCLUSIVE MODE");

            HttpResponse<String> page = get("/nguoi-dung");

            holding.rollback();
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("Cơ sở dữ liệu chưa trả lời");
        } finally {
            Doubtful.impatient.set(false);
        }
    }

    @Test
    void whatNobodyExpectedHasACodeToQuote() throws Exception {
        signIn("admin", Gallery.PASSWORD);
        Doubtful.broken.set(true);
        try {
            HttpResponse<String> page = get("/nguoi-dung");

            assertThat(page.statusCode()).isEqualTo(500);
            assertThat(page.body())
                    .contains("Máy chủ gặp lỗi", "The server failed", "href=\"/gian-doan\"", "Đăng xuất")
                    .containsPattern("LS-[2-9A-Y]{5}");
        } finally {
            Doubtful.broken.set(false);
        }
    }

    /** A database that can be out of reach, or break. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Doubtful {
        private static final AtomicBoolean gone = new AtomicBoolean();
        private static final AtomicBoolean broken = new AtomicBoolean();
        private static final AtomicBoolean impatient = new AtomicBoolean();

        @Bean
        static BeanPostProcessor loseDatabase() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource source ? new Losable(source) : bean;
                }
            };
        }

        private static final class Losable extends DelegatingDataSource {
            Losable(DataSource source) {
                super(source);
            }

            @Override
            public Connection getConnection() throws SQLException {
                if (gone.get()) {
                    throw new SQLTransientConnectionException("the database can not be reached");
                }
                if (broken.get()) {
                    throw new UnsupportedOperationException("a fault in the program");
                }
                Connection connection = super.getConnection();
                if (impatient.get()) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SET lock_timeout = '300ms'");
                    }
                }
                return connection;
            }
        }
    }

    @Test
    void whoDidNotSignInIsLedThereByTheErrorPage() throws Exception {
        HttpResponse<String> page = get("/css/khong-co.css");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body())
                .contains("Không có trang này", "href=\"/dang-nhap\"")
                .doesNotContain("href=\"/gian-doan\"");
    }

    @Test
    void keepsTheLanguageThatWasAskedFor() throws Exception {
        assertThat(get("/dang-nhap").body()).contains("lang=\"vi\"", "Mật khẩu");
        assertThat(get("/dang-nhap?lang=en").body()).contains("lang=\"en\"", "Password");
        assertThat(get("/dang-nhap").body()).as("by cookie").contains("Password");
        assertThat(get("/dang-nhap?lang=xx").body()).contains("Password");
    }

    @Test
    void servesStylesAsOneHashedFile() throws Exception {
        Matcher link = Pattern.compile("/css/langsong-[0-9a-f]{32}\\.css")
                .matcher(get("/dang-nhap").body());
        assertThat(link.find()).isTrue();
        HttpResponse<String> styles = get(link.group());

        assertThat(styles.body()).contains("--page:", ".state-chip--down").doesNotContain("@import");
        assertThat(styles.headers().firstValue("Cache-Control")).contains("max-age=31536000, public, immutable");
    }

    @Test
    void tellsAllWhoListenAndReplaysWhatOneMissed() throws Exception {
        Listener first = listen("");
        stream.broadcast("condition", "device:v1-r");
        stream.broadcast("condition", "device:v1-r");
        stream.broadcast("condition", "device:v2-r");
        first.await("data: device:v2-r");
        assertThat(first.lines).filteredOn("data: device:v1-r"::equals).hasSize(1);
        String seen = List.copyOf(first.lines).stream()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow();

        Listener second = listen(seen.substring(4));
        second.await("data: device:v2-r");
        assertThat(second.lines).doesNotContain("data: device:v1-r");

        listen("of-another-run-17").await("event: resync");
    }

    @Test
    void oneWhoDoesNotReadHoldsNobodyUp() throws Exception {
        try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), port)) {
            deaf.setReceiveBufferSize(1024);
            deaf.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Gallery.TOKEN
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Listener hearing = listen("");
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 900; i++) {
                    stream.broadcast("condition", "device:" + "x".repeat(100) + i);
                }
                stream.broadcast("round", "r" + round);
                hearing.await("data: r" + round);
            }
        }
    }

    private Listener listen(String lastEventId) throws Exception {
        int before = stream.clients();
        Listener listener = new Listener();
        HttpRequest.Builder request = request("/api/v1/events").header("Authorization", "Bearer " + Gallery.TOKEN);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        var response = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type"))
                .get()
                .asString()
                .startsWith("text/event-stream");
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(listener.lines::add);
            } catch (IOException | java.io.UncheckedIOException over) {
                listener.lines.add("over");
            }
        });
        assertThat(stream.clients()).isGreaterThan(before);
        listener.await("retry: 5000");
        return listener;
    }

    private static final class Listener {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        void await(String line) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lines.contains(line));
        }
    }

    private HttpResponse<String> signIn(String name, String password) throws Exception {
        return post(
                "/dang-nhap",
                "name=%s&password=%s&_csrf=%s"
                        .formatted(encoded(name), encoded(password), encoded(csrf("/dang-nhap"))));
    }

    private String csrf(String page) throws Exception {
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"")
                .matcher(get(page).body());
        assertThat(token.find()).as("CSRF token in %s", page).isTrue();
        return token.group(1);
    }

    private String session() {
        return new ArrayList<>(((CookieManager) browser.cookieHandler().orElseThrow())
                        .getCookieStore()
                        .getCookies())
                .stream()
                        .filter(cookie -> cookie.getName().equals("JSESSIONID"))
                        .map(cookie -> cookie.getValue())
                        .findFirst()
                        .orElse("");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).header("Accept", path.startsWith("/api") ? "application/json" : "text/html"));
    }

    private HttpResponse<String> post(String path, String form) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
