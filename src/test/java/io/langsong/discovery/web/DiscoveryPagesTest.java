package io.langsong.discovery.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditTrail;
import io.langsong.access.Role;
import io.langsong.database.BecameActive;
import io.langsong.database.NoLongerActive;
import io.langsong.discovery.Scan;
import io.langsong.discovery.Scans;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.testkit.FreePort;
import io.langsong.testkit.Snmpd;
import io.langsong.testkit.WholeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A scan from the form to the inventory, by a browser without scripts and by a program, with real agents on loopback. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DiscoveryPagesTest {
    private static final String SECRET = "chuoi-rat-bi-mat";
    private static final RequestPostProcessor ADMIN =
            who("quan-tri", Role.ADMIN, "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final RequestPostProcessor TECHNICIAN = who("ha", Role.TECHNICIAN, "ROLE_VIEWER", "ROLE_TECHNICIAN");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Inventory inventory;

    @Autowired
    private Scans scans;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private ApplicationEventPublisher events;

    private final List<Snmpd> agents = new ArrayList<>();
    private int port;

    @BeforeAll
    void fill(@TempDir Path folder) throws IOException {
        port = FreePort.tcp();
        agents.add(agent(
                folder,
                1,
                "sw-xa",
                "To may",
                List.of(
                        "override 1.0.8802.1.1.2.1.4.1.1.4.0.3.1 integer 7",
                        "override 1.0.8802.1.1.2.1.4.1.1.5.0.3.1 octet_str \"ap-thon-man\"",
                        "override 1.0.8802.1.1.2.1.4.1.1.9.0.3.1 octet_str \"ap-thon-man\"")));
        agents.add(agent(folder, 2, "ap-thon-man", "Nha van hoa thon Man", List.of()));
        agents.add(agent(folder, 3, "<script>alert(7)</script>", "=1+1", List.of()));
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv", "id,name,position\nman,Thôn Mận,1\n",
                                        "sites.csv",
                                                "id,name,village,kind\nnvh,Nhà văn hóa,man,culture-house\nth,Trường,man,school\n",
                                        "devices.csv",
                                                "id,name,site,kind,address,port,snmp.version,snmp.community,uplinks,enabled\n"
                                                        + "sw,Switch xã,nvh,switch,127.2.77.1," + port + ",2c," + SECRET
                                                        + ",,false\n"
                                                        + "cu,Máy cũ,nvh,other,10.9.9.9,161,,,sw,false\n"),
                                false)
                        .problems())
                .isEmpty();
    }

    private Snmpd agent(Path folder, int number, String name, String location, List<String> more) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "agentAddress udp:127.2.77." + number + ":" + port,
                "exactEngineID 0x80001f88046c616e6711110" + number,
                "sysName " + name,
                "sysLocation " + location,
                "rocommunity " + SECRET + " 127.0.0.0/8"));
        lines.addAll(more);
        return new Snmpd(folder.resolve(Integer.toString(number)), lines).start();
    }

    @AfterAll
    void stop() {
        agents.forEach(Snmpd::close);
    }

    @Test
    @Order(1)
    void technicianLooksAndAdministratorScans() throws Exception {
        assertThat(page("/do-tim", TECHNICIAN))
                .contains("Chưa có lần dò tìm nào")
                .doesNotContain("name=\"ranges\"");
        assertThat(mvc.post().uri("/do-tim").with(TECHNICIAN).with(csrf())).hasStatus(403);
        assertThat(page("/do-tim", ADMIN)).contains("name=\"ranges\"", "type=\"password\"");

        String refused =
                body(post("/do-tim", "ranges", "10.0.0.0/8", "known", "true", "rate", "200", "port", "161"), 422);
        assertThat(refused).contains("Dải địa chỉ “10.0.0.0/8” quá rộng", "65.536", "10.0.0.0/8</textarea>");
        assertThat(body(post("/do-tim", "ranges", "10.0.0.1", "rate", "0", "known", "1", "port", "161"), 422))
                .contains("ngoài khoảng cho phép");
        assertThat(body(post("/do-tim", "ranges", "10.0.0.1", "rate", "9", "port", "161"), 422))
                .contains("chưa có thông tin xác thực nào để thử");
        String user = body(
                post("/do-tim", "ranges", "10.0.0.1", "rate", "9", "port", "161", "user", "x", "authKey", "ngan"), 422);
        assertThat(user).contains("role=\"alert\"").doesNotContain("ngan\"");
        assertThat(scans.all()).isEmpty();
    }

    @Test
    @Order(2)
    void findsProposesAndTakesIntoTheInventory() throws Exception {
        MvcTestResult begun = post(
                "/do-tim",
                "ranges",
                "127.2.77.0/29",
                "community",
                "khong-dung",
                "known",
                "true",
                "rate",
                "2000",
                "port",
                Integer.toString(port));
        assertThat(begun).hasStatus(302);
        long id = Long.parseLong(
                String.valueOf(begun.getResponse().getRedirectedUrl()).replaceFirst(".*/", ""));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> scans.find(id).orElseThrow().ended());

        assertThat(scans.find(id).orElseThrow().state()).isEqualTo(Scan.State.DONE);
        String fresh = page("/do-tim/" + id, TECHNICIAN);
        assertThat(fresh)
                .contains("127.2.77.2:" + port, "ap-thon-man", "LLDP: cổng", "của Switch xã thấy", "3 trả lời")
                .contains("&lt;script&gt;alert(7)", "v2c")
                .doesNotContain("<script>alert", SECRET, "khong-dung", "Nhận vào danh mục", "??");
        assertThat(page("/do-tim/" + id + "?nhom=da-co", ADMIN)).contains("Cùng địa chỉ với", "Switch xã");
        assertThat(fresh)
                .contains("sysObjectID bắt đầu bằng", "<code>1.3.6.1.4.1.8072")
                .doesNotContain("begins with");
        assertThat(page("/do-tim/" + id + "?lang=en", TECHNICIAN))
                .contains("sysObjectID begins with", "<code>1.3.6.1.4.1.8072");
        String form = page("/do-tim/" + id, ADMIN);
        assertThat(form).contains("Nhận vào danh mục", "value=\"Thôn Mận – Nhà văn hóa\"");
        assertThat(page("/do-tim/" + id + "/tien-do", ADMIN).strip()).startsWith("<section id=\"progress\"");
        assertThat(page("/do-tim", TECHNICIAN)).contains("/do-tim/" + id);
        assertThat(stored()).doesNotContain(SECRET, "khong-dung");

        String ap = number(form, "ap-thon-man");
        String other = number(form, "&lt;script&gt;alert(7)&lt;/script&gt;");
        assertThat(body(post("/do-tim/" + id + "/nhan"), 422)).contains("chưa có dòng nào được chọn");
        String trouble = body(
                post(
                        "/do-tim/" + id + "/nhan",
                        "chon",
                        ap,
                        "chon",
                        other,
                        "ten-" + ap,
                        "AP mới",
                        "loai-" + ap,
                        "access-point",
                        "nhanh-" + ap,
                        uplink(page("/do-tim/" + id, ADMIN), ap),
                        "dia-diem-" + ap,
                        "Thôn Mận – Nhà văn hóa",
                        "ten-" + other,
                        "x\u202Ey",
                        "dia-diem-" + other,
                        ""),
                422);
        assertThat(trouble)
                .contains("127.2.77.3, Điểm lắp đặt: còn trống; chọn điểm lắp đặt", "value=\"AP mới\"")
                .doesNotContain("\u202E");
        assertThat(inventory.snapshot().devices()).hasSize(2);

        assertThat(post(
                        "/do-tim/" + id + "/nhan",
                        "chon",
                        ap,
                        "ten-" + ap,
                        "AP mới",
                        "loai-" + ap,
                        "access-point",
                        "nhanh-" + ap,
                        uplink(page("/do-tim/" + id, ADMIN), ap),
                        "dia-diem-" + ap,
                        "Thôn Mận – Trường"))
                .hasStatus(302);
        Device added = inventory.snapshot().device(new DeviceId("ap-moi")).orElseThrow();
        assertThat(added.site().value()).isEqualTo("th");
        assertThat(added.uplinks()).containsExactly(new DeviceId("sw"));
        assertThat(added.snmp().community()).isEqualTo(SECRET);
        assertThat(audit.actions()).contains("discovery.scan.begin", "inventory.device.add");
        assertThat(page("/do-tim/" + id + "?nhom=da-co", ADMIN)).contains("Đã nhận:", "AP mới");
        assertThat(body(post("/do-tim/" + id + "/nhan", "chon", ap), 422)).contains("không nhận được");
    }

    @Test
    @Order(3)
    void aProgramDoesTheSame() throws Exception {
        MvcTestResult begun = call("POST", "/api/v1/discovery", """
                {"ranges": ["127.2.77.1-3"], "known": true, "port": %d, "rate": 1000}""".formatted(port));
        assertThat(begun).hasStatus(202);
        String place = begun.getResponse().getHeader("Location");
        long id = Long.parseLong(place.replaceFirst(".*/", ""));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> scans.find(id).orElseThrow().ended());

        JsonNode result = json(call("GET", place + "?size=2", null));
        assertThat(result.at("/scan/state").asString("")).isEqualTo("done");
        assertThat(result.at("/found")).hasSize(2);
        assertThat(result.at("/found/0/group").asString("")).isEqualTo("known");
        JsonNode last = json(call("GET", place + "?size=2&page=1", null)).at("/found/0");
        assertThat(last.path("group").asString("")).isEqualTo("new");
        assertThat(last.path("site").isNull()).isTrue();
        assertThat(last.at("/profileReasons/0/sign").asString("")).isEqualTo("object-id");
        String family = last.at("/profileReasons/0/mark").asString("");
        assertThat(family).startsWith("1.3.6.1.4.1.8072");
        assertThat(last.path("profileReason").asString("")).startsWith("sysObjectID begins with " + family);
        assertThat(json(mvc.get()
                                .uri(place + "?size=2&page=1")
                                .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN)
                                .header(HttpHeaders.ACCEPT_LANGUAGE, "vi-VN, en;q=0.5")
                                .exchange())
                        .at("/found/0/profileReason")
                        .asString(""))
                .startsWith("sysObjectID bắt đầu bằng " + family);
        assertThat(json(call("GET", "/api/v1/discovery", null))).hasSizeGreaterThanOrEqualTo(2);

        String number = last.path("number").asString();
        MvcTestResult refused = call("POST", place + "/accept", "{\"choices\": [{\"number\": " + number + "}]}");
        assertThat(refused).hasStatus(400);
        assertThat(json(refused).at("/errors/0/column").asString("")).isEqualTo("site");
        MvcTestResult accepted = call(
                "POST",
                place + "/accept",
                "{\"choices\": [{\"number\": %s, \"site\": \"nvh\", \"name\": \"Máy lạ\"}]}".formatted(number));
        assertThat(accepted).hasStatus(200);
        assertThat(inventory.snapshot().device(new DeviceId("may-la"))).isPresent();
        assertThat(call("DELETE", place, null)).hasStatus(409);
        assertThat(call("GET", "/api/v1/discovery/999", null)).hasStatus(404);
        assertThat(call("POST", "/api/v1/discovery", "{\"ranges\": [\"x\"], \"known\": true}"))
                .hasStatus(400);
        assertThat(call("POST", "/api/v1/discovery", """
                {"ranges": ["10.0.0.1"], "credentials": [{"version": "3", "user": "x", "authKey": "bi-mat-day"}]}"""))
                .hasStatus(400)
                .bodyText()
                .contains("credentials[0].")
                .doesNotContain("bi-mat-day");
    }

    @Test
    @Order(4)
    void aDeviceThatMovedIsKnownAgain() throws Exception {
        Device ap = inventory.snapshot().device(new DeviceId("ap-moi")).orElseThrow();
        inventory.save(ap.at("127.2.77.6", port));
        long id = begin("{\"ranges\": [\"127.2.77.2\"], \"known\": true, \"port\": %d}");

        String moved = page("/do-tim/" + id, ADMIN);
        assertThat(moved).contains("Cùng mã SNMP (engine ID) với", "AP mới");
        assertThat(post("/do-tim/" + id + "/nhan", "chon", "1")).hasStatus(302);
        assertThat(inventory
                        .snapshot()
                        .device(new DeviceId("ap-moi"))
                        .orElseThrow()
                        .address())
                .isEqualTo("127.2.77.2");
    }

    @Test
    @Order(5)
    void oneWaitsWhileAnotherRunsAndBothCanBeEnded() throws Exception {
        String slow = "{\"ranges\": [\"127.9.0.0/18\"], \"known\": true, \"port\": 9, \"rate\": 1}";
        String first = call("POST", "/api/v1/discovery", slow).getResponse().getHeader("Location");
        String second = call("POST", "/api/v1/discovery", slow).getResponse().getHeader("Location");
        long id = Long.parseLong(first.replaceFirst(".*/", ""));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> scans.find(id).orElseThrow().state() == Scan.State.RUNNING);

        assertThat(json(call("GET", second, null)).at("/scan/state").asString(""))
                .isEqualTo("waiting");
        assertThat(page("/do-tim/" + id, ADMIN)).contains("hx-get=\"/do-tim/" + id + "/tien-do\"", "Dừng");
        assertThat(call("POST", first + "/accept", "{\"choices\": [{\"number\": 1}]}"))
                .hasStatus(409);
        assertThat(call("DELETE", second, null)).hasStatus(204);
        assertThat(post("/do-tim/" + id + "/dung")).hasStatus(302);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> scans.find(id).orElseThrow().ended());
        assertThat(scans.find(id).orElseThrow().state()).isEqualTo(Scan.State.CANCELLED);
    }

    @Test
    @Order(7)
    void whatAServerLeftInTheMiddleIsInterruptedAndWhatWaitsGoesOn() throws Exception {
        String slow = "{\"ranges\": [\"127.9.0.0/18\"], \"known\": true, \"port\": 9, \"rate\": 1}";
        String first = call("POST", "/api/v1/discovery", slow).getResponse().getHeader("Location");
        String second = call("POST", "/api/v1/discovery", slow).getResponse().getHeader("Location");
        await().atMost(Duration.ofSeconds(30)).until(() -> state(first) == Scan.State.RUNNING);

        events.publishEvent(new NoLongerActive(1));
        assertThat(state(first)).isEqualTo(Scan.State.RUNNING);
        events.publishEvent(new BecameActive(2));

        assertThat(state(first)).isEqualTo(Scan.State.INTERRUPTED);
        assertThat(page("/do-tim", ADMIN)).contains("Bị ngắt giữa chừng");
        await().atMost(Duration.ofSeconds(30)).until(() -> state(second) == Scan.State.RUNNING);
        assertThat(call("DELETE", second, null)).hasStatus(204);
        await().atMost(Duration.ofSeconds(30)).until(() -> state(second) == Scan.State.CANCELLED);
    }

    private Scan.State state(String place) {
        return scans.find(Long.parseLong(place.replaceFirst(".*/", "")))
                .orElseThrow()
                .state();
    }

    @Test
    @Order(6)
    void looksForUplinksAmongTheDevicesOfTheInventory() throws Exception {
        Device ap = inventory.snapshot().device(new DeviceId("ap-moi")).orElseThrow();
        inventory.save(ap.behind(List.of()));
        inventory.save(inventory
                .snapshot()
                .device(new DeviceId("may-la"))
                .orElseThrow()
                .behind(List.of(new DeviceId("sw"))));
        MvcTestResult begun = post("/do-tim/nhanh-tren");
        long id = Long.parseLong(
                String.valueOf(begun.getResponse().getRedirectedUrl()).replaceFirst(".*/", ""));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> scans.find(id).orElseThrow().ended());

        String page = page("/do-tim/" + id + "?nhom=da-co", ADMIN);
        assertThat(page).contains("LLDP: cổng", "của Switch xã thấy AP mới");
        String number = number(page, "127.2.77.2");
        assertThat(body(post("/do-tim/" + id + "/nhan", "chon", number, "nhanh-" + number, "device:khac"), 422))
                .contains("không có trong các đề xuất của dòng này");
        assertThat(post("/do-tim/" + id + "/nhan", "chon", number, "nhanh-" + number, uplink(page, number)))
                .hasStatus(302);
        assertThat(inventory
                        .snapshot()
                        .device(new DeviceId("ap-moi"))
                        .orElseThrow()
                        .uplinks())
                .containsExactly(new DeviceId("sw"));
    }

    private long begin(String json) throws Exception {
        String place = call("POST", "/api/v1/discovery", json.formatted(port))
                .getResponse()
                .getHeader("Location");
        long id = Long.parseLong(place.replaceFirst(".*/", ""));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> scans.find(id).orElseThrow().ended());
        return id;
    }

    /** Every text that the module stored. */
    private String stored() {
        return jdbc.sql("SELECT row_to_json(one)::text FROM discovery_credential one UNION ALL"
                                + " SELECT row_to_json(one)::text FROM discovery_found one UNION ALL"
                                + " SELECT row_to_json(one)::text FROM discovery_scan one")
                        .query(String.class)
                        .list()
                + " "
                + jdbc.sql("SELECT encode(community, 'escape') FROM discovery_credential WHERE community IS NOT NULL")
                        .query(String.class)
                        .list();
    }

    /** Of the row in which that text stands. */
    /** The key of the first uplink that is proposed for it. */
    private static String uplink(String page, String number) {
        Matcher key = Pattern.compile("name=\"nhanh-" + number + "\" value=\"([^\"]+)\"")
                .matcher(page);
        assertThat(key.find()).as(page).isTrue();
        return key.group(1);
    }

    private static String number(String page, String text) {
        Matcher number = Pattern.compile("name=\"chon\" value=\"(\\d+)\"").matcher(page);
        String found = "";
        int until = page.indexOf(text, page.indexOf("name=\"chon\""));
        int heading = page.lastIndexOf("<li class=\"row found__one\"", until);
        while (number.find()) {
            if (number.start() > heading && found.isEmpty()) {
                found = number.group(1);
            }
        }
        return found;
    }

    private String page(String path, RequestPostProcessor who) throws Exception {
        return body(mvc.get().uri(path).with(who).exchange(), 200);
    }

    private static String body(MvcTestResult result, int status) throws Exception {
        assertThat(result).hasStatus(status);
        return result.getResponse().getContentAsString();
    }

    private MvcTestResult post(String path, String... fields) {
        MockHttpServletRequestBuilder request =
                org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post(path)
                        .with(ADMIN)
                        .with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request);
    }

    private MvcTestResult call(String method, String path, String json) {
        var request = mvc.method(org.springframework.http.HttpMethod.valueOf(method))
                .uri(path)
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN);
        return (json == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).content(json))
                .exchange();
    }

    private static JsonNode json(MvcTestResult result) throws Exception {
        return JsonMapper.shared().readTree(result.getResponse().getContentAsString());
    }
}
