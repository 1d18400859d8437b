package io.langsong.incident.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.Role;
import io.langsong.incident.Incident;
import io.langsong.incident.Incidents;
import io.langsong.incident.State;
import io.langsong.incident.Storms;
import io.langsong.inventory.InventoryImport;
import io.langsong.notification.Outbox;
import io.langsong.notification.Posted;
import io.langsong.outage.OutageStarted;
import io.langsong.outage.Outages;
import io.langsong.testkit.WholeServer;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Storms by a browser without scripts and by a program, on the whole server. */
@WholeServer
@AutoConfigureMockMvc
class StormPagesTest {
    private static final RequestPostProcessor AN =
            who("an", Role.TECHNICIAN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor VIEWER = who("xem", Role.VIEWER, Set.of(), "ROLE_VIEWER");
    private static final RequestPostProcessor LIMITED =
            who("chi", Role.TECHNICIAN, Set.of("dao"), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    /** Behind one link, as R36 has it. */
    private static final int BEHIND = 2000;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Incidents incidents;

    @Autowired
    private Storms storms;

    @Autowired
    private Outages outages;

    @Autowired
    private Outbox outbox;

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
        jdbc.sql("TRUNCATE incident_record, incident_serial, incident_part, incident_root, incident_storm,"
                        + " incident_storm_proposal, incident_unstable CASCADE")
                .update();
        jdbc.sql("DELETE FROM outage_record").update();
        StringBuilder devices = new StringBuilder("id,name,site,kind,address,uplinks\n"
                + "core,Bộ chuyển mạch <i>xã</i>,man-nvh,switch,10.9.1.1,\n"
                + "dao-ap,Điểm phát Đào,dao-nvh,access-point,10.9.1.2,core\n"
                + "man-ap,Điểm phát Mận,man-nvh,access-point,10.9.1.3,\n");
        for (int number = 0; number < BEHIND; number++) {
            devices.append("x-%d,Điểm %d,dao-nvh,access-point,10.10.%d.%d,core\n"
                    .formatted(number, number, number / 250, number % 250 + 1));
        }
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv",
                                        "id,name,position,people\nman,Thôn Mận,1,400\ndao,Thôn Đào,2,200\n",
                                        "sites.csv",
                                        "id,name,village,kind\nman-nvh,Nhà văn hóa,man,culture-house\n"
                                                + "dao-nvh,Nhà văn hóa,dao,culture-house\n",
                                        "devices.csv",
                                        devices.toString()),
                                false)
                        .problems())
                .isEmpty();
    }

    private void down(String root, List<String> hidden) {
        transaction.executeWithoutResult(status -> {
            events.publishEvent(
                    new OutageStarted(outages.find(record(root, "DOWN", root)).orElseThrow()));
            for (String one : hidden) {
                events.publishEvent(new OutageStarted(
                        outages.find(record(one, "UNREACHABLE", root)).orElseThrow()));
            }
        });
    }

    private long record(String device, String condition, String root) {
        return jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest, cause, evidence)
                        VALUES ('device:' || :device, :condition, 'device:' || :root, now(), now(), now(), 'UNKNOWN', '[]')
                        RETURNING id
                        """)
                .param("device", device)
                .param("condition", condition)
                .param("root", root)
                .query(Long.class)
                .single();
    }

    @Test
    void twoThousandDevicesBehindOneLinkAreOneMessageWithTheRootFirstAndAllAreListed() {
        List<String> hidden = new ArrayList<>();
        for (int number = 0; number < BEHIND; number++) {
            hidden.add("x-" + number);
        }
        Instant start = Instant.now();
        down("core", hidden);
        Duration took = Duration.between(start, Instant.now());

        List<Posted> messages = outbox.messages(null, 100).stream()
                .filter(message -> !message.createdAt().isBefore(start))
                .toList();
        System.out.printf(
                "R36: %d messages, %s, recorded in %d ms%n",
                messages.size(), messages.stream().map(Posted::subject).toList(), took.toMillis());
        assertThat(messages)
                .as("messages %s", messages.stream().map(Posted::subject).toList())
                .singleElement()
                .satisfies(message -> assertThat(message.subject())
                        .startsWith("Mất kết nối: Thôn Mận, Bộ chuyển mạch <i>xã</i> (+2"));
        Incident incident = incidents.open().get(0);
        assertThat(incidents.open()).hasSize(1);
        JsonNode json = json(
                mvc.get().uri("/api/v1/incidents/" + incident.number()).with(AN).exchange());
        assertThat(json.path("parts")).hasSize(BEHIND + 1);
        assertThat(json.path("parts").get(0).path("object").asString()).isEqualTo("device:core");
        String page = body(mvc.get().uri("/su-co/" + incident.number()).with(AN).exchange());
        assertThat(page).contains("2.000 điểm bị ảnh hưởng theo", "Điểm 0<", "Điểm 1999<");
    }

    @Test
    void aStormFromTheBannerToTheEnd() {
        down("core", List.of());
        down("man-ap", List.of());
        down("dao-ap", List.of());
        assertThat(body(mvc.get().uri("/su-co").with(AN).exchange())).contains("Bắt đầu chế độ sự cố diện rộng");
        assertThat(body(mvc.get().uri("/su-co").with(VIEWER).exchange())).doesNotContain("/su-co/dien-rong");
        assertThat(post("/su-co/dien-rong", VIEWER)).hasStatus(403);
        assertThat(post("/su-co/dien-rong", LIMITED)).as("who does not see all").hasStatus(403);

        assertThat(post("/su-co/dien-rong", AN)).hasStatus(302).hasRedirectedUrl("/su-co/" + number());
        String path = "/su-co/" + number();
        assertThat(body(mvc.get().uri("/su-co").with(AN).exchange()))
                .contains("Đang có sự cố diện rộng", "href=\"" + path + "/viec\"");
        String page = body(mvc.get().uri(path).with(AN).exchange());
        // The server polls these devices too, and may have found another one out meanwhile.
        assertThat(page)
                .containsPattern("[34] sự cố, [34] chưa xong")
                .contains("Sự cố diện rộng " + number(), "Bộ chuyển mạch &lt;i&gt;xã&lt;/i&gt;")
                .contains("Kết thúc chế độ sự cố diện rộng")
                .doesNotContain("id=\"khac-phuc\"", "id=\"gop\"");
        assertThat(body(mvc.get().uri(path).with(VIEWER).exchange())).doesNotContain("ket-thuc-dien-rong\"");
        assertThat(body(mvc.get().uri(path).with(LIMITED).exchange()))
                .contains("Điểm phát Đào")
                .doesNotContain("Điểm phát Mận", "ket-thuc-dien-rong\"");
        assertThat(body(mvc.get().uri(path + "/viec").with(AN).exchange()))
                .contains("khoảng 600 người", "Nơi ảnh hưởng nhiều người nhất đứng trước");
        assertThat(body(mvc.get()
                        .uri(path + "/viec?theo=duong&lang=en")
                        .with(AN)
                        .exchange()))
                .contains("No site has a position");
        Incident member = incidents.open().get(0);
        assertThat(body(mvc.get().uri("/su-co/" + member.number()).with(AN).exchange()))
                .contains("Thuộc sự cố diện rộng", "không nhắn và không gọi riêng");
        assertThat(post("/su-co/dien-rong", AN)).as("one at a time").hasRedirectedUrl("/su-co");

        assertThat(post(path + "/ket-thuc-dien-rong", AN, "phien-ban", "77")).hasRedirectedUrl(path);
        assertThat(storms.running()).as("somebody was first").isPresent();
        assertThat(post(path + "/ket-thuc-dien-rong", LIMITED, "phien-ban", "1"))
                .hasStatus(403);
        String version = Integer.toString(storms.umbrella().orElseThrow().version());
        assertThat(post(path + "/ket-thuc-dien-rong", AN, "phien-ban", version)).hasRedirectedUrl(path);
        assertThat(storms.running()).isEmpty();
        assertThat(body(mvc.get().uri(path).with(AN).exchange())).contains("Kết thúc chế độ", "id=\"khac-phuc\"");
        assertThat(audit.find(new AuditFilter(null, "incident", null, null, null), null, 50))
                .extracting(AuditEntry::action)
                .contains("incident.storm-begin", "incident.storm-end");
    }

    @Test
    void aProgramDoesTheSame() {
        assertThat(mvc.post().uri("/api/v1/storm").header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN))
                .as("of nothing")
                .hasStatus(409);
        down("core", List.of());
        down("man-ap", List.of());
        JsonNode umbrella = json(mvc.post()
                .uri("/api/v1/storm")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN)
                .exchange());
        String id = umbrella.path("id").asString();
        assertThat(umbrella.path("storm").asString()).isEqualTo(id);
        assertThat(umbrella.path("unstableSince").isNull()).isTrue();
        JsonNode storm = json(mvc.get().uri("/api/v1/storm").with(AN).exchange());
        assertThat(storm.path("incident").asString()).isEqualTo(id);
        JsonNode work = json(mvc.get()
                .uri("/api/v1/incidents/" + id + "/work?order=way")
                .with(AN)
                .exchange());
        assertThat(work).hasSize(2);
        assertThat(work.get(0).path("root").asString()).isEqualTo("device:core");
        assertThat(work.get(0).path("people").asLong()).isEqualTo(600);
        assertThat(mvc.get().uri("/api/v1/incidents/" + id + "/work?order=x").with(AN))
                .hasStatus(400);
        String first = incidents.open().get(0).number().toString();
        assertThat(mvc.get().uri("/api/v1/incidents/" + first + "/work").with(AN))
                .hasStatus(404);
        assertThat(json(mvc.get().uri("/api/v1/incidents/" + first).with(AN).exchange())
                        .path("storm")
                        .asString())
                .isEqualTo(id);
        assertThat(mvc.post()
                        .uri("/api/v1/incidents/" + id + "/end-storm")
                        .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN)
                        .header(HttpHeaders.IF_MATCH, "\"99\""))
                .hasStatus(412);
        JsonNode over = json(mvc.post()
                .uri("/api/v1/incidents/" + id + "/end-storm")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN)
                .header(HttpHeaders.IF_MATCH, "\"" + umbrella.path("version").asInt() + "\"")
                .exchange());
        assertThat(over.path("state").asString()).isEqualTo(State.RESOLVED.code());
        assertThat(json(mvc.get().uri("/api/v1/storm").with(AN).exchange())
                        .path("incident")
                        .isNull())
                .isTrue();
    }

    private String number() {
        return storms.umbrella().orElseThrow().number().toString();
    }

    private MvcTestResult post(String path, RequestPostProcessor who, String... fields) {
        var request = mvc.post().uri(path).with(who).with(csrf());
        for (int at = 0; at < fields.length; at += 2) {
            request = request.param(fields[at], fields[at + 1]);
        }
        return request.exchange();
    }

    private static String body(MvcTestResult result) {
        assertThat(result).hasStatus(200);
        try {
            return result.getResponse().getContentAsString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(MvcTestResult result) {
        return JsonMapper.shared().readTree(body(result));
    }
}
