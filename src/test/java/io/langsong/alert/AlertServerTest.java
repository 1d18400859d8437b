package io.langsong.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.Role;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.PollIntake;
import io.langsong.polling.PollResult;
import io.langsong.testkit.WholeServer;
import io.langsong.web.SignedIn;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules and alerts on the whole server: pages, API, rights, the audit trail, and a poll that becomes an alert. */
@WholeServer
@AutoConfigureMockMvc
class AlertServerTest {
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final Metric CPU = new Metric("cpu.utilization", Metric.Kind.GAUGE, "%");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Inventory inventory;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private PollIntake intake;

    @Autowired
    private MetricStore store;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @BeforeEach
    void commune() {
        if (inventory.snapshot().isEmpty()) {
            InventoryImport.Outcome outcome = imports.run(
                    Map.of(
                            "villages.csv",
                            "id,name,position\nthon-man,Thôn Mận,1\n",
                            "sites.csv",
                            "id,name,village,kind\nman-nvh,Nhà văn hóa,thon-man,culture-house\n",
                            "devices.csv",
                            "id,name,site,kind,address,profile\nman-ap1,AP 1 Thôn Mận,man-nvh,access-point,127.9.9.9,mikrotik\n"),
                    false);
            assertThat(outcome.problems()).isEmpty();
        }
    }

