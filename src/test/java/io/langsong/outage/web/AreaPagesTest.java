package io.langsong.outage.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.Role;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.SiteId;
import io.langsong.testkit.WholeServer;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Two sites of a large commune that lose power together, from the record to the inventory. */
@WholeServer
@AutoConfigureMockMvc
class AreaPagesTest {
    private static final String PATH = "/danh-muc/_khu-vuc-dien-de-xuat";
    private static final RequestPostProcessor ADMIN =
            who("qt", Role.ADMIN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final RequestPostProcessor TECHNICIAN =
            who("an", Role.TECHNICIAN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor OF_V5 = who("chi", Role.VIEWER, Set.of("v5"), "ROLE_VIEWER");
    private static final Instant NOW = Instant.now();

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Inventory inventory;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcClient jdbc;

    /** The sites of v1 and v2 fail together for some days, now and then with many others. */
    @BeforeEach
    void begin() {
        jdbc.sql("DELETE FROM outage_record").update();
        jdbc.sql("DELETE FROM outage_refuted").update();
        StringBuilder villages = new StringBuilder("id,name,position,people\n");
        StringBuilder sites = new StringBuilder("id,name,village,kind,powerArea\n");
        StringBuilder devices = new StringBuilder("id,name,site,kind,address\n");
        for (int n = 1; n <= 30; n++) {
            villages.append("v%d,Thôn <b>%d</b>,%d,100\n".formatted(n, n, n));
            sites.append("s%d,Nhà văn hóa %d,v%d,culture-house,\n".formatted(n, n, n));
            devices.append("r%d,Router %d,s%d,router,10.9.2.%d\n".formatted(n, n, n, n));
        }
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv", villages.toString(),
                                        "sites.csv", sites.toString(),
                                        "devices.csv", devices.toString()),
                                false)
                        .problems())
                .isEmpty();
        for (int day = 1; day <= 4; day++) {
            Instant at = NOW.minus(Duration.ofDays(20L - day));
            fails("r1", at, "UNKNOWN", "[{\"kind\":\"boot\",\"at\":\"2026-01-01T00:00:00Z\",\"detail\":\"\"}]");
            fails("r2", at.plusSeconds(70), "POWER", "[]");
            fails("r3", at.plusSeconds(30), "DEVICE", "[]");
            fails("r4", at.plusSeconds(40), "UNKNOWN", "[]");
        }
        for (int n = 1; n <= 30; n++) {
            fails("r" + n, NOW.minus(Duration.ofDays(2)), "POWER", "[]");
        }
    }

    private void fails(String device, Instant at, String cause, String evidence) {
        jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                                                   ended_earliest, ended, ended_latest, cause, evidence)
                        VALUES ('device:' || :device, 'DOWN', 'device:' || :device, :at, :at, :at,
                                :end, :end, :end, :cause, :evidence::jsonb)
                        """)
                .param("device", device)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("end", at.plusSeconds(600).atOffset(ZoneOffset.UTC))
                .param("cause", cause)
                .param("evidence", evidence)
                .update();
    }

    @Test
    void anAdministratorConfirmsWhatTheRecordShows() throws UnsupportedEncodingException {
        assertThat(body(PATH, ADMIN))
                .contains("2 điểm có vẻ dùng chung một đường điện", "Nhà văn hóa 1<", "Nhà văn hóa 2<")
                .contains("Mất điện cùng nhau 5 lần:", "Thôn &lt;b&gt;1&lt;/b&gt;", "value=\"s1 s2\"")
                .doesNotContain("Nhà văn hóa 3<", "Nhà văn hóa 4<", "??");
        assertThat(body(PATH + "?lang=en", TECHNICIAN))
                .contains("2 sites seem to share one line")
                .doesNotContain("<form method=\"post\" class=\"form door\"");
        assertThat(body(PATH, OF_V5)).contains("Chưa có đề xuất nào.");
        assertThat(post("/nhan", TECHNICIAN, "s1 s2", "x")).hasStatus(403);
        assertThat(body("/danh-muc/khu-vuc-dien", ADMIN)).contains(PATH);

        MvcTestResult empty = post("/nhan", ADMIN, "s1 s2", "  ");
        assertThat(flash(empty)).containsKeys("errors", "given");
        assertThat(flash(post("/nhan", ADMIN, "s1 s3", "x")))
                .as("what nobody proposed")
                .containsKey("errors");
        assertThat(inventory.snapshot().powerAreas()).isEmpty();

        assertThat(post("/nhan", ADMIN, "s1 s2", "Trạm biến áp số 1")).hasStatus(302);
        assertThat(inventory.snapshot().powerAreas())
                .extracting(area -> area.id() + " " + area.name())
                .containsExactly("dien-s1 Trạm biến áp số 1");
        assertThat(inventory.snapshot().site(new SiteId("s2")).orElseThrow().powerArea())
                .hasToString("dien-s1");
        assertThat(audit.find(new AuditFilter(null, "inventory", null, null, null), null, 50))
                .extracting(AuditEntry::action)
                .contains("inventory.power-area.add", "inventory.site.change");
        assertThat(body(PATH, ADMIN)).contains("Chưa có đề xuất nào.");
        imports.run(
                Map.of("sites.csv", "id,name,village,kind,powerArea\ns1,a,v1,culture-house,\ns2,b,v2,culture-house,\n"),
                false);
    }

    @Test
    void whatIsRejectedComesBackOnlyByWhatHappensLater() throws Exception {
        MvcTestResult listed = api("GET", "/api/v1/power-area-proposals", null);
        assertThat(listed).bodyJson().extractingPath("$[0].sites").asArray().containsExactly("s1", "s2");

        assertThat(api("POST", "/api/v1/power-area-proposals/reject", "{\"key\":\"s1 s2\"}"))
                .hasStatus(200)
                .bodyJson()
                .isStrictlyEqualTo("[]");
        assertThat(api("POST", "/api/v1/power-area-proposals/reject", "{\"key\":\"s1 s2\"}"))
                .hasStatus(412);
        assertThat(audit.find(new AuditFilter(null, "outage", null, null, null), null, 50))
                .extracting(AuditEntry::action)
                .contains("outage.area.reject");
        jdbc.sql("UPDATE outage_refuted SET refuted_at = :at")
                .param("at", NOW.minus(Duration.ofDays(15)).atOffset(ZoneOffset.UTC))
                .update();
        assertThat(body(PATH, ADMIN)).as("too little since").contains("Chưa có đề xuất nào.");
        for (int day = 3; day <= 6; day++) {
            fails("r1", NOW.minus(Duration.ofDays(day)), "POWER", "[]");
            fails("r2", NOW.minus(Duration.ofDays(day)), "POWER", "[]");
        }
        assertThat(body(PATH, ADMIN)).contains("value=\"s1 s2\"");
        assertThat(api("POST", "/api/v1/power-area-proposals/accept", "{\"key\":\"s1 s2\",\"name\":\"\"}"))
                .hasStatus(400);
    }

    private static Map<String, Object> flash(MvcTestResult result) {
        return Map.copyOf(result.getMvcResult().getFlashMap());
    }

    private MvcTestResult api(String method, String path, String json) {
        var request = method.equals("GET") ? mvc.get().uri(path) : mvc.post().uri(path);
        request = request.header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN);
        return json == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON).content(json).exchange();
    }

    private String body(String path, RequestPostProcessor who) throws UnsupportedEncodingException {
        MockHttpServletResponse response =
                mvc.get().uri(path).with(who).exchange().getResponse();
        assertThat(response.getStatus()).isEqualTo(200);
        return response.getContentAsString();
    }

    private MvcTestResult post(String path, RequestPostProcessor who, String key, String name) {
        return mvc.post()
                .uri(PATH + path)
                .with(who)
                .with(csrf())
                .param("diem", key)
                .param("ten", name)
                .exchange();
    }
}
