package io.langsong.wifi.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.Role;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryImport;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.AccessPointWish;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.TemplateWish;
import io.langsong.provisioning.Templates;
import io.langsong.provisioning.Values;
import io.langsong.testkit.WholeServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
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

/** An administrator without scripts, and a program, say what Wi-Fi a village has. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WifiPagesTest {
    private static final RequestPostProcessor ADMIN =
            who("ha", Role.ADMIN, "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final RequestPostProcessor TECHNICIAN =
            who("lan", Role.TECHNICIAN, "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final String SCRIPT = "<script>a('1')</script>\"";
    private static final String PASSWORD = "khong-ai-biet-2";

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
    private MetricStore metrics;

    @Autowired
    private Clock clock;

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
                                                + "truong,Trường học,mang,school\n",
                                        "devices.csv",
                                        "id,name,site,kind,address,enabled\n"
                                                + "mang-1,Măng 1,nvh,access-point,127.30.0.1,no\n"),
                                false)
                        .problems())
                .isEmpty();
    }

    @BeforeEach
    void forget() {
        for (String table :
                List.of("wifi_network", "provisioning_access_point", "provisioning_value", "provisioning_template")) {
            jdbc.sql("DELETE FROM " + table).update();
        }
        jdbc.sql("UPDATE wifi_number SET last = 0").update();
        plan("mang-1", "Măng 1 <u>", "nvh", "openwrt-agent");
        plan("mang-2", "Măng 2", "nvh", "routeros-ssh");
        plan("mang-3", "Măng 3", "truong", "openwrt-agent");
    }

    private void plan(String id, String name, String site, String method) {
        accessPoints.plan(
                id, new AccessPointWish(name, site, method, null, List.of(), List.of(), null, null, Notes.NONE));
    }

    private String page(String path) throws Exception {
        return body(mvc.get().uri(path).with(ADMIN).exchange(), 200);
    }

    private static String body(MvcTestResult result, int status) throws Exception {
        String body = result.getResponse().getContentAsString(StandardCharsets.UTF_8);
        assertThat(result.getResponse().getStatus()).as(body).isEqualTo(status);
        assertThat(body).doesNotContain("??", ">wifi.", "<script>a(");
        return body;
    }

    private MvcTestResult post(String path, String... fields) {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.post(path);
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request.with(ADMIN).with(csrf()));
    }

    private String followed(MvcTestResult result) throws Exception {
        assertThat(result).hasStatus(302);
        MockHttpServletRequestBuilder next =
                MockMvcRequestBuilders.get(result.getResponse().getRedirectedUrl());
        result.getMvcResult().getFlashMap().forEach(next::flashAttr);
        return body(mvc.perform(next.with(ADMIN)), 200);
    }

    private JsonNode call(HttpMethod method, String path, String json, int status) throws Exception {
        MvcTestResult result = mvc.perform(MockMvcRequestBuilders.request(method, path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json)
                .with(ADMIN)
                .with(csrf()));
        String body = result.getResponse().getContentAsString(StandardCharsets.UTF_8);
        assertThat(result.getResponse().getStatus()).as(body).isEqualTo(status);
        return JsonMapper.shared().readTree(body.isEmpty() ? "null" : body);
    }

    private void editByHand(String id) {
        Template there = templates.find(id).orElseThrow();
        templates.change(
                id,
                new TemplateWish(
                        there.name(),
                        "netjson",
                        "default",
                        there.rank(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        "{\"general\": {}}",
                        List.of(),
                        "sửa tay"),
                there.version(),
                "lan");
    }

    @Test
    void onlyAdministratorsLookAndSave() throws Exception {
        for (String path : List.of("/wifi", "/wifi/_moi", "/wifi/kenh/mang", "/api/v1/wifi/networks")) {
            assertThat(mvc.get().uri(path).with(TECHNICIAN).exchange()).hasStatus(403);
        }
        assertThat(mvc.perform(
                        MockMvcRequestBuilders.post("/wifi").with(TECHNICIAN).with(csrf())))
                .hasStatus(403);
        assertThat(mvc.get().uri("/wifi/99").with(ADMIN).exchange()).hasStatus(404);
        assertThat(mvc.get().uri("/wifi/x").with(ADMIN).exchange()).hasStatus(404);
        assertThat(mvc.get().uri("/wifi/kenh/nowhere").with(ADMIN).exchange()).hasStatus(404);
        assertThat(page("/cau-hinh")).contains("href=\"/wifi\"");
    }

    @Test
    void aNetworkIsMadeLookedAtChangedAndTakenAway() throws Exception {
        assertThat(page("/wifi")).contains("Chưa có mạng Wi-Fi nào");
        assertThat(page("/wifi/_moi")).contains("Nhập tên mạng");

        String saved = followed(post(
                "/wifi",
                "ssid",
                SCRIPT,
                "security",
                "wpa2-wpa3",
                "password",
                PASSWORD,
                "bands",
                "2.4",
                "bands",
                "5",
                "isolated",
                "true",
                "villages",
                "mang",
                "reason",
                "mạng mới"));

        assertThat(saved)
                .contains(
                        "Đã lưu",
                        "&lt;script&gt;a(",
                        "Cần mật khẩu; máy mới dùng WPA3",
                        "Phát ở băng tần 2,4 GHz, 5 GHz.")
                .contains("/cau-hinh/mau/wifi-1\"", "/cau-hinh/mau/wifi-1-routeros\"", "3 điểm phát sẽ phát mạng này")
                .contains("/cau-hinh/trien-khai/_moi?mau=wifi-1\"", "Măng 1 &lt;u&gt;", "wifi-iface")
                .doesNotContain(PASSWORD);
        assertThat(page("/wifi")).contains("&lt;script&gt;a(", "Thôn Măng &lt;b&gt;", "suốt ngày đêm");

        String changed = followed(post(
                "/wifi/1",
                "version",
                "1",
                "ssid",
                "Xã Bá Thước",
                "security",
                "open",
                "bands",
                "2.4",
                "days",
                "friday",
                "from",
                "22:00",
                "until",
                "05:00",
                "downKbit",
                "20000",
                "reason",
                "mở"));

        assertThat(changed)
                .contains(
                        "Ai cũng vào được, không mã hóa.",
                        "22:00–05:00 hôm sau: thứ Sáu",
                        "Tải xuống nhiều nhất 20 Mbit/s")
                .contains("Mạng mở không được mã hóa", "sqm-scripts");
        assertThat(values.all()).isEmpty();
        assertThat(followed(post("/wifi/1/xoa", "version", "2", "reason", ""))).contains("Chưa làm được");
        assertThat(followed(post("/wifi/1/xoa", "version", "2", "reason", "thôi")))
                .contains("Đã xóa mạng Wi-Fi");
        assertThat(templates.all()).isEmpty();
    }

    @Test
    void nothingTypedIsLostWhenItIsRefused() throws Exception {
        String again = body(
                post(
                        "/wifi",
                        "ssid",
                        "Ủy ban nhân dân xã Bá Thước",
                        "security",
                        "wpa2",
                        "password",
                        "ngắn",
                        "bands",
                        "5",
                        "vlan",
                        "20",
                        "days",
                        "monday",
                        "from",
                        "06:00",
                        "until",
                        "22:00",
                        "groups",
                        "ngoài trời",
                        "reason",
                        "thử"),
                422);

        assertThat(again)
                .contains("Tên dài 36 byte; nhiều nhất 32", "value=\"Ủy ban nhân dân xã Bá Thước\"")
                .contains(
                        "value=\"wpa2\" checked",
                        "value=\"ngắn\"",
                        "value=\"20\"",
                        "value=\"06:00\"",
                        "value=\"ngoài trời\"")
                .contains("value=\"monday\" checked", "value=\"thử\"");
        assertThat(body(post("/wifi", "ssid", "a", "security", "open", "bands", "5", "vlan", "x", "reason", "y"), 422))
                .contains("id=\"vlan-wrong\"", "value=\"x\"");
        assertThat(body(
                        post(
                                "/wifi",
                                "ssid",
                                "a",
                                "security",
                                "open",
                                "bands",
                                "5",
                                "villages",
                                "khong-co",
                                "reason",
                                "y"),
                        422))
                .contains("id=\"villages-wrong\"");
        assertThat(templates.all()).isEmpty();
    }

    @Test
    void aLookKeepsNothingAndAnswersAScriptWithThePreviewAlone() throws Exception {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.post("/wifi/_xem")
                .param("ssid", "Thử")
                .param("security", "wpa3")
                .param("password", PASSWORD)
                .param("bands", "5")
                .param("preview", "mang-2")
                .header("HX-Request", "true");

        String part = body(mvc.perform(request.with(ADMIN).with(csrf())), 200);

        assertThat(part)
                .startsWith("<section")
                .contains("Điện thoại và máy tính cũ", "Măng 2", "langsong-wifi-1-5g", "wpa3-psk")
                .doesNotContain("<html", PASSWORD);
        assertThat(body(post("/wifi/_xem", "ssid", "Thử", "security", "wpa3", "bands", "5"), 200))
                .contains("Cần mật khẩu; mã hóa bằng WPA3.", "Loại bảo mật này cần mật khẩu", "<html");
        assertThat(templates.all()).isEmpty();
        assertThat(jdbc.sql("SELECT last FROM wifi_number").query(Long.class).single())
                .isZero();
    }

    @Test
    void aTemplateChangedByHandIsSaidAndAskedFor() throws Exception {
        followed(post("/wifi", "ssid", "Xã", "security", "open", "bands", "5", "reason", "mới"));
        editByHand("wifi-1");

        assertThat(page("/wifi")).contains("mẫu bị sửa tay");
        assertThat(page("/wifi/1")).contains("sửa tay hoặc kết thúc mẫu wifi-1", "name=\"overwrite\"");
        String refused = body(
                post("/wifi/1", "version", "1", "ssid", "Phường", "security", "open", "bands", "5", "reason", "sửa"),
                422);
        assertThat(refused).contains("id=\"overwrite-wrong\"", "value=\"Phường\"");
        assertThat(templates.find("wifi-1").orElseThrow().content()).isEqualTo("{\"general\": {}}");

        assertThat(followed(post(
                        "/wifi/1",
                        "version",
                        "1",
                        "ssid",
                        "Phường",
                        "security",
                        "open",
                        "bands",
                        "5",
                        "overwrite",
                        "true",
                        "reason",
                        "sửa")))
                .doesNotContain("name=\"overwrite\"");
        String meanwhile = body(
                post("/wifi/1", "version", "1", "ssid", "Cũ", "security", "open", "bands", "5", "reason", "sửa"), 422);
        assertThat(meanwhile).contains("name=\"version\" value=\"2\"", "value=\"Cũ\"");
    }

    @Test
    void channelsAreMeasuredProposedAndSaved() throws Exception {
        metrics.append(List.of(
                Sample.gauge(
                        new SeriesKey(new DeviceId("mang-1"), "wifi.frequency", "1"),
                        new Metric("wifi.frequency", Metric.Kind.GAUGE, "MHz"),
                        clock.instant(),
                        2437),
                Sample.gauge(
                        new SeriesKey(new DeviceId("mang-1"), "wifi.frequency", "2"),
                        new Metric("wifi.frequency", Metric.Kind.GAUGE, "MHz"),
                        clock.instant(),
                        5500)));
        metrics.flush();

        String heard = page("/wifi/kenh/mang");
        assertThat(heard)
                .contains("Măng 1 &lt;u&gt;", "data-label=\"Đo được\">6<", "data-label=\"Đo được\">100<", "có ra-đa");
        String conflict = body(
                post(
                        "/wifi/kenh/mang/_xem",
                        "mang-2/2.4/channel",
                        "6",
                        "mang-2/2.4/width",
                        "20",
                        "mang-2/2.4/power",
                        "20"),
                200);
        assertThat(conflict).contains("Chỗ trùng kênh: 1", "cùng kênh, phải nhường nhau", "cùng một điểm lắp đặt");
        assertThat(values.all()).isEmpty();
        assertThat(page("/wifi/kenh/mang?de-xuat=true")).contains("Kế hoạch đề xuất, chưa lưu", "Chỗ trùng kênh: 0");

        assertThat(followed(post(
                        "/wifi/kenh/mang",
                        "mang-2/2.4/channel",
                        "11",
                        "mang-2/2.4/width",
                        "20",
                        "mang-2/2.4/power",
                        "17",
                        "mang-1/5/channel",
                        "36",
                        "mang-1/5/width",
                        "80",
                        "mang-1/5/power",
                        "23")))
                .contains("Đã lưu kênh");
        assertThat(values.all())
                .extracting(value -> value.place() + " " + value.name() + "=" + value.value())
                .contains("mang-2 wifi_2g_channel=11", "mang-2 wifi_2g_power=17", "mang-1 wifi_5g_width=80");
        assertThat(templates.find("wifi-radios").orElseThrow().scope().villages())
                .extracting(Object::toString)
                .containsExactly("mang");
        assertThat(shown("mang-1"))
                .contains("config wifi-device 'radio1'", "option channel '36'", "option htmode 'VHT80'");
        assertThat(shown("mang-2")).contains(":local c [:tonum \"11\"]", "configuration.tx-power=[:tonum \"17\"]");
        assertThat(body(
                        post(
                                "/wifi/kenh/mang",
                                "mang-1/5/channel",
                                "165",
                                "mang-1/5/width",
                                "80",
                                "mang-1/5/power",
                                "23"),
                        422))
                .contains("không có chỗ cho độ rộng này", "value=\"165\" selected");
    }

    private String shown(String id) {
        var proposal = accessPoints.propose(accessPoints.find(new DeviceId(id)).orElseThrow());
        assertThat(proposal.problems()).isEmpty();
        return proposal.rendition().shown();
    }

    @Test
    void aSecondVillageJoinsTheTemplatesAndWhatWasChangedInThemStays() throws Exception {
        plan("man-1", "Man 1", "truong", "openwrt-agent");
        call(HttpMethod.PUT, "/api/v1/wifi/channels/mang", "{\"radios\": []}", 200);
        editByHandKeepingScope();

        call(HttpMethod.PUT, "/api/v1/wifi/channels/man", "{\"radios\": []}", 200);

        Template radios = templates.find("wifi-radios").orElseThrow();
        assertThat(radios.scope().villages()).extracting(Object::toString).containsExactlyInAnyOrder("mang", "man");
        assertThat(radios.content()).isEqualTo("{\"wireless\": []}");
    }

    private void editByHandKeepingScope() {
        Template there = templates.find("wifi-radios").orElseThrow();
        templates.change(
                there.id(),
                new TemplateWish(
                        there.name(),
                        "netjson",
                        "default",
                        there.rank(),
                        List.of("mang"),
                        List.of(),
                        List.of(),
                        List.of(),
                        "{\"wireless\": []}",
                        List.of(),
                        "sửa tay"),
                there.version(),
                "lan");
    }

    @Test
    void aProgramDoesTheSame() throws Exception {
        String network = """
                {"ssid": "Xã", "security": "wpa2", "bands": ["2.4"], "password": "%s", "vlan": 20, "reason": "mới"%s}""";

        JsonNode tried = call(
                HttpMethod.POST,
                "/api/v1/wifi/networks/try",
                "{\"network\": " + network.formatted(PASSWORD, "") + ", \"accessPoint\": \"mang-3\"}",
                200);
        assertThat(tried.path("accessPoint").asString("")).isEqualTo("mang-3");
        assertThat(tried.path("configuration").asString("")).contains("br-v20").doesNotContain(PASSWORD);
        assertThat(tried.path("use").size()).isEqualTo(3);
        JsonNode added = call(HttpMethod.POST, "/api/v1/wifi/networks", network.formatted(PASSWORD, ""), 201);
        assertThat(added.path("id").asInt(0)).isEqualTo(1);
        assertThat(added.path("passwordSet").asBoolean(false)).isTrue();
        assertThat(added.toString()).doesNotContain(PASSWORD);
        assertThat(call(HttpMethod.GET, "/api/v1/wifi/networks", "", 200).size())
                .isEqualTo(1);
        call(HttpMethod.PUT, "/api/v1/wifi/networks/1", network.formatted("ngắn", ""), 400);
        editByHand("wifi-1");
        call(HttpMethod.PUT, "/api/v1/wifi/networks/1", network.formatted(PASSWORD, ""), 409);
        JsonNode changed = call(
                HttpMethod.PUT, "/api/v1/wifi/networks/1", network.formatted(PASSWORD, ", \"overwrite\": true"), 200);
        assertThat(changed.path("version").asInt(0)).isEqualTo(2);
        call(HttpMethod.DELETE, "/api/v1/wifi/networks/1?reason=x", "", 204);
        call(HttpMethod.GET, "/api/v1/wifi/networks/1", "", 404);

        JsonNode plan = call(HttpMethod.GET, "/api/v1/wifi/channels/mang/proposal", "", 200);
        assertThat(plan.path("radios").size()).isEqualTo(6);
        assertThat(plan.path("conflicts").size()).isZero();
        JsonNode conflicts = call(HttpMethod.POST, "/api/v1/wifi/channels/mang/try", """
                {"radios": [{"accessPoint": "mang-2", "band": "2.4", "channel": 1, "width": 20, "powerDbm": 20},
                            {"accessPoint": "mang-3", "band": "2.4", "channel": 3, "width": 20, "powerDbm": 20}]}""", 200);
        assertThat(conflicts.path("conflicts").path(0).path("sameSite").asBoolean(true))
                .isFalse();
        assertThat(conflicts.path("conflicts").path(0).path("sameChannel").asBoolean(true))
                .isFalse();
        call(HttpMethod.PUT, "/api/v1/wifi/channels/mang", """
                {"radios": [{"accessPoint": "mang-2", "band": "6", "channel": 1, "width": 20, "powerDbm": 20}]}""", 400);
        call(HttpMethod.GET, "/api/v1/wifi/channels/khong-co", "", 404);
    }
}
