package io.langsong.discovery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.Role;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryImport;
import io.langsong.polling.Poller;
import io.langsong.testkit.FreePort;
import io.langsong.testkit.Snmpd;
import io.langsong.testkit.WholeServer;
import io.langsong.web.SignedIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** How a device is read, on the page and over HTTP, with a real agent and with nobody there. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingPageTest {
    private static final RequestPostProcessor TECHNICIAN = who(Role.TECHNICIAN, "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor VIEWER = who(Role.VIEWER, "ROLE_VIEWER");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Poller poller;

    private Snmpd agent;

    private static RequestPostProcessor who(Role role, String... rights) {
        return authentication(UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn("ha", "Hà", role, null), null, AuthorityUtils.createAuthorityList(rights)));
    }

    @BeforeAll
    void fill(@TempDir Path folder) throws IOException {
        agent = new Snmpd(folder, List.of("sysDescr Switch <b>nguy</b> \u202Ehiem")).start();
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv", "id,name,position\nman,Thôn Mận,1\n",
                                        "sites.csv", "id,name,village,kind\nnvh,Nhà văn hóa,man,culture-house\n",
                                        "devices.csv",
                                                "id,name,site,kind,address,port,snmp.version,snmp.community,enabled\n"
                                                        + "ap1,AP 1,nvh,access-point,127.0.0.1," + agent.port()
                                                        + ",2c,public,true\n"
                                                        + "ap2,AP 2,nvh,access-point,127.0.0.1," + FreePort.tcp()
                                                        + ",2c,bi-mat-lam,false\n"
                                                        + "ap3,AP 3,nvh,access-point,127.0.0.1,161,,,false\n"),
                                false)
                        .problems())
                .isEmpty();
    }

    @AfterAll
    void stop() {
        agent.close();
    }

    @Test
    void aTechnicianAsksAndEverybodySees() throws Exception {
        // The poller has recognised it, and nobody has asked for more.
        poller.askNow(new DeviceId("ap1"));
        await().untilAsserted(() -> assertThat(get("ap1"))
                .contains("Khi giám sát", "Vì sao", "1.3.6.1.2.1.31.1.1.1.6", "if.in_octets")
                .contains("Switch &lt;b&gt;nguy&lt;/b&gt; ?hiem")
                .doesNotContain("Hỏi ngay</button>", "Khi hỏi ngay", "<b>nguy", "??"));

        assertThat(mvc.post().uri("/thiet-bi/ap1/cach-doc").with(VIEWER).with(csrf()))
                .hasStatus(403);
        assertThat(ask("ap1")).hasStatus(302);

        assertThat(get("ap1"))
                .contains("Vì sao", "if.in_octets", "1.3.6.1.2.1.31.1.1.1.6", "Lưu lượng vào", " byte</strong>")
                .containsPattern("(?s)\\d+ câu hỏi</h2>.*\\d+ câu không dùng cho thiết bị này.*Thiết bị không có")
                .contains("Switch &lt;b&gt;nguy&lt;/b&gt; ?hiem")
                .doesNotContain("<b>nguy", "\u202E", "??");
        assertThat(flash(ask("ap1"))).isEqualTo("too-soon");
        assertThat(mvc.get().uri("/thiet-bi/ap1").with(VIEWER)).bodyText().contains("/thiet-bi/ap1/cach-doc");
    }

    @Test
    void aSilentDeviceIsSaidToBeSilent() throws Exception {
        assertThat(get("ap2")).contains("chưa biết đọc theo bộ câu hỏi nào");
        ask("ap2");

        assertThat(get("ap2")).contains("Thiết bị không trả lời.").doesNotContain("bi-mat-lam", "câu hỏi</h2>");
        assertThat(call("ap2")).hasStatus(429);
        assertThat(flash(ask("ap3"))).isEqualTo("not-asked");
        assertThat(call("ap3")).hasStatus(409);
        assertThat(call("khong-co")).hasStatus(404);
        assertThat(mvc.get().uri("/thiet-bi/khong-co/cach-doc").with(VIEWER)).hasStatus(404);
    }

    @Test
    void aProgramGetsTheSame(@TempDir Path folder) throws Exception {
        imports.run(
                Map.of(
                        "devices.csv",
                        "id,name,site,kind,address,port,snmp.version,snmp.community,profile,enabled\n"
                                + "ap4,AP 4,nvh,access-point,127.0.0.1," + agent.port() + ",2c,public,ups,false\n"),
                false);

        assertThat(call("ap4"))
                .hasStatus(200)
                .bodyJson()
                .extractingPath("$.profileReason")
                .isEqualTo("named in the inventory");
        assertThat(mvc.get().uri("/api/v1/openapi.json").with(TECHNICIAN))
                .bodyText()
                .contains("/api/v1/devices/{id}/probe");
    }

    private String get(String id) throws Exception {
        MvcTestResult page =
                mvc.get().uri("/thiet-bi/" + id + "/cach-doc").with(VIEWER).exchange();
        assertThat(page).hasStatusOk();
        return page.getResponse().getContentAsString();
    }

    private MvcTestResult ask(String id) {
        return mvc.post()
                .uri("/thiet-bi/" + id + "/cach-doc")
                .with(TECHNICIAN)
                .with(csrf())
                .exchange();
    }

    private static Object flash(MvcTestResult result) {
        return result.getMvcResult().getFlashMap().get("refused");
    }

    private MvcTestResult call(String id) {
        return mvc.post()
                .uri("/api/v1/devices/" + id + "/probe")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN)
                .exchange();
    }
}
