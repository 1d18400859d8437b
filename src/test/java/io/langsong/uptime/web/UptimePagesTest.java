package io.langsong.uptime.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.Role;
import io.langsong.availability.Interval;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.outage.ObjectRef;
import io.langsong.testkit.WholeServer;
import io.langsong.uptime.IssuedFigures;
import io.langsong.uptime.Uptimes;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
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

/** October 2025 of two villages, from the commune down to the interval, by a browser without scripts and by a program. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UptimePagesTest {
    private static final RequestPostProcessor VIEWER = who("xem", Role.VIEWER, Set.of(), "ROLE_VIEWER");
    private static final RequestPostProcessor OF_MANG = who("lan", Role.VIEWER, Set.of("mang"), "ROLE_VIEWER");
    private static final RequestPostProcessor ADMIN =
            who("quan", Role.ADMIN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final String OCTOBER = "?thang=2025-10";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Inventory inventory;

    @Autowired
    private Uptimes uptimes;

    @Autowired
    private IssuedFigures issued;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private AuditTrail audit;

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
                                                + "core,Router xã,nvh-man,router,10.9.9.1,,false,2c,public-test\n"
                                                + "ap,\"=cmd|' /C calc'!A0\",nvh,access-point,10.9.9.2,core,false,2c,public-test\n"
                                                + "ap-man,AP Man,nvh-man,access-point,10.9.9.3,core,false,2c,public-test\n",
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
        // Of 744 hours: 7.44 hidden behind the core, which stands in the other village, and 7.44 by itself.
        record("service:wifi", "UNREACHABLE", "device:core", "2025-10-05 10:00:00+07", "2025-10-05 17:26:24+07");
        record("service:wifi", "DOWN", "service:wifi", "2025-10-12 10:00:00+07", "2025-10-12 17:26:24+07");
        jdbc.sql("UPDATE outage_heartbeat SET at = now()").update();
    }

    private void record(String object, String condition, String root, String from, String until) {
        jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                          ended_earliest, ended, ended_latest, cause, evidence)
                        VALUES (:object, :condition, :root, :from::timestamptz - interval '5 min', :from::timestamptz,
                          :from::timestamptz + interval '5 min', :until::timestamptz, :until::timestamptz,
                          :until::timestamptz, 'POWER',
                          '[{"kind":"last-good","at":"2025-10-05T02:55:00Z","detail":""},
                            {"kind":"uplink-down","at":"2025-10-05T03:00:00Z","detail":"core"}]')
                        """)
                .param("object", object)
                .param("condition", condition)
                .param("root", root)
                .param("from", from)
                .param("until", until)
                .update();
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
    void theCommuneOpensToItsVillages() throws Exception {
        String page = page("/thoi-gian-hoat-dong" + OCTOBER, VIEWER);

        assertThat(page)
                .contains("00:00 01/10/2025", "00:00 01/11/2025")
                .contains("Thôn &lt;b&gt;Măng&lt;/b&gt;")
                .as("of both services, of one and of the other")
                .contains(">99%<", ">98%<", ">100%<")
                .as("its bounds are ten minutes wide at each beginning")
                .contains("± 0,02")
                .contains("1 trên 2 dịch vụ")
                .contains("href=\"/thoi-gian-hoat-dong/thon/mang?thang=2025-10\"")
                .doesNotContain("<b>Măng");
        assertThat(page("/thoi-gian-hoat-dong?thang=2025-10&lang=en", VIEWER)).contains("99%", "1 of 2 services");
    }

    @Test
    void aVillageOpensToWhatIsThereAndThatToItsIntervals() throws Exception {
        assertThat(page("/thoi-gian-hoat-dong/thon/mang" + OCTOBER, VIEWER))
                .contains("Wi-Fi Măng", "href=\"/thoi-gian-hoat-dong/service/wifi?thang=2025-10\"")
                .contains("2 lần, tổng 14 giờ 52 phút, dài nhất 7 giờ 26 phút")
                .doesNotContain("Wi-Fi Man<");

        assertThat(page("/thoi-gian-hoat-dong/service/wifi" + OCTOBER, VIEWER))
                .contains(">98%<", "98,98%")
                .contains("Tính là gián đoạn, do nơi khác", "Bị che bởi", "Router xã")
                .contains("Nhánh trên Router xã mất kết nối lúc 10:00:00 05/10/2025")
                .contains("khoảng 320 người, mất 4.762 giờ sử dụng")
                .contains("theo số dân của thôn, phố");
        body(mvc.get().uri("/thoi-gian-hoat-dong/service/khong-co").with(VIEWER).exchange(), 404);
        body(mvc.get().uri("/thoi-gian-hoat-dong/thon/khong-co").with(VIEWER).exchange(), 404);
    }

    @Test
    void whoSeesOneVillageLearnsNothingOfAnother() throws Exception {
        assertThat(page("/thoi-gian-hoat-dong" + OCTOBER, OF_MANG)).doesNotContain("Thôn Man", "thon/man?");
        assertThat(page("/thoi-gian-hoat-dong/service/wifi" + OCTOBER, OF_MANG))
                .contains("Tính là gián đoạn, do nơi khác", "Bị che bởi")
                .doesNotContain("Router xã", "core");
        body(
                mvc.get()
                        .uri("/thoi-gian-hoat-dong/service/wifi-man")
                        .with(OF_MANG)
                        .exchange(),
                404);
        assertThat(page("/thoi-gian-hoat-dong.csv" + OCTOBER, OF_MANG)).doesNotContain("Wi-Fi Man,", "AP Man");
        assertThat(page("/api/v1/uptime?month=2025-10", OF_MANG)).doesNotContain("wifi-man", "ap-man");
    }

    @Test
    void saysWhatItDoesNotUnderstand() throws Exception {
        assertThat(page("/thoi-gian-hoat-dong?thang=2026-13&lich=%3Cb%3E", VIEWER))
                .contains("Không có tháng “2026-13”", "Không có lịch tính “&lt;b&gt;”");
        assertThat(page("/thoi-gian-hoat-dong?tu=2025-10-09&den=2025-10-01", VIEWER))
                .contains("Ngày cuối trước ngày đầu");
        assertThat(page("/thoi-gian-hoat-dong?tu=2024-01-01&den=2025-10-01", VIEWER))
                .contains("nhiều nhất 400 ngày");
        assertThat(page("/thoi-gian-hoat-dong?thang=2150-01", VIEWER)).contains("chưa tới");
        assertThat(page("/thoi-gian-hoat-dong?tu=2025-10-12&den=2025-10-12", VIEWER))
                .as("one day, out for 7.44 of 24 hours")
                .contains("69%");
    }

    @Test
    void aFileForASpreadsheetIsNoProgram() throws Exception {
        String file = page("/thoi-gian-hoat-dong.csv" + OCTOBER, VIEWER);

        assertThat(file.lines().toList())
                .hasSize(1 + 2 + 3)
                .anySatisfy(line -> assertThat(line).contains("service:wifi,Wi-Fi Măng", "\"98\"".replace("\"", "")))
                .noneSatisfy(line -> assertThat(line).contains(",=cmd"));
        assertThat(file).contains("'=cmd|");
        assertThat(page("/thoi-gian-hoat-dong/thon/man.csv" + OCTOBER, VIEWER)).doesNotContain("Wi-Fi Măng");
    }

    @Test
    void theHoursOfUseThatWereLostStandBesideTheFigures() throws Exception {
        assertThat(page("/thoi-gian-hoat-dong" + OCTOBER, VIEWER)).contains("Giờ sử dụng bị mất", ">4.762<");
        assertThat(page("/thoi-gian-hoat-dong/thon/mang" + OCTOBER, VIEWER)).contains(">4.762<");
        assertThat(page("/thoi-gian-hoat-dong/thon/man" + OCTOBER, VIEWER))
                .contains("Giờ sử dụng bị mất")
                .doesNotContain("4.762");
    }

    @Test
    void aProgramGetsTheSameFigures() throws Exception {
        JsonNode all = json(call("GET", "/api/v1/uptime?month=2025-10", null), 200);
        assertThat(all.get("group").get("uptime").decimalValue()).isEqualByComparingTo("0.99");
        assertThat(all.get("group").get("belowTarget").intValue()).isEqualTo(1);
        assertThat(all.get("objects")).hasSize(5);
        // 320 people, a fiftieth of the month.
        assertThat(all.get("group").get("userHoursLost").doubleValue()).isCloseTo(4761.6, within(0.01));

        JsonNode one = json(call("GET", "/api/v1/uptime?month=2025-10&object=service:wifi", null), 200)
                .get("objects")
                .get(0);
        assertThat(one.get("figures").get("unreachableSeconds").intValue()).isEqualTo(26_784);
        assertThat(one.get("figures").get("causes").get("POWER").get("outages").intValue())
                .isEqualTo(2);
        assertThat(one.get("intervals")).hasSize(2);
        assertThat(one.get("intervals").get(0).get("counted").stringValue()).isEqualTo("unreachable");
        assertThat(one.get("affected").get("basis").stringValue()).isEqualTo("residents");
        assertThat(one.get("affected").get("userHours").doubleValue()).isCloseTo(4761.6, within(0.01));
        assertThat(json(call("GET", "/api/v1/uptime?month=2025-10&village=man", null), 200)
                        .get("group")
                        .get("uptime")
                        .decimalValue())
                .isEqualByComparingTo("1");
        assertThat(json(call("GET", "/api/v1/uptime?month=2150-01", null), 200)
                        .get("countedTo")
                        .isNull())
                .isTrue();
    }

    @Test
    void aProgramIsToldWhatCanNotBe() throws Exception {
        for (String query : List.of(
                "month=2025-13",
                "month=2025-10&from=2025-10-01T00:00:00Z",
                "to=2025-10-01T00:00:00Z",
                "from=2025-10-02T00:00:00Z&to=2025-10-01T00:00:00Z",
                "from=2023-10-02T00:00:00Z&to=2025-10-01T00:00:00Z",
                "from=1999-10-02T00:00:00Z&to=1999-11-01T00:00:00Z",
                "object=wifi",
                "object=site:nvh",
                "calendar=khong-co",
                "object=service:wifi&village=mang")) {
            assertThat(json(call("GET", "/api/v1/uptime?" + query, null), 400).get("remedy"))
                    .as(query)
                    .isNotNull();
        }
        json(call("GET", "/api/v1/uptime?object=service:khong-co", null), 404);
        json(call("GET", "/api/v1/uptime?village=khong-co", null), 404);
    }

    @Test
    void whatWasIssuedStandsBesideWhatIsCountedNow() throws Exception {
        ObjectRef wifi = ObjectRef.parse("service:wifi-man");
        Interval week = new Interval(Instant.parse("2025-09-30T17:00:00Z"), Instant.parse("2025-10-07T17:00:00Z"));
        issued.issue(List.of(uptimes.of(wifi, week, null).orElseThrow()), "ha");
        String path = "/thoi-gian-hoat-dong/service/wifi-man?tu=2025-10-01&den=2025-10-07";
        assertThat(page(path, VIEWER)).contains("ha phát hành lúc").doesNotContain("Nay tính ra khác số này.");

        record("service:wifi-man", "DOWN", "service:wifi-man", "2025-10-03 00:00+07", "2025-10-03 16:48+07");
        try {
            assertThat(page(path, VIEWER)).contains("90%", "100%", "Nay tính ra khác số này.");
            assertThat(issued.recount()).isEqualTo(1);
            assertThat(page(path, VIEWER)).contains("bản ghi gián đoạn thay đổi", "Nay tính ra khác số này.");
            assertThat(json(
                                    call(
                                            "GET",
                                            "/api/v1/uptime?object=service:wifi-man&from=2025-10-01T00:00:00%2B07:00"
                                                    + "&to=2025-10-08T00:00:00%2B07:00",
                                            null),
                                    200)
                            .get("objects")
                            .get(0)
                            .get("versions"))
                    .hasSize(2);
        } finally {
            jdbc.sql("DELETE FROM outage_record WHERE object = 'service:wifi-man'")
                    .update();
        }
    }

    @Test
    void anAdministratorSetsTheHours() throws Exception {
        assertThat(page("/lich-tinh", VIEWER))
                .contains("Cả ngày đêm", "Giờ hành chính", "thứ hai đến thứ sáu:")
                .doesNotContain("/lich-tinh/_them");
        body(post(VIEWER, "/lich-tinh", "name", "Khác"), 403);

        MvcTestResult added =
                post(ADMIN, "/lich-tinh", "name", "Trường học", "monday", "07:00-11:30", "objects", "site:nvh-man");
        assertThat(added.getResponse().getRedirectedUrl()).isEqualTo("/lich-tinh");
        assertThat(page("/lich-tinh", VIEWER)).contains("Trường học", "Dùng cho: Thôn Man – Nhà văn hóa Man");
        assertThat(page("/thoi-gian-hoat-dong/service/wifi-man" + OCTOBER, VIEWER))
                .as("four Mondays of four and a half hours")
                .contains("18 giờ 00 phút");
        assertThat(page("/lich-tinh", OF_MANG)).doesNotContain("Nhà văn hóa Man");

        MvcTestResult refused = post(ADMIN, "/lich-tinh/truong-hoc", "name", "Trường học", "monday", "25:00");
        assertThat(refused.getResponse().getRedirectedUrl()).isEqualTo("/lich-tinh/truong-hoc");
        assertThat(page("/lich-tinh/truong-hoc", ADMIN)).contains("value=\"07:00–11:30\"", "checked=\"checked\"");
        assertThat(post(ADMIN, "/lich-tinh/truong-hoc/xoa").getResponse().getRedirectedUrl())
                .isEqualTo("/lich-tinh");
        assertThat(page("/lich-tinh", VIEWER)).doesNotContain("Trường học");
        assertThat(audit.find(AuditFilter.ALL, null, 20))
                .extracting(AuditEntry::action)
                .contains("uptime.calendar.add", "uptime.calendar.remove");
    }

    @Test
    void aProgramSetsTheHours() throws Exception {
        String sent = """
                {"name":"Trạm y tế","hours":[{"day":"monday","hours":["07:30-11:30","13:30-24:00"]}],"objects":["service:wifi"]}
                """;
        MvcTestResult added = call("POST", "/api/v1/uptime-calendars", sent);
        assertThat(json(added, 201).get("id").stringValue()).isEqualTo("tram-y-te");
        assertThat(json(call("GET", "/api/v1/uptime-calendars/tram-y-te", null), 200)
                        .get("hours")
                        .get(0)
                        .get("hours")
                        .get(1)
                        .stringValue())
                .isEqualTo("13:30-24:00");
        json(call("PUT", "/api/v1/uptime-calendars/tram-y-te", sent, HttpHeaders.IF_MATCH, "\"7\""), 412);
        json(call("PUT", "/api/v1/uptime-calendars/tram-y-te", sent, HttpHeaders.IF_MATCH, "\"1\""), 200);
        json(call("POST", "/api/v1/uptime-calendars", sent), 409);
        json(call("PUT", "/api/v1/uptime-calendars/all-hours", sent), 409);
        json(call("GET", "/api/v1/uptime-calendars/khong-co", null), 404);
        body(call("DELETE", "/api/v1/uptime-calendars/tram-y-te", null), 204);
    }

    @Test
    void anAdministratorCorrectsAHoliday() throws Exception {
        assertThat(page("/ngay-nghi?nam=2027", VIEWER))
                .contains("thứ năm, 04/02", "Tết Nguyên đán", "Dự kiến", "Ước theo thông lệ các năm trước")
                .doesNotContain("/ngay-nghi/_them");
        body(post(VIEWER, "/ngay-nghi", "date", "2027-02-04"), 403);

        MvcTestResult refused = post(ADMIN, "/ngay-nghi", "date", "2027-02-04", "sua", "2027-02-04");
        assertThat(refused.getResponse().getRedirectedUrl()).isEqualTo("/ngay-nghi/2027-02-04");
        MvcTestResult put = post(
                ADMIN, "/ngay-nghi", "date", "2027-02-04", "kind", "ordinary", "vi", "Ngày thường", "source", "QĐ <9>");
        assertThat(put.getResponse().getRedirectedUrl()).isEqualTo("/ngay-nghi?nam=2027");
        assertThat(page("/ngay-nghi?nam=2027", VIEWER)).contains("QĐ &lt;9&gt;", "quan sửa lúc");
        assertThat(page("/ngay-nghi/2027-02-04", ADMIN)).contains("Bỏ điều chỉnh");
        assertThat(post(ADMIN, "/ngay-nghi/2027-02-04/xoa").getResponse().getRedirectedUrl())
                .isEqualTo("/ngay-nghi?nam=2027");
        assertThat(page("/ngay-nghi?nam=2027", VIEWER)).doesNotContain("QĐ &lt;9&gt;");
        assertThat(page("/ngay-nghi?nam=2031", VIEWER)).contains("Chưa biết ngày nghỉ nào của năm này");
        body(mvc.get().uri("/ngay-nghi/khong-co").with(ADMIN).exchange(), 404);
    }

    @Test
    void aProgramCorrectsAHoliday() throws Exception {
        assertThat(json(call("GET", "/api/v1/holidays?year=2026", null), 200)).hasSize(17);
        String sent = "{\"kind\":\"day-off\",\"vi\":\"Nghỉ bù\",\"insteadOf\":\"2029-01-06\",\"source\":\"QĐ 9\"}";
        assertThat(json(call("PUT", "/api/v1/holidays/2029-01-08", sent), 200)
                        .get("insteadOf")
                        .stringValue())
                .isEqualTo("2029-01-06");
        json(call("PUT", "/api/v1/holidays/2029-01-08", "{\"kind\":\"feast\",\"vi\":\"x\",\"source\":\"y\"}"), 400);
        body(call("DELETE", "/api/v1/holidays/2029-01-08", null), 204);
        json(call("DELETE", "/api/v1/holidays/2029-01-08", null), 404);
        json(call("GET", "/api/v1/holidays/2029-01-08", null), 404);
    }
}
