package io.langsong.notification.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.access.PersonChange;
import io.langsong.access.Role;
import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.notification.Posted;
import io.langsong.notification.Preferences;
import io.langsong.testkit.WholeServer;
import io.langsong.web.SignedIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** How people say how they want to be told, from the form and from a program. */
@WholeServer
@AutoConfigureMockMvc
@TestPropertySource(
        properties = {
            // Nothing listens there: what is sent waits.
            "langsong.notification.email.host=127.0.0.1",
            "langsong.notification.email.port=1",
            "langsong.notification.email.tls=none",
            "langsong.notification.email.from=giamsat@xa.example"
        })
class PersonalPagesTest {
    private static final RequestPostProcessor ADMIN =
            who("admin", Role.ADMIN, "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final RequestPostProcessor VIEWER = who("xem", Role.VIEWER, "ROLE_VIEWER");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private People people;

    @Autowired
    private Preferences preferences;

    @Autowired
    private Outbox outbox;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void begin() {
        jdbc.sql("DELETE FROM notification_person").update();
        people.add("xem", "Chị <b>Xem</b>", Role.VIEWER, "mat khau rat dai day");
        people.change("xem", new PersonChange("Chị <b>Xem</b>", "viewer", null, List.of(), true));
    }

    @Test
    void aViewerSaysHowToBeTold() {
        assertThat(body(get("/tai-khoan", VIEWER))).contains("href=\"/tai-khoan/thong-bao\"");
        assertThat(body(get("/tai-khoan/thong-bao", VIEWER)))
                .contains("Chưa có cách nào để báo", "Zalo ZNS (máy chủ chưa bật)")
                .doesNotContain("Gửi thử", "<b>Xem");

        MvcTestResult saved = send(
                VIEWER,
                "/tai-khoan/thong-bao",
                "email",
                "xem@xa.example",
                "phone",
                "0912 345 678",
                "channels",
                "email",
                "channels",
                "",
                "channels",
                "gsm-modem",
                "quietFrom",
                "22:00",
                "quietUntil",
                "06:00",
                "quietHolds",
                "info",
                "phien-ban",
                "0");

        assertThat(saved).hasRedirectedUrl("/tai-khoan/thong-bao");
        assertThat(preferences.of("xem").contacts())
                .isEqualTo(Map.of("email", "xem@xa.example", "phone", "+84912345678"));
        assertThat(body(get("/tai-khoan/thong-bao", VIEWER)))
                .contains("Sẽ được báo qua:", "value=\"+84912345678\"", "value=\"22:00\"", "Gửi thử")
                .containsPattern("value=\"email\" selected");
        assertThat(body(get("/tai-khoan/thong-bao?lang=en", VIEWER))).contains("Quiet hours", "Told by:");
        AuditEntry entry = audit.find(new AuditFilter(null, "notification.person.change", null, null, null), null, 1)
                .get(0);
        assertThat(entry.subject()).isEqualTo("person:xem");
        assertThat(entry.toString())
                .doesNotContain("xem@xa.example", "912345678")
                .contains("22:00–06:00 info");
    }

    @Test
    void whatIsWrongStaysInTheForm() {
        MvcTestResult refused = send(VIEWER, "/tai-khoan/thong-bao", "phone", "<script>", "email", "xem@xa.example");

        assertThat(refused.getMvcResult().getFlashMap().get("errors"))
                .isEqualTo(Map.of("phone", "Số điện thoại không đúng. Nhập như 0912 345 678."));
        assertThat(preferences.of("xem").contacts()).isEmpty();
    }

    @Test
    void onlyAdministratorsChangeOthers() {
        assertThat(get("/nguoi-dung/admin/thong-bao", VIEWER)).hasStatus(403);
        assertThat(send(VIEWER, "/nguoi-dung/admin/thong-bao", "email", "x@xa.example"))
                .hasStatus(403);
        assertThat(call(VIEWER, "GET", "/api/v1/people/xem/notification", null, null))
                .hasStatus(403);
        assertThat(get("/nguoi-dung/khong-co/thong-bao", ADMIN)).hasStatus(404);

        assertThat(send(ADMIN, "/nguoi-dung/xem/thong-bao", "email", "xem@xa.example"))
                .hasRedirectedUrl("/nguoi-dung/xem/thong-bao");

        assertThat(body(get("/nguoi-dung/xem/thong-bao", ADMIN)))
                .contains("Chị &lt;b&gt;Xem&lt;/b&gt;", "xem@xa.example");
        assertThat(body(get("/nguoi-dung/xem", ADMIN))).contains("/nguoi-dung/xem/thong-bao");
    }

    @Test
    void aTestMessageIsWrittenOnceAMinute() {
        assertThat(Objects.toString(send(VIEWER, "/tai-khoan/thong-bao/thu")
                        .getMvcResult()
                        .getFlashMap()
                        .get("trouble")))
                .startsWith("Chưa có cách nào để báo");
        send(VIEWER, "/tai-khoan/thong-bao", "email", "xem@xa.example");

        send(VIEWER, "/tai-khoan/thong-bao/thu");

        Posted trial = outbox.messages(null, 1).get(0);
        assertThat(trial.key()).startsWith("trial-xem-");
        assertThat(trial.deliveries()).extracting(Posted.Delivery::person).isEqualTo(List.of("xem"));
    }

    @Test
    void aProgramReadsAndWrites() {
        String path = "/api/v1/people/xem/notification";
        MvcTestResult empty = call(ADMIN, "GET", path, null, null);
        assertThat(empty).hasStatus(200).hasHeader(HttpHeaders.ETAG, "\"0\"");

        MvcTestResult written = call(ADMIN, "PUT", path, "\"0\"", """
                {"email": "xem@xa.example", "phone": "0912345678", "channels": ["email", "gsm-modem"],
                 "quietFrom": "22:00", "quietUntil": "06:00", "quietHolds": "info"}
                """);

        assertThat(written).hasStatus(200).hasHeader(HttpHeaders.ETAG, "\"1\"");
        assertThat(body(written))
                .contains("\"phone\":\"+84912345678\"", "\"quietHolds\":\"info\"", "\"ways\":[\"email\"]");
        assertThat(call(ADMIN, "PUT", path, "\"0\"", "{}")).hasStatus(412);
        assertThat(call(ADMIN, "PUT", path, null, "{\"email\": \"nobody\"}")).hasStatus(400);
        assertThat(call(ADMIN, "POST", path + "/test", null, null)).hasStatus(204);
        assertThat(outbox.messages(null, 1).get(0).key()).startsWith("trial-xem-");
        assertThat(call(ADMIN, "PUT", path, null, "{}")).hasStatus(200);
        assertThat(call(ADMIN, "POST", path + "/test", null, null)).hasStatus(409);
        assertThat(call(ADMIN, "GET", "/api/v1/people/khong-co/notification", null, null))
                .hasStatus(404);
    }

    @Test
    void thePageSaysWhatBecameOfEachCopy() {
        outbox.post(
                new Message("trang-1", "Mất kết nối: <b>AP</b>", "x", Map.of("object", "device:khong-co")),
                Set.of("xem"));
        send(VIEWER, "/tai-khoan/thong-bao", "email", "xem@xa.example");
        outbox.post(new Message("trang-2", "Đã khôi phục", "x", Map.of()), Set.of("xem"));

        assertThat(body(get("/thong-bao", VIEWER)))
                .contains(
                        "Mất kết nối: &lt;b&gt;AP&lt;/b&gt;",
                        "Gửi thất bại",
                        "this person has no contact for a channel that is set",
                        "Không có kênh",
                        "Đã khôi phục",
                        "Thư điện tử")
                .doesNotContain("<b>AP", "xem@xa.example");
        assertThat(body(get("/thong-bao?trang-thai=failed", VIEWER)))
                .contains("&lt;b&gt;AP")
                .doesNotContain("Đã khôi phục</h2>");
        assertThat(body(get("/thong-bao?trang-thai=delivered&lang=en", VIEWER))).contains("No notifications.");
        assertThat(body(get("/thong-bao?trang-thai=1e9", VIEWER))).contains("Đã khôi phục</h2>");
        RequestPostProcessor limited = authentication(UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn("ba", "ba", Role.VIEWER, null, Set.of("man")),
                null,
                AuthorityUtils.createAuthorityList("ROLE_VIEWER")));
        assertThat(body(get("/thong-bao", limited))).doesNotContain("&lt;b&gt;AP", "Đã khôi phục</h2>");
    }

    private MvcTestResult get(String path, RequestPostProcessor who) {
        return mvc.perform(
                mvc.get().uri(URI.create(path)).accept(MediaType.TEXT_HTML).with(who));
    }

    private MvcTestResult send(RequestPostProcessor who, String path, String... fields) {
        MockMvcTester.MockMvcRequestBuilder request =
                mvc.post().uri(path).with(who).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request);
    }

    private MvcTestResult call(
            RequestPostProcessor who, String method, String path, @Nullable String match, @Nullable String json) {
        MockMvcTester.MockMvcRequestBuilder request = mvc.method(HttpMethod.valueOf(method))
                .uri(URI.create(path))
                .with(who)
                .with(csrf());
        if (match != null) {
            request.header(HttpHeaders.IF_MATCH, match);
        }
        return mvc.perform(
                json == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).content(json));
    }

    private static String body(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }
}
