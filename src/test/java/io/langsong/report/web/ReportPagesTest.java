package io.langsong.report.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.Role;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.testkit.WholeServer;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** October 2025 of two villages from its draft until it is issued, by a browser without scripts and by a program. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPagesTest {
    private static final RequestPostProcessor VIEWER = who("xem", Role.VIEWER, Set.of(), "ROLE_VIEWER");
    private static final RequestPostProcessor TECHNICIAN =
            who("lan", Role.TECHNICIAN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor OF_MANG =
            who("ha", Role.TECHNICIAN, Set.of("mang"), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor ADMIN =
            who("quan", Role.ADMIN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final String OCTOBER = "/bao-cao/2025-10";
    private static final String API = "/api/v1/reports/2025-10";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Inventory inventory;

    @Autowired
    private JdbcClient jdbc;

    @BeforeAll
    void fill() {
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv",
                                        "id,name,position,people\nmang,Thôn <b>Măng</b>,1,320\nman,Thôn Man,2,150\n",
                                        "sites.csv",
                                        "id,name,village,kind\nnvh,Nhà văn hóa,mang,culture-house\n"
                                                + "nvh-man,Nhà văn hóa Man,man,culture-house\n",
                                        "devices.csv",
                                        "id,name,site,kind,address,uplinks,enabled,snmp.version,snmp.community\n"
                                                + "ap,AP <i>Măng</i>,nvh,access-point,10.9.9.2,,false,2c,public-test\n"
                                                + "ap-man,AP Man,nvh-man,access-point,10.9.9.3,,false,2c,public-test\n",
                                        "services.csv",
                                        "id,name,site,kind,members,required\n"
                                                + "wifi,Wi-Fi Măng,nvh,public-wifi,ap,1\n"
                                                + "wifi-man,Wi-Fi Man,nvh-man,public-wifi,ap-man,1\n"),
                                false)
                        .problems())
                .isEmpty();
        for (String table : List.of("village", "site", "device", "service")) {
            jdbc.sql("UPDATE inventory_" + table + " SET created_at = '2025-09-01 00:00+07'")
                    .update();
        }
        jdbc.sql("UPDATE inventory_revision SET revision = revision + 1").update();
        inventory.reload();
        for (String object : List.of("service:wifi", "service:wifi-man", "device:ap", "device:ap-man")) {
            jdbc.sql("INSERT INTO outage_watch VALUES (:object, '[2025-09-01 00:00+07,2025-11-10 00:00+07)')")
                    .param("object", object)
                    .update();
        }
        // A hundredth of the month.
        record("service:wifi", "2025-10-12 10:00:00+07", "2025-10-12 17:26:24+07");
        jdbc.sql("UPDATE outage_heartbeat SET at = now()").update();
        jdbc.sql("""
                        INSERT INTO incident_record (year, serial, object, severity, villages, began_at, opened_at, state,
                          alarmed_at, resolved_at, guess, version)
                        VALUES (2025, 7, 'service:wifi', 'critical', ARRAY['mang'], '2025-10-12 10:00+07',
                          '2025-10-12 10:00+07', 'resolved', '2025-10-12 10:00+07', '2025-10-12 17:26:24+07', 'power', 1)
                        """).update();
        jdbc.sql("""
                        INSERT INTO incident_part (source, incident, object, subject, kind, root, began_at, ended_at)
                        SELECT 'outage:900', id, object, object, 'down', true, began_at, resolved_at
                          FROM incident_record WHERE year = 2025 AND serial = 7
                        """).update();
    }

    @BeforeEach
    void nothingIsKept() {
        // Which only a superuser may: what is issued can not be deleted.
        jdbc.sql("TRUNCATE report_version, report_text, uptime_figure CASCADE").update();
        jdbc.sql("DELETE FROM outage_record WHERE object = 'service:wifi-man'").update();
    }

    private void record(String object, String from, String until) {
        jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                          ended_earliest, ended, ended_latest, cause, evidence)
                        VALUES (:object, 'DOWN', :object, :from::timestamptz, :from::timestamptz, :from::timestamptz,
                          :until::timestamptz, :until::timestamptz, :until::timestamptz, 'POWER', '[]')
                        """)
                .param("object", object)
                .param("from", from)
                .param("until", until)
                .update();
    }

    private void anOutageThatIsToldLate() {
        record("service:wifi-man", "2025-10-20 00:00:00+07", "2025-10-20 06:00:00+07");
    }

    private String page(String path, RequestPostProcessor who) throws Exception {
        return body(mvc.get().uri(URI.create(path)).with(who).exchange(), 200);
    }

    private static String body(MvcTestResult result, int status) throws Exception {
        String body = result.getResponse().getContentAsString();
        assertThat(result.getResponse().getStatus()).as(body).isEqualTo(status);
        assertThat(body).doesNotContain("??");
        return body;
    }

    private MvcTestResult post(RequestPostProcessor who, String path, String... fields) {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.post(path);
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request.with(who).with(csrf()));
    }

    private static void done(MvcTestResult result) {
        assertThat(Map.copyOf(result.getMvcResult().getFlashMap()))
                .containsKey("notice")
                .doesNotContainKey("refusal");
        assertThat(result.getResponse().getRedirectedUrl()).startsWith(OCTOBER);
    }

    private static String refusal(MvcTestResult result) {
        return String.valueOf(result.getMvcResult().getFlashMap().get("refusal"));
    }

    private MvcTestResult call(String method, String path, String json, String... headers) {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.request(
                        HttpMethod.valueOf(method), URI.create(path))
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return mvc.perform(
                json == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).content(json));
    }

    private static JsonNode json(MvcTestResult result, int status) throws Exception {
        return JsonMapper.shared().readTree(body(result, status));
    }

    @Test
    void aMonthWithoutAReportIsCountedAtOnce() throws Exception {
        assertThat(page("/bao-cao", VIEWER)).contains("Chưa có báo cáo nào");

        String page = page(OCTOBER, VIEWER);

        assertThat(page)
                .contains("Báo cáo tháng 10/2025", "Chưa lập", "Tính ngay lúc mở trang")
                .contains("tháng 10 năm 2025", "00:00 ngày 01/10/2025", "24:00 ngày 31/10/2025")
                .as("of one, of both, of the other")
                .contains(">99,00%<", ">99,50<", ">100,00%<")
                .contains("href=\"/thoi-gian-hoat-dong/thon/mang?thang=2025-10\"")
                .contains("href=\"/su-co/2025-0007\"", "Mất điện", "7 giờ 26 phút")
                .contains("Thôn &lt;b&gt;Măng&lt;/b&gt;")
                .doesNotContain("<b>Măng")
                .as("who only looks")
                .doesNotContain("/lap\"", "/soat\"", "/phat-hanh\"");
        assertThat(page(OCTOBER + "?lang=en", VIEWER)).contains("Report of 2025-10", "99.00%", "Power cut");
    }

    @Test
    void aMonthThatLastsCanBeLookedAtButNotDrafted() throws Exception {
        String running =
                java.time.YearMonth.now(java.time.ZoneId.of("Asia/Ho_Chi_Minh")).toString();

        assertThat(page("/bao-cao/" + running, ADMIN))
                .contains("Kỳ chưa kết thúc")
                .doesNotContain("/lap\"");
        assertThat(refusal(post(ADMIN, "/bao-cao/" + running + "/lap"))).contains("Kỳ này chưa kết thúc");
        assertThat(page("/bao-cao/2150-01", ADMIN)).contains("Kỳ này chưa bắt đầu");
    }

    @Test
    void goesFromADraftToAnIssuedReport() throws Exception {
        done(post(TECHNICIAN, OCTOBER + "/lap"));
        assertThat(page("/bao-cao", VIEWER)).contains("Tháng 10/2025", "Bản nháp", "99,5%", "Bản số 1");
        assertThat(page(OCTOBER, TECHNICIAN))
                .contains("/soat\"", "/viet/requests\"")
                .doesNotContain("/phat-hanh\"");

        done(post(
                TECHNICIAN,
                OCTOBER + "/viet/requests",
                "noi-dung",
                "Lắp <b>bộ lưu điện</b>\r\nở thôn Măng",
                "da-xem",
                "0"));
        assertThat(page(OCTOBER, VIEWER))
                .contains("Lắp &lt;b&gt;bộ lưu điện&lt;/b&gt;")
                .doesNotContain("/viet/");
        done(post(TECHNICIAN, OCTOBER + "/soat", "ban", "1"));
        assertThat(page(OCTOBER, TECHNICIAN)).contains("Đã soát").doesNotContain("/phat-hanh\"");
        body(post(TECHNICIAN, OCTOBER + "/phat-hanh", "ban", "1"), 403);
        assertThat(page(OCTOBER, ADMIN)).contains("/phat-hanh\"", "không sửa được nữa");

        done(post(ADMIN, OCTOBER + "/phat-hanh", "ban", "1"));

        assertThat(page(OCTOBER, ADMIN))
                .contains("Đã phát hành", "phát hành lúc", "quan")
                .doesNotContain("/phat-hanh\"", "/soat\"", "/viet/");
        assertThat(refusal(post(TECHNICIAN, OCTOBER + "/viet/requests", "noi-dung", "Khác", "da-xem", "0")))
                .contains("không có bản nháp");
    }

    @Test
    void whatWasIssuedIsHandedOutAsItWas() throws Exception {
        byte[] draft = file(OCTOBER + "/tep/pdf");
        assertThat(text(draft)).contains("BÁO CÁO", "99,50").doesNotContain("Mã kiểm tra");
        done(post(TECHNICIAN, OCTOBER + "/lap"));
        done(post(TECHNICIAN, OCTOBER + "/soat", "ban", "1"));
        done(post(ADMIN, OCTOBER + "/phat-hanh", "ban", "1"));

        byte[] issued = file(OCTOBER + "/tep/pdf");
        String code = jdbc.sql("SELECT encode(hash, 'hex') FROM report_issue")
                .query(String.class)
                .single();
        assertThat(text(issued)).contains("Mã kiểm tra bản phát hành: ");
        assertThat(issued).isEqualTo(file(OCTOBER + "/tep/pdf?ban=1"));
        assertThat(issued)
                .as("by Accept")
                .isEqualTo(call("GET", API, null, HttpHeaders.ACCEPT, "application/pdf")
                        .getResponse()
                        .getContentAsByteArray());
        assertThat(code).hasSize(64);
        assertThat(file(OCTOBER + "/tep/pdf?don-vi=commune")).isNotEqualTo(issued);
        assertThat(jdbc.sql("SELECT name FROM report_document ORDER BY name")
                        .query(String.class)
                        .list())
                .containsExactly("commune.docx", "commune.pdf", "report.csv", "report.xlsx", "team.docx", "team.pdf");
        assertThat(body(
                        mvc.get()
                                .uri("/api/v1/verify?sha256="
                                        + HexFormat.of()
                                                .formatHex(MessageDigest.getInstance("SHA-256")
                                                        .digest(issued)))
                                .exchange(),
                        200))
                .contains("2025-10");
        for (String format : List.of("docx", "xlsx", "csv")) {
            assertThat(file(OCTOBER + "/tep/" + format)).isNotEmpty();
        }
        assertThat(page(OCTOBER + "/tom-tat", VIEWER)).contains("Ba con số", "Kính thưa bà con");
        assertThat(mvc.get()
                        .uri(OCTOBER + "/tep/exe")
                        .with(VIEWER)
                        .exchange()
                        .getResponse()
                        .getStatus())
                .isEqualTo(404);
        json(call("GET", API + "?issuer=huyen", null, HttpHeaders.ACCEPT, "application/pdf"), 400);
    }

    private byte[] file(String path) throws Exception {
        MvcTestResult result = mvc.get().uri(URI.create(path)).with(VIEWER).exchange();
        assertThat(result.getResponse().getStatus()).as(path).isEqualTo(200);
        assertThat(result.getResponse().getHeader(HttpHeaders.CONTENT_DISPOSITION))
                .startsWith("attachment");
        return result.getResponse().getContentAsByteArray();
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    void lateDataStandBesideWhatWasIssued() throws Exception {
        done(post(TECHNICIAN, OCTOBER + "/lap"));
        done(post(TECHNICIAN, OCTOBER + "/soat", "ban", "1"));
        anOutageThatIsToldLate();
        assertThat(refusal(post(ADMIN, OCTOBER + "/phat-hanh", "ban", "1"))).contains("nay đã khác với bản này");
        jdbc.sql("DELETE FROM outage_record WHERE object = 'service:wifi-man'").update();
        done(post(ADMIN, OCTOBER + "/phat-hanh", "ban", "1"));
        anOutageThatIsToldLate();

        done(post(TECHNICIAN, OCTOBER + "/lap"));

        assertThat(page(OCTOBER, VIEWER)).contains("Bản số 2", "Bản số 1 đã phát hành", "Khác bản 1", ">99,19%<");
        assertThat(page(OCTOBER + "?ban=1", VIEWER))
                .contains("Đang xem bản cũ", ">100,00%<")
                .doesNotContain(">99,19%<");
        assertThat(page(OCTOBER + "/thay-doi?tu=1&den=2", VIEWER))
                .contains("Điểm đo: Wi-Fi Man", "6 giờ 00 phút (21.600 giây)", "Không đạt", "Thôn, phố: Thôn Man")
                .doesNotContain("Măng");
        assertThat(page(OCTOBER + "/thay-doi?tu=1&den=2&lang=en", VIEWER)).contains("Object: Wi-Fi Man", "Missed");
        assertThat(page("/bao-cao", VIEWER)).contains("Bản số 2").doesNotContain("Bản số 1");
    }

    @Test
    void whoWritesOverAnotherSeesBoth() throws Exception {
        done(post(TECHNICIAN, OCTOBER + "/lap"));
        done(post(TECHNICIAN, OCTOBER + "/viet/strengths", "noi-dung", "Của Lan", "da-xem", "0"));

        MvcTestResult late = post(ADMIN, OCTOBER + "/viet/strengths", "noi-dung", "Của <Quân>", "da-xem", "0");

        assertThat(late.getResponse().getRedirectedUrl()).isEqualTo(OCTOBER + "#viet-strengths");
        assertThat(refusal(late)).contains("Người khác vừa sửa phần này");
        String page = body(
                mvc.perform(MockMvcRequestBuilders.get(OCTOBER)
                        .with(ADMIN)
                        .flashAttrs(late.getMvcResult().getFlashMap())),
                200);
        assertThat(page).contains("Trong lúc viết, người khác đã sửa", "Của Lan", "Của &lt;Quân&gt;</textarea>");
        Matcher tag = Pattern.compile("viet-strengths.*?name=\"da-xem\" value=\"([0-9]+)\"", Pattern.DOTALL)
                .matcher(page);
        assertThat(tag.find()).isTrue();
        done(post(ADMIN, OCTOBER + "/viet/strengths", "noi-dung", "Của cả hai", "da-xem", tag.group(1)));
        assertThat(page(OCTOBER, VIEWER)).contains("Của cả hai").doesNotContain("Của Lan");
    }

    @Test
    void tooLittleDataIsSaidOnTop() throws Exception {
        assertThat(page("/bao-cao/2025-11", VIEWER))
                .contains("Số liệu chưa đủ: mới có 30% thời gian được đo, dưới ngưỡng 95%")
                .contains("Không ai theo dõi trong 1 khoảng, tổng 21 ngày 0 giờ");
        assertThat(page(OCTOBER, VIEWER)).doesNotContain("mới có");
    }

    @Test
    void aVillageShowsTheDaysOfItsServicesAndEachLeadsToItsIntervals() throws Exception {
        assertThat(page("/thon/mang", VIEWER))
                .contains("90 ngày qua của từng dịch vụ", "href=\"/thoi-gian-hoat-dong/service/wifi\"")
                .containsPattern("href=\"/thoi-gian-hoat-dong/service/wifi\\?tu=[0-9-]+&amp;den=[0-9-]+\"")
                .doesNotContain("service/wifi-man");
    }

    @Test
    void twoMonthsStandSideBySide() throws Exception {
        assertThat(page(OCTOBER + "/so-sanh/2025-09", VIEWER))
                .contains("So sánh tháng 10/2025 với tháng 9/2025", "99,5%", "100%", "-0,5 điểm %", "7 giờ 26 phút")
                .contains("href=\"/thoi-gian-hoat-dong/thon/mang?thang=2025-10\"", "Mất điện");
        body(mvc.get().uri(OCTOBER + "/so-sanh/hom-qua").with(VIEWER).exchange(), 404);
    }

    @Test
    void whoDoesNotSeeAllVillagesGetsNoReport() throws Exception {
        post(TECHNICIAN, OCTOBER + "/lap");
        for (String path : List.of(
                "/bao-cao",
                OCTOBER,
                OCTOBER + "?ban=1",
                OCTOBER + "/thay-doi?tu=1&den=1",
                OCTOBER + "/so-sanh/2025-09")) {
            assertThat(body(mvc.get().uri(URI.create(path)).with(OF_MANG).exchange(), 403))
                    .contains("chỉ được xem một số thôn, phố")
                    .doesNotContain("Man", "99,");
        }
        for (String path : List.of(
                "/api/v1/reports",
                API,
                API + "?version=1",
                API + "/versions",
                API + "/differences",
                "/api/v1/reports?from=2025-10-01T00:00:00Z&to=2025-10-02T00:00:00Z")) {
            assertThat(json(mvc.get().uri(URI.create(path)).with(OF_MANG).exchange(), 403)
                            .get("detail")
                            .stringValue())
                    .contains("those who see all villages");
        }
        for (String path : List.of("/lap", "/soat", "/viet/requests")) {
            body(post(OF_MANG, OCTOBER + path, "ban", "1"), 403);
        }
        assertThat(page("/", OF_MANG)).doesNotContain("/bao-cao");
        assertThat(page("/", VIEWER)).contains("href=\"/bao-cao\"");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (String path : List.of(
                "/bao-cao/2025-13",
                "/bao-cao/x",
                "/bao-cao/1999-01",
                OCTOBER + "?ban=9",
                OCTOBER + "?ban=%3Cb%3E",
                OCTOBER + "/thay-doi",
                OCTOBER + "/thay-doi?tu=1&den=2")) {
            body(mvc.get().uri(URI.create(path)).with(VIEWER).exchange(), 404);
        }
        body(post(TECHNICIAN, OCTOBER + "/viet/khac", "noi-dung", "x"), 404);
        body(post(TECHNICIAN, OCTOBER + "/soat", "ban", "x"), 400);
        body(post(VIEWER, OCTOBER + "/lap"), 403);
        body(post(VIEWER, OCTOBER + "/viet/requests", "noi-dung", "x"), 403);
    }

    @Test
    void aProgramReadsTheSameFigures() throws Exception {
        JsonNode counted = json(call("GET", API, null), 200);
        assertThat(counted.get("version").isNull()).isTrue();
        assertThat(counted.at("/report/places/0/services/uptime").decimalValue())
                .isEqualByComparingTo("0.995");

        JsonNode made = json(call("POST", API + "/draft", null), 201);
        assertThat(made.get("version").intValue()).isEqualTo(1);
        assertThat(made.get("madeBy").stringValue()).startsWith("token:");
        assertThat(json(call("POST", API + "/draft", null), 200).get("version").intValue())
                .isEqualTo(1);

        JsonNode kept = json(call("GET", API, null), 200);
        assertThat(kept.at("/version/state").stringValue()).isEqualTo("draft");
        assertThat(kept.at("/report/objects").findValuesAsString("object"))
                .contains("service:wifi", "service:wifi-man", "device:ap", "device:ap-man");
        JsonNode months = json(call("GET", "/api/v1/reports", null), 200).get("months");
        assertThat(months).hasSize(1);
        assertThat(months.get(0).get("uptime").decimalValue()).isEqualByComparingTo("0.995");
        assertThat(months.get(0).get("incidents").intValue()).isEqualTo(1);
        JsonNode day = json(
                call("GET", "/api/v1/reports?from=2025-10-12T00:00:00%2B07:00&to=2025-10-13T00:00:00%2B07:00", null),
                200);
        assertThat(day.has("months")).isFalse();
        assertThat(day.at("/report/places/0/services/downSeconds").intValue()).isEqualTo(26_784);
        assertThat(day.at("/report/period/month").isNull()).isTrue();
    }

    @Test
    void aProgramWritesReviewsAndIssues() throws Exception {
        json(call("POST", API + "/draft", null), 201);
        MvcTestResult written = call("PUT", API + "/texts/requests", "{\"text\":\"Thêm AP\"}");
        json(written, 200);
        String tag = written.getResponse().getHeader(HttpHeaders.ETAG);
        json(call("PUT", API + "/texts/requests", "{\"text\":\"Khác\"}", HttpHeaders.IF_MATCH, "\"0\""), 412);
        json(call("PUT", API + "/texts/requests", "{\"text\":\"Thêm 2 AP\"}", HttpHeaders.IF_MATCH, tag), 200);
        assertThat(json(call("POST", API + "/issue", "{\"version\":1}"), 409)
                        .get("remedy")
                        .stringValue())
                .contains("review it first");
        assertThat(json(call("POST", API + "/review", "{\"version\":1}"), 200)
                        .at("/reviewed/by")
                        .stringValue())
                .startsWith("token:");
        assertThat(json(call("POST", API + "/issue", "{\"version\":1}"), 200)
                        .get("state")
                        .stringValue())
                .isEqualTo("issued");
        assertThat(json(call("GET", API, null), 200).at("/texts/requests/text").stringValue())
                .isEqualTo("Thêm 2 AP");
        json(call("PUT", API + "/texts/requests", "{\"text\":\"Khác\"}"), 409);

        anOutageThatIsToldLate();
        json(call("POST", API + "/draft", null), 201);
        assertThat(json(call("GET", API + "/versions", null), 200).findValuesAsString("state"))
                .containsExactly("draft", "issued");
        JsonNode differences = json(call("GET", API + "/differences", null), 200);
        assertThat(differences).anySatisfy(one -> {
            assertThat(one.get("id").stringValue()).isEqualTo("service:wifi-man");
            assertThat(one.get("what").stringValue()).isEqualTo("down");
            assertThat(one.get("unit").stringValue()).isEqualTo("seconds");
            assertThat(one.get("after").stringValue()).isEqualTo("21600");
        });
        assertThat(json(call("GET", API + "?version=1", null), 200)
                        .at("/report/places/0/services/uptime")
                        .decimalValue())
                .isEqualByComparingTo("0.995");
    }

    @Test
    void aProgramIsToldWhatCanNotBe() throws Exception {
        for (String query : List.of(
                "from=2025-10-02T00:00:00Z&to=2025-10-01T00:00:00Z",
                "from=2025-10-01T00:00:00Z",
                "from=2020-10-01T00:00:00Z&to=2025-10-01T00:00:00Z",
                "from=1980-10-01T00:00:00Z&to=1980-10-02T00:00:00Z",
                "from=gestern&to=2025-10-01T00:00:00Z",
                "monat=1")) {
            assertThat(json(call("GET", "/api/v1/reports?" + query, null), 400)
                            .get("remedy")
                            .stringValue())
                    .as(query)
                    .isNotBlank();
        }
        json(call("GET", "/api/v1/reports/2025-13", null), 404);
        json(call("GET", API + "?version=3", null), 404);
        json(call("GET", API + "/differences", null), 404);
        json(call("GET", API + "/differences?from=1&to=2", null), 404);
        json(call("POST", "/api/v1/reports/2150-01/draft", null), 409);
        json(call("POST", API + "/review", "{\"version\":1}"), 409);
        json(call("POST", API + "/review", "{}"), 400);
        json(call("POST", API + "/review", "{\"version\":\"1\"}"), 400);
        json(call("PUT", API + "/texts/summary", "{\"text\":\"x\"}"), 404);
        json(call("PUT", API + "/texts/requests", "{\"text\":\"" + "x".repeat(6001) + "\"}"), 400);
        MvcTestResult picture = call("GET", API, null, HttpHeaders.ACCEPT, "image/png");
        assertThat(json(picture, 406).get("remedy").stringValue()).contains("application/json");
    }
}