    /** The device is only placed, so the poller does not ask it; its profile is known all the same once it is asked for. */
    @Test
    void aPollBecomesAnAlertOnThePageAndInTheApi() throws Exception {
        json(201, HttpMethod.POST, "/api/v1/devices", """
                {"id": "man-ap2", "name": "AP 2 Thôn Mận", "site": "man-nvh", "kind": "access-point", "address": "127.9.9.8",
                 "snmp": {"version": "2c", "community": "kin-dao"}, "profile": "mikrotik", "interval": "PT1H"}
                """);
        json(201, HttpMethod.POST, "/api/v1/alert-rules", """
                {"id": "nong", "name": "Nóng %s", "metric": "sensor.temperature", "criterion": "above", "fire": 70, "clear": 60,
                 "severity": "critical", "scope": "device:man-ap2"}
                """.formatted(HOSTILE));
        Metric temperature = new Metric("sensor.temperature", Metric.Kind.GAUGE, "°C");
        Series series = new Series(new SeriesKey(new DeviceId("man-ap2"), temperature.name(), HOSTILE), temperature);

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            poll(Sample.gauge(series, clock.instant(), 71.5));
            assertThat(alerts("?device=man-ap2&lasting=true").size()).isEqualTo(1);
        });
        JsonNode alert = alerts("?rule=nong").get(0);
        assertThat(alert.path("value").doubleValue()).isEqualTo(71.5);
        assertThat(alert.path("index").stringValue()).isEqualTo(HOSTILE);
        assertThat(alert.path("severity").stringValue()).isEqualTo("critical");
        assertThat(alert.path("to").isNull()).isTrue();
        assertThat(json(
                        200,
                        HttpMethod.GET,
                        "/api/v1/alerts/" + alert.path("id").longValue(),
                        null))
                .isEqualTo(alert);
        for (String language : List.of("vi", "en")) {
            assertThat(page(Role.VIEWER, "/canh-bao?lang=" + language))
                    .contains("AP 2 Thôn Mận", "&lt;script&gt;alert(1)", "71")
                    .doesNotContain("<script>alert", "??", "alert.");
        }
        assertThat(page(Role.VIEWER, "/canh-bao?lang=vi"))
                .contains("71,5 °C, ngưỡng trên 70 °C", "Đang diễn ra", "Nghiêm trọng");

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            poll(Sample.gauge(series, clock.instant(), 50));
            assertThat(alerts("?device=man-ap2&lasting=true").size()).isZero();
        });
        assertThat(alerts("?rule=nong").get(0).path("end").stringValue()).isEqualTo("cleared");
        assertThat(page(Role.VIEWER, "/canh-bao?quy-tac=nong&lang=vi"))
                .contains("Đã hết", "Không có cảnh báo nào đang diễn ra");
    }

    private void poll(Sample sample) {
        Instant now = clock.instant();
        intake.accept(new PollResult(
                sample.series().device(),
                now,
                now,
                PollResult.Outcome.ANSWERED,
                0,
                1,
                null,
                List.of(),
                List.of(sample),
                ""));
    }

    private JsonNode alerts(String question) throws Exception {
        return json(200, HttpMethod.GET, "/api/v1/alerts" + question, null);
    }

    @Test
    void aRuleIsMadeChangedAndRemovedByAProgram() throws Exception {
        JsonNode made = json(201, HttpMethod.POST, "/api/v1/alert-rules", """
                {"name": "Độ trễ Thôn Mận", "metric": "reach.rtt", "criterion": "above", "fire": 100, "averageSeconds": 300,
                 "severity": "warning", "scope": "village:thon-man", "enabled": false}
                """);
        assertThat(made.path("id").stringValue()).isEqualTo("do-tre-thon-man");
        assertThat(made.path("clear").doubleValue()).isEqualTo(100);
        MvcTestResult one = call("GET", "/api/v1/alert-rules/do-tre-thon-man", null, null);
        assertThat(one.getResponse().getHeader("ETag")).isEqualTo("\"1\"");
        String change =
                "{\"name\": \"Khác\", \"metric\": \"cpu.utilization\", \"criterion\": \"no-data\", \"holdsSeconds\": 600, \"severity\": \"critical\"}";
        assertThat(call("PUT", "/api/v1/alert-rules/do-tre-thon-man", change, "\"7\""))
                .hasStatus(412);
        assertThat(call("PUT", "/api/v1/alert-rules/do-tre-thon-man", change, "\"1\""))
                .hasStatus(200);
        JsonNode changed = json(200, HttpMethod.GET, "/api/v1/alert-rules/do-tre-thon-man", null);
        assertThat(changed.path("fire").isNull()).isTrue();
        assertThat(changed.path("scope").stringValue()).isEqualTo("all");
        assertThat(changed.path("version").longValue()).isEqualTo(2);
        assertThat(call("DELETE", "/api/v1/alert-rules/do-tre-thon-man", null, null))
                .hasStatus(204);
        assertThat(call("GET", "/api/v1/alert-rules/do-tre-thon-man", null, null))
                .hasStatus(404);

        assertThat(jdbc.sql("SELECT action FROM access_audit WHERE subject = 'alert-rule:do-tre-thon-man' ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("alert.rule.add", "alert.rule.change", "alert.rule.remove");
        assertThat(page(Role.ADMIN, "/nhat-ky?viec=alert&lang=vi"))
                .contains("Sửa quy tắc cảnh báo", "quy tắc cảnh báo do-tre-thon-man");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            fire      | "x"           | fire
            fire      | null          | fire
            clear     | 200           | clear
            metric    | "cpu.load"    | metric
            metric    | 5             | metric
            severity  | "mild"        | severity
            criterion | "over"        | criterion
            scope     | "site:nix"    | scope
            scope     | "x"           | scope
            name      | null          | name
            holdsSeconds   | 999999999 | holds
            averageSeconds | -1        | average
            nonsense  | 1             | body
            """)
    void whatCanNotBeIsRefusedByItsField(String field, String value, String named) throws Exception {
        Map<String, String> fields = new java.util.HashMap<>(Map.of(
                "name",
                "\"R\"",
                "metric",
                "\"reach.rtt\"",
                "criterion",
                "\"above\"",
                "fire",
                "100",
                "severity",
                "\"warning\""));
        fields.put(field, value);
        String body = "{"
                + String.join(
                        ", ",
                        fields.entrySet().stream()
                                .map(e -> "\"" + e.getKey() + "\": " + e.getValue())
                                .toList())
                + "}";

        JsonNode problem = json(400, HttpMethod.POST, "/api/v1/alert-rules", body);
        assertThat(problem.path("field").stringValue()).isEqualTo(named);
        assertThat(problem.path("remedy").stringValue()).isNotBlank();
    }

    @Test
    void everybodySeesTheRulesAndAdministratorsChangeThem() throws Exception {
        for (Role role : List.of(Role.VIEWER, Role.TECHNICIAN)) {
            assertThat(page(role, "/canh-bao/quy-tac?lang=vi"))
                    .contains("CPU tải cao", "Tải CPU trên 90%, của cả thiết bị, liên tục 15 phút, hết khi về 75%")
                    .doesNotContain("bat-tat", "Thêm quy tắc<", "??", "alert.");
            assertThat(page(role, "/canh-bao/quy-tac/cpu-busy?lang=vi")).doesNotContain("name=\"metric\"", "??");
            assertThat(post(role, "/canh-bao/quy-tac/cpu-busy/bat-tat", "bat", "false"))
                    .hasStatus(403);
            assertThat(post(role, "/canh-bao/quy-tac/_thu", "metric", "reach.rtt"))
                    .hasStatus(403);
        }
        assertThat(page(Role.ADMIN, "/canh-bao/quy-tac?lang=en")).contains("CPU load high", "Turn off");
        assertThat(post(Role.ADMIN, "/canh-bao/quy-tac/cpu-busy/bat-tat", "bat", "false"))
                .hasRedirectedUrl("/canh-bao/quy-tac#cpu-busy");
        assertThat(page(Role.ADMIN, "/canh-bao/quy-tac?lang=vi")).contains("có sẵn, đã sửa");
        assertThat(post(Role.ADMIN, "/canh-bao/quy-tac/cpu-busy/xoa")).hasStatus(302);
        assertThat(page(Role.ADMIN, "/canh-bao/quy-tac?lang=vi")).doesNotContain("có sẵn, đã sửa");
    }

    @Test
    void theFormKeepsWhatWasTypedAndSaysWhatIsWrong() throws Exception {
        MvcTestResult refused = post(
                Role.ADMIN,
                "/canh-bao/quy-tac?lang=vi",
                "name",
                HOSTILE,
                "metric",
                "reach.rtt",
                "index",
                "*",
                "criterion",
                "above",
                "fire",
                "mười",
                "severity",
                "warning",
                "scope",
                "all");
        assertThat(refused).hasStatus(200);
        assertThat(text(refused))
                .contains("Chưa lưu", "Nhập một số như 90 hoặc 0,5", "value=\"mười\"", "&lt;script&gt;")
                .doesNotContain("<script>alert");

        assertThat(post(
                        Role.ADMIN,
                        "/canh-bao/quy-tac",
                        "name",
                        "Nhiễu ở Thôn Mận",
                        "metric",
                        "wifi.noise",
                        "index",
                        "*",
                        "criterion",
                        "above",
                        "fire",
                        "−82,5",
                        "clear",
                        "-85",
                        "holds",
                        "1,5",
                        "average",
                        "0",
                        "severity",
                        "warning",
                        "scope",
                        "site",
                        "scopeId",
                        "man-nvh",
                        "enabled",
                        "true"))
                .hasStatus(302);
        JsonNode made = json(200, HttpMethod.GET, "/api/v1/alert-rules/nhieu-o-thon-man", null);
        assertThat(made.path("fire").doubleValue()).isEqualTo(-82.5);
        assertThat(made.path("holdsSeconds").longValue()).isEqualTo(90);
        assertThat(made.path("scope").stringValue()).isEqualTo("site:man-nvh");
        assertThat(page(Role.ADMIN, "/canh-bao/quy-tac/nhieu-o-thon-man?lang=vi"))
                .contains("value=\"-82,5\"", "value=\"1,5\"", "Điểm lắp đặt: Thôn Mận – Nhà văn hóa");
    }

    @Test
    void aRuleIsTriedBeforeItIsSaved() throws Exception {
        Series series = new Series(new SeriesKey(new DeviceId("man-ap1"), CPU.name(), ""), CPU);
        Instant start = clock.instant().minus(Duration.ofDays(3));
        for (int i = 0; i < 40; i++) {
            store.append(List.of(Sample.gauge(series, start.plusSeconds(30L * i), i >= 10 && i < 30 ? 99 : 10)));
        }
        store.flush();
        String rule =
                "{\"metric\": \"cpu.utilization\", \"index\": \"\", \"scope\": \"village:thon-man\", \"criterion\": \"above\", \"fire\": 90, \"holdsSeconds\": 120, \"severity\": \"warning\"}";

        JsonNode tried = json(200, HttpMethod.POST, "/api/v1/alert-rules/try", rule);
        assertThat(tried.path("count").intValue()).isEqualTo(1);
        assertThat(tried.path("fired").intValue()).isEqualTo(1);
        assertThat(tried.path("lastedSeconds").longValue()).isEqualTo(600);
        assertThat(tried.path("alerts").get(0).path("device").stringValue()).isEqualTo("man-ap1");
        assertThat(tried.path("days").size()).isBetween(30, 32);
        for (String language : List.of("vi", "en")) {
            String page = text(post(
                    Role.ADMIN,
                    "/canh-bao/quy-tac/_thu?lang=" + language,
                    "metric",
                    "cpu.utilization",
                    "index",
                    "",
                    "criterion",
                    "above",
                    "fire",
                    "90",
                    "holds",
                    "2",
                    "severity",
                    "warning",
                    "scope",
                    "village",
                    "scopeId",
                    "thon-man"));
            assertThat(page)
                    .contains("AP 1 Thôn Mận", "<rect", "value=\"cpu.utilization\"", "99%")
                    .doesNotContain("??", "alert.try");
        }
        assertThat(json(200, HttpMethod.GET, "/api/v1/alert-rules", null).toString())
                .doesNotContain("\"tried\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/canh-bao?tu=31-02",
                "/canh-bao?ngay=-1&muc=<b>&trang-thai=x&thiet-bi=../x&quy-tac=%22",
                "/canh-bao?trang=99999",
                "/canh-bao?tu=2026-01-01&den=2026-01-02",
                "/canh-bao/quy-tac/_moi"
            })
    void noAddressIsAnError(String path) throws Exception {
        assertThat(page(Role.ADMIN, path)).doesNotContain("<b>&", "??");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(mvc.get().uri("/canh-bao/quy-tac/nix").with(authentication(signedIn(Role.ADMIN))))
                .hasStatus(404);
        assertThat(post(Role.ADMIN, "/canh-bao/quy-tac/nix/xoa")).hasStatus(404);
        json(404, HttpMethod.GET, "/api/v1/alerts/999999", null);
        json(404, HttpMethod.DELETE, "/api/v1/alert-rules/cpu-busy", null);
        json(400, HttpMethod.GET, "/api/v1/alerts?severity=mild", null);
        json(400, HttpMethod.GET, "/api/v1/alerts?from=2026-10-02T00:00:00Z&to=2026-10-01T00:00:00Z", null);
    }

    private JsonNode json(int status, HttpMethod method, String path, String body) throws Exception {
        MvcTestResult result = call(method.name(), path, body, null);
        assertThat(result.getResponse().getStatus())
                .as("%s %s: %s", method, path, text(result))
                .isEqualTo(status);
        return JsonMapper.shared().readTree(text(result));
    }

    private MvcTestResult call(String method, String path, String body, String match) {
        var request = mvc.method(HttpMethod.valueOf(method))
                .uri(path)
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN);
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).content(body.getBytes(StandardCharsets.UTF_8));
        }
        if (match != null) {
            request.header(HttpHeaders.IF_MATCH, match);
        }
        return request.exchange();
    }

    private String page(Role role, String path) throws Exception {
        MvcTestResult result = mvc.get()
                .uri(java.net.URI.create(path.replace("<", "%3C").replace(">", "%3E")))
                .with(authentication(signedIn(role)))
                .exchange();
        assertThat(result).hasStatusOk();
        return text(result);
    }

    private MvcTestResult post(Role role, String path, String... fields) {
        var request = mvc.post().uri(path).with(authentication(signedIn(role))).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return request.exchange();
    }

    private static String text(MvcTestResult result) throws Exception {
        return result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }

    private static Authentication signedIn(Role role) {
        return UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn("thu", "Thu", role, null),
                null,
                AuthorityUtils.createAuthorityList(
                        role == Role.ADMIN
                                ? new String[] {"ROLE_ADMIN", "ROLE_TECHNICIAN", "ROLE_VIEWER"}
                                : role == Role.TECHNICIAN
                                        ? new String[] {"ROLE_TECHNICIAN", "ROLE_VIEWER"}
                                        : new String[] {"ROLE_VIEWER"}));
    }
}
