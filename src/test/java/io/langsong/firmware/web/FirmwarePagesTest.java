package io.langsong.firmware.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.Role;
import io.langsong.firmware.Image;
import io.langsong.firmware.ImageBuilder;
import io.langsong.firmware.Images;
import io.langsong.firmware.Upgrade;
import io.langsong.firmware.Upgrade.State;
import io.langsong.firmware.Upgrades;
import io.langsong.inventory.InventoryImport;
import io.langsong.testkit.WholeServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMultipartHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An administrator without scripts, from a file to an upgrade, and a program that does the same. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirmwarePagesTest {
    private static final RequestPostProcessor ADMIN =
            who("ha", Role.ADMIN, "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final RequestPostProcessor TECHNICIAN =
            who("lan", Role.TECHNICIAN, "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final String SCRIPT = "<script>alert('1')</script>";
    private static final byte[] PLAIN = "firmware of an old box".getBytes(StandardCharsets.UTF_8);

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Images images;

    @Autowired
    private Upgrades upgrades;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcClient jdbc;

    /** One access point that is reached at an address where nobody is, and one of another sort. */
    @BeforeAll
    void fill() throws Exception {
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv",
                                        "id,name,position\nman,Thôn Man <b>,1\n",
                                        "sites.csv",
                                        "id,name,village,kind\nnvh,Nhà văn hóa <i>,man,culture-house\n"),
                                false)
                        .problems())
                .isEmpty();
        for (String id : List.of("ap-1", "ap-2")) {
            api("POST", "/api/v1/provisioning/access-points", 201, """
                    {"id": "%s", "name": "AP %s", "site": "nvh", "method": "openwrt-ssh"}""".formatted(id, id));
            api("PUT", "/api/v1/provisioning/access-points/" + id + "/ssh", 200, """
                    {"address": "127.0.0.1", "port": 1, "user": "root", "password": "khong-ai-biet"}""");
        }
        jdbc.sql("UPDATE provisioning_access_point SET registered = now(), approved = now()")
                .update();
        jdbc.sql("UPDATE provisioning_ssh SET host_key = 'ssh-ed25519 AAAA'").update();
    }

    @BeforeEach
    void forget() {
        jdbc.sql("DELETE FROM firmware_upgrade").update();
        jdbc.sql("DELETE FROM firmware_image").update();
        jdbc.sql("DELETE FROM firmware_box").update();
    }

    private void facts(String place, String version) {
        jdbc.sql("""
                        INSERT INTO firmware_box VALUES (:place, 'openwrt', 'tplink,archer-c7-v5', :model, :version, NULL,
                          100000000, '1', '{}', now())
                        """)
                .param("place", place)
                .param("model", SCRIPT)
                .param("version", version)
                .update();
    }

    private JsonNode api(String method, String path, int status, String body) throws Exception {
        MvcTestResult result = mvc.perform(MockMvcRequestBuilders.request(
                        org.springframework.http.HttpMethod.valueOf(method), java.net.URI.create(path))
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
        String answer = result.getResponse().getContentAsString(StandardCharsets.UTF_8);
        assertThat(result.getResponse().getStatus()).as(answer).isEqualTo(status);
        return answer.isEmpty() ? null : JsonMapper.shared().readTree(answer);
    }

    private MvcTestResult sent(byte[] octets, String query) {
        return mvc.perform(MockMvcRequestBuilders.post(java.net.URI.create("/api/v1/firmware/images?" + query))
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN)
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .content(octets));
    }

    private static String body(MvcTestResult result, int status) throws Exception {
        String body = result.getResponse().getContentAsString(StandardCharsets.UTF_8);
        assertThat(result.getResponse().getStatus()).as(body).isEqualTo(status);
        assertThat(body).doesNotContain("??", "firmware.", "<b>", "<i>", SCRIPT);
        return body;
    }

    private String page(String path) throws Exception {
        return body(mvc.get().uri(path).with(ADMIN).exchange(), 200);
    }

    private MvcTestResult post(String path, String... fields) {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.post(path);
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request.with(ADMIN).with(csrf()));
    }

    private MvcTestResult upload(byte[] octets, String... fields) {
        MockMultipartHttpServletRequestBuilder request = MockMvcRequestBuilders.multipart("/firmware/ban");
        request.file(new MockMultipartFile("tep", "../../" + SCRIPT, "application/octet-stream", octets));
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request.with(ADMIN).with(csrf()));
    }

    private String followed(MvcTestResult result) throws Exception {
        assertThat(result).hasStatus(302);
        MockHttpServletRequestBuilder next = MockMvcRequestBuilders.get(
                java.net.URI.create(result.getResponse().getRedirectedUrl()));
        result.getMvcResult().getFlashMap().forEach(next::flashAttr);
        return body(mvc.perform(next.with(ADMIN)), 200);
    }

    private Image image(String version) throws Exception {
        followed(upload(ImageBuilder.openWrt(version, "tplink,archer-c7-v5"), "name", "Bản " + version));
        return images.all().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/firmware", "/firmware/ban/_moi", "/firmware/nang-cap/_moi", "/api/v1/firmware/images"})
    void isForAdministrators(String path) {
        assertThat(mvc.get().uri(path).with(TECHNICIAN).exchange()).hasStatus(403);
    }

    @Test
    void aFileThatSaysWhatItIsForNeedsNothingMore() throws Exception {
        assertThat(page("/firmware")).contains("Chưa có bản phần mềm nào");

        String shown = followed(upload(ImageBuilder.openWrt("23.05.3", "tplink,archer-c7-v5")));

        assertThat(shown).contains("tplink,archer-c7-v5", "23.05.3", "Theo thông tin ghi trong tệp");
        assertThat(page("/firmware")).contains("23.05.3");
        assertThat(audit.find(AuditFilter.ALL, null, 5))
                .extracting(AuditEntry::action)
                .contains("firmware.image.add");
        assertThat(followed(post("/firmware/ban/" + images.all().get(0).sha256() + "/xoa")))
                .contains("Đã xóa bản phần mềm");
        assertThat(images.all()).isEmpty();
    }

    @Test
    void aFileThatSaysNothingIsSentOnce() throws Exception {
        String refused = body(upload(PLAIN, "version", "19.07.10", "name", SCRIPT + "x"), 422);
        assertThat(refused).contains("Tệp không ghi dành cho máy nào", "value=\"19.07.10\"", "không cần gửi lại");
        String kept = refused.replaceAll("(?s).*name=\"kept\" value=\"([0-9a-f]{64})\".*", "$1");

        String shown = followed(
                post("/firmware/ban", "kept", kept, "name", "cũ", "version", "19.07.10", "boards", "a,b\n c,d"));

        assertThat(shown).contains("Do người nhập", "a,b · c,d");
        assertThat(images.find(kept).orElseThrow().described()).isFalse();
        assertThat(body(upload(PLAIN, "version", "1", "boards", "a"), 422)).contains("Đã có bản này");
    }

    @Test
    void whatIsDamagedOrNotWhatWasExpectedIsRefused() throws Exception {
        byte[] damaged = ImageBuilder.openWrt("23.05.3", "a");
        damaged[100] ^= 1;
        assertThat(body(upload(damaged), 422)).contains("Tệp bị hỏng");
        assertThat(body(upload(PLAIN, "expected", "abc"), 422)).contains("SHA-256 không khớp", "value=\"abc\"");
        assertThat(body(upload(new byte[0]), 422)).contains("Chọn tệp phần mềm");
        assertThat(body(upload(ImageBuilder.openWrt("23.05.3", "a"), "boards", "b"), 422))
                .contains("Tệp tự ghi khác");
        assertThat(body(post("/firmware/ban", "kept", "../../../etc/passwd", "name", "x"), 422))
                .contains("Chọn tệp phần mềm");
        assertThat(images.all()).isEmpty();
    }

    @Test
    void anUpgradeIsLookedAtBegunAndCancelled() throws Exception {
        Image image = image("23.05.3");
        facts("ap-1", "22.03.5");
        String choice = page("/firmware/nang-cap/_moi?ban=" + image.sha256());
        assertThat(choice).contains("22.03.5 → 23.05.3", "hãy hỏi máy", "Thôn Man &lt;b&gt;");

        String dry = body(post("/firmware/nang-cap/_thu", "ban", image.sha256(), "diem", "ap-1", "diem", "ap-2"), 200);
        assertThat(dry).contains("1 điểm phát, 1 đợt", "ap-1=22.03.5", "AP ap-2");
        String[] looked = {
            "ban", image.sha256(), "looked", "ap-1=22.03.5", "stopAfter", "3", "from", "22:00", "until", "04:00"
        };
        assertThat(body(post("/firmware/nang-cap", looked), 422))
                .contains("Chưa nhập", "value=\"3\"", "value=\"22:00\"");
        jdbc.sql("UPDATE firmware_box SET version = '21.02.7'").update();
        assertThat(body(
                        post("/firmware/nang-cap", "ban", image.sha256(), "looked", "ap-1=22.03.5", "reason", "vá"),
                        422))
                .contains("Có máy vừa đổi phiên bản");

        String begun = followed(post(
                "/firmware/nang-cap",
                "ban",
                image.sha256(),
                "looked",
                "ap-1=21.02.7",
                "reason",
                SCRIPT,
                "notBefore",
                "2099-01-01T22:00"));

        assertThat(begun).contains("&lt;script&gt;", "21.02.7 → 23.05.3", "Chưa đến lượt", "Đang chạy");
        Upgrade upgrade = upgrades.all().get(0);
        assertThat(upgrade.plan().notBefore()).isEqualTo("2099-01-01T15:00:00Z");
        String at = "/firmware/nang-cap/" + upgrade.id();
        assertThat(page(at + "/tien-do")).contains("Chưa đến lượt");
        assertThat(followed(post(at + "/tam-dung"))).contains("Đã tạm dừng");
        assertThat(followed(post(at + "/tam-dung"))).contains("đã chuyển trạng thái");
        assertThat(followed(post(at + "/tiep-tuc"))).contains("Tiếp tục chạy");
        assertThat(followed(post("/firmware/ban/" + image.sha256() + "/xoa"))).contains("được giữ lại");
        assertThat(body(post("/firmware/nang-cap/_thu", "ban", image.sha256(), "diem", "ap-1"), 200))
                .contains("đang ở trong đợt nâng cấp khác");
        assertThat(followed(post(at + "/huy"))).contains("Đã hủy", "Đợt nâng cấp đã hủy");
        assertThat(upgrades.find(upgrade.id()).orElseThrow().state()).isEqualTo(State.CANCELLED);
        assertThat(page("/firmware")).contains("Đã hủy", "1/1 điểm");
        assertThat(post("/firmware/nang-cap/99999/huy")).hasStatus(404);
    }

    @Test
    void aBoxThatIsNotThereIsNamed() throws Exception {
        Image image = image("23.05.3");

        String asked = followed(post("/firmware/may/hoi", "ban", image.sha256(), "diem", "ap-1", "diem", "ap-2"));

        assertThat(asked).doesNotContain("Đã hỏi được");
        assertThat(asked).contains("Chưa hỏi được", "AP ap-1", "Không kết nối được tới");
        assertThat(asked).contains("value=\"ap-2\" checked");
        assertThat(followed(post("/firmware/may/hoi", "ban", image.sha256()))).contains("Chọn 1 đến 40");
    }

    @Test
    void aProgramDoesTheSame() throws Exception {
        byte[] octets = ImageBuilder.routerOs("routeros", "arm", 1, 'f', 16, 7);
        assertThat(body(sent(octets, "name=a&expected=00"), 400)).contains("is not the SHA-256");
        assertThat(body(sent(PLAIN, "name=a&version=1"), 400)).contains("boards");
        JsonNode added = JsonMapper.shared().readTree(body(sent(octets, "name=routeros"), 201));
        assertThat(added.path("version").asString("")).isEqualTo("7.16.1");
        assertThat(sent(octets, "name=again")).hasStatus(409);
        String image = image("23.05.3").sha256();
        facts("ap-1", "22.03.5");
        assertThat(api("GET", "/api/v1/firmware/images/" + image + "/fits", 200, "")
                        .findValuesAsString("verdict"))
                .containsExactly("fits", "unknown");
        assertThat(api("POST", "/api/v1/firmware/ask", 200, "{\"accessPoints\": [\"ap-2\"]}")
                        .path(0)
                        .path("problem")
                        .asString(""))
                .contains("can not be asked");
        String wish = "{\"image\": \"%s\", \"accessPoints\": [\"ap-1\"]%s}";
        assertThat(api("POST", "/api/v1/firmware/upgrades/dry-run", 200, wish.formatted(image, ""))
                        .path("steps"))
                .hasSize(1);
        api(
                "POST",
                "/api/v1/firmware/upgrades",
                400,
                wish.formatted(image, ", \"reason\": \"x\", \"from\": \"22:00\""));
        api("POST", "/api/v1/firmware/upgrades", 404, wish.formatted("0".repeat(64), ", \"reason\": \"x\""));
        JsonNode begun = api(
                "POST",
                "/api/v1/firmware/upgrades",
                201,
                wish.formatted(
                        image, ", \"reason\": \"vá\", \"atOnce\": 3, \"notBefore\": \"2099-01-01T22:00:00+07:00\""));
        String at = "/api/v1/firmware/upgrades/" + begun.path("id").asLong(0);
        api("POST", at + "/pause", 200, "");
        api("POST", at + "/approve", 409, "");
        api("POST", at + "/resume", 200, "");
        assertThat(api("POST", at + "/cancel", 200, "").path("state").asString(""))
                .isEqualTo("cancelled");
        assertThat(api("GET", at, 200, "")
                        .path("steps")
                        .path(0)
                        .path("progress")
                        .asString(""))
                .isEqualTo("skipped");
        api("DELETE", "/api/v1/firmware/images/" + image, 409, "");
        api("DELETE", "/api/v1/firmware/images/" + added.path("sha256").asString(""), 204, "");
        assertThat(api("GET", "/api/v1/firmware/images", 200, "")).hasSize(1);
    }
}
