package io.langsong.dashboard;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.Role;
import io.langsong.inventory.InventoryImport;
import io.langsong.outage.Outage.Cause;
import io.langsong.outage.Outage.Confidence;
import io.langsong.outage.Outages;
import io.langsong.testkit.WholeServer;
import java.io.UnsupportedEncodingException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** One outage on its page: what it rests on, and a cause that a person knows better. */
@WholeServer
@AutoConfigureMockMvc
class OutagePageTest {
    private static final RequestPostProcessor AN =
            who("an", Role.TECHNICIAN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor VIEWER = who("xem", Role.VIEWER, Set.of(), "ROLE_VIEWER");
    private static final RequestPostProcessor OF_DAO =
            who("chi", Role.TECHNICIAN, Set.of("dao"), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor OF_MAN =
            who("cu", Role.TECHNICIAN, Set.of("man"), "ROLE_VIEWER", "ROLE_TECHNICIAN");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Outages outages;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcClient jdbc;

    private long outage;

    @BeforeEach
    void begin() {
        jdbc.sql("DELETE FROM outage_correction").update();
        jdbc.sql("DELETE FROM outage_record").update();
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv",
                                        "id,name,position,people\nman,Thôn Mận,1,400\ndao,Thôn Đào,2,200\n",
                                        "sites.csv",
                                        "id,name,village,kind\nman-nvh,Nhà văn hóa,man,culture-house\n",
                                        "devices.csv",
                                        "id,name,site,kind,address,uplinks\n"
                                                + "ap,Điểm phát <i>Mận</i>,man-nvh,access-point,10.9.1.2,\n"),
                                false)
                        .problems())
                .isEmpty();
        outage = jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                                                   ended_earliest, ended, ended_latest, cause, confidence, evidence)
                        VALUES ('device:ap', 'DOWN', 'device:ap', '2026-10-01T06:00:00Z', '2026-10-01T06:00:15Z', '2026-10-01T06:00:30Z',
                                '2026-10-01T06:10:00Z', '2026-10-01T06:10:00Z', '2026-10-01T06:10:00Z', 'POWER', 'LIKELY',
                                '[{"kind":"restarted-together","at":"2026-10-01T06:09:00Z","detail":"4"}]')
                        RETURNING id
                        """).query(Long.class).single();
    }

    @Test
    void showsWhatItRestsOnAndTakesAPersonsWord() throws Exception {
        String page = body("/gian-doan/" + outage, AN);
        assertThat(page)
                .contains("Điểm phát &lt;i&gt;Mận&lt;/i&gt;", "13:00:15", "(± 15 giây)", "13:10:00", "9 phút")
                .contains("Mất điện (nhiều khả năng)", "4 thiết bị cùng nguồn khởi động lại")
                .contains("Chưa ai sửa nguyên nhân này.", "<textarea")
                .doesNotContain("??", "<i>Mận");
        assertThat(body("/gian-doan/" + outage + "?lang=en", AN)).contains("Power cut (likely)", "Correct the cause");

        assertThat(post(AN, "provider", "Nhà mạng <b>VNPT</b> báo đứt cáp"))
                .hasStatus(302)
                .hasRedirectedUrl("/gian-doan/" + outage + "#nguyen-nhan");
        String corrected = body("/gian-doan/" + outage, VIEWER);
        assertThat(corrected)
                .contains("Nhà mạng (người xác nhận)", "Mất điện (nhiều khả năng)")
                .contains("Nhà mạng &lt;b&gt;VNPT&lt;/b&gt; báo đứt cáp", ">an<")
                .doesNotContain("<textarea", "<b>VNPT");
        assertThat(outages.find(outage).orElseThrow().cause()).isEqualTo(Cause.PROVIDER);
        assertThat(outages.find(outage).orElseThrow().confidence()).isEqualTo(Confidence.SAID);
        assertThat(audit.find(new AuditFilter(null, "outage", null, null, null), null, 50))
                .extracting(AuditEntry::action)
                .contains("outage.cause");
        assertThat(body("/gian-doan?ngay=365", AN)).contains("href=\"/gian-doan/" + outage + "\"");
    }

    @Test
    void whatIsRefusedStaysInTheForm() throws Exception {
        MockHttpSession session = new MockHttpSession();
        MvcTestResult refused = mvc.post()
                .uri("/gian-doan/" + outage + "/nguyen-nhan")
                .session(session)
                .with(AN)
                .with(csrf())
                .param("cause", "disaster")
                .param("reason", "   ")
                .exchange();
        assertThat(refused).hasStatus(302);
        String form = mvc.get()
                .uri("/gian-doan/" + outage)
                .session(session)
                .with(AN)
                .flashAttrs(Map.copyOf(refused.getMvcResult().getFlashMap()))
                .exchange()
                .getResponse()
                .getContentAsString();

        assertThat(form)
                .contains("role=\"alert\"", "value=\"disaster\" selected")
                .contains("Chưa ai sửa nguyên nhân này.");
        assertThat(outages.find(outage).orElseThrow().cause()).isEqualTo(Cause.POWER);
    }

    @Test
    void isForThoseWhoMaySeeAndDo() throws Exception {
        assertThat(mvc.get().uri("/gian-doan/" + outage).with(OF_DAO).exchange())
                .hasStatus(404);
        assertThat(post(OF_DAO, "provider", "x")).hasStatus(404);
        assertThat(post(VIEWER, "provider", "x")).hasStatus(403);
        assertThat(mvc.post()
                        .uri("/gian-doan/" + outage + "/nguyen-nhan")
                        .with(AN)
                        .param("cause", "provider")
                        .param("reason", "x")
                        .exchange())
                .hasStatus(403);
        assertThat(mvc.get().uri("/gian-doan/999999").with(AN).exchange()).hasStatus(404);
        assertThat(mvc.get().uri("/gian-doan/abc").with(AN).exchange()).hasStatus(404);
        post(AN, "provider", "Ông Ba ở thôn Đào nói");
        assertThat(body("/gian-doan/" + outage, OF_MAN))
                .contains("Nhà mạng (người xác nhận)")
                .doesNotContain("Ông Ba");
    }

    @Test
    void theApiSaysHowSureItIs() {
        assertThat(mvc.get()
                        .uri("/api/v1/outages/" + outage)
                        .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN)
                        .exchange())
                .bodyJson()
                .extractingPath("$.confidence")
                .isEqualTo("LIKELY");
        post(AN, "provider", "x");
        assertThat(mvc.get()
                        .uri("/api/v1/outages/" + outage + "/cause")
                        .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN)
                        .exchange())
                .bodyJson()
                .isLenientlyEqualTo(
                        "{\"cause\":\"PROVIDER\",\"confidence\":\"SAID\",\"guess\":\"POWER\",\"guessConfidence\":\"LIKELY\"}");
    }

    private String body(String path, RequestPostProcessor who) throws UnsupportedEncodingException {
        MockHttpServletResponse response =
                mvc.get().uri(path).with(who).exchange().getResponse();
        assertThat(response.getStatus()).isEqualTo(200);
        return response.getContentAsString();
    }

    private MvcTestResult post(RequestPostProcessor who, String cause, String reason) {
        return mvc.post()
                .uri("/gian-doan/" + outage + "/nguyen-nhan")
                .with(who)
                .with(csrf())
                .param("cause", cause)
                .param("reason", reason)
                .exchange();
    }
}
