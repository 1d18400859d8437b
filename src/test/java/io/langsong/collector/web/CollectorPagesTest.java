package io.langsong.collector.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.Role;
import io.langsong.collector.CollectorId;
import io.langsong.collector.Collectors;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.SiteId;
import io.langsong.testkit.WholeServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** An administrator without scripts, and a program, say what collectors there are. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorPagesTest {
    private static final RequestPostProcessor ADMIN =
            who("ha", Role.ADMIN, "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final RequestPostProcessor TECHNICIAN =
            who("lan", Role.TECHNICIAN, "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final Pattern TOKEN = Pattern.compile("ls1\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{22}");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Collectors collectors;

    @Autowired
    private JdbcClient jdbc;

    private final MockHttpSession session = new MockHttpSession();

    @BeforeAll
    void fill() {
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv",
                                        "id,name,position\nman,Thôn Man,1\n",
                                        "sites.csv",
                                        "id,name,village,kind\nnvh,Nhà văn hóa <i>,man,culture-house\n"
                                                + "truong,Trường học,man,school\n",
                                        "devices.csv",
                                        "id,name,site,kind,address,snmp.version,snmp.community,enabled\n"
                                                + "man-1,Man 1,nvh,access-point,127.30.0.1,2c,kin-dao,yes\n"),
                                false)
                        .problems())
                .isEmpty();
    }

    @BeforeEach
    void forget() {
        collectors.all().forEach(one -> collectors.remove(one.id()));
        jdbc.sql("DELETE FROM collector_record").update();
    }

    private MvcTestResult get(RequestPostProcessor who, String path) {
        return mvc.perform(MockMvcRequestBuilders.get(path).session(session).with(who));
    }

    private MvcTestResult post(RequestPostProcessor who, String path, String... fields) {
        MockHttpServletRequestBuilder request =
                MockMvcRequestBuilders.post(path).session(session).with(who).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request);
    }

    private MvcTestResult call(HttpMethod method, String path, String json) {
        return mvc.perform(MockMvcRequestBuilders.request(method, path)
                .header("Authorization", "Bearer " + WholeServer.TOKEN)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json));
    }

    private static String body(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void isForAdministratorsAlone() {
        post(ADMIN, "/tram-thu-thap", "name", "UBND");
        for (String path : new String[] {"/tram-thu-thap", "/tram-thu-thap/_moi", "/tram-thu-thap/ubnd"}) {
            assertThat(get(ADMIN, path)).hasStatus(200);
            assertThat(get(TECHNICIAN, path)).hasStatus(403);
        }
        assertThat(post(TECHNICIAN, "/tram-thu-thap/ubnd/ma")).hasStatus(403);
        assertThat(get(ADMIN, "/tram-thu-thap/khong-co")).hasStatus(404);
        assertThat(get(ADMIN, "/tram-thu-thap/A_B")).hasStatus(404);
    }

    @Test
    void whatIsRefusedStaysAsItWasTyped() {
        MvcTestResult refused = post(
                ADMIN,
                "/tram-thu-thap",
                "name",
                "<script>a</script>",
                "sites",
                "nvh",
                "intervalSeconds",
                "0",
                "budgetKbit",
                "64");
        assertThat(refused).hasStatus(422);
        assertThat(body(refused))
                .contains(
                        "value=\"&lt;script&gt;a&lt;/script&gt;\"",
                        "value=\"nvh\" checked",
                        "value=\"0\"",
                        "value=\"64\"",
                        "Nhà văn hóa &lt;i&gt;",
                        "Nhập số nguyên từ 1 đến 3600, hoặc để trống")
                .doesNotContain("<script>a");
        assertThat(collectors.all()).isEmpty();
        assertThat(body(post(ADMIN, "/tram-thu-thap", "name", "Hai", "retries", "mot")))
                .contains("value=\"mot\"", "Chỉ nhập chữ số");
        assertThat(body(post(ADMIN, "/tram-thu-thap", "name", "Hai", "sites", "khong-co")))
                .contains("Danh mục không có điểm khong-co");
    }

    @Test
    void aSiteHasOneCollector() {
        assertThat(post(ADMIN, "/tram-thu-thap", "name", "Một", "sites", "nvh")).hasStatus3xxRedirection();
        assertThat(collectors.serving(new SiteId("nvh"))).contains(new CollectorId("mot"));
        assertThat(collectors.deviceIds()).extracting(Object::toString).containsExactly("man-1");
        assertThat(body(get(ADMIN, "/tram-thu-thap/_moi"))).contains("(thuộc trạm Một)");
        assertThat(body(get(ADMIN, "/thiet-bi/man-1"))).contains("Hỏi qua trạm", "Chưa từng nối");

        MvcTestResult second = post(ADMIN, "/tram-thu-thap", "name", "Hai", "sites", "nvh", "sites", "truong");
        assertThat(second).hasStatus(422);
        assertThat(body(second)).contains("Điểm nvh đang thuộc trạm mot");
        assertThat(collectors.all()).hasSize(1);
        assertThat(collectors.serving(new SiteId("truong"))).isEmpty();

        assertThat(post(ADMIN, "/tram-thu-thap/mot/xoa")).hasStatus3xxRedirection();
        assertThat(collectors.deviceIds()).isEmpty();
    }

    @Test
    void aTokenIsShownOnceAndKeptByNobody() {
        post(ADMIN, "/tram-thu-thap", "name", "Mã", "sites", "nvh");
        MvcTestResult issued = post(ADMIN, "/tram-thu-thap/ma/ma");
        Object shown = issued.getMvcResult().getFlashMap().get("shown");
        Matcher token = TOKEN.matcher(String.valueOf(shown));
        assertThat(token.find()).isTrue();
        String secret = token.group().split("\\.")[1];
        assertThat(body(get(ADMIN, "/tram-thu-thap/ma")))
                .contains("do ha cấp, chưa dùng")
                .doesNotContain(secret);
        assertThat(jdbc.sql("SELECT string_agg(t::text, ' ') FROM access_audit t")
                        .query(String.class)
                        .single())
                .contains("collector.token.issue")
                .doesNotContain(secret);
    }

    @Test
    void programsDoTheSameAndLoseNoChangeOfOthers() {
        assertThat(call(HttpMethod.POST, "/api/v1/collectors", """
                        {"id": "xa", "name": "UBND xã", "sites": ["nvh"], "timeoutMillis": 500}"""))
                .hasStatus(201)
                .hasHeader("ETag", "\"1\"")
                .hasHeader("Location", "/api/v1/collectors/xa");
        assertThat(call(HttpMethod.PUT, "/api/v1/collectors/xa", "{\"name\": \"UBND\", \"sites\": [\"truong\"]}"))
                .hasStatus(200)
                .hasHeader("ETag", "\"2\"");
        assertThat(mvc.perform(MockMvcRequestBuilders.put("/api/v1/collectors/xa")
                        .header("Authorization", "Bearer " + WholeServer.TOKEN)
                        .header("If-Match", "\"1\"")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"name\": \"Khác\"}")))
                .hasStatus(412);
        assertThat(body(call(HttpMethod.GET, "/api/v1/collectors/xa", "{}")))
                .contains(
                        "\"name\":\"UBND\"",
                        "\"sites\":[\"truong\"]",
                        "\"timeoutMillis\":null",
                        "\"state\":\"never-seen\"");
        assertThat(call(HttpMethod.POST, "/api/v1/collectors/xa/token", "{}"))
                .hasStatus(200)
                .hasHeader("Cache-Control", "no-store");
        assertThat(call(HttpMethod.POST, "/api/v1/collectors/xa/revoke", "{}")).hasStatus(204);
        assertThat(call(HttpMethod.DELETE, "/api/v1/collectors/xa", "{}")).hasStatus(204);
        assertThat(call(HttpMethod.DELETE, "/api/v1/collectors/xa", "{}")).hasStatus(404);
        assertThat(call(HttpMethod.POST, "/api/v1/collectors", "{\"name\": \"x\", \"sites\": [\"a b\"]}"))
                .hasStatus(400);
    }
}
