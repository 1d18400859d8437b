package io.langsong.incident.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.access.Role;
import io.langsong.incident.Incident;
import io.langsong.incident.Incidents;
import io.langsong.incident.State;
import io.langsong.inventory.InventoryImport;
import io.langsong.outage.OutageEnded;
import io.langsong.outage.OutageStarted;
import io.langsong.outage.Outages;
import io.langsong.testkit.WholeServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The desk from the list to the close, by a browser without scripts and by a program. */
@WholeServer
@AutoConfigureMockMvc
class IncidentPagesTest {
    private static final RequestPostProcessor AN =
            who("an", Role.TECHNICIAN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor BA =
            who("ba", Role.TECHNICIAN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor VIEWER = who("xem", Role.VIEWER, Set.of(), "ROLE_VIEWER");
    private static final RequestPostProcessor LIMITED =
            who("chi", Role.TECHNICIAN, Set.of("dao"), "ROLE_VIEWER", "ROLE_TECHNICIAN");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private People people;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Incidents incidents;

    @Autowired
    private Outages outages;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void begin() {
        jdbc.sql("TRUNCATE incident_record, incident_serial, incident_part, incident_root CASCADE")
                .update();
        jdbc.sql("DELETE FROM outage_record").update();
        for (String name : List.of("an", "ba")) {
            if (people.find(name).isEmpty()) {
                people.add(name, "Anh <b>" + name + "</b>", Role.TECHNICIAN, "mat khau rat dai day");
            }
        }
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv",
                                        "id,name,position,people\nman,Thôn Mận,1,400\ndao,Thôn Đào,2,200\n",
                                        "sites.csv",
                                        "id,name,village,kind\nman-nvh,Nhà văn hóa,man,culture-house\n"
                                                + "dao-nvh,Nhà văn hóa,dao,culture-house\n",
                                        "devices.csv",
                                        "id,name,site,kind,address,uplinks\n"
                                                + "core,Bộ chuyển mạch <i>xã</i>,man-nvh,switch,10.9.1.1,\n"
                                                + "dao-ap,Điểm phát Đào,dao-nvh,access-point,10.9.1.2,core\n"
                                                + "man-ap,Điểm phát Mận,man-nvh,access-point,10.9.1.3,\n"),
                                false)
                        .problems())
                .isEmpty();
    }

    private Incident down(String device, String... hidden) {
        transaction.executeWithoutResult(status -> {
            events.publishEvent(new OutageStarted(
                    outages.find(record(device, "DOWN", device)).orElseThrow()));
            for (String one : hidden) {
                events.publishEvent(new OutageStarted(
                        outages.find(record(one, "UNREACHABLE", device)).orElseThrow()));
            }
        });
        return incidents.open().get(incidents.open().size() - 1);
    }

    private long record(String device, String condition, String root) {
        return jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest, cause, evidence)
                        VALUES ('device:' || :device, :condition, 'device:' || :root, now(), now(), now(), 'POWER',
                          jsonb_build_array(jsonb_build_object('kind', 'last-good', 'at', now(), 'detail', '')))
                        RETURNING id
                        """)
                .param("device", device)
                .param("condition", condition)
                .param("root", root)
                .query(Long.class)
                .single();
    }

    @Test
    void fromTheAlarmToTheClose() {
        Incident incident = down("core", "dao-ap");
        String path = "/su-co/" + incident.number();

        assertThat(body(get("/su-co", VIEWER)))
                .contains(incident.number().toString(), "Bộ chuyển mạch &lt;i&gt;xã&lt;/i&gt;", "Chưa ai nhận")
                .doesNotContain("<i>xã");
        String page = body(get(path, AN));
        assertThat(page)
                .contains("mất kết nối", "khoảng 600 người", "Thôn Mận", "Thôn Đào", "Tôi nhận xử lý")
                .contains("Mất điện", "Trả lời lần cuối lúc", "Bị che", "1 điểm bị ảnh hưởng theo: Điểm phát Đào");
        assertThat(body(get(path, VIEWER))).doesNotContain("<form method=\"post\" class=\"incident__act");

        assertThat(post(path + "/nhan", AN, "phien-ban", "1")).hasStatus(302).hasRedirectedUrl(path);
        assertThat(body(get(path, BA))).contains("Anh &lt;b&gt;an&lt;/b&gt;", "đã tiếp nhận", "Tôi nhận thay");
        assertThat(body(get(path, AN))).doesNotContain("Tôi nhận thay");
        post(path + "/cho", AN, "phien-ban", "2", "on", "provider", "ticket", "VNPT-<9>", "contact", "Chị Hoa");
        assertThat(body(get(path, AN))).contains("chờ nhà mạng, số phiếu VNPT-&lt;9&gt;, liên hệ Chị Hoa", "Hết chờ");
        post(path + "/ghi-chu", AN, "text", "Đã đến nơi\nMang thang");
        post(path + "/phan-cong", AN, "phien-ban", "3", "person", "ba");
        post(
                path + "/khac-phuc",
                AN,
                "phien-ban",
                "4",
                "cause",
                "provider",
                "fix",
                "provider-repaired",
                "note",
                "xong");
        String over = body(get(path, AN));
        assertThat(over)
                .as("the point is still out, so nothing says that it is back")
                .contains("Đã khắc phục</strong>", "mất kết nối</span>", "Lỗi phía nhà mạng", "Nhà mạng khắc phục")
                .contains("Đã đến nơi\nMang thang", "phân công cho Anh")
                .contains("đã khắc phục. Nguyên nhân: Lỗi phía nhà mạng. Biện pháp: Nhà mạng khắc phục: xong");
        assertThat(over).doesNotContain("Đóng sự cố");
        transaction.executeWithoutResult(status -> incidents.parts(incident).forEach(part -> {
            jdbc.sql("UPDATE outage_record SET ended_earliest = began, ended = began + interval '1 ms',"
                            + " ended_latest = began + interval '1 ms' WHERE id = :id")
                    .param("id", part.sourceId())
                    .update();
            events.publishEvent(new OutageEnded(outages.find(part.sourceId()).orElseThrow()));
        }));
        post(path + "/dong", AN, "phien-ban", "5");
        assertThat(incidents.find(incident.number()).orElseThrow().state()).isEqualTo(State.CLOSED);
        post(path + "/mo-lai", AN, "phien-ban", "6", "note", "lại hỏng");
        assertThat(incidents.find(incident.number()).orElseThrow().state()).isEqualTo(State.ACKNOWLEDGED);
        assertThat(body(get("/su-co?cua-toi=1&tim=xa", AN)))
                .contains(incident.number().toString());
        assertThat(body(get(path + "?lang=en", AN))).contains("In progress", "reopened it: lại hỏng");
        assertThat(audit.find(new AuditFilter(null, "incident", null, null, null), null, 50))
                .extracting(AuditEntry::action)
                .contains(
                        "incident.acknowledge",
                        "incident.wait",
                        "incident.assign",
                        "incident.resolve",
                        "incident.close");
    }

    @Test
    void whoeverIsSecondSeesWhatTheFirstDidAndKeepsWhatWasTyped() {
        Incident incident = down("core");
        String path = "/su-co/" + incident.number();
        post(path + "/nhan", AN, "phien-ban", "1");

        MvcTestResult late = post(
                path + "/khac-phuc", BA, "phien-ban", "1", "cause", "device", "fix", "replaced", "note", "thay nguồn");

        assertThat(late).hasStatus(302).hasRedirectedUrl(path);
        String page = body(mvc.get()
                .uri(path)
                .with(BA)
                .flashAttrs(late.getMvcResult().getFlashMap())
                .exchange());
        assertThat(page)
                .contains("Người khác vừa sửa sự cố này", "Trong lúc đó:", "đã tiếp nhận", "thay nguồn")
                .containsPattern("<details id=\"khac-phuc\"[^>]* open")
                .containsPattern("<option value=\"replaced\"[^>]*selected")
                .contains("name=\"phien-ban\" value=\"2\"");
        assertThat(incidents.find(incident.number()).orElseThrow().state()).isEqualTo(State.ACKNOWLEDGED);
    }

    @Test
    void whatIsWrongIsSaidAtItsField() {
        Incident incident = down("core");
        String path = "/su-co/" + incident.number();

        MvcTestResult refused = post(path + "/khac-phuc", AN, "phien-ban", "1", "cause", "power", "fix", "");

        assertThat(refused).hasStatus(302).hasRedirectedUrl(path + "#khac-phuc");
        assertThat(body(mvc.get()
                        .uri(path)
                        .with(AN)
                        .flashAttrs(refused.getMvcResult().getFlashMap())
                        .exchange()))
                .contains("id=\"khac-phuc-fix-wrong\"");
        assertThat(get("/su-co/2026-9999", AN)).hasStatus(404);
        assertThat(get("/su-co/x", AN)).hasStatus(404);
        assertThat(post(path + "/nhan", VIEWER, "phien-ban", "1")).hasStatus(403);
        assertThat(get("/su-co?sau=9-x&trang-thai=x&muc=%00&thon=..&tim=%25", AN))
                .hasStatus(200);
    }

    @Test
    void aPhotoIsShownToWhoSeesTheIncident() throws IOException {
        Incident incident = down("man-ap");
        String path = "/su-co/" + incident.number();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB), "png", png);

        assertThat(mvc.post()
                        .uri(path + "/anh")
                        .multipart()
                        .file(new MockMultipartFile("photo", "a.png", "image/png", png.toByteArray()))
                        .param("caption", "Tủ <mạng>")
                        .with(AN)
                        .with(csrf())
                        .exchange())
                .hasStatus(302);

        String photo = path + "/anh/" + incidents.photos(incident).get(0).id();
        assertThat(body(get(path, VIEWER))).contains(photo, "Tủ &lt;mạng&gt;");
        assertThat(get(photo, VIEWER)).hasStatus(200).hasContentType(MediaType.IMAGE_JPEG);
        assertThat(get(photo, LIMITED)).as("of another village").hasStatus(404);
    }

    @Test
    void somebodyLimitedToVillagesWorksOnlyWhatTouchesThem() {
        Incident mine = down("core", "dao-ap");
        Incident other = down("man-ap");

        assertThat(body(get("/su-co", LIMITED)))
                .contains(mine.number().toString())
                .doesNotContain(other.number().toString());
        assertThat(get("/su-co/" + other.number(), LIMITED)).hasStatus(404);
        assertThat(post("/su-co/" + other.number() + "/nhan", LIMITED, "phien-ban", "1"))
                .hasStatus(404);
        assertThat(body(get("/su-co/" + mine.number(), LIMITED)))
                .contains("Điểm phát Đào", "1 điểm ngoài các thôn được xem")
                .doesNotContain("Bộ chuyển mạch", "Thôn Mận");
        post(
                "/su-co/" + mine.number() + "/gop",
                LIMITED,
                "phien-ban",
                "1",
                "into",
                other.number().toString());
        assertThat(incidents.find(mine.number()).orElseThrow().state()).isEqualTo(State.OPEN);
        assertThat(post("/su-co/" + mine.number() + "/nhan", LIMITED, "phien-ban", "1"))
                .hasStatus(302);
        assertThat(incidents.find(mine.number()).orElseThrow().state()).isEqualTo(State.ACKNOWLEDGED);
        assertThat(call("GET", "/api/v1/incidents", LIMITED, null, "").findValuesAsString("id"))
                .contains(mine.number().toString())
                .doesNotContain(other.number().toString());
    }

    @Test
    void aProgramReadsAndWorks() {
        Incident incident = down("core", "dao-ap");
        Incident other = down("man-ap");
        String path = "/api/v1/incidents/" + incident.number();

        JsonNode whole = call("GET", path, VIEWER, null, "");
        assertThat(whole.path("root").asString("")).isEqualTo("device:core");
        assertThat(whole.path("parts").findValuesAsString("condition")).containsExactly("down", "hidden");
        assertThat(whole.path("timeline").findValuesAsString("kind")).containsExactly("opened", "joined");
        assertThat(whole.path("messages").findValuesAsString("key")).hasSize(1);
        assertThat(call("POST", path + "/ack", AN, null, "\"1\"")
                        .path("acknowledgedBy")
                        .asString(""))
                .isEqualTo("an");
        assertThat(send("POST", path + "/give-back", BA, null, "\"1\"")).hasStatus(412);
        assertThat(send("POST", path + "/ack", VIEWER, null, "")).hasStatus(403);
        assertThat(call("POST", path + "/assign", AN, "{\"person\": \"ba\"}", "*")
                        .path("assignee")
                        .asString(""))
                .isEqualTo("ba");
        call("POST", path + "/wait", AN, "{\"on\": \"parts\"}", "");
        call("POST", path + "/stop-waiting", AN, null, "");
        String part = whole.path("parts").path(1).path("id").asString("");
        JsonNode own = call("POST", path + "/split", AN, "{\"part\": \"" + part + "\"}", "");
        assertThat(own.path("root").asString("")).isEqualTo("device:dao-ap");
        JsonNode going = call("POST", path + "/merge", AN, "{\"into\": \"" + other.number() + "\"}", "");
        assertThat(going.path("id").asString("")).isEqualTo(other.number().toString());
        assertThat(call("GET", path, AN, null, "").path("mergedInto").asString(""))
                .isEqualTo(other.number().toString());
        call(
                "POST",
                "/api/v1/incidents/" + other.number() + "/resolve",
                AN,
                "{\"cause\": \"power\", \"fix\": \"power-restored\"}",
                "");
        assertThat(call("GET", "/api/v1/incidents?state=live", AN, null, "").findValuesAsString("id"))
                .containsExactly(own.path("id").asString(""));
        MvcTestResult first = send("GET", "/api/v1/incidents?size=1", AN, null, "");
        String link = first.getResponse().getHeader(HttpHeaders.LINK);
        assertThat(link).contains("after=").endsWith("rel=\"next\"");
        assertThat(call("GET", link.substring(1, link.indexOf('>')), AN, null, "")
                        .size())
                .isEqualTo(1);
        assertThat(send("POST", path + "/ack", AN, null, "")).hasStatus(409);
        assertThat(send("POST", path + "/resolve", AN, "{\"cause\": \"x\"}", ""))
                .hasStatus(400);
        assertThat(send("GET", "/api/v1/incidents?state=x", AN, null, "")).hasStatus(400);
        assertThat(send("GET", "/api/v1/incidents/2026-0099", AN, null, "")).hasStatus(404);
    }

    private JsonNode call(String method, String path, RequestPostProcessor who, String body, String match) {
        MvcTestResult answer = send(method, path, who, body, match);
        assertThat(answer).as(method + " " + path).hasStatus(200);
        return JsonMapper.shared().readTree(body(answer));
    }

    private MvcTestResult send(String method, String path, RequestPostProcessor who, String body, String match) {
        var request = mvc.method(org.springframework.http.HttpMethod.valueOf(method))
                .uri(path)
                .with(who)
                .with(csrf());
        if (body != null) {
            request = request.contentType(MediaType.APPLICATION_JSON).content(body);
        }
        if (!match.isEmpty()) {
            request = request.header(HttpHeaders.IF_MATCH, match);
        }
        return request.exchange();
    }

    private MvcTestResult get(String path, RequestPostProcessor who) {
        return mvc.get().uri(path).with(who).exchange();
    }

    private MvcTestResult post(String path, RequestPostProcessor who, String... fields) {
        var request = mvc.post().uri(path).with(who).with(csrf());
        for (int at = 0; at < fields.length; at += 2) {
            request = request.param(fields[at], fields[at + 1]);
        }
        return request.exchange();
    }

    private static String body(MvcTestResult result) {
        try {
            return result.getResponse().getContentAsString();
        } catch (java.io.UnsupportedEncodingException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
