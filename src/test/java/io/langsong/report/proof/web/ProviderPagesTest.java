package io.langsong.report.proof.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import io.langsong.access.Role;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.testkit.WholeServer;
import io.langsong.web.SignedIn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** What VNPT is to be told of October 2025. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderPagesTest {
    private static final RequestPostProcessor VIEWER = who("xem", Set.of());
    private static final RequestPostProcessor OF_MANG = who("lan", Set.of("mang"));
    private static final String PAGE = "/bao-cao/2025-10/nha-mang/hd-12";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Inventory inventory;

    @Autowired
    private JdbcClient jdbc;

    private static RequestPostProcessor who(String name, Set<String> villages) {
        return authentication(UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn(name, name, Role.VIEWER, null, villages),
                null,
                AuthorityUtils.createAuthorityList("ROLE_VIEWER")));
    }

    @BeforeAll
    void fill() {
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv",
                                        "id,name,position,people\nmang,Thôn Măng,1,320\n",
                                        "sites.csv",
                                        "id,name,village,kind\nub,Trụ sở,mang,peoples-committee\n",
                                        "devices.csv",
                                        "id,name,site,kind,address,enabled,snmp.version,snmp.community\n"
                                                + "core,Router <b>xã</b>,ub,router,10.9.9.1,false,2c,public-test\n",
                                        "providers.csv",
                                        "id,name\nvnpt,VNPT <i>Thanh Hóa</i>\n",
                                        "contracts.csv",
                                        "id,name,provider,subscriber,repairHours\nhd-12,\"=HYPERLINK(12)\",vnpt,TH-0042,4\n",
                                        "links.csv",
                                        "id,name,near.device,near.port,provider,contract\nline,\"=cmd|'/C calc'!A0\",core,wan,vnpt,hd-12\n"),
                                false)
                        .problems())
                .isEmpty();
        for (String table : List.of("village", "site", "device", "link")) {
            jdbc.sql("UPDATE inventory_" + table + " SET created_at = '2025-09-01 00:00+07'")
                    .update();
        }
        jdbc.sql("UPDATE inventory_revision SET revision = revision + 1").update();
        inventory.reload();
        for (String object : List.of("link:line", "device:core")) {
            jdbc.sql("INSERT INTO outage_watch VALUES (:object, '[2025-09-01 00:00+07,2025-11-10 00:00+07)')")
                    .param("object", object)
                    .update();
        }
        record("LINK", "2025-10-05 08:00:00+07", "2025-10-05 12:30:00+07");
        record("POWER", "2025-10-12 10:00:00+07", "2025-10-12 11:00:00+07");
        jdbc.sql("UPDATE outage_heartbeat SET at = now()").update();
    }

    private void record(String cause, String from, String until) {
        jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                          ended_earliest, ended, ended_latest, cause, evidence)
                        VALUES ('link:line', 'DOWN', 'link:line', :from::timestamptz, :from::timestamptz, :from::timestamptz,
                          :until::timestamptz, :until::timestamptz, :until::timestamptz, :cause,
                          '[{"kind": "port-down", "at": "2025-10-05T01:00:02Z", "detail": "core <wan>"}]')
                        """)
                .param("from", from)
                .param("until", until)
                .param("cause", cause)
                .update();
    }

    @Test
    void saysWhatTheProviderIsToBeTold() {
        assertThat(mvc.get().uri(PAGE).with(VIEWER))
                .hasStatusOk()
                .bodyText()
                .contains("VNPT &lt;i&gt;Thanh Hóa&lt;/i&gt; – Hồ sơ nhà mạng tháng 10/2025", "TH-0042", "99,5%")
                .contains(
                        "1 lần gián đoạn, tổng 4 giờ 30 phút; 1 đường truyền thấp hơn cam kết; 1 lần khắc phục quá hạn")
                // Of 744 hours: 1 − 4.5/744.
                .contains("99,39%", "thấp hơn cam kết", "08:00:00 05/10/2025", "khắc phục quá hạn")
                .contains("Cổng core &lt;wan&gt; mất kết nối lúc 08:00:02 05/10/2025")
                .contains("Thiết bị đầu tuyến của xã (Router &lt;b&gt;xã&lt;/b&gt;) hoạt động suốt thời gian đó")
                .contains("phía xã")
                .doesNotContain("??", "<b>", "<wan>");
    }

    @Test
    void saysItInEnglishToo() {
        assertThat(mvc.get().uri(PAGE + "?lang=en").with(VIEWER))
                .bodyText()
                .contains("The provider in 10/2025", "less than promised", "Our device at the end of the line")
                .doesNotContain("??");
    }

    @Test
    void theFileOpensAsItIs() {
        assertThat(mvc.get().uri(PAGE + "/csv").with(VIEWER))
                .hasStatusOk()
                .hasContentType("text/csv;charset=UTF-8")
                .bodyText()
                .contains(
                        "line,'=cmd|'/C calc'!A0,2025-10-05T08:00:00+07:00,2025-10-05T12:30:00+07:00,16200,16200,link,provider,yes,")
                .contains(",3600,3600,power,ours,no,");
    }

    @Test
    void theLetterIsADocumentOfTheHouse() throws Exception {
        for (String issuer : List.of("commune", "team")) {
            var answer = mvc.get()
                    .uri(PAGE + "/cong-van/pdf?don-vi=" + issuer)
                    .with(VIEWER)
                    .exchange()
                    .getResponse();
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getHeader("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"cong-van-hd-12-2025-10.pdf\"");
            try (PDDocument letter = Loader.loadPDF(answer.getContentAsByteArray())) {
                assertThat(new PDFTextStripper().getText(letter).replace("\n", " "))
                        .contains("Kính gửi: VNPT <i>Thanh Hóa</i>", "4 giờ 30 phút", "99,39", "thấp hơn")
                        .contains(issuer.equals("team") ? "TỔ TRƯỞNG" : "TM. ỦY BAN NHÂN DÂN")
                        .contains("Cổng core <wan> mất kết");
            }
        }
        assertThat(mvc.get().uri(PAGE).with(VIEWER))
                .bodyText()
                .contains(PAGE + "/cong-van/docx\"", PAGE + "/cong-van/pdf?don-vi=team");
        byte[] docx = mvc.get()
                .uri(PAGE + "/cong-van/docx")
                .with(VIEWER)
                .exchange()
                .getResponse()
                .getContentAsByteArray();
        assertThat(docx).startsWith('P', 'K');
        for (String none : List.of("/cong-van/xlsx", "/cong-van/exe", "/cong-van/pdf?don-vi=huyen")) {
            assertThat(mvc.get().uri(PAGE + none).with(VIEWER)).as(none).hasStatus(404);
        }
    }

    @Test
    void programsGetTheSameFileAndTheLetter() throws Exception {
        String call = "/api/v1/reports/2025-10/contracts/hd-12";
        assertThat(mvc.get().uri(call).with(VIEWER)).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                        {"month": "2025-10", "contract": "hd-12", "provider": "vnpt", "outages": 1, "seconds": 16200, "tooLong": 1,
                         "broken": 1, "repairHours": 4,
                         "lines": [{"id": "line", "broken": true, "thin": false, "outages": [
                           {"seconds": 16200, "cause": "link", "blame": "provider", "tooLong": true},
                           {"seconds": 3600, "cause": "power", "blame": "ours", "grounds": []}]}]}
                        """);
        var letter = mvc.get()
                .uri(call + "?language=en&issuer=team")
                .accept("application/pdf")
                .with(VIEWER)
                .exchange()
                .getResponse();
        assertThat(letter.getStatus()).isEqualTo(200);
        try (PDDocument paper = Loader.loadPDF(letter.getContentAsByteArray())) {
            assertThat(new PDFTextStripper().getText(paper).replaceAll("\\s+", " "))
                    .contains("LEADER OF THE TEAM", "RESPONSE TEAM", "As above", "5 Oct 2025 08:00:02")
                    .doesNotContain("TỔ TRƯỞNG");
        }
        assertThat(mvc.get().uri(call).accept("application/pdf").with(OF_MANG)).hasStatus(404);
        assertThat(mvc.get().uri(call).with(OF_MANG)).hasStatus(404);
        assertThat(mvc.get().uri("/api/v1/reports/2025-13/contracts/hd-12").with(VIEWER))
                .hasStatus(400);
        assertThat(mvc.get()
                        .uri(call + "?issuer=huyen")
                        .accept("application/pdf")
                        .with(VIEWER))
                .hasStatus(400);
    }

    @Test
    void contractsAreListedAndOthersAreNot() {
        assertThat(mvc.get().uri("/bao-cao/2025-10/nha-mang").with(VIEWER))
                .hasStatusOk()
                .bodyText()
                .contains("href=\"" + PAGE + "\"", "=HYPERLINK(12)");
        assertThat(mvc.get().uri("/bao-cao/2025-10/nha-mang/none").with(VIEWER)).hasStatus(404);
        assertThat(mvc.get().uri("/bao-cao/2025-13/nha-mang/hd-12").with(VIEWER))
                .hasStatus(404);
        assertThat(mvc.get()
                        .uri("/bao-cao/2025-10/nha-mang/{id}", "không phải mã")
                        .with(VIEWER))
                .hasStatus(404);
    }

    @Test
    void whoSeesSomeVillagesSeesNone() {
        assertThat(mvc.get().uri(PAGE).with(OF_MANG)).hasStatus(404);
        assertThat(mvc.get().uri(PAGE + "/csv").with(OF_MANG)).hasStatus(404);
        assertThat(mvc.get().uri(PAGE + "/cong-van/pdf").with(OF_MANG)).hasStatus(404);
        assertThat(mvc.get().uri("/bao-cao/2025-10/nha-mang").with(OF_MANG)).hasStatus(404);
    }
}
