package io.langsong.provisioning.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.Role;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryImport;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.AgentAnswer;
import io.langsong.provisioning.AgentDesk;
import io.langsong.provisioning.Rollout;
import io.langsong.provisioning.Rollout.State;
import io.langsong.provisioning.Rollouts;
import io.langsong.provisioning.SharedSecrets;
import io.langsong.provisioning.Stage;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.Templates;
import io.langsong.provisioning.Values;
import io.langsong.testkit.WholeServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** An administrator without scripts, from the first template to a rollout; boxes that come in say hostile things of themselves. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvisioningPagesTest {
    private static final RequestPostProcessor ADMIN =
            who("ha", Role.ADMIN, "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final RequestPostProcessor TECHNICIAN =
            who("lan", Role.TECHNICIAN, "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final String SCRIPT = "<script>alert('1')</script> \"x\"";
    private static final String CONTENT = """
            {"hotspot": [{"config_name": "hotspot", "config_value": "main", "ssid": "{{ ssid }}", "key": "{{ wifi_key }}"}]}""";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final DeviceId AP = new DeviceId("ap-1");
    private static final Pattern CHECKSUM = Pattern.compile("name=\"ma\" value=\"([0-9a-f]{32})\"");
    private static final Pattern LOOKED = Pattern.compile("name=\"looked\" value=\"([a-z0-9-]+=[0-9a-f]{32})\"");
    private static final Pattern SECRET = Pattern.compile("<p class=\"code\">([a-z2-9]{24})</p>");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Templates templates;

    @Autowired
    private Values values;

    @Autowired
    private AccessPoints accessPoints;

    @Autowired
    private SharedSecrets secrets;

    @Autowired
    private Rollouts rollouts;

    @Autowired
    private AgentDesk desk;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private MessageSource messages;

    @Autowired
    private JdbcClient jdbc;

    @BeforeAll
    void fill() {
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv",
                                        "id,name,position\nmang,Thôn Măng <b>,1\nman,Thôn Man,2\n",
                                        "sites.csv",
                                        "id,name,village,kind\nnvh,Nhà văn hóa <i>,mang,culture-house\n"
                                                + "truong,Trường học,man,school\n"),
                                false)
                        .problems())
                .isEmpty();
    }

    @BeforeEach
    void forget() {
        jdbc.sql("DELETE FROM provisioning_rollout").update();
        jdbc.sql("DELETE FROM provisioning_box").update();
        jdbc.sql("DELETE FROM provisioning_shared_secret").update();
        jdbc.sql("DELETE FROM provisioning_access_point").update();
        jdbc.sql("DELETE FROM provisioning_value").update();
        jdbc.sql("DELETE FROM provisioning_template").update();
    }

    private String page(String path) throws Exception {
        return body(mvc.get().uri(path).with(ADMIN).exchange(), 200);
    }

    private static String body(MvcTestResult result, int status) throws Exception {
        String body = result.getResponse().getContentAsString(StandardCharsets.UTF_8);
        assertThat(result.getResponse().getStatus()).as(body).isEqualTo(status);
        assertThat(body).doesNotContain("??", "provisioning.");
        return body;
    }

    private MvcTestResult post(String path, String... fields) {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.post(path);
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request.with(ADMIN).with(csrf()));
    }

    /** Goes where it was sent, with what is said there once. */
    private String followed(MvcTestResult result) throws Exception {
        assertThat(result).hasStatus(302);
        String to = result.getResponse().getRedirectedUrl();
        MockHttpServletRequestBuilder next = MockMvcRequestBuilders.get(to.replaceAll("#.*", ""));
        result.getMvcResult().getFlashMap().forEach(next::flashAttr);
        return body(mvc.perform(next.with(ADMIN)), 200);
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as(pattern + " in " + text).isTrue();
        return found.group(1);
    }

    private Template template() throws Exception {
        followed(post(
                "/cau-hinh/mau",
                "name",
                "Wi-Fi",
                "dialect",
                "netjson",
                "use",
                "default",
                "content",
                CONTENT,
                "name0",
                "ssid",
                "type0",
                "text",
                "required0",
                "true",
                "name1",
                "wifi_key",
                "type1",
                "text",
                "required1",
                "true",
                "secret1",
                "true",
                "least1",
                "8",
                "reason",
                "mạng mới"));
        post("/cau-hinh/gia-tri", "place", "commune:", "name", "ssid", "value", "Xa Ba Thuoc");
        post("/cau-hinh/gia-tri", "place", "commune:", "name", "wifi_key", "value", "khong-ai-biet");
        return templates.find("wi-fi").orElseThrow();
    }

    private void plan(String id, String mac) {
        assertThat(post("/cau-hinh/diem", "id", id, "name", "Điểm " + id, "site", "nvh", "expected", mac))
                .hasStatus(302);
    }

    private Map<String, String> register(String mac, String model) {
        Map<String, String> form = new HashMap<>(Map.of(
                "backend",
                "netjsonconfig.OpenWrt",
                "secret",
                secrets.make(null, "ha"),
                "name",
                mac,
                "mac_address",
                mac,
                "model",
                model,
                "os",
                "OpenWrt 24.10.0"));
        AgentAnswer answer = desk.register(form, "10.0.0.1");
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.status()).as(text).isEqualTo(201);
        return Map.of("id", word(text, "uuid"), "key", word(text, "key"));
    }

    private static String word(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 2);
    }

    private void fetchAndReport(Map<String, String> box, String status, String reason) {
        desk.download(box.get("id"), box.get("key"), null, "10.0.0.1");
        desk.report(box.get("id"), box.get("key"), Map.of("status", status, "error_reason", reason));
    }

    private void approved(String id, String mac) throws Exception {
        plan(id, mac);
        Map<String, String> box = register(mac, "AX3000");
        accessPoints.approve(new DeviceId(id));
        fetchAndReport(box, "applied", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/cau-hinh",
                "/cau-hinh/diem/_moi",
                "/cau-hinh/diem/_nhap",
                "/cau-hinh/mau",
                "/cau-hinh/mau/_moi",
                "/cau-hinh/gia-tri",
                "/cau-hinh/khoa",
                "/cau-hinh/trien-khai",
                "/cau-hinh/trien-khai/_moi"
            })
    void isForAdministratorsInBothLanguagesAlsoWhenNothingIsThere(String path) throws Exception {
        assertThat(mvc.get().uri(path)).hasStatus(302).redirectedUrl().endsWith("/dang-nhap");
        assertThat(mvc.get().uri(path).with(TECHNICIAN)).hasStatus(403);
        assertThat(page(path)).contains("href=\"/cau-hinh\"");
        assertThat(page(path + "?lang=en")).contains("lang=\"en\"");
        assertThat(mvc.post().uri("/cau-hinh/khoa").with(ADMIN))
                .as("without CSRF")
                .hasStatus(403);
        assertThat(secrets.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/cau-hinh/diem/nobody",
                "/cau-hinh/diem/nobody/sua",
                "/cau-hinh/diem/A'B",
                "/cau-hinh/mau/none",
                "/cau-hinh/trien-khai/99",
                "/cau-hinh/trien-khai/99/tien-do"
            })
    void whatIsNotThereIsSaidSo(String path) {
        assertThat(mvc.get().uri(path).with(ADMIN)).hasStatus(404);
    }

    @Test
    void aBoxComesInIsGivenAPlaceAndGetsWhatWasSeen() throws Exception {
        template();
        plan("ap-1", "");
        Map<String, String> box = register("52:54:00:00:00:01", "<img src=x> \"q\"");

        String waiting = page("/cau-hinh");
        assertThat(waiting)
                .contains(
                        "&lt;img src=x&gt; &quot;q&quot;",
                        "52:54:00:00:00:01",
                        "Nhà văn hóa &lt;i&gt;, Thôn Măng &lt;b&gt;")
                .doesNotContain("<img src=x>");
        String action = first(Pattern.compile("action=\"(/cau-hinh/may/[0-9a-f-]+/diem)\""), waiting);
        assertThat(followed(post(action, "diem", ""))).contains("Chọn điểm phát cho máy trước");
        String filled = followed(post(action, "diem", "ap-1"));
        assertThat(filled).contains("Đã gán máy", "Duyệt máy này", "Cấu hình đầu tiên", "Thêm:", "Xa Ba Thuoc");
        assertThat(filled).doesNotContain("khong-ai-biet");
        assertThat(page("/cau-hinh")).contains("Chờ duyệt");

        String checksum = first(CHECKSUM, filled);
        values.set(io.langsong.provisioning.Level.COMMUNE, "", "ssid", "Khac", false, "lan");
        assertThat(followed(post("/cau-hinh/diem/ap-1/duyet", "ma", checksum)))
                .contains("Chưa làm được", "Người khác vừa sửa");
        assertThat(stage()).isEqualTo(Stage.REGISTERED);
        String looked = first(CHECKSUM, page("/cau-hinh/diem/ap-1"));
        assertThat(followed(post("/cau-hinh/diem/ap-1/duyet", "ma", looked))).contains("Đã duyệt");
        assertThat(new String(
                                desk.checksum(box.get("id"), box.get("key"), null, "10.0.0.1")
                                        .body(),
                                StandardCharsets.UTF_8)
                        .strip())
                .isEqualTo(looked);

        fetchAndReport(box, "error", "dòng 3: " + SCRIPT);
        assertThat(page("/cau-hinh/diem/ap-1"))
                .contains("Máy không áp dụng được", "dòng 3: &lt;script&gt;")
                .doesNotContain("<script>alert");
        assertThat(page("/cau-hinh")).contains("dòng 3: &lt;script&gt;").doesNotContain("<script>alert");
    }

    private Stage stage() {
        return accessPoints.find(AP).orElseThrow().life().stage();
    }

    @Test
    void aChangeIsLetOutToOneAndTheBoxIsSentHome() throws Exception {
        template();
        approved("ap-1", "52:54:00:00:00:01");
        assertThat(page("/cau-hinh/diem/ap-1"))
                .contains("Máy đã được cho ra đúng cấu hình này")
                .doesNotContain("/cho-ra");

        post("/cau-hinh/gia-tri", "place", "village:mang", "name", "ssid", "value", "Mang");
        String changed = page("/cau-hinh/diem/ap-1");
        assertThat(changed)
                .contains("Cho ra cấu hình này", "Bỏ:", "option ssid &#39;Mang&#39;", "Thôn, phố: Thôn Măng &lt;b&gt;")
                .contains("1 dòng thêm", "1 dòng bỏ");
        assertThat(page("/cau-hinh")).contains("1 điểm phát có cấu hình mới chưa cho ra");
        assertThat(followed(post("/cau-hinh/diem/ap-1/cho-ra", "ma", "0".repeat(32))))
                .contains("Người khác vừa sửa");
        assertThat(followed(post("/cau-hinh/diem/ap-1/cho-ra", "ma", first(CHECKSUM, changed))))
                .contains("Đã cho ra");
        assertThat(accessPoints.letOut(AP).orElseThrow().checksum()).isEqualTo(first(CHECKSUM, changed));

        assertThat(followed(post("/cau-hinh/diem/ap-1/xoa"))).contains("không còn chỉ là kế hoạch");
        assertThat(followed(post("/cau-hinh/diem/ap-1/ngung"))).contains("Đã ngừng dùng");
        assertThat(stage()).isEqualTo(Stage.RETIRED);
        assertThat(page("/cau-hinh")).doesNotContain("/cau-hinh/diem/ap-1\"");
        assertThat(page("/cau-hinh?giai-doan=retired")).contains("/cau-hinh/diem/ap-1\"");
    }

    @Test
    void theFormOfAnAccessPointKeepsWhatWasTypedAndSaysWhatIsWrong() throws Exception {
        String refused = body(
                post(
                        "/cau-hinh/diem",
                        "name",
                        SCRIPT,
                        "id",
                        "A B",
                        "site",
                        "nvh",
                        "mast",
                        "cột <u>",
                        "own",
                        "{</textarea>"),
                422);
        assertThat(refused)
                .contains("Chưa lưu", "id=\"id-wrong\"", "cột &lt;u&gt;", "{&lt;/textarea&gt;")
                .doesNotContain("<script>alert");
        assertThat(body(post("/cau-hinh/diem", "name", "x", "site", "../nvh"), 422))
                .contains("id=\"site-wrong\"");
        assertThat(body(post("/cau-hinh/diem", "name", "x", "site", "nvh", "own", "{"), 422))
                .contains("id=\"own-wrong\"", "sai ở dòng 1");
        assertThat(accessPoints.all()).isEmpty();

        plan("ap-1", "52:54:00:00:00:09");
        assertThat(body(post("/cau-hinh/diem", "name", "x", "site", "nvh", "expected", "5254.0000.0009"), 422))
                .contains("id=\"expected-wrong\"");
        String form = page("/cau-hinh/diem/ap-1/sua");
        assertThat(form).contains("name=\"version\" value=\"1\"", "52:54:00:00:00:09");
        followed(post("/cau-hinh/diem/ap-1/sua", "version", "1", "name", SCRIPT, "site", "truong", "group", "g<1>"));
        AccessPoint changed = accessPoints.find(AP).orElseThrow();
        assertThat(changed.name()).isEqualTo(SCRIPT);
        assertThat(changed.group()).isEqualTo("g<1>");
        assertThat(page("/cau-hinh/diem/ap-1")).contains("g&lt;1&gt;").doesNotContain("<script>alert");

        String late = body(post("/cau-hinh/diem/ap-1/sua", "version", "1", "name", "muộn", "site", "nvh"), 422);
        assertThat(late).contains("lưu lần nữa sẽ ghi đè", "value=\"muộn\"", "name=\"version\" value=\"2\"");
        followed(post("/cau-hinh/diem/ap-1/xoa"));
        assertThat(accessPoints.all()).isEmpty();
    }

    @Test
    void anEditorShowsWhatAChangeWouldDoBeforeItIsSaved() throws Exception {
        template();
        approved("ap-1", "52:54:00:00:00:01");
        plan("ap-2", "");
        String[] draft = {
            "id",
            "wi-fi",
            "version",
            "1",
            "name",
            "Wi-Fi",
            "dialect",
            "netjson",
            "use",
            "default",
            "rank",
            "10",
            "content",
            CONTENT.replace("{{ ssid }}", "Moi </pre><b>"),
            "villages",
            "man",
            "preview",
            "ap-1"
        };
        String part = body(
                mvc.perform(withFields(MockMvcRequestBuilders.post("/cau-hinh/mau/_xem"), draft)
                        .header("HX-Request", "true")
                        .with(ADMIN)
                        .with(csrf())),
                200);

        assertThat(part)
                .as("limited to another village, none of both uses it")
                .doesNotContain("<html", "<b>")
                .contains("0 điểm phát sẽ dùng mẫu này", "2 điểm thôi dùng", "không dùng mẫu");
        draft[15] = "mang";
        assertThat(body(post("/cau-hinh/mau/_xem", draft), 200))
                .as("without a script it is the whole page")
                .contains("<html", "2 điểm phát sẽ dùng mẫu này", "Moi &lt;/pre&gt;&lt;b&gt;")
                .contains("name=\"name1\"");
        draft[13] = "{\n \"a\": ,}";
        assertThat(body(post("/cau-hinh/mau/_xem", draft), 200)).contains("sai ở dòng 2, cột");
        assertThat(templates.find("wi-fi").orElseThrow().version())
                .as("nothing was saved")
                .isEqualTo(1);
        assertThat(accessPoints.letOut(AP).orElseThrow().shown()).contains("Xa Ba Thuoc");
    }

    @Test
    void aProgramMayTryATemplateToo() throws Exception {
        template();
        approved("ap-1", "52:54:00:00:00:01");
        String template = """
                {"name": "Wi-Fi", "dialect": "netjson", "use": "default", "content": "{\\"general\\": {\\"hostname\\": \\"moi\\"}}"}""";

        String tried =
                body(call("{\"id\": \"wi-fi\", \"accessPoint\": \"ap-1\", \"template\": " + template + "}"), 200);

        assertThat(tried).contains("\"use\":[\"ap-1\"]", "option hostname 'moi'", "-\\toption ssid");
        assertThat(templates.find("wi-fi").orElseThrow().version()).isEqualTo(1);
        assertThat(call("{\"id\": \"none\", \"template\": " + template + "}")).hasStatus(404);
        assertThat(call("{\"id\": \"wi-fi\", \"accessPoint\": \"none\", \"template\": " + template + "}"))
                .hasStatus(404);
        assertThat(call("{\"id\": \"wi-fi\"}")).hasStatus(400);
    }

    private MvcTestResult call(String json) {
        return mvc.perform(MockMvcRequestBuilders.post("/api/v1/provisioning/templates/try")
                .header("Authorization", "Bearer " + WholeServer.TOKEN)
                .contentType("application/json")
                .content(json));
    }

    private static MockHttpServletRequestBuilder withFields(MockHttpServletRequestBuilder request, String... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return request;
    }

    @Test
    void aTemplateIsChangedWithAReasonComparedAndEnded() throws Exception {
        assertThat(template().variables()).extracting(one -> one.name()).containsExactly("ssid", "wifi_key");
        String[] change = {
            "version",
            "1",
            "name",
            SCRIPT,
            "dialect",
            "netjson",
            "use",
            "required",
            "rank",
            "7",
            "content",
            "{\"general\": {\"timezone\": \"UTC\"}}",
            "groups",
            "a, b",
            "name0",
            "n",
            "type0",
            "integer",
            "least0",
            "1",
            "most0",
            "9",
            "choices0",
            "",
            "reason",
            ""
        };
        assertThat(body(post("/cau-hinh/mau/wi-fi", change), 422))
                .contains("id=\"reason-wrong\"")
                .doesNotContain("<script>alert");
        change[change.length - 1] = "vì <b>";
        change[19] = "x";
        assertThat(body(post("/cau-hinh/mau/wi-fi", change), 422)).contains("“x”: Nhập số nguyên");
        change[19] = "1";
        assertThat(followed(post("/cau-hinh/mau/wi-fi", change))).contains("Đã lưu thành bản mới", "vì &lt;b&gt;");
        Template second = templates.find("wi-fi").orElseThrow();
        assertThat(second.rank()).isEqualTo(7);
        assertThat(second.scope().groups()).containsExactlyInAnyOrder("a", "b");
        assertThat(second.variables()).hasSize(1);
        assertThat(body(post("/cau-hinh/mau/wi-fi", change), 422)).contains("lưu lần nữa sẽ ghi đè");

        assertThat(page("/cau-hinh/mau/wi-fi?tu=1&den=2"))
                .contains("change__line--removed", "change__line--added", "&quot;timezone&quot;")
                .doesNotContain("<script>alert");
        assertThat(page("/cau-hinh/mau/wi-fi?tu=-1&den=x")).contains("Không có dòng nào khác");
        assertThat(page("/cau-hinh/mau")).contains("&lt;script&gt;").doesNotContain("<script>alert");
        assertThat(body(
                        post(
                                "/cau-hinh/mau",
                                "name",
                                "y",
                                "dialect",
                                "netjson",
                                "use",
                                "default",
                                "content",
                                "{}",
                                "villages",
                                "x' y",
                                "reason",
                                "r"),
                        422))
                .contains("id=\"villages-wrong\"");
        assertThat(followed(post("/cau-hinh/mau/wi-fi/ket-thuc", "version", "2", "reason", "")))
                .contains("Chưa làm được");
        assertThat(followed(post("/cau-hinh/mau/wi-fi/ket-thuc", "version", "2", "reason", "thôi")))
                .contains("Đã kết thúc mẫu");
        assertThat(page("/cau-hinh/mau/wi-fi")).contains("Mẫu này đã kết thúc: ha", "thôi");
    }

    @Test
    void valuesAreSetAndTakenAwayAndSecretsAreNeverShown() throws Exception {
        template();
        String shown = page("/cau-hinh/gia-tri");
        assertThat(shown).contains("Xa Ba Thuoc", "đã đặt").doesNotContain("khong-ai-biet");
        assertThat(page("/cau-hinh/gia-tri?noi=commune:&ten=wifi_key")).doesNotContain("khong-ai-biet");
        assertThat(page("/cau-hinh/gia-tri?noi=commune:&ten=ssid")).contains("value=\"Xa Ba Thuoc\"");

        assertThat(body(post("/cau-hinh/gia-tri", "place", "commune:", "name", "wifi_key", "value", "ngan"), 422))
                .contains("id=\"value-wrong\"")
                .doesNotContain("value=\"ngan\"");
        assertThat(body(post("/cau-hinh/gia-tri", "place", "commune:", "name", "ssid", "value", ""), 422))
                .contains("Nhập giá trị");
        assertThat(body(post("/cau-hinh/gia-tri", "place", "village:dau", "name", "ssid", "value", "x"), 422))
                .contains("id=\"place-wrong\"");
        assertThat(body(post("/cau-hinh/gia-tri", "place", "<b>", "name", "1 x", "value", SCRIPT), 422))
                .doesNotContain("<script>alert");
        assertThat(values.all()).hasSize(2);
        followed(post("/cau-hinh/gia-tri", "place", "site:nvh", "name", "ssid", "value", SCRIPT));
        assertThat(page("/cau-hinh/gia-tri"))
                .contains("&lt;script&gt;", "Nhà văn hóa &lt;i&gt;")
                .doesNotContain("<script>alert");
        assertThat(followed(post("/cau-hinh/gia-tri/xoa", "place", "site:nvh", "name", "ssid")))
                .contains("Đã bỏ giá trị");
        assertThat(values.all()).hasSize(2);
    }

    @Test
    void aSecretIsShownOnceWithWhatToPasteAndRevoked() throws Exception {
        String made = followed(post("/cau-hinh/khoa"));
        String secret = first(SECRET, made);
        assertThat(made)
                .contains(
                        "uci import openwisp &lt;&lt;&#39;LANGSONG&#39;",
                        "option shared_secret &#39;" + secret + "&#39;")
                .contains("option url &#39;http://localhost&#39;", "không mã hóa")
                .doesNotContain("PUT-THE-SECRET-HERE", "langsong.example.vn");
        assertThat(page("/cau-hinh/khoa")).doesNotContain(secret).contains("còn dùng được");
        assertThat(Bootstrap.commands("https://x", secret).replaceAll("(?s).*option url '([^']*)'.*", "$1"))
                .isEqualTo("https://x");

        String id = secrets.all().get(0).id();
        assertThat(followed(post("/cau-hinh/khoa/" + id + "/thu-hoi"))).contains("Đã thu hồi khóa", "đã thu hồi");
        assertThat(followed(post("/cau-hinh/khoa/" + id + "/thu-hoi"))).contains("Chưa làm được");

        template();
        plan("ap-1", "");
        String own = followed(post("/cau-hinh/diem/ap-1/khoa"));
        String single = first(SECRET, own);
        assertThat(desk.register(
                                Map.of(
                                        "backend",
                                        "netjsonconfig.OpenWrt",
                                        "secret",
                                        single,
                                        "name",
                                        "ap",
                                        "mac_address",
                                        "52:54:00:00:00:0A"),
                                "10.0.0.1")
                        .status())
                .isEqualTo(201);
        assertThat(stage()).isEqualTo(Stage.APPROVED);
        assertThat(page("/cau-hinh/khoa")).contains("đã dùng").doesNotContain(single);
    }

    @Test
    void aHostNameOfABrowserDoesNotComeOntoTheCommandLine() throws Exception {
        MvcTestResult made = mvc.perform(MockMvcRequestBuilders.post("/cau-hinh/khoa")
                .with(request -> {
                    request.setServerName("x';reboot;'");
                    return request;
                })
                .with(ADMIN)
                .with(csrf()));
        assertThat(followed(made)).doesNotContain("reboot").contains("https://langsong.example.vn");
    }

    @Test
    void aRolloutIsLookedAtBegunPausedAndCancelled() throws Exception {
        template();
        approved("ap-1", "52:54:00:00:00:01");
        approved("ap-2", "52:54:00:00:00:02");
        plan("ap-3", "");
        post("/cau-hinh/gia-tri", "place", "commune:", "name", "ssid", "value", "Moi");

        assertThat(page("/cau-hinh/trien-khai/_moi"))
                .contains("value=\"ap-1\" checked", "value=\"ap-2\" checked")
                .doesNotContain("ap-3");
        assertThat(page("/cau-hinh/trien-khai/_moi?thon=man")).doesNotContain("value=\"ap-1\"");
        assertThat(page("/cau-hinh/trien-khai/_moi?mau=wi-fi&thon=mang")).contains("value=\"ap-1\"");
        assertThat(followed(post("/cau-hinh/trien-khai/_thu"))).contains("Chọn ít nhất một điểm phát");
        assertThat(followed(post("/cau-hinh/trien-khai/_thu", "diem", "nobody")))
                .contains("Chưa làm được");
        String dry = body(post("/cau-hinh/trien-khai/_thu", "diem", "ap-1", "diem", "ap-2", "diem", "ap-3"), 200);
        assertThat(dry)
                .contains("2 điểm phát, 2 đợt", "Điểm ap-3", "chưa có máy được duyệt", "option ssid &#39;Moi&#39;")
                .contains("Có thể mất mạng: Thôn Măng &lt;b&gt;");
        assertThat(rollouts.all()).isEmpty();
        List<String> looked =
                LOOKED.matcher(dry).results().map(one -> one.group(1)).toList();
        assertThat(looked).hasSize(2);

        assertThat(body(begin(looked, "", "1"), 422)).contains("id=\"reason-wrong\"");
        assertThat(body(begin(looked, "x", "0"), 422)).contains("id=\"stopAfter-wrong\"");
        assertThat(body(begin(looked, "x", "<b>"), 422)).contains("id=\"stopAfter-wrong\"", "value=\"&lt;b&gt;\"");
        post("/cau-hinh/gia-tri", "place", "commune:", "name", "ssid", "value", "Moi hon");
        String again = body(begin(looked, "x", ""), 422);
        assertThat(again).contains("Chưa bắt đầu", "Người khác vừa sửa", "Moi hon");
        assertThat(rollouts.all()).isEmpty();
        String begun = followed(
                begin(LOOKED.matcher(again).results().map(one -> one.group(1)).toList(), "đổi tên " + SCRIPT, ""));
        Rollout rollout = rollouts.all().get(0);
        String at = "/cau-hinh/trien-khai/" + rollout.id();
        assertThat(begun)
                .contains("Đã bắt đầu", "Đợt 2", "hx-get=\"" + at + "/tien-do\"", "http-equiv=\"refresh\"")
                .doesNotContain("<script>alert");
        assertThat(page(at + "/tien-do")).doesNotContain("<html").contains("id=\"tien-do\"");

        assertThat(followed(post(at + "/tiep-tuc"))).contains("Chưa làm được");
        assertThat(followed(post(at + "/tam-dung"))).contains("Đã tạm dừng", "Tiếp tục");
        assertThat(followed(post(at + "/tiep-tuc"))).contains("Tiếp tục chạy");
        assertThat(followed(post(at + "/duyet"))).contains("Chưa làm được");
        assertThat(followed(post(at + "/huy"))).contains("Đã hủy");
        assertThat(rollouts.find(rollout.id()).orElseThrow().state()).isEqualTo(State.CANCELLED);
        assertThat(page("/cau-hinh/trien-khai"))
                .contains("đổi tên &lt;script&gt;", "Đã hủy")
                .doesNotContain("<script>alert");
    }

    @Test
    void aStoppedRolloutOffersWaysOnAndIsFoundByWhoMeetsIt() throws Exception {
        template();
        approved("ap-1", "52:54:00:00:00:01");
        approved("ap-2", "52:54:00:00:00:02");
        post("/cau-hinh/gia-tri", "place", "commune:", "name", "ssid", "value", "Moi");
        long id = rollouts.begin(List.of(AP, new DeviceId("ap-2")), "đổi tên " + SCRIPT, null, "ha")
                .id();
        jdbc.sql("UPDATE provisioning_rollout SET state = 'stopped'").update();
        jdbc.sql("""
                        UPDATE provisioning_rollout_step
                        SET progress = 'rolled-back', detail = 'ssids-missing', missing = ARRAY['Xã <b>'] WHERE place = 'ap-1'
                        """).update();
        String at = "/cau-hinh/trien-khai/" + id;

        assertThat(page(at))
                .contains(
                        "không thấy các mạng Wi-Fi này phát", "Xã &lt;b&gt;", "Thử lại 1 điểm hỏng", "Kết thúc đợt này")
                .contains("vẫn giữ chỗ");
        assertThat(body(post("/cau-hinh/trien-khai/_thu", "diem", "ap-2"), 200))
                .contains(
                        "đang ở trong đợt triển khai khác",
                        "href=\"" + at + "\"",
                        "đổi tên &lt;script&gt;",
                        "Đã tự dừng")
                .doesNotContain("<script>alert");
        assertThat(body(begin(List.of("ap-2=00000000000000000000000000000000"), "x", ""), 422))
                .contains("đợt triển khai số " + id, "kết thúc đợt đó", "href=\"" + at + "\"");
        assertThat(followed(post(at + "/thu-lai"))).contains("Đang thử lại các điểm hỏng", "Chờ thử lại");
        assertThat(rollouts.find(id).orElseThrow().state()).isEqualTo(State.RUNNING);
        jdbc.sql(
                        "UPDATE provisioning_rollout_step SET progress = 'done', notes = ARRAY['no-clients'] WHERE place = 'ap-1'")
                .update();
        assertThat(followed(post(at + "/thu-lai"))).contains("Chưa làm được", "Chưa có người dùng nào kết nối lại");
        assertThat(followed(post(at + "/huy"))).contains("Đã kết thúc");
        assertThat(body(post("/cau-hinh/trien-khai/_thu", "diem", "ap-2"), 200)).contains("1 điểm phát, 1 đợt");
    }

    private MvcTestResult begin(List<String> looked, String reason, String stopAfter) {
        return mvc.perform(MockMvcRequestBuilders.post("/cau-hinh/trien-khai")
                .param("looked", looked.toArray(String[]::new))
                .param("reason", reason)
                .param("stopAfter", stopAfter)
                .with(ADMIN)
                .with(csrf()));
    }

    @Test
    void manyArePlannedFromLinesOrNone() throws Exception {
        assertThat(body(post("/cau-hinh/diem/_nhap", "dong", ""), 422)).contains("Chưa có dòng nào");
        String lines = "id;name;site;mac;group\nap-1;Một;nvh;52:54:00:00:00:01;g\nap-2;Hai;khong-co\nap-1;Ba;nvh\n4\n";
        assertThat(body(post("/cau-hinh/diem/_nhap", "dong", lines), 422)).contains("Dòng 5, cả dòng");
        assertThat(body(post("/cau-hinh/diem/_nhap", "dong", lines.replace("\n4\n", "\n")), 422))
                .contains("Dòng 3, Điểm lắp đặt: “khong-co”", "Dòng 4, Mã: “ap-1”", "2 lỗi");
        assertThat(body(post("/cau-hinh/diem/_nhap", "dong", "a;\"<b>;c"), 422))
                .contains("dấu nháy kép chưa đóng")
                .doesNotContain("<b>");
        assertThat(accessPoints.all()).as("all or none").isEmpty();

        MockMultipartFile file = new MockMultipartFile(
                "tep",
                "diem.csv",
                "text/csv",
                "\uFEFFap-1;Một <b>;nvh;52-54-00-00-00-01;g\r\n;Hai;truong\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(followed(mvc.perform(MockMvcRequestBuilders.multipart("/cau-hinh/diem/_nhap")
                        .file(file)
                        .with(ADMIN)
                        .with(csrf()))))
                .contains("Đã lập kế hoạch 2 điểm phát", "Một &lt;b&gt;");
        assertThat(accessPoints.all()).extracting(one -> one.id().value()).containsExactly("ap-1", "hai");
        assertThat(accessPoints.find(AP).orElseThrow().expected()).isEqualTo("52:54:00:00:00:01");
    }

    @Test
    void aRouterThatRunsBecomesATemplate() throws Exception {
        String router = """
                package system

                config system 'system'
                \toption hostname 'may-cu'

                package wireless

                config wifi-iface 'wifi_wlan0'
                \toption device 'radio0'
                \toption ifname 'wlan0'
                \toption macaddr '00:11:22:33:44:55'
                \toption mode 'ap'
                \toption network 'lan'
                \toption ssid '<script>alert(1)</script>'
                \toption encryption 'psk2+ccmp'
                \toption key 'khong-ai-biet'
                """;
        String path = "/cau-hinh/mau/_tu-thiet-bi";
        assertThat(page(path)).contains("uci export");
        assertThat(body(post(path, "uci", " "), 422)).contains("Chưa có gì để đọc");
        assertThat(body(post(path, "uci", "network.lan=<b>"), 422)).contains("Không đọc được", "network.lan=&lt;b&gt;");
        String editor = body(post(path, "uci", router), 200);
        assertThat(editor)
                .contains("Đã đọc, chưa lưu", "{{ wlan0_key }}", "value=\"wlan0_key\"", "00:11:22:33:44:55")
                .contains("action=\"/cau-hinh/mau\"")
                .doesNotContain("khong-ai-biet", "<script>alert");
        assertThat(templates.all()).isEmpty();
        assertThat(body(uploadedTo(path, router.getBytes(StandardCharsets.UTF_8)), 200))
                .contains("{{ wlan0_key }}");

        MvcTestResult asked = mvc.perform(MockMvcRequestBuilders.post("/api/v1/provisioning/templates/from-router")
                .contentType("text/plain")
                .content(router.getBytes(StandardCharsets.UTF_8))
                .with(ADMIN)
                .with(csrf()));
        assertThat(asked.getResponse().getStatus()).isEqualTo(200);
        assertThat(asked.getResponse().getContentAsString(StandardCharsets.UTF_8))
                .contains("\"name\":\"wlan0_key\"", "\"secret\":true", "\"unread\":[]")
                .doesNotContain("khong-ai-biet");
        MvcTestResult wrong = mvc.perform(MockMvcRequestBuilders.post("/api/v1/provisioning/templates/from-router")
                .contentType("application/gzip")
                .content(new byte[] {0x1f, (byte) 0x8b, 1})
                .with(ADMIN)
                .with(csrf()));
        assertThat(wrong.getResponse().getStatus()).isEqualTo(400);
        assertThat(wrong.getResponse().getContentAsString(StandardCharsets.UTF_8))
                .contains("sysupgrade -b");
    }

    @Test
    void theAuditLogShowsWhatWasLetOutLineByLine() throws Exception {
        template();
        approved("ap-1", "52:54:00:00:00:01");
        post("/cau-hinh/gia-tri", "place", "commune:", "name", "ssid", "value", "<b>Moi</b>");
        AccessPoint place = accessPoints.find(AP).orElseThrow();
        accessPoints.letOut(AP, accessPoints.propose(place).rendition().checksum());

        MvcTestResult log =
                mvc.get().uri("/nhat-ky?viec=provisioning.let-out").with(ADMIN).exchange();
        assertThat(log.getResponse().getContentAsString(StandardCharsets.UTF_8))
                .contains("<li class=\"lines__line--added\">+\toption ssid &#39;&lt;b&gt;Moi&lt;/b&gt;&#39;</li>")
                .contains("class=\"lines__line--removed\"")
                .doesNotContain("\\u000a", "<b>Moi");
    }

    private static byte[] workbook(String... cells) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(file, "Test", "1.0")) {
            Worksheet sheet = book.newWorksheet("1");
            for (int at = 0; at < cells.length; at++) {
                sheet.value(at / 5, at % 5, cells[at]);
            }
        }
        return file.toByteArray();
    }

    @Test
    void manyArePlannedFromAWorkbookToo() throws Exception {
        byte[] wrong = workbook("ap-1", "Một <b>", "nvh", "x", "g", "ap-2", "Hai;ba", "nvh", "", "");
        byte[] right = workbook("ap-1", "Một <b>", "nvh", "52-54-00-00-00-01", "g", "", "Hai", "truong", "", "");

        assertThat(body(uploaded(wrong), 422))
                .contains("Dòng 1, MAC", "1 lỗi", "ap-2;&quot;Hai;ba&quot;;nvh")
                .doesNotContain("Một <b>");
        assertThat(body(uploaded("PK nothing".getBytes(StandardCharsets.UTF_8)), 422))
                .contains("Không đọc được bảng tính");
        assertThat(accessPoints.all()).isEmpty();
        assertThat(followed(uploaded(right))).contains("Đã lập kế hoạch 2 điểm phát", "Một &lt;b&gt;");
        assertThat(accessPoints.all()).extracting(one -> one.id().value()).containsExactly("ap-1", "hai");

        MvcTestResult blank =
                mvc.get().uri("/cau-hinh/diem/_nhap/mau.xlsx").with(ADMIN).exchange();
        assertThat(blank.getResponse().getStatus()).isEqualTo(200);
        assertThat(body(uploaded(blank.getResponse().getContentAsByteArray()), 422))
                .contains("Chưa có dòng nào");
    }

    private MvcTestResult uploaded(byte[] file) {
        return uploadedTo("/cau-hinh/diem/_nhap", file);
    }

    private MvcTestResult uploadedTo(String path, byte[] file) {
        return mvc.perform(MockMvcRequestBuilders.multipart(path)
                .file(new MockMultipartFile("tep", "diem.xlsx", "application/octet-stream", file))
                .with(ADMIN)
                .with(csrf()));
    }

    @Test
    void programsPlanManyAtOnceToo() throws Exception {
        assertThat(planned("text/csv", ";Một;nvh\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("200 {\"planned\":[\"mot\"]}");
        assertThat(planned(XLSX, workbook("", "Hai", "nvh", "", "", "mot", "Ba", "nvh", "", "")))
                .startsWith("400 ")
                .contains("Nothing was planned. Row 2: id", "\"row\":2", "\"field\":\"id\"", "\"value\":\"mot\"");
        assertThat(planned(XLSX, workbook("", "Hai", "nvh", "", ""))).isEqualTo("200 {\"planned\":[\"hai\"]}");
        assertThat(planned("text/csv", new byte[3 * 1024 * 1024])).startsWith("413 ");
    }

    private String planned(String type, byte[] body) throws Exception {
        MvcTestResult result = mvc.perform(MockMvcRequestBuilders.post("/api/v1/provisioning/access-points/import")
                .contentType(type)
                .content(body)
                .with(ADMIN)
                .with(csrf()));
        return result.getResponse().getStatus() + " " + result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }

    @Test
    void eachActionOfTheAuditLogHasItsWords() throws Exception {
        template();
        approved("ap-1", "52:54:00:00:00:01");
        post("/cau-hinh/diem/ap-1/ngung");
        plan("ap-2", "");
        post("/cau-hinh/diem/ap-2/sua", "version", "1", "name", "khác", "site", "nvh");
        post("/cau-hinh/diem/ap-2/xoa");
        post("/cau-hinh/mau/wi-fi/ket-thuc", "version", "1", "reason", "thôi");

        List<String> actions = audit.find(AuditFilter.ALL, null, 500).stream()
                .map(AuditEntry::action)
                .filter(action -> action.startsWith("provisioning."))
                .distinct()
                .toList();
        assertThat(actions).hasSizeGreaterThan(9);
        assertThat(actions)
                .allSatisfy(action -> assertThat(messages.getMessage(
                                action.replaceFirst("^provisioning", "provisioning.audit"),
                                null,
                                null,
                                java.util.Locale.forLanguageTag("vi")))
                        .as(action)
                        .isNotNull());
    }
}
