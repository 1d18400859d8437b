package io.langsong.maintenance.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.Role;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryImport;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.Plans;
import io.langsong.testkit.WholeServer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plans from the form to the list, notices from the paste to the plan, by a browser without scripts and by a program. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaintenancePagesTest {
    private static final RequestPostProcessor TECHNICIAN =
            who("ha", Role.TECHNICIAN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor VIEWER = who("xem", Role.VIEWER, Set.of(), "ROLE_VIEWER");
    private static final RequestPostProcessor OF_MANG =
            who("lan", Role.TECHNICIAN, Set.of("mang"), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final DeviceId AP = new DeviceId("ap");
    private static final Instant CUT = Instant.parse("2100-12-12T01:00:00Z");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Plans plans;

    @Autowired
    private Maintenance maintenance;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private Clock clock;

    @BeforeAll
    void fill() {
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv",
                                        "id,name,position\nmang,Thôn Măng,1\nla-han,Thôn La Hán,2\nman,Thôn Man,3\nman2,Thôn Mận,4\n",
                                        "power-areas.csv",
                                        "id,name\nlo,Lộ 471\n",
                                        "sites.csv",
                                        "id,name,village,kind,powerArea\nnvh,Nhà văn hóa,mang,culture-house,lo\n"
                                                + "tru-so,Trụ sở,la-han,other,\n",
                                        "devices.csv",
                                        "id,name,site,kind,address,uplinks,enabled\n"
                                                + "sw,Switch xã,tru-so,switch,10.9.9.1,,false\n"
                                                + "ap,AP <b>1</b>,nvh,access-point,10.9.9.2,sw,false\n"),
                                false)
                        .problems())
                .isEmpty();
    }

    @BeforeEach
    void forget() {
        jdbc.sql("DELETE FROM maintenance_plan").update();
    }

    private String page(String path, RequestPostProcessor who) throws Exception {
        return body(mvc.get().uri(path).with(who).exchange(), 200);
    }

    private static String body(MvcTestResult result, int status) throws Exception {
        String body = result.getResponse().getContentAsString();
        assertThat(result.getResponse().getStatus()).as(body).isEqualTo(status);
        assertThat(body).doesNotContain("??");
        return body;
    }

    private MvcTestResult post(RequestPostProcessor who, String path, String... fields) {
        MockHttpServletRequestBuilder request =
                org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post(path);
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request.with(who).with(csrf()));
    }

    private MvcTestResult call(String method, String path, String json) {
        MockHttpServletRequestBuilder request =
                org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request(
                                org.springframework.http.HttpMethod.valueOf(method), java.net.URI.create(path))
                        .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN);
        return mvc.perform(
                json == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).content(json));
    }

    private static JsonNode json(MvcTestResult result, int status) throws Exception {
        return JsonMapper.shared().readTree(body(result, status));
    }

    private Plan only() {
        assertThat(plans.all()).hasSize(1);
        return plans.all().get(0);
    }

    @Test
    void everybodyLooksAndTechniciansEnter() throws Exception {
        assertThat(page("/bao-tri", VIEWER))
                .contains("Không có gì đang diễn ra", "Chưa có kế hoạch nào sắp tới")
                .doesNotContain("/bao-tri/_moi", "/bao-tri/cat-dien");
        assertThat(page("/bao-tri?lang=en", VIEWER)).contains("Nothing is going on");
        assertThat(mvc.get().uri("/bao-tri/_moi").with(VIEWER)).hasStatus(403);
        assertThat(mvc.get().uri("/bao-tri/cat-dien").with(VIEWER)).hasStatus(403);
        assertThat(post(VIEWER, "/bao-tri", "title", "x")).hasStatus(403);
        assertThat(mvc.post().uri("/bao-tri").with(TECHNICIAN))
                .as("without CSRF")
                .hasStatus(403);
        assertThat(mvc.get().uri("/bao-tri/99").with(VIEWER)).hasStatus(404);
        assertThat(page("/bao-tri/_moi", TECHNICIAN))
                .contains("Thôn Măng", "Lộ 471", "AP &lt;b&gt;1&lt;/b&gt; – Nhà văn hóa, Thôn Măng", "name=\"all\"");
        assertThat(page("/bao-tri/_moi?doi-tuong=device:sw", TECHNICIAN))
                .contains("value=\"Switch xã – Trụ sở, Thôn La Hán\"");
        assertThat(page("/bao-tri/_moi?doi-tuong=village:mang", TECHNICIAN)).contains("checked");
        assertThat(page("/bao-tri/_moi?doi-tuong=device:../x", TECHNICIAN)).contains("name=\"typed\"");
    }

    @Test
    void aPlanGoesFromTheFormToTheListAndToWhatDependsOnIt() throws Exception {
        MvcTestResult added = post(
                TECHNICIAN,
                "/bao-tri",
                "kind",
                "work",
                "title",
                "Thay nguồn <script>",
                "typed",
                "Switch xã – Trụ sở, Thôn La Hán",
                "typed",
                "",
                "repeat",
                "once",
                "from",
                "2100-12-12T08:00",
                "to",
                "2100-12-12T10:00");

        assertThat(added).hasStatus(302);
        Plan plan = only();
        assertThat(plan.enteredBy()).isEqualTo("ha");
        assertThat(plan.announced()).isTrue();
        assertThat(maintenance.isInMaintenance(AP, CUT)).isTrue();
        assertThat(maintenance.isInMaintenance(AP, CUT.plus(2, ChronoUnit.HOURS)))
                .isFalse();
        assertThat(page("/bao-tri", VIEWER))
                .contains("Thay nguồn &lt;script&gt;", "Switch xã – Trụ sở, Thôn La Hán", "Sắp tới")
                .doesNotContain("<script>\"", "Nhập muộn");
        assertThat(page("/bao-tri/" + plan.id(), VIEWER))
                .contains(
                        "08:00 12/12/2100", "10:00 12/12/2100", "2 thiết bị", "AP &lt;b&gt;1&lt;/b&gt;", "Đã báo trước")
                .doesNotContain("ket-thuc", "thu-hoi");
        assertThat(page("/bao-tri/_moi?theo=" + plan.id(), TECHNICIAN)).contains("value=\"Thay nguồn &lt;script&gt;\"");
        assertThat(actions(plan)).containsExactly("maintenance.plan.add");
    }

    private List<String> actions(Plan plan) {
        return audit.find(new AuditFilter(null, null, "maintenance:" + plan.id(), null, null), null, 10).stream()
                .map(AuditEntry::action)
                .toList();
    }

    @Test
    void aPlanRecurs() throws Exception {
        assertThat(post(
                        TECHNICIAN,
                        "/bao-tri",
                        "kind",
                        "work",
                        "title",
                        "Khởi động lại",
                        "all",
                        "true",
                        "repeat",
                        "monthly",
                        "dayOfMonth",
                        "31",
                        "at",
                        "22:00",
                        "until",
                        "02:00",
                        "firstDay",
                        "2100-02-01",
                        "lastDay",
                        ""))
                .hasStatus(302);

        assertThat(page("/bao-tri/" + only().id(), VIEWER))
                .contains("Ngày 31 hằng tháng, 22:00–02:00, từ 01/02/2100", "Toàn xã")
                .contains("22:00 28/02/2100", "02:00 01/03/2100", "22:00 30/04/2100");
    }

    @Test
    void whatIsWrongIsSaidAndWhatWasTypedComesBack() throws Exception {
        String[][] wrong = {
            {"title", "", "Tên còn trống"},
            {"to", "2100-12-12T08:00", "Kết thúc không sau lúc bắt đầu"},
            {"from", "mai", "Bắt đầu “mai” không phải là ngày giờ"},
            {"typed", "Không có đâu", "Đối tượng “Không có đâu” không có trong danh mục"},
            {"typed", "", "Đối tượng chưa có gì"},
            {"kind", "party", "không có trong các lựa chọn"},
            {"from", "2020-12-12T08:00", "quá xa lúc bắt đầu"},
            {"title", "a\u202Eb", "có ký tự không nhìn thấy được"},
        };
        for (String[] one : wrong) {
            String[] fields = {
                "kind",
                "work",
                "title",
                "Thay nguồn",
                "typed",
                "Switch xã",
                "repeat",
                "once",
                "from",
                "2100-12-12T08:00",
                "to",
                "2100-12-12T10:00",
                "reason",
                "lý do đã gõ"
            };
            for (int i = 0; i < fields.length; i += 2) {
                fields[i + 1] = fields[i].equals(one[0]) ? one[1] : fields[i + 1];
            }
            assertThat(body(post(TECHNICIAN, "/bao-tri", fields), 422))
                    .contains("role=\"alert\"", one[2], "lý do đã gõ")
                    .doesNotContain("\u202E\"?");
        }
        assertThat(plans.all()).isEmpty();
    }

    @Test
    void whatHasBegunIsMarkedAsEnteredLate() throws Exception {
        String hourAgo = LocalDateTime.ofInstant(
                        clock.instant().minus(1, ChronoUnit.HOURS), ZoneId.of("Asia/Ho_Chi_Minh"))
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
        String[] fields = {
            "kind",
            "work",
            "title",
            "Thay gấp",
            "objects",
            "village:mang",
            "repeat",
            "once",
            "from",
            hourAgo,
            "to",
            LocalDateTime.parse(hourAgo).plusHours(3).toString(),
            "reason",
            ""
        };
        assertThat(body(post(TECHNICIAN, "/bao-tri", fields), 422)).contains("ghi vì sao nhập muộn");
        fields[fields.length - 1] = "Sét đánh";
        assertThat(post(TECHNICIAN, "/bao-tri", fields)).hasStatus(302);
        long id = only().id();
        assertThat(page("/bao-tri", VIEWER)).contains("Nhập muộn", "Đang diễn ra");
        assertThat(page("/bao-tri/" + id, TECHNICIAN))
                .contains("Nhập sau khi đã bắt đầu", "Sét đánh", "ha, lúc", "/bao-tri/" + id + "/ket-thuc");

        assertThat(body(post(TECHNICIAN, "/bao-tri/" + id + "/ket-thuc", "why", " "), 422))
                .contains("Lý do còn trống");
        assertThat(post(TECHNICIAN, "/bao-tri/" + id + "/ket-thuc", "why", "Xong sớm"))
                .hasStatus(302);
        assertThat(page("/bao-tri/" + id, TECHNICIAN))
                .contains("Đã kết thúc sớm", "Xong sớm")
                .doesNotContain("/ket-thuc");
        assertThat(body(post(TECHNICIAN, "/bao-tri/" + id + "/ket-thuc", "why", "nữa"), 422))
                .contains("không còn gì để kết thúc");
        assertThat(post(TECHNICIAN, "/bao-tri/" + id + "/thu-hoi", "why", "Nhầm thôn"))
                .hasStatus(302);
        assertThat(page("/bao-tri/" + id, TECHNICIAN)).contains("Đã thu hồi", "Nhầm thôn", "Xong sớm");
        assertThat(post(TECHNICIAN, "/bao-tri/99/thu-hoi", "why", "x")).hasStatus(404);
        assertThat(actions(only()))
                .containsExactly("maintenance.plan.withdraw", "maintenance.plan.end", "maintenance.plan.add");
    }

    @Test
    void aNoticeIsPastedReadAndConfirmed() throws Exception {
        String text = """
                Công ty Điện lực thông báo
                Từ 08h00 đến 10h00 ngày 12/12/2100: thôn Măng, thôn La Hán, trạm bơm <X>. Lý do: sửa chữa

                12/12/2100\t13:00\t15:00\tTHON MAN\tThay máy
                """;
        String read = body(post(TECHNICIAN, "/bao-tri/cat-dien", "van-ban", text), 200);

        assertThat(read)
                .contains("Đọc được 2 lần cắt điện", "1 dòng không đọc được", "Dòng 1", "Không có giờ nào")
                .contains("value=\"2100-12-12T08:00\"", "value=\"sửa chữa\"", "trạm bơm &lt;X&gt;", "chưa chắc")
                .contains("value=\"village:mang\" checked", "value=\"village:man\">", "Công ty Điện lực thông báo\n");
        assertThat(plans.all()).isEmpty();

        assertThat(body(confirm(text), 422)).contains("đánh dấu ít nhất một lần", "THON MAN");
        String refused =
                body(confirm(text, "chon", "0", "noi-0", "village:mang", "chon", "1", "ly-do-1", "đã gõ"), 422);
        assertThat(refused)
                .contains("href=\"#lan-1\"", "Dòng 4", "Đối tượng chưa có gì", "THON MAN", "value=\"đã gõ\"");
        assertThat(plans.all()).as("all or nothing").isEmpty();

        MvcTestResult some = confirm(
                text,
                "chon",
                "0",
                "noi-0",
                "village:mang",
                "noi-0",
                "village:la-han",
                "them-0",
                "Lộ 471; Nhà văn hóa",
                "tu-0",
                "2100-12-12T08:00",
                "den-0",
                "2100-12-12T10:30",
                "ly-do-0",
                "sửa chữa");
        assertThat(some).hasStatus(302).hasRedirectedUrl("/bao-tri/cat-dien");
        assertThat(some.getMvcResult().getFlashMap().get("left"))
                .as("the rest comes back")
                .isEqualTo(text);
        Plan plan = only();
        assertThat(plan.kind()).isEqualTo(Plan.Kind.POWER_CUT);
        assertThat(plan.scope().texts()).containsExactly("power-area:lo", "site:nvh", "village:la-han", "village:mang");
        assertThat(plan.notice()).startsWith("Từ 08h00 đến 10h00");
        assertThat(plan.title()).startsWith("Cắt điện: ").contains("Thôn Măng");
        assertThat(plan.timing().end()).contains(CUT.plus(150, ChronoUnit.MINUTES));
        assertThat(page("/bao-tri/" + plan.id(), VIEWER)).contains("trạm bơm &lt;X&gt;", "Mất điện theo kế hoạch");
    }

    private MvcTestResult confirm(String text, String... fields) {
        String[] all = new String[fields.length + 10];
        String[] times = {
            "van-ban",
            text,
            "tu-1",
            "2100-12-12T13:00",
            "den-1",
            "2100-12-12T15:00",
            "tu-0",
            "2100-12-12T08:00",
            "den-0",
            "2100-12-12T10:00"
        };
        // What the test gives comes first, and of several the first counts.
        System.arraycopy(fields, 0, all, 0, fields.length);
        System.arraycopy(times, 0, all, fields.length, times.length);
        return post(TECHNICIAN, "/bao-tri/cat-dien/xac-nhan", all);
    }

    @Test
    void aNoticeThatWasEnteredIsKnownAgain() throws Exception {
        String text = "Từ 08h00 đến 10h00 ngày 12/12/2100: thôn Măng";
        MvcTestResult all = confirm(text, "chon", "0", "noi-0", "village:mang");

        assertThat(all).hasStatus(302).hasRedirectedUrl("/bao-tri");
        assertThat(body(post(TECHNICIAN, "/bao-tri/cat-dien", "van-ban", text), 200))
                .contains("Đã có kế hoạch cho lần này");
        assertThat(body(post(TECHNICIAN, "/bao-tri/cat-dien", "van-ban", " "), 422))
                .contains("Thông báo còn trống");
        String long60 = "ă".repeat(60_001);
        assertThat(body(post(TECHNICIAN, "/bao-tri/cat-dien", "van-ban", long60), 422))
                .contains("nhập nhiều nhất 60.000 ký tự", long60);
    }

    @Test
    void whoSeesSomeVillagesSeesAndEntersOnlyForThose() throws Exception {
        post(
                TECHNICIAN,
                "/bao-tri",
                "kind",
                "work",
                "title",
                "Bí mật ở La Hán",
                "typed",
                "Switch xã",
                "repeat",
                "once",
                "from",
                "2100-12-12T08:00",
                "to",
                "2100-12-12T10:00",
                "reason",
                "Lý do bí mật");
        long upstream = only().id();
        post(
                TECHNICIAN,
                "/bao-tri",
                "kind",
                "work",
                "title",
                "Ở Man",
                "objects",
                "village:man",
                "repeat",
                "once",
                "from",
                "2100-12-13T08:00",
                "to",
                "2100-12-13T10:00");

        assertThat(page("/bao-tri", OF_MANG))
                .contains("/bao-tri/" + upstream, "1 nơi khác")
                .doesNotContain("bí mật", "Bí mật", "Switch xã", "Ở Man", "/bao-tri/cat-dien");
        assertThat(page("/bao-tri/" + upstream, OF_MANG))
                .contains("AP &lt;b&gt;1", "Tên và lý do không hiện")
                .doesNotContain("bí mật", "Switch xã", "/thu-hoi");
        assertThat(body(post(OF_MANG, "/bao-tri/" + upstream + "/thu-hoi", "why", "x"), 422))
                .contains("ngoài phạm vi được xem");
        assertThat(mvc.get().uri("/bao-tri/cat-dien").with(OF_MANG)).hasStatus(403);
        String[] fields = {
            "kind",
            "work",
            "title",
            "Của tôi",
            "repeat",
            "once",
            "from",
            "2100-12-14T08:00",
            "to",
            "2100-12-14T10:00",
            "objects",
            "village:man"
        };
        assertThat(body(post(OF_MANG, "/bao-tri", fields), 422)).contains("không có trong danh mục");
        fields[fields.length - 1] = "power-area:lo";
        assertThat(body(post(OF_MANG, "/bao-tri", fields), 422)).contains("không có trong danh mục");
        fields[fields.length - 1] = "village:mang";
        assertThat(post(OF_MANG, "/bao-tri", fields)).hasStatus(302);
        assertThat(body(
                        post(
                                OF_MANG,
                                "/bao-tri",
                                "kind",
                                "work",
                                "title",
                                "Cả xã",
                                "repeat",
                                "once",
                                "from",
                                "2100-12-14T08:00",
                                "to",
                                "2100-12-14T10:00",
                                "all",
                                "true"),
                        422))
                .contains("ngoài phạm vi được xem");
        assertThat(plans.all()).hasSize(3);
    }

    @Test
    void aProgramDoesTheSame() throws Exception {
        MvcTestResult added = call("POST", "/api/v1/maintenance", """
                {"kind": "work", "title": "Nâng cấp", "scope": ["device:sw"],
                 "from": "2100-12-12T08:00:00+07:00", "to": "2100-12-12T10:00:00+07:00"}""");
        JsonNode plan = json(added, 201);
        String place = added.getResponse().getHeader("Location");
        assertThat(place).isEqualTo("/api/v1/maintenance/" + only().id());
        assertThat(plan.at("/announced").asBoolean(false)).isTrue();
        assertThat(plan.at("/from").asString(""))
                .startsWith("2100-12-12T08:00:00")
                .endsWith("+07:00");
        assertThat(plan.at("/state").asString("")).isEqualTo("coming");

        String day = "from=2100-12-12T00:00:00%2B07:00&to=2100-12-12T09:00:00%2B07:00";
        assertThat(json(call("GET", "/api/v1/maintenance?" + day, null), 200)
                        .at("/0/intervals/0/announced")
                        .asBoolean(false))
                .isTrue();
        assertThat(json(call("GET", "/api/v1/maintenance?" + day + "&object=device:ap", null), 200))
                .hasSize(1);
        assertThat(json(call("GET", "/api/v1/maintenance?" + day + "&object=village:mang", null), 200))
                .isEmpty();
        JsonNode planned = json(call("GET", "/api/v1/maintenance/intervals?object=device:ap&" + day, null), 200);
        assertThat(planned).hasSize(1);
        assertThat(planned.at("/0/to").asString("")).as("cut at the edge").startsWith("2100-12-12T09:00:00");
        assertThat(json(call("GET", "/api/v1/maintenance", null), 200)).isEmpty();

        JsonNode ended = json(call("POST", place + "/end", "{\"reason\": \"hoãn\"}"), 200);
        assertThat(ended.at("/ended/reason").asString("")).isEqualTo("hoãn");
        assertThat(ended.at("/state").asString("")).isEqualTo("past");
        assertThat(body(call("POST", place + "/end", "{\"reason\": \"nữa\"}"), 409))
                .contains("nothing left to end");
        assertThat(json(call("POST", place + "/withdraw", "{\"reason\": \"nhầm\"}"), 200)
                        .at("/withdrawn/by")
                        .asString(""))
                .startsWith("token:");
        assertThat(body(call("GET", "/api/v1/maintenance/9999", null), 404)).contains("\"field\":\"id\"");
        assertThat(body(call("GET", "/api/v1/maintenance?object=device:gone", null), 404))
                .contains("object");
    }

    @Test
    void aProgramIsToldWhatIsWrong() throws Exception {
        String[][] wrong = {
            {
                "{\"title\": \"x\", \"scope\": [\"device:sw\"], \"from\": \"morgen\", \"to\": \"y\"}",
                "from",
                "is no time with offset"
            },
            {
                "{\"title\": \"x\", \"scope\": [], \"from\": \"2100-12-12T08:00:00Z\", \"to\": \"2100-12-12T09:00:00Z\"}",
                "scope",
                "is missing"
            },
            {
                "{\"title\": \"x\", \"scope\": [\"ap\"], \"from\": \"2100-12-12T08:00:00Z\", \"to\": \"2100-12-12T09:00:00Z\"}",
                "scope",
                "is not in the inventory"
            },
            {
                "{\"scope\": [\"all\"], \"from\": \"2100-12-12T08:00:00Z\", \"to\": \"2100-12-12T09:00:00Z\"}",
                "title",
                "is empty"
            },
            {
                "{\"title\": \"x\", \"scope\": [\"all\"], \"from\": \"2020-12-12T08:00:00Z\", \"to\": \"2020-12-12T09:00:00Z\"}",
                "reason",
                "is empty, and the plan has begun"
            },
            {
                "{\"title\": \"x\", \"scope\": [\"all\"], \"repeat\": {\"every\": \"yearly\"}}",
                "repeat",
                "is none of the choices"
            },
            {
                "{\"title\": \"x\", \"scope\": [\"all\"], \"repeat\": {\"every\": \"weekly\", \"days\": []}}",
                "days",
                "is missing"
            },
            {
                "{\"title\": \"x\", \"scope\": [\"all\"], \"repeat\": {\"every\": \"daily\", \"at\": \"25:00\"}}",
                "at",
                "is no time of day"
            },
            {"{\"titel\": \"x\"}", "body", "is not a field"},
        };
        for (String[] one : wrong) {
            JsonNode problem = json(call("POST", "/api/v1/maintenance", one[0]), 400);
            assertThat(problem.at("/field").asString("")).as(one[0]).isEqualTo(one[1]);
            assertThat(problem.at("/detail").asString("")).contains(one[2]);
        }
        assertThat(plans.all()).isEmpty();
    }
}
