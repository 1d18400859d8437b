package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.access.People;
import io.langsong.access.Role;
import io.langsong.incident.Incident;
import io.langsong.incident.IncidentDesk;
import io.langsong.incident.Incidents;
import io.langsong.incident.State;
import io.langsong.inventory.InventoryImport;
import io.langsong.outage.Outage;
import io.langsong.outage.OutageEnded;
import io.langsong.outage.OutageStarted;
import io.langsong.outage.Outages;
import io.langsong.testkit.WholeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The desk as a technician uses it on a telephone, from the alarm to the close, with scripts and without. */
@WholeServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentBrowserTest {
    private static final String PASSWORD = "mat khau rat dai day";
    /** Where pictures of the pages go; none when it is not set. */
    private static final String PICTURES = System.getenv("PAGE_PICTURES");

    @Autowired
    private People people;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Incidents incidents;

    @Autowired
    private IncidentDesk desk;

    @Autowired
    private Outages outages;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient jdbc;

    private Browser browser;

    @BeforeAll
    void open(@Value("${local.server.port}") int port) {
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv",
                                        "id,name,position,people\nman,Thôn Đồng Mận,1,400\ndao,Thôn Đào,2,200\n",
                                        "sites.csv",
                                        "id,name,village,kind\n"
                                                + "man-nvh,Trung tâm Phục vụ hành chính công xã Bá Thước,man,culture-house\n"
                                                + "dao-nvh,Nhà văn hóa,dao,culture-house\n",
                                        "devices.csv",
                                        "id,name,site,kind,address,uplinks\n"
                                                + "core,Bộ chuyển mạch trung tâm,man-nvh,switch,10.9.1.1,\n"
                                                + "dao-ap,Điểm phát Đào,dao-nvh,access-point,10.9.1.2,core\n"
                                                + "dao-ap2,Điểm phát Đào sân khấu ngoài trời,dao-nvh,access-point,10.9.1.4,core\n"
                                                + "le-ap,Điểm phát trường học,dao-nvh,access-point,10.9.1.5,\n"
                                                + "man-ap,Điểm phát Mận,man-nvh,access-point,10.9.1.3,\n"
                                                + "man-ap2,Điểm phát Mận sân,man-nvh,access-point,10.9.1.6,\n"),
                                false)
                        .problems())
                .isEmpty();
        people.add("ban.lt", "Lò Thị Ban", Role.TECHNICIAN, PASSWORD);
        browser = new Browser("http://127.0.0.1:" + port);
        browser.screen(390, 844, 1);
        browser.signIn("admin", WholeServer.PASSWORD);
        assertThat(browser.path()).isEqualTo("/");
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private Outage begin(String device, String condition, String root) {
        long id = jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest, cause, evidence)
                        VALUES ('device:' || :device, :condition, 'device:' || :root, now(), now(), now(), 'POWER',
                          jsonb_build_array(jsonb_build_object('kind', 'last-good', 'at', now(), 'detail', ''),
                            jsonb_build_object('kind', 'port-down', 'at', now(), 'detail', 'core ether5')))
                        RETURNING id
                        """)
                .param("device", device)
                .param("condition", condition)
                .param("root", root)
                .query(Long.class)
                .single();
        return outages.find(id).orElseThrow();
    }

    private Outage end(Outage outage) {
        jdbc.sql("UPDATE outage_record SET ended_earliest = now(), ended = now() + interval '1 ms',"
                        + " ended_latest = now() + interval '1 ms' WHERE id = :id")
                .param("id", outage.id())
                .update();
        return outages.find(outage.id()).orElseThrow();
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void fromTheAlarmToTheClose(boolean scripts) throws IOException {
        browser.screen(390, 844, 1);
        browser.dark(false);
        Outage[] down = new Outage[3];
        transaction.executeWithoutResult(status -> {
            down[0] = begin("core", "DOWN", "core");
            down[1] = begin("dao-ap", "UNREACHABLE", "core");
            down[2] = begin("dao-ap2", "UNREACHABLE", "core");
            for (Outage one : down) {
                events.publishEvent(new OutageStarted(one));
            }
        });
        Incident incident = incidents.open().get(incidents.open().size() - 1);
        String path = "/su-co/" + incident.number();
        browser.scripts(scripts);
        try {
            browser.open("/");
            picture("now-" + scripts);
            browser.follow(By.linkText("Sự cố " + incident.number()));
            assertThat(browser.path()).isEqualTo(path);
            assertThat(text()).contains("Chưa ai nhận", "Bộ chuyển mạch trung tâm", "khoảng 600 người", "Mất điện");
            picture("alarm-" + scripts);

            browser.follow(By.xpath("//button[.='Tôi nhận xử lý']"));
            assertThat(text()).contains("Đã tiếp nhận.", "Đang xử lý");
            picture("taken-" + scripts);
            unfold("phan-cong");
            new Select(browser.find("#assign-person")).selectByValue("ban.lt");
            picture("assign-" + scripts);
            browser.follow(By.cssSelector("#phan-cong form button"));
            assertThat(browser.find(".facts").getText()).contains("Lò Thị Ban");
            unfold("cho");
            new Select(browser.find("#wait-on")).selectByValue("provider");
            browser.find("#wait-ticket").sendKeys("VNPT-77");
            browser.find("#wait-contact").sendKeys("Chị Hoa 0900 000 001");
            picture("wait-" + scripts);
            browser.follow(By.cssSelector("#cho form button"));
            assertThat(text()).contains("chờ nhà mạng, số phiếu VNPT-77");
            unfold("ghi-chu");
            browser.find("#note-text").sendKeys("Cáp đứt ở đầu cầu");
            browser.follow(By.cssSelector("#ghi-chu form button"));
            unfold("anh");
            browser.find("#photo-file").sendKeys(photo().toString());
            browser.find("#photo-caption").sendKeys("Đầu cầu");
            browser.follow(By.cssSelector("#anh form button"));
            assertThat(text()).contains("Cáp đứt ở đầu cầu", "Đã thêm ảnh.", "Đầu cầu");
            assertThat(browser.find(".photos img").getDomAttribute("src")).startsWith(path + "/anh/");
            picture("photo-" + scripts);

            transaction.executeWithoutResult(status -> {
                for (Outage one : down) {
                    events.publishEvent(new OutageEnded(end(one)));
                }
            });
            browser.open(path);
            assertThat(text()).contains("Đã khôi phục", "Sửa nguyên nhân, biện pháp");
            picture("recovered-" + scripts);
            unfold("mo-lai");
            browser.find("#reopen-note").sendKeys("Mối nối tạm");
            picture("reopen-" + scripts);
            browser.follow(By.cssSelector("#mo-lai form button"));
            assertThat(text()).contains("Mối nối tạm");
            assertThat(browser.find(".incident__state").getText()).isEqualTo("Đang xử lý");
            picture("reopened-" + scripts);
            unfold("khac-phuc");
            new Select(browser.find("#resolve-cause")).selectByValue("link");
            new Select(browser.find("#resolve-fix")).selectByValue("line-repaired");
            picture("resolve-" + scripts);
            browser.follow(By.cssSelector("#khac-phuc form button"));
            browser.follow(By.xpath("//button[.='Đóng sự cố']"));

            assertThat(text()).contains("Đã đóng", "Lỗi đường truyền", "Nối cáp, sửa đường truyền");
            assertThat(incidents.find(incident.number()).orElseThrow().state()).isEqualTo(State.CLOSED);
            assertThat(browser.sideways()).isLessThanOrEqualTo(0);
            picture("closed-" + scripts);
        } finally {
            browser.scripts(true);
            // What fails again soon is the same incident.
            jdbc.sql(
                            "UPDATE incident_part SET began_at = began_at - interval '1 hour', ended_at = ended_at - interval '1 hour'")
                    .update();
        }
    }

    @Test
    void whoeverIsSecondSeesWhatTheFirstDidAndFindsWhatWasTyped() throws IOException {
        browser.screen(390, 844, 1);
        browser.dark(false);
        transaction.executeWithoutResult(
                status -> events.publishEvent(new OutageStarted(begin("le-ap", "DOWN", "le-ap"))));
        Incident incident = incidents.open().get(incidents.open().size() - 1);
        browser.open("/su-co/" + incident.number());
        unfold("khac-phuc");
        new Select(browser.find("#resolve-fix")).selectByValue("replaced");
        browser.find("#resolve-note").sendKeys("Thay bộ nguồn");
        desk.acknowledge(new IncidentDesk.Hand(incident.number(), null, "ban.lt"));

        browser.follow(By.cssSelector("#khac-phuc form button"));

        assertThat(text()).contains("Người khác vừa sửa sự cố này.", "Lò Thị Ban", "đã tiếp nhận");
        assertThat(browser.find("#resolve-note").getDomProperty("value")).isEqualTo("Thay bộ nguồn");
        picture("second");
        browser.follow(By.cssSelector("#khac-phuc form button"));
        assertThat(text()).contains("Đã ghi kết quả xử lý.", "Thay thiết bị, vật tư: Thay bộ nguồn");
    }

    @Test
    void anOpenPageFollowsWhatOthersDoAndLeavesWhatIsBeingTyped() {
        browser.screen(390, 844, 1);
        transaction.executeWithoutResult(
                status -> events.publishEvent(new OutageStarted(begin("man-ap2", "DOWN", "man-ap2"))));
        Incident incident = incidents.open().get(incidents.open().size() - 1);
        browser.open("/su-co/" + incident.number());
        unfold("ghi-chu");
        browser.find("#note-text").sendKeys("Đang xem");
        desk.acknowledge(new IncidentDesk.Hand(incident.number(), null, "ban.lt"));

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                // What is found may be replaced before it is read.
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> browser.find("#tinh-trang").getText().contains("Lò Thị Ban")
                        && browser.find("#theo-doi").getText().contains("đã tiếp nhận"));
        assertThat(browser.find("#note-text").getDomProperty("value")).isEqualTo("Đang xem");
        assertThat(browser.find("#ghi-chu").getDomAttribute("open")).isNotNull();
    }

    @Test
    void everyPageIsForEverybody() throws IOException {
        Outage[] down = new Outage[2];
        transaction.executeWithoutResult(status -> {
            down[0] = begin("man-ap", "DOWN", "man-ap");
            events.publishEvent(new OutageStarted(down[0]));
        });
        Incident incident = incidents.open().get(incidents.open().size() - 1);
        for (String path :
                new String[] {"/su-co", "/su-co/" + incident.number(), "/su-co/" + incident.number() + "?lang=en"}) {
            browser.screen(1280, 900, 1);
            browser.dark(false);
            browser.open(path);
            browser.run(
                    "document.querySelectorAll('details').forEach((one) => one.closest('main') && (one.open = true))");
            assertThat(browser.find("main").getText()).doesNotContain("LS-");
            String name = path.substring(1).replaceAll("[^a-z0-9]+", "-");
            picture(name + "-1280");
            browser.dark(true);
            picture(name + "-1280-dark");
            browser.screen(390, 844, 1);
            picture(name + "-390-dark");
            browser.dark(false);
            picture(name + "-390");
            browser.screen(1280, 900, 1);
            browser.looksWell(path);
        }
        browser.open("/su-co?lang=vi");
    }

    private void unfold(String id) {
        browser.find("#" + id + " > summary").click();
    }

    private String text() {
        return browser.find("main").getText();
    }

    private static Path photo() throws IOException {
        Path file = Files.createTempFile("langsong-photo", ".png");
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(64, 48, java.awt.image.BufferedImage.TYPE_INT_RGB),
                "png",
                file.toFile());
        file.toFile().deleteOnExit();
        return file;
    }

    private void picture(String name) throws IOException {
        if (PICTURES == null) {
            return;
        }
        Files.createDirectories(Path.of(PICTURES));
        var size = browser.chrome().executeCdpCommand("Page.getLayoutMetrics", Map.of());
        @SuppressWarnings("unchecked")
        Map<String, Object> content = (Map<String, Object>) size.get("cssContentSize");
        var shot = browser.chrome()
                .executeCdpCommand(
                        "Page.captureScreenshot",
                        Map.of(
                                "captureBeyondViewport",
                                true,
                                "clip",
                                Map.of(
                                        "x",
                                        0,
                                        "y",
                                        0,
                                        "width",
                                        content.get("width"),
                                        "height",
                                        content.get("height"),
                                        "scale",
                                        1)));
        Files.write(
                Path.of(PICTURES, name + ".png"),
                OutputType.BYTES.convertFromBase64Png(String.valueOf(shot.get("data"))));
    }
}
