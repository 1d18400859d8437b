package io.langsong.provisioning.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.Role;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryImport;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.AccessPointWish;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.PushBox;
import io.langsong.provisioning.PushBox.Family;
import io.langsong.provisioning.SshAccesses;
import io.langsong.provisioning.TemplateWish;
import io.langsong.provisioning.Templates;
import io.langsong.testkit.OpenSsh;
import io.langsong.testkit.WholeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** An administrator without scripts brings in a box over SSH, sees what was pushed, compares and puts back. */
@WholeServer
@AutoConfigureMockMvc
class SshPagesTest {
    private static final RequestPostProcessor ADMIN =
            who("ha", Role.ADMIN, "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final RequestPostProcessor TECHNICIAN =
            who("lan", Role.TECHNICIAN, "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final DeviceId AP = new DeviceId("ap-1");
    private static final String SSH = "/cau-hinh/diem/ap-1/ssh";
    private static final String BACKUPS = "/cau-hinh/diem/ap-1/ban-sao";
    private static final Pattern FINGERPRINT = Pattern.compile("name=\"van-tay\" value=\"(SHA256:[^\"]+)\"");

    @TempDir
    private Path folder;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Templates templates;

    @Autowired
    private AccessPoints accessPoints;

    @Autowired
    private SshAccesses accesses;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcClient jdbc;

    private PushBox box;

    @BeforeEach
    void fill() {
        jdbc.sql("DELETE FROM provisioning_access_point").update();
        jdbc.sql("DELETE FROM provisioning_template").update();
        imports.run(
                Map.of(
                        "villages.csv",
                        "id,name,position\nmang,Thôn Măng,1\n",
                        "sites.csv",
                        "id,name,village,kind\nnvh,Nhà văn hóa,mang,culture-house\n"),
                false);
    }

    @AfterEach
    void stop() throws IOException {
        if (box != null) {
            box.close();
        }
    }

    private void plan(String method) {
        accessPoints.plan(
                AP.value(),
                new AccessPointWish("Điểm <b>1", "nvh", method, null, List.of(), List.of(), null, null, Notes.NONE));
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

    @Test
    void whatIsTypedIsKeptAndASecretIsNotShownAgain() throws Exception {
        plan("openwrt-ssh");
        assertThat(page("/cau-hinh/diem/ap-1")).contains("Chưa khai báo cách kết nối", SSH, BACKUPS);
        assertThat(page(SSH)).contains("Chưa đặt.").doesNotContain("Thử ngay");

        String wrong = body(
                post(
                        SSH,
                        "address",
                        "10.0.0.1",
                        "port",
                        "2x2",
                        "user",
                        "<i>root",
                        "password",
                        "bi-mat-1",
                        "version",
                        "0"),
                422);
        assertThat(wrong)
                .contains("Chưa lưu", "value=\"2x2\"", "value=\"&lt;i&gt;root\"")
                .doesNotContain("bi-mat-1");
        assertThat(accesses.find(AP)).isEmpty();

        String saved = followed(
                post(SSH, "address", "10.0.0.1", "port", "", "user", "root", "password", "bi-mat-1", "version", "0"));
        assertThat(saved)
                .contains(
                        "Đã lưu cách kết nối",
                        "Đã đặt; để trống thì giữ nguyên.",
                        "10.0.0.1 : 22",
                        "Chưa chấp nhận khóa nào")
                .doesNotContain("bi-mat-1");
        assertThat(body(post(SSH, "user", "admin", "version", "0"), 422))
                .contains("lưu lần nữa sẽ ghi đè", "value=\"admin\"");
        assertThat(body(post(SSH, "user", "root", "noPassword", "on", "version", "1"), 422))
                .as("nothing to come in with would be left")
                .contains("form__wrong");
        followed(post(SSH, "address", "10.0.0.2", "user", "admin", "version", "1"));
        assertThat(accesses.find(AP).orElseThrow().password()).as("stays").isTrue();
        assertThat(accesses.find(AP).orElseThrow().user()).isEqualTo("admin");
        assertThat(page(SSH + "?lang=en")).contains("It is set; left empty it stays.");
    }

    @Test
    void aBoxComesInIsComparedAndPutBack() throws Exception {
        box = PushBox.of(Family.OPENWRT, folder.resolve("sshd"));
        templates.add(
                new TemplateWish(
                        "Wi-Fi",
                        "netjson",
                        "default",
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        """
                        {"hotspot": [{"config_name": "hotspot", "config_value": "main", "ssid": "Xa Ba Thuoc", "key": "khong-ai-biet"}]}""",
                        List.of(),
                        "mạng mới"),
                "ha");
        plan("openwrt-ssh");
        followed(post(
                SSH,
                "address",
                "127.0.0.1",
                "port",
                Integer.toString(box.server.port()),
                "user",
                OpenSsh.user(),
                "privateKey",
                box.server.userKey(),
                "version",
                "0"));

        assertThat(followed(post(SSH + "/thu"))).contains("chưa ai chấp nhận khóa này", "Chấp nhận khóa này");
        String fingerprint = first(FINGERPRINT, followed(post(SSH + "/xem-khoa")));
        assertThat(followed(post(SSH + "/nhan-khoa", "van-tay", "SHA256:khac"))).contains("Người khác vừa sửa");
        assertThat(followed(post(SSH + "/nhan-khoa", "van-tay", fingerprint))).contains("Đã chấp nhận khóa");
        assertThat(followed(post(SSH + "/thu"))).contains("Đăng nhập được, thiết bị trả lời.");
        accessPoints.approve(AP);
        applied();

        assertThat(page(SSH)).contains("Các lần gửi cấu hình", "Đã áp dụng").doesNotContain("Chưa gửi lần nào");
        assertThat(followed(post(SSH + "/thu"))).contains("Thiết bị có đúng cấu hình đã cho ra");
        followed(post(BACKUPS));
        box.byHand();
        String changed = followed(post(BACKUPS));
        assertThat(changed).contains("khác với lúc áp dụng lần cuối");
        List<Long> ids = jdbc.sql("SELECT id FROM provisioning_backup ORDER BY id")
                .query(Long.class)
                .list();
        assertThat(ids).hasSize(2);
        assertThat(page(BACKUPS + "/so-sanh?tu=" + ids.get(0) + "&den=" + ids.get(1)))
                .contains("beside__removed", "beside__added", "changed-by-hand", "Thêm:", "Bỏ:");
        assertThat(page("/cau-hinh/ban-sao?tim=CHANGED-by"))
                .contains("Có ở 1 điểm phát", "changed-by-hand", "Điểm &lt;b&gt;1", "Lệch cấu hình");
        assertThat(page("/cau-hinh/ban-sao?tim=x")).contains("form__wrong");
        assertThat(page("/cau-hinh/ban-sao?tim=khong-ai-biet")).contains("Có ở 0 điểm phát");
        String good = BACKUPS + "/" + ids.get(0);
        assertThat(page(good)).contains("Khôi phục bản này").doesNotContain("khong-ai-biet");
        long reveals = reveals();
        assertThat(body(post(good + "/hien"), 200)).contains("khong-ai-biet", "Đang hiện cả giá trị bí mật");
        MvcTestResult file = post(good + "/tep");
        assertThat(file)
                .hasStatus(200)
                .hasHeader("Content-Disposition", "attachment; filename=\"ap-1-" + ids.get(0) + ".txt\"");
        assertThat(file.getResponse().getContentAsString(StandardCharsets.UTF_8))
                .contains("khong-ai-biet");
        assertThat(reveals()).isEqualTo(reveals + 2);

        assertThat(followed(post(good + "/khoi-phuc"))).contains("Đã cho ra bản này");
        applied();
        assertThat(box.has()).doesNotContain("changed-by-hand");
        assertThat(page("/cau-hinh/diem/ap-1")).contains("Đã áp dụng");

        box.server.changeHostKey();
        assertThat(followed(post(SSH + "/thu")))
                .contains("khóa đã chấp nhận là " + fingerprint, "Thiết bị đưa ra khóa khác", fingerprint);
    }

    private void applied() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(accesses.find(AP).orElseThrow().push().status())
                                .isEqualTo(Status.APPLIED));
    }

    private long reveals() {
        return audit.count(new AuditFilter(null, "provisioning.backup.reveal", null, null, null));
    }

    @Test
    void whatCanNotBePutBackByTheServerIsSaidSo() throws Exception {
        plan("routeros-ssh");
        jdbc.sql("""
                        INSERT INTO provisioning_backup (place, taken, seen, cause, digest, raw, shown)
                        VALUES ('ap-1', now(), now(), 'asked', repeat('0', 64), '', '/ip address <b>')
                        """).update();
        long id =
                jdbc.sql("SELECT id FROM provisioning_backup").query(Long.class).single();

        assertThat(page(BACKUPS + "/" + id))
                .contains("không khôi phục tự động được", "/ip address &lt;b&gt;")
                .doesNotContain("khoi-phuc");
    }

    @Test
    void whatIsWrongIsOnTheOverview() throws Exception {
        plan("openwrt-ssh");
        followed(post(SSH, "user", "root", "password", "bi-mat-1", "version", "0"));
        jdbc.sql("""
                        UPDATE provisioning_ssh SET status = 'error', reason_code = 'line-refused',
                          reason_arguments = ARRAY['4', '6', '<script>alert(1)</script>']
                        """).update();
        jdbc.sql("""
                        INSERT INTO provisioning_alarm (place, kind, began) VALUES ('ap-1', 'drift', now()), ('ap-1', 'old-backup', now())
                        """).update();

        assertThat(page("/cau-hinh"))
                .contains(
                        "Lệch cấu hình",
                        "Bản sao đã cũ",
                        "Dòng 4 trong số 6 dòng bị từ chối",
                        "“&lt;script&gt;alert(1)&lt;/script&gt;”")
                .doesNotContain("<script>alert");
        assertThat(page("/cau-hinh?lang=en")).contains("Line 4 of 6 was refused", "Configuration drift");
        assertThat(page("/cau-hinh/diem/ap-1"))
                .contains("Lệch cấu hình", "Dòng 4 trong số 6")
                .doesNotContain("<script>alert");
        assertThat(page(SSH)).contains("Dòng 4 trong số 6").doesNotContain("<script>alert");
    }

    @Test
    void isForAdministratorsAndOnlyWhereSomethingIsPushed() {
        plan("openwrt-agent");
        assertThat(mvc.get().uri(SSH).with(ADMIN)).hasStatus(404);
        assertThat(mvc.get().uri(BACKUPS).with(ADMIN)).hasStatus(200);
        assertThat(mvc.get().uri(BACKUPS + "/99").with(ADMIN)).hasStatus(404);
        assertThat(mvc.get().uri(BACKUPS + "/so-sanh?tu=1&den=2").with(ADMIN)).hasStatus(404);
        for (String path : List.of(SSH, BACKUPS, "/cau-hinh/ban-sao")) {
            assertThat(mvc.get().uri(path)).hasStatus(302).redirectedUrl().endsWith("/dang-nhap");
            assertThat(mvc.get().uri(path).with(TECHNICIAN)).hasStatus(403);
        }
    }
}
