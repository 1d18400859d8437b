package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.testkit.WholeServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API against the routes, real answers and the pages of the whole server. */
@WholeServer
class OpenApiTest {
    private static final String NO_PERSON = "none: a program is no person with ";

    /** What the forms of pages do, and the call that does the same. */
    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("POST /dang-nhap", NO_PERSON + "a password; its token is its sign-in"),
            Map.entry("POST /dang-nhap/ma", NO_PERSON + "a telephone"),
            Map.entry("POST /kiem-tra", "GET /api/v1/verify"),
            Map.entry("POST /giao-dien", NO_PERSON + "a screen; the choice is kept in this browser"),
            Map.entry("POST /phim-tat", NO_PERSON + "a keyboard; the choice is kept in this browser"),
            Map.entry("POST /tai-khoan/ngon-ngu", "PUT /api/v1/people/{name}"),
            Map.entry("POST /tai-khoan/thong-bao", "PUT /api/v1/people/{name}/notification"),
            Map.entry("POST /tai-khoan/thong-bao/thu", "POST /api/v1/people/{name}/notification/test"),
            Map.entry("POST /nguoi-dung/{name}/thong-bao", "PUT /api/v1/people/{name}/notification"),
            Map.entry("POST /nguoi-dung/{name}/thong-bao/thu", "POST /api/v1/people/{name}/notification/test"),
            Map.entry("POST /tai-khoan/mat-khau", "POST /api/v1/people/{name}/reset-password"),
            Map.entry("POST /tai-khoan/phien/ket-thuc", "DELETE /api/v1/people/{name}/sessions/{id}"),
            Map.entry("POST /tai-khoan/phien/ket-thuc-khac", "POST /api/v1/people/{name}/end-sessions"),
            Map.entry("POST /tai-khoan/hai-lop/bat-dau", NO_PERSON + "a telephone that keeps the secret"),
            Map.entry("POST /tai-khoan/hai-lop/xac-nhan", NO_PERSON + "a telephone that shows the code"),
            Map.entry("POST /tai-khoan/hai-lop/ma-khoi-phuc", NO_PERSON + "a sheet to print the codes on"),
            Map.entry("POST /tai-khoan/hai-lop/tat", "POST /api/v1/people/{name}/reset-totp"),
            Map.entry("POST /nhat-ky/kiem-tra", "GET /api/v1/audit/check"),
            Map.entry("POST /khoa-api", "POST /api/v1/tokens"),
            Map.entry("POST /khoa-api/{id}/thu-hoi", "DELETE /api/v1/tokens/{id}"),
            Map.entry("POST /tram-thu-thap", "POST /api/v1/collectors"),
            Map.entry("POST /tram-thu-thap/{id}", "PUT /api/v1/collectors/{id}"),
            Map.entry("POST /tram-thu-thap/{id}/ma", "POST /api/v1/collectors/{id}/token"),
            Map.entry("POST /tram-thu-thap/{id}/thu-hoi", "POST /api/v1/collectors/{id}/revoke"),
            Map.entry("POST /tram-thu-thap/{id}/xoa", "DELETE /api/v1/collectors/{id}"),
            Map.entry("POST /nguoi-dung", "POST /api/v1/people"),
            Map.entry("POST /nguoi-dung/{name}", "PUT /api/v1/people/{name}"),
            Map.entry("POST /nguoi-dung/{name}/mat-khau", "POST /api/v1/people/{name}/reset-password"),
            Map.entry("POST /nguoi-dung/{name}/mo-khoa", "POST /api/v1/people/{name}/unlock"),
            Map.entry("POST /nguoi-dung/{name}/hai-lop", "POST /api/v1/people/{name}/reset-totp"),
            Map.entry("POST /nguoi-dung/{name}/phien", "POST /api/v1/people/{name}/end-sessions"),
            Map.entry("POST /cong-viec/{name}/chay", "POST /api/v1/jobs/{name}/run"),
            Map.entry("POST /sao-luu", "POST /api/v1/server-backups"),
            Map.entry("POST /canh-bao/quy-tac", "POST /api/v1/alert-rules"),
            Map.entry("POST /canh-bao/quy-tac/_thu", "POST /api/v1/alert-rules/try"),
            Map.entry("POST /canh-bao/quy-tac/{id}", "PUT /api/v1/alert-rules/{id}"),
            Map.entry("POST /canh-bao/quy-tac/{id}/bat-tat", "PUT /api/v1/alert-rules/{id}"),
            Map.entry("POST /canh-bao/quy-tac/{id}/xoa", "DELETE /api/v1/alert-rules/{id}"),
            Map.entry("POST /cau-hinh/may/{box}/diem", "POST /api/v1/provisioning/access-points/{id}/fill"),
            Map.entry("POST /cau-hinh/diem", "POST /api/v1/provisioning/access-points"),
            Map.entry("POST /cau-hinh/diem/_nhap", "POST /api/v1/provisioning/access-points/import"),
            Map.entry("POST /cau-hinh/diem/{id}/sua", "PUT /api/v1/provisioning/access-points/{id}"),
            Map.entry("POST /cau-hinh/diem/{id}/xoa", "DELETE /api/v1/provisioning/access-points/{id}"),
            Map.entry("POST /cau-hinh/diem/{id}/duyet", "POST /api/v1/provisioning/access-points/{id}/approve"),
            Map.entry("POST /cau-hinh/diem/{id}/cho-ra", "POST /api/v1/provisioning/access-points/{id}/let-out"),
            Map.entry("POST /cau-hinh/diem/{id}/ngung", "POST /api/v1/provisioning/access-points/{id}/retire"),
            Map.entry("POST /cau-hinh/diem/{id}/khoa", "POST /api/v1/provisioning/secrets"),
            Map.entry("POST /cau-hinh/diem/{id}/ssh", "PUT /api/v1/provisioning/access-points/{id}/ssh"),
            Map.entry("POST /cau-hinh/diem/{id}/ssh/thu", "POST /api/v1/provisioning/access-points/{id}/ssh/try"),
            Map.entry("POST /cau-hinh/diem/{id}/ssh/xem-khoa", "POST /api/v1/provisioning/access-points/{id}/ssh/look"),
            Map.entry(
                    "POST /cau-hinh/diem/{id}/ssh/nhan-khoa",
                    "POST /api/v1/provisioning/access-points/{id}/ssh/accept"),
            Map.entry("POST /cau-hinh/diem/{id}/ban-sao", "POST /api/v1/provisioning/access-points/{id}/backups"),
            Map.entry(
                    "POST /cau-hinh/diem/{id}/ban-sao/{backup}/hien",
                    "POST /api/v1/provisioning/access-points/{id}/backups/{backup}/reveal"),
            Map.entry(
                    "POST /cau-hinh/diem/{id}/ban-sao/{backup}/tep",
                    "POST /api/v1/provisioning/access-points/{id}/backups/{backup}/reveal"),
            Map.entry(
                    "POST /cau-hinh/diem/{id}/ban-sao/{backup}/khoi-phuc",
                    "POST /api/v1/provisioning/access-points/{id}/backups/{backup}/restore"),
            Map.entry("POST /cau-hinh/mau", "POST /api/v1/provisioning/templates"),
            Map.entry("POST /cau-hinh/mau/_xem", "POST /api/v1/provisioning/templates/try"),
            Map.entry("POST /cau-hinh/mau/_tu-thiet-bi", "POST /api/v1/provisioning/templates/from-router"),
            Map.entry("POST /cau-hinh/mau/{id}", "PUT /api/v1/provisioning/templates/{id}"),
            Map.entry("POST /cau-hinh/mau/{id}/ket-thuc", "DELETE /api/v1/provisioning/templates/{id}"),
            Map.entry("POST /cau-hinh/gia-tri", "PUT /api/v1/provisioning/values"),
            Map.entry("POST /cau-hinh/gia-tri/xoa", "PUT /api/v1/provisioning/values"),
            Map.entry("POST /cau-hinh/khoa", "POST /api/v1/provisioning/secrets"),
            Map.entry("POST /cau-hinh/khoa/{id}/thu-hoi", "DELETE /api/v1/provisioning/secrets/{id}"),
            Map.entry("POST /wifi", "POST /api/v1/wifi/networks"),
            Map.entry("POST /wifi/_xem", "POST /api/v1/wifi/networks/try"),
            Map.entry("POST /wifi/{id}", "PUT /api/v1/wifi/networks/{id}"),
            Map.entry("POST /wifi/{id}/xoa", "DELETE /api/v1/wifi/networks/{id}"),
            Map.entry("POST /wifi/kenh/{village}", "PUT /api/v1/wifi/channels/{village}"),
            Map.entry("POST /wifi/kenh/{village}/_xem", "POST /api/v1/wifi/channels/{village}/try"),
            Map.entry("POST /cau-hinh/trien-khai/_thu", "POST /api/v1/provisioning/rollouts/dry-run"),
            Map.entry("POST /cau-hinh/trien-khai", "POST /api/v1/provisioning/rollouts"),
            Map.entry("POST /cau-hinh/trien-khai/{id}/duyet", "POST /api/v1/provisioning/rollouts/{id}/approve"),
            Map.entry("POST /cau-hinh/trien-khai/{id}/tam-dung", "POST /api/v1/provisioning/rollouts/{id}/pause"),
            Map.entry("POST /cau-hinh/trien-khai/{id}/thu-lai", "POST /api/v1/provisioning/rollouts/{id}/retry"),
            Map.entry("POST /cau-hinh/trien-khai/{id}/tiep-tuc", "POST /api/v1/provisioning/rollouts/{id}/resume"),
            Map.entry("POST /cau-hinh/trien-khai/{id}/huy", "POST /api/v1/provisioning/rollouts/{id}/cancel"),
            Map.entry("POST /firmware/ban", "POST /api/v1/firmware/images"),
            Map.entry("POST /firmware/ban/{sha256}/xoa", "DELETE /api/v1/firmware/images/{sha256}"),
            Map.entry("POST /firmware/may/hoi", "POST /api/v1/firmware/ask"),
            Map.entry("POST /firmware/nang-cap/_thu", "POST /api/v1/firmware/upgrades/dry-run"),
            Map.entry("POST /firmware/nang-cap", "POST /api/v1/firmware/upgrades"),
            Map.entry("POST /firmware/nang-cap/{id}/duyet", "POST /api/v1/firmware/upgrades/{id}/approve"),
            Map.entry("POST /firmware/nang-cap/{id}/tam-dung", "POST /api/v1/firmware/upgrades/{id}/pause"),
            Map.entry("POST /firmware/nang-cap/{id}/tiep-tuc", "POST /api/v1/firmware/upgrades/{id}/resume"),
            Map.entry("POST /firmware/nang-cap/{id}/huy", "POST /api/v1/firmware/upgrades/{id}/cancel"),
            Map.entry("POST /thiet-bi/{id}/agent/nhan", "POST /api/v1/devices/{id}/agent/accept"),
            Map.entry("POST /lich-truc", "POST /api/v1/rotas"),
            Map.entry("POST /lich-truc/{id}", "PUT /api/v1/rotas/{id}"),
            Map.entry("POST /lich-truc/{id}/xoa", "DELETE /api/v1/rotas/{id}"),
            Map.entry("POST /lich-truc/{id}/lich", "POST /api/v1/rotas/{id}/calendar"),
            Map.entry("POST /lich-truc/_cua-toi", NO_PERSON + "turns of its own"),
            Map.entry("POST /lich-truc/{id}/thay", "POST /api/v1/rotas/{id}/overrides"),
            Map.entry("POST /lich-truc/{id}/thay/{number}/ket-thuc", "DELETE /api/v1/rotas/{id}/overrides/{number}"),
            Map.entry("POST /lich-truc/{id}/doi", "POST /api/v1/rotas/{id}/swaps"),
            Map.entry("POST /lich-truc/{id}/doi/{number}/huy", "DELETE /api/v1/rotas/{id}/swaps/{number}"),
            Map.entry("POST /chuyen-cap", "POST /api/v1/escalation-policies"),
            Map.entry("POST /chuyen-cap/{id}", "PUT /api/v1/escalation-policies/{id}"),
            Map.entry("POST /chuyen-cap/{id}/xoa", "DELETE /api/v1/escalation-policies/{id}"),
            Map.entry("POST /bao-cao/{month}/lap", "POST /api/v1/reports/{month}/draft"),
            Map.entry("POST /bao-cao/{month}/viet/{section}", "PUT /api/v1/reports/{month}/texts/{section}"),
            Map.entry("POST /bao-cao/{month}/soat", "POST /api/v1/reports/{month}/review"),
            Map.entry("POST /bao-cao/{month}/phat-hanh", "POST /api/v1/reports/{month}/issue"),
            Map.entry("POST /su-co/dien-rong", "POST /api/v1/storm"),
            Map.entry("POST /su-co/{number}/ket-thuc-dien-rong", "POST /api/v1/incidents/{id}/end-storm"),
            Map.entry("POST /su-co/{number}/nhan", "POST /api/v1/incidents/{id}/ack"),
            Map.entry("POST /su-co/{number}/bo-nhan", "POST /api/v1/incidents/{id}/give-back"),
            Map.entry("POST /su-co/{number}/phan-cong", "POST /api/v1/incidents/{id}/assign"),
            Map.entry("POST /su-co/{number}/ghi-chu", "POST /api/v1/incidents/{id}/note"),
            Map.entry("POST /su-co/{number}/anh", "POST /api/v1/incidents/{id}/photo"),
            Map.entry("POST /su-co/{number}/cho", "POST /api/v1/incidents/{id}/wait"),
            Map.entry("POST /su-co/{number}/het-cho", "POST /api/v1/incidents/{id}/stop-waiting"),
            Map.entry("POST /su-co/{number}/khac-phuc", "POST /api/v1/incidents/{id}/resolve"),
            Map.entry("POST /su-co/{number}/mo-lai", "POST /api/v1/incidents/{id}/reopen"),
            Map.entry("POST /su-co/{number}/dong", "POST /api/v1/incidents/{id}/close"),
            Map.entry("POST /su-co/{number}/gop", "POST /api/v1/incidents/{id}/merge"),
            Map.entry("POST /su-co/{number}/tach", "POST /api/v1/incidents/{id}/split"),
            Map.entry("POST /lich-tinh", "POST /api/v1/uptime-calendars"),
            Map.entry("POST /lich-tinh/{id}", "PUT /api/v1/uptime-calendars/{id}"),
            Map.entry("POST /lich-tinh/{id}/xoa", "DELETE /api/v1/uptime-calendars/{id}"),
            Map.entry("POST /ngay-nghi", "PUT /api/v1/holidays/{date}"),
            Map.entry("POST /ngay-nghi/{date}/xoa", "DELETE /api/v1/holidays/{date}"),
            Map.entry("POST /do-tim", "POST /api/v1/discovery"),
            Map.entry("POST /do-tim/nhanh-tren", "POST /api/v1/discovery"),
            Map.entry("POST /do-tim/{id}/dung", "DELETE /api/v1/discovery/{id}"),
            Map.entry("POST /do-tim/{id}/nhan", "POST /api/v1/discovery/{id}/accept"),
            Map.entry("POST /thiet-bi/{id}/cach-doc", "POST /api/v1/devices/{id}/probe"),
            Map.entry("POST /gian-doan/{id}/nguyen-nhan", "POST /api/v1/outages/{id}/cause"),
            Map.entry("POST /danh-muc/_khu-vuc-dien-de-xuat/nhan", "POST /api/v1/power-area-proposals/accept"),
            Map.entry("POST /danh-muc/_khu-vuc-dien-de-xuat/tu-choi", "POST /api/v1/power-area-proposals/reject"),
            Map.entry("POST /bao-tri", "POST /api/v1/maintenance"),
            Map.entry("POST /bao-tri/{id}/ket-thuc", "POST /api/v1/maintenance/{id}/end"),
            Map.entry("POST /bao-tri/{id}/thu-hoi", "POST /api/v1/maintenance/{id}/withdraw"),
            Map.entry("POST /bao-tri/cat-dien", "POST /api/v1/maintenance/notice"),
            Map.entry("POST /bao-tri/cat-dien/xac-nhan", "POST /api/v1/maintenance"),
            Map.entry("POST /danh-muc/{slug}", "POST /api/v1/devices"),
            Map.entry("POST /danh-muc/{slug}/{id}", "PUT /api/v1/devices/{id}"),
            Map.entry("POST /danh-muc/{slug}/{id}/xoa", "DELETE /api/v1/devices/{id}"),
            // A file of the ids and that one column: what it leaves out stays.
            Map.entry("POST /danh-muc/{slug}/_sua-nhieu", "POST /api/v1/inventory/import"),
            Map.entry("POST /danh-muc/bat-dau", "POST /api/v1/inventory/import"),
            Map.entry("POST /danh-muc/nhap", "POST /api/v1/inventory/import"),
            Map.entry("POST /danh-muc/nhap/thuc-hien", "POST /api/v1/inventory/import"),
            Map.entry("POST /danh-muc/{slug}/{id}/anh", "POST /api/v1/devices/{id}/photos"),
            Map.entry("POST /danh-muc/{slug}/{id}/anh/{photo}/xoa", "DELETE /api/v1/devices/{id}/photos/{photo}"));

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    @Value("${local.server.port}")
    private int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    @Autowired
    private JdbcClient jdbc;

    private final HttpClient program = HttpClient.newHttpClient();
    private JsonNode api;

    @BeforeEach
    void read() throws Exception {
        HttpResponse<String> response = send("GET", "/api/v1/openapi.json", null, "");
        assertThat(response.statusCode()).isEqualTo(200);
        api = JsonMapper.shared().readTree(response.body());
    }

    @Test
    void hasEveryRouteOnce() {
        Set<String> described = operations().keySet();

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(mapped().stream()
                        .filter(route -> route.contains(" /api/v1/"))
                        .flatMap(route -> expanded(route).stream())
                        .collect(Collectors.toCollection(TreeSet::new)))
                .contains("GET /api/v1/power-areas/{id}", "POST /api/v1/inventory/import", "GET /api/v1/events");
        assertThat(operations().values())
                .extracting(operation -> operation.path("operationId").asString(""))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][a-zA-Z]+"));
        assertThat(operations().values())
                .allMatch(operation -> operation.path("summary").asString("").matches("[^{}]{8,}[.]"))
                .allMatch(operation -> operation.path("responses").has("401"));
    }

    @Test
    void refersOnlyToWhatItHas() {
        List<String> references = api.findValuesAsString("$ref");

        assertThat(references).hasSizeGreaterThan(100);
        assertThat(references)
                .allMatch(reference -> reference.startsWith("#/")
                        && !api.at(reference.substring(1)).isMissingNode());
        assertThat(api.path("openapi").asString("")).isEqualTo("3.1.0");
        operations()
                .forEach((name, operation) ->
                        assertThat(pathParameters(operation)).as(name).containsExactlyElementsOf(variables(name)));
        for (JsonNode schema : api.path("components").path("schemas")) {
            assertThat(schema.path("type").asString("")).isIn(TYPES);
            for (JsonNode needed : schema.path("required")) {
                assertThat(schema.path("properties").has(needed.asString(""))).isTrue();
            }
        }
    }

    @Test
    void saysWhatACallNeedsAndHowItIsRefused() {
        assertThat(role("GET /api/v1/outages")).isEqualTo("viewer read");
        assertThat(role("GET /api/v1/jobs")).isEqualTo("technician read");
        assertThat(role("POST /api/v1/devices/{id}/photos")).isEqualTo("technician all");
        assertThat(role("PUT /api/v1/devices/{id}")).isEqualTo("admin all");
        assertThat(role("GET /api/v1/people")).isEqualTo("admin read");

        JsonNode put = operations().get("PUT /api/v1/devices/{id}");
        assertThat(put.path("responses").propertyNames())
                .contains("200", "400", "401", "403", "404", "409", "412", "413", "415");
        assertThat(put.path("parameters").findValuesAsString("name")).containsExactly("id", "If-Match");
        assertThat(put.path("responses").path("200").path("headers").has("ETag"))
                .isTrue();
        JsonNode size =
                operations().get("GET /api/v1/devices").path("parameters").path(1);
        assertThat(size.path("name").asString("")).isEqualTo("size");
        assertThat(size.path("schema").path("maximum").asInt(0)).isCloseTo(1000, within(0));
    }

    @Test
    void describesWhatIsReallyAnswered() throws Exception {
        ok(201, "POST", "/api/v1/villages", "{\"id\": \"man\", \"name\": \"Thôn Mận\", \"position\": 1}");
        ok(
                201,
                "POST",
                "/api/v1/sites",
                "{\"id\": \"nha\", \"name\": \"Nhà\", \"village\": \"man\", \"kind\": \"other\"}");
        ok(201, "POST", "/api/v1/devices", """
                {"id": "ap1", "name": "AP 1", "site": "nha", "kind": "access-point", "address": "127.30.0.1",
                 "snmp": {"version": "2c", "community": "kin-dao"}, "enabled": false}
                """);
        ok(200, "GET", "/api/v1/devices", null);
        ok(200, "GET", "/api/v1/devices/ap1/status", null);
        ok(200, "GET", "/api/v1/outages", null);
        ok(200, "GET", "/api/v1/people", null);
        ok(200, "GET", "/api/v1/people/admin/sessions", null);
        ok(201, "POST", "/api/v1/collectors", "{\"name\": \"UBND xã\", \"sites\": [\"nha\"], \"budgetKbit\": 64}");
        ok(200, "GET", "/api/v1/collectors", null);
        ok(200, "GET", "/api/v1/collectors/ubnd-xa", null);
        ok(200, "GET", "/api/v1/collectors/ubnd-xa/gaps", null);
        ok(200, "GET", "/api/v1/collectors/ubnd-xa/lives", null);
        ok(200, "POST", "/api/v1/collectors/ubnd-xa/token", null);
        ok(409, "POST", "/api/v1/collectors", "{\"name\": \"Hai\", \"sites\": [\"nha\"]}");
        ok(404, "GET", "/api/v1/collectors/khong-co", null);
        ok(200, "GET", "/api/v1/jobs", null);
        ok(200, "GET", "/api/v1/server-backups", null);
        ok(200, "GET", "/api/v1/alerts", null);
        ok(200, "GET", "/api/v1/alert-rules", null);
        ok(200, "GET", "/api/v1/alert-rules/cpu-busy", null);
        ok(200, "GET", "/api/v1/power-area-proposals", null);
        ok(200, "GET", "/api/v1/audit", null);
        ok(200, "GET", "/api/v1/audit/check", null);
        ok(201, "POST", "/api/v1/maintenance", """
                {"title": "Thay AP", "scope": ["device:ap1"], "repeat": {"every": "weekly", "days": ["sunday"],
                 "at": "22:00", "until": "02:00", "firstDay": "2100-01-01"}}
                """);
        ok(200, "GET", "/api/v1/maintenance?from=2100-01-01T00:00:00Z&object=device:ap1", null);
        ok(200, "GET", "/api/v1/maintenance/intervals?object=device:ap1", null);
        ok(200, "POST", "/api/v1/maintenance/notice", "{\"text\": \"7h - 9h 12/12/2100: thôn Mận\\nxin chào\"}");
        ok(400, "POST", "/api/v1/maintenance", "{\"title\": \"x\"}");
        ok(200, "GET", "/api/v1/notifications", null);
        jdbc.sql("""
                INSERT INTO incident_record (year, serial, object, severity, villages, began_at, opened_at, state, alarmed_at, guess, version)
                VALUES (2026, 42, 'device:ap1', 'critical', '{man}', now(), now(), 'open', now(), 'power', 1)
                """).update();
        ok(200, "POST", "/api/v1/incidents/2026-0042/ack", null);
        ok(200, "POST", "/api/v1/incidents/2026-0042/note", "{\"text\": \"Đang đến\"}");
        ok(200, "POST", "/api/v1/incidents/2026-0042/wait", "{\"on\": \"provider\", \"ticket\": \"VT-1\"}");
        ok(200, "GET", "/api/v1/incidents?state=live&text=2026-0042", null);
        ok(200, "GET", "/api/v1/incidents/2026-0042", null);
        ok(404, "GET", "/api/v1/incidents/2026-0043", null);
        ok(409, "POST", "/api/v1/incidents/2026-0042/close", null);
        ok(201, "POST", "/api/v1/tokens", "{\"name\": \"t\", \"role\": \"viewer\", \"scope\": \"read\"}");
        ok(404, "GET", "/api/v1/tokens/999", null);
        ok(404, "DELETE", "/api/v1/people/admin/sessions/x", null);
        ok(400, "POST", "/api/v1/villages", "{\"nonsense\": 1}");
        assertThat(send("PUT", "/api/v1/villages/man", "{\"name\": \"M\", \"position\": 1}", "\"77\"")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void keepsPhotosAndTellsWho() throws Exception {
        ok(201, "POST", "/api/v1/villages", "{\"id\": \"dao\", \"name\": \"Thôn Đào\", \"position\": 2}");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB), "png", png);

        HttpResponse<String> added = program.send(
                request("/api/v1/villages/dao/photos?caption=C%E1%BB%95ng")
                        .header("Content-Type", "image/png")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(png.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        String place = added.headers().firstValue("Location").orElseThrow();
        JsonNode listed = ok(200, "GET", "/api/v1/villages/dao/photos", null).path(0);
        assertThat(listed.path("caption").asString("")).isEqualTo("Cổng");
        assertThat(listed.path("width").asInt(0)).isEqualTo(8);
        HttpResponse<String> picture = send("GET", place, null, "");
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(send("DELETE", place, null, "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", place, null, "").statusCode()).isEqualTo(404);
        assertThat(send("GET", place, null, "").statusCode()).isEqualTo(404);
        assertThat(ok(200, "GET", "/api/v1/audit?action=inventory.photo", null).findValuesAsString("action"))
                .containsExactly("inventory.photo.remove", "inventory.photo.add");
        HttpResponse<String> huge = program.send(
                request("/api/v1/villages/dao/photos")
                        .header("Content-Type", "image/png")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[12 * 1024 * 1024 + 1]))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(huge.statusCode()).isEqualTo(413);
        assertThat(huge.body()).contains("send a smaller one");
    }

    @Test
    void eachPageActionHasItsCall() {
        Set<String> actions = mapped().stream()
                .filter(route -> !route.startsWith("GET ") && !route.contains(" /api/v1/"))
                // What boxes ask, not people.
                .filter(route -> !route.contains(" /controller/"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(actions)
                .as("what pages can do; a new one needs its call, and a line in the table above")
                .containsExactlyInAnyOrderElementsOf(CALLS.keySet());
        assertThat(CALLS.values())
                .allMatch(call -> call.startsWith("none: ") || operations().containsKey(call));
    }

    /** As routes are written, without what a variable may be. */
    private Set<String> mapped() {
        Set<String> found = new TreeSet<>();
        for (RequestMappingInfo info : routes.getHandlerMethods().keySet()) {
            for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                info.getPatternValues().forEach(pattern -> found.add(method + " " + pattern));
            }
        }
        return found;
    }

    private static List<String> expanded(String route) {
        int from = route.indexOf("{plural:");
        if (from < 0) {
            return List.of(route);
        }
        int to = route.indexOf('}', from);
        List<String> routes = new ArrayList<>();
        for (String plural : route.substring(from + "{plural:".length(), to).split("\\|")) {
            routes.add(route.substring(0, from) + plural + route.substring(to + 1));
        }
        return routes;
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
        return operations;
    }

    private String role(String name) {
        JsonNode operation = operations().get(name);
        return operation.at("/security/0/bearer/0").asString("")
                + " "
                + operation.path("x-scope").asString("");
    }

    private static List<String> pathParameters(JsonNode operation) {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asString("").equals("path")) {
                names.add(parameter.path("name").asString(""));
            }
        }
        return names;
    }

    private static List<String> variables(String name) {
        return Pattern.compile("\\{(\\w+)}")
                .matcher(name)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Asks, and holds the answer against the schema that the description has for its status. */
    private JsonNode ok(int status, String method, String address, String body) throws Exception {
        HttpResponse<String> response = send(method, address, body, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode answer = JsonMapper.shared().readTree(response.body());
        String path = address.replaceAll("\\?.*", "");
        JsonNode operation = operations().entrySet().stream()
                .filter(one -> (method + " " + path).matches(one.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        JsonNode described = operation.path("responses").path(Integer.toString(status));
        if (described.has("$ref")) {
            described = api.at(described.path("$ref").asString("").substring(1));
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode schema = described.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode()).as(method + " " + path + " " + type).isFalse();
        assertThat(faults(answer, schema, ""))
                .as(method + " " + path + ": " + answer)
                .isEmpty();
        return answer;
    }

    /** The part of JSON Schema that the description uses; what is not described is a fault too. */
    private List<String> faults(JsonNode value, JsonNode schema, String at) {
        if (schema.has("$ref")) {
            return faults(value, api.at(schema.path("$ref").asString("").substring(1)), at);
        }
        if (schema.has("anyOf")) {
            boolean one = schema.path("anyOf")
                    .valueStream()
                    .anyMatch(choice -> faults(value, choice, at).isEmpty());
            return one ? List.of() : List.of(at + " fits none");
        }
        List<String> faults = new ArrayList<>();
        JsonNode type = schema.path("type");
        boolean fits = type.isMissingNode()
                || (type.isArray()
                        ? type.valueStream().anyMatch(one -> is(value, one.asString("")))
                        : is(value, type.asString("")));
        if (!fits) {
            faults.add(at + " is no " + type);
        }
        if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
            faults.add(at + " is none of " + schema.path("enum"));
        }
        if (value.isArray()) {
            value.forEach(item -> faults.addAll(faults(item, schema.path("items"), at + "[]")));
        }
        if (value.isObject() && schema.has("properties")) {
            schema.path("required").forEach(name -> {
                if (!value.has(name.asString(""))) {
                    faults.add(at + "." + name.asString("") + " is missing");
                }
            });
            value.properties().forEach(entry -> {
                JsonNode field = schema.path("properties").path(entry.getKey());
                faults.addAll(
                        field.isMissingNode()
                                ? List.of(at + "." + entry.getKey() + " is not described")
                                : faults(entry.getValue(), field, at + "." + entry.getKey()));
            });
        } else if (value.isObject() && schema.has("additionalProperties")) {
            value.properties()
                    .forEach(entry -> faults.addAll(
                            faults(entry.getValue(), schema.path("additionalProperties"), at + "." + entry.getKey())));
        }
        return faults;
    }

    private static boolean is(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }

    private HttpResponse<String> send(String method, String address, String body, String match) throws Exception {
        HttpRequest.Builder request = request(address)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (!match.isEmpty()) {
            request.header("If-Match", match);
        }
        return program.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address))
                .header("Authorization", "Bearer " + WholeServer.TOKEN);
    }
}
