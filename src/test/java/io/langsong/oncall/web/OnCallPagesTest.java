package io.langsong.oncall.web;

import static io.langsong.testkit.Visitors.who;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.access.PersonChange;
import io.langsong.access.Role;
import io.langsong.inventory.InventoryImport;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Roster;
import io.langsong.oncall.RotaId;
import io.langsong.testkit.WholeServer;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rotas from the form to the calendar, by a browser without scripts, by a program, and by whoever knows a secret. */
@WholeServer
@AutoConfigureMockMvc
class OnCallPagesTest {
    private static final RequestPostProcessor ADMIN =
            who("admin", Role.ADMIN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN");
    private static final RequestPostProcessor TECHNICIAN =
            who("an", Role.TECHNICIAN, Set.of(), "ROLE_VIEWER", "ROLE_TECHNICIAN");
    private static final RequestPostProcessor VIEWER = who("xem", Role.VIEWER, Set.of(), "ROLE_VIEWER");
    private static final RequestPostProcessor LIMITED =
            who("ba", Role.TECHNICIAN, Set.of("man"), "ROLE_VIEWER", "ROLE_TECHNICIAN");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private People people;

    @Autowired
    private OnCall onCall;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    private LocalDate monday = LocalDate.EPOCH;

    @BeforeEach
    void begin() {
        jdbc.sql("DELETE FROM oncall_policy").update();
        jdbc.sql("DELETE FROM oncall_rota").update();
        jdbc.sql("DELETE FROM oncall_calendar").update();
        for (String name : List.of("an", "ba", "chi")) {
            people.add(name, "Anh <b>" + name + "</b>", Role.TECHNICIAN, "mat khau rat dai day");
            people.change(name, new PersonChange("Anh <b>" + name + "</b>", "technician", null, List.of(), true));
        }
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv", "id,name,position\nman,Thôn Mận,1\nkhuat,Thôn Khuất,2\n",
                                        "power-areas.csv", "id,name\ndien,Trạm Khuất\n"),
                                false)
                        .problems())
                .isEmpty();
        monday = clock.instant()
                .atZone(OnCall.ZONE)
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusWeeks(1);
    }

    @Test
    void aRotaFromTheFormToThePage() {
        String form = body(get("/lich-truc/_them", ADMIN));
        assertThat(form).contains("Anh &lt;b&gt;an&lt;/b&gt;").doesNotContain("<b>an");

        MvcTestResult added = addRota("Trực <i>kỹ thuật</i>", "an", "ba", "chi");

        assertThat(added).hasStatus(302).hasRedirectedUrl("/lich-truc/truc-i-ky-thuat-i");
        assertThat(body(get("/lich-truc/truc-i-ky-thuat-i", VIEWER)))
                .contains("Trực &lt;i&gt;kỹ thuật&lt;/i&gt;", "Đang trực", "Anh &lt;b&gt;ba&lt;/b&gt;")
                .doesNotContain("<i>kỹ", "<b>an", "Thêm trực thay", "Sửa lịch trực", "Tạo đường dẫn");
        assertThat(body(get("/lich-truc", VIEWER)))
                .contains("Trực &lt;i&gt;kỹ thuật&lt;/i&gt;", "Không có ca trực nào trong bốn tuần tới")
                .doesNotContain("Thêm lịch trực");
        assertThat(body(get("/lich-truc", LIMITED))).as("whose turn it is").contains("class=\"duty duty--now\"");
        assertThat(body(get("/lich-truc", TECHNICIAN)))
                .as("whose turn comes")
                .contains("class=\"duty\"")
                .doesNotContain("duty--now");
        assertThat(body(get("/lich-truc/truc-i-ky-thuat-i?lang=en", ADMIN))).contains("On duty", "Four weeks after");
        assertThat(get("/lich-truc/khong-co", VIEWER)).hasStatus(404);
        assertThat(get("/lich-truc/KHONG%20CO", VIEWER)).hasStatus(404);
        assertThat(get("/lich-truc/truc-i-ky-thuat-i?tu=2026-99-99", VIEWER)).hasStatus(200);
    }

    @Test
    void aRefusedFormKeepsWhatWasTyped() {
        MvcTestResult refused = send(
                ADMIN,
                "/lich-truc",
                "name",
                "Kỹ thuật",
                "first",
                "hôm qua",
                "every",
                "day",
                "handOver",
                "06:15",
                "people",
                "ba");

        assertThat(refused).hasRedirectedUrl("/lich-truc/_them");
        String again = body(mvc.perform(mvc.get()
                .uri("/lich-truc/_them")
                .with(ADMIN)
                .flashAttrs(refused.getMvcResult().getFlashMap())));
        assertThat(again)
                .contains("Ngày không đúng. Nhập theo dạng 2026-12-07.", "value=\"06:15\"", "value=\"Kỹ thuật\"")
                .containsPattern("value=\"day\" selected");
    }

    @Test
    void technicianStandsInAndSwapsAndSeesGaps() {
        addRota("Kỹ thuật", "an", "ba", "chi");
        String page = "/lich-truc/ky-thuat";
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MINUTES);

        assertThat(send(
                        TECHNICIAN,
                        page + "/thay",
                        "person",
                        "",
                        "from",
                        local(tomorrow),
                        "until",
                        local(tomorrow.plus(Duration.ofHours(3))),
                        "note",
                        "đi <họp>"))
                .hasRedirectedUrl(page);
        assertThat(body(get(page, TECHNICIAN)))
                .contains("1 khoảng thời gian trong bốn tuần này không có người trực")
                .contains("đi &lt;họp&gt;", "✕ Không có người trực", "vắng, chưa có người thay");

        String choices = body(get(page, TECHNICIAN));
        List<String> turns = values(choices, "one");
        assertThat(turns).hasSizeGreaterThan(3);
        assertThat(send(TECHNICIAN, page + "/doi", "one", turns.get(0), "other", turns.get(1), "note", "việc nhà"))
                .hasRedirectedUrl(page);
        Roster roster = onCall.roster(new RotaId("ky-thuat")).orElseThrow();
        assertThat(roster.swaps()).hasSize(1).allMatch(roster::inEffect);
        assertThat(body(get(page, VIEWER)))
                .contains("đổi ca với Anh &lt;b&gt;", "đổi với")
                .doesNotContain("Hủy đổi ca");
        assertThat(send(TECHNICIAN, page + "/doi", "one", turns.get(0), "other", turns.get(1)))
                .as("that turn is another’s now")
                .hasRedirectedUrl(page + "#doi");

        long swap = roster.swaps().get(0).id();
        long override = roster.overrides().get(0).id();
        assertThat(send(TECHNICIAN, page + "/doi/" + swap + "/huy")).hasRedirectedUrl(page);
        assertThat(send(TECHNICIAN, page + "/thay/" + override + "/ket-thuc")).hasRedirectedUrl(page);
        assertThat(send(TECHNICIAN, page + "/thay/1e9/ket-thuc")).hasRedirectedUrl(page);
        assertThat(body(get(page, TECHNICIAN))).doesNotContain("khoảng thời gian trong bốn tuần", "đổi với");
        assertThat(audit.find(AuditFilter.ALL, null, 10).stream().map(AuditEntry::action))
                .contains("oncall.swap.undo", "oncall.override.end");
    }

    @Test
    void aRotaThatHasNotBegunHasNobody() {
        LocalDate soon = monday.plusWeeks(3);
        send(
                ADMIN,
                "/lich-truc",
                "name",
                "Sau",
                "first",
                soon.toString(),
                "every",
                "day",
                "handOver",
                "06:15",
                "people",
                "an");

        assertThat(body(get("/lich-truc/sau", VIEWER)))
                .contains("1 khoảng thời gian", "từ trước", "lịch trực chưa bắt đầu");
        assertThat(body(get("/lich-truc/sau/sua", ADMIN))).contains("value=\"" + soon + "\"");
        String path = "/lich-truc/_ical/" + shown(send(TECHNICIAN, "/lich-truc/sau/lich")) + ".ics";
        assertThat(body(mvc.perform(mvc.get().uri(path))))
                .contains("SUMMARY:Sau: Anh")
                .doesNotContain("⚠");
    }

    @Test
    void saysThatAnAccountIsDisabled() {
        addRota("Kỹ thuật", "an");
        people.change("an", new PersonChange("Anh an", "technician", null, List.of(), false));

        assertThat(body(get("/lich-truc", VIEWER))).contains("Tài khoản của người trực đã ngừng");
        assertThat(body(get("/lich-truc/ky-thuat", VIEWER))).contains("tài khoản của Anh an đã ngừng");
        assertThat(body(get("/lich-truc/ky-thuat/sua", ADMIN))).contains("Anh an (tài khoản đã ngừng)");
        assertThat(json(call(VIEWER, "GET", "/api/v1/oncall", null))
                        .path(0)
                        .path("warning")
                        .asString(""))
                .isEqualTo("disabled");
    }

    @ParameterizedTest(name = "{0} may not {1}")
    @CsvSource({
        "xem, /lich-truc/ky-thuat/thay",
        "xem, /lich-truc/ky-thuat/doi",
        "xem, /lich-truc/ky-thuat/lich",
        "an,  /lich-truc",
        "an,  /lich-truc/ky-thuat",
        "an,  /lich-truc/ky-thuat/xoa",
        "an,  /chuyen-cap",
        "an,  /chuyen-cap/thuong",
        "an,  /chuyen-cap/thuong/xoa",
    })
    void whatIsForOthersIsRefused(String name, String path) {
        addRota("Kỹ thuật", "an");

        assertThat(send(name.equals("xem") ? VIEWER : TECHNICIAN, path)).hasStatus(403);
        assertThat(mvc.perform(mvc.post().uri(path).with(ADMIN)))
                .as("without the token of its form")
                .hasStatus(403);
    }

    @Test
    void programsReadWhoIsOnDuty() throws Exception {
        addRota("Kỹ thuật", "an", "ba");
        Instant now = clock.instant();

        JsonNode duty = json(call(VIEWER, "GET", "/api/v1/oncall", null)).path(0);
        assertThat(duty.path("person").asString("")).isEqualTo("ba");
        assertThat(duty.path("why").asString("")).isEqualTo("rotation");
        assertThat(duty.path("warning").isNull()).isTrue();
        JsonNode before = json(call(VIEWER, "GET", "/api/v1/oncall?at=2020-01-01T00:00:00Z", null))
                .path(0);
        assertThat(before.path("warning").asString("")).isEqualTo("nobody");
        assertThat(before.path("from").isNull()).isTrue();

        String window = "?from=" + now + "&to=" + now.plus(Duration.ofDays(20));
        JsonNode turns = json(call(VIEWER, "GET", "/api/v1/oncall/ky-thuat/turns" + window, null));
        List<Instant> edges = new ArrayList<>();
        turns.forEach(turn -> edges.addAll(List.of(time(turn, "from"), time(turn, "until"))));
        assertThat(edges).hasSizeGreaterThan(4);
        assertThat(edges.get(0)).isEqualTo(now.truncatedTo(ChronoUnit.MILLIS));
        for (int i = 2; i < edges.size(); i += 2) {
            assertThat(edges.get(i)).isEqualTo(edges.get(i - 1));
        }
        assertThat(call(VIEWER, "GET", "/api/v1/oncall/khong-co/turns", null)).hasStatus(404);
        assertThat(call(VIEWER, "GET", "/api/v1/oncall/ky-thuat/turns?to=2020-01-01T00:00:00Z", null))
                .hasStatus(400);
        assertThat(call(VIEWER, "GET", "/api/v1/oncall/ky-thuat/turns?to=2199-01-01T00:00:00Z", null))
                .hasStatus(400);
        assertThat(call(VIEWER, "GET", "/api/v1/oncall?at=9999-01-01T00:00:00Z", null))
                .hasStatus(400);
    }

    @Test
    void programsChangeRotas() throws Exception {
        String wish = """
                {"id": "ky-thuat", "name": "Kỹ thuật", "first": "%s", "every": "week", "handOver": "07:30",
                 "people": ["an", "ba"], "holidayPeople": []}
                """.formatted(monday);
        assertThat(call(TECHNICIAN, "POST", "/api/v1/rotas", wish)).hasStatus(403);
        assertThat(call(ADMIN, "POST", "/api/v1/rotas", wish))
                .hasStatus(201)
                .hasHeader("Location", "/api/v1/rotas/ky-thuat");
        assertThat(call(ADMIN, "POST", "/api/v1/rotas", wish)).hasStatus(409);
        assertThat(call(ADMIN, "GET", "/api/v1/rotas/ky-thuat", null)).hasHeader("ETag", "\"1\"");
        String changed = wish.replace("\"Kỹ thuật\"", "\"Trực\"");
        assertThat(mvc.perform(mvc.put()
                        .uri("/api/v1/rotas/ky-thuat")
                        .header("If-Match", "\"7\"")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(changed)
                        .with(ADMIN)
                        .with(csrf())))
                .hasStatus(412);
        assertThat(json(call(ADMIN, "PUT", "/api/v1/rotas/ky-thuat", changed))
                        .path("name")
                        .asString(""))
                .isEqualTo("Trực");
        assertThat(call(ADMIN, "PUT", "/api/v1/rotas/ky-thuat", changed.replace("an\"", "x\"")))
                .hasStatus(400);

        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        String override = "{\"person\": \"chi\", \"from\": \"%s\", \"until\": \"%s\"}"
                .formatted(tomorrow, tomorrow.plus(Duration.ofHours(1)));
        MvcTestResult added = call(TECHNICIAN, "POST", "/api/v1/rotas/ky-thuat/overrides", override);
        assertThat(added).hasStatus(201);
        assertThat(json(call(VIEWER, "GET", "/api/v1/rotas/ky-thuat/overrides", null))
                        .path(0)
                        .path("person")
                        .asString(""))
                .isEqualTo("chi");
        assertThat(call(TECHNICIAN, "DELETE", location(added), null)).hasStatus(204);
        assertThat(call(TECHNICIAN, "DELETE", location(added), null)).hasStatus(404);
        assertThat(call(TECHNICIAN, "POST", "/api/v1/rotas/ky-thuat/overrides", "{\"from\": \"mai\"}"))
                .hasStatus(400);

        JsonNode turns = json(call(
                VIEWER,
                "GET",
                "/api/v1/oncall/ky-thuat/turns?from=" + at(monday.plusWeeks(2)) + "&to=" + at(monday.plusWeeks(4)),
                null));
        String swap = "{\"turns\": [%s, %s]}".formatted(side(turns.path(0)), side(turns.path(1)));
        MvcTestResult swapped = call(TECHNICIAN, "POST", "/api/v1/rotas/ky-thuat/swaps", swap);
        assertThat(swapped).hasStatus(201);
        assertThat(json(swapped).path("inEffect").asBoolean(false)).isTrue();
        assertThat(call(TECHNICIAN, "DELETE", location(swapped), null)).hasStatus(204);
        assertThat(call(ADMIN, "DELETE", "/api/v1/rotas/ky-thuat", null)).hasStatus(204);
        assertThat(call(ADMIN, "GET", "/api/v1/rotas/ky-thuat", null)).hasStatus(404);
    }

    @Test
    void aCalendarOpensByItsSecretAndNothingElseDoes() {
        addRota("Kỹ thuật; ca, 1", "an", "ba");
        String page = "/lich-truc/ky-thuat-ca-1";
        MvcTestResult issued = send(TECHNICIAN, page + "/lich");
        String secret = shown(issued);
        String path = "/lich-truc/_ical/" + secret + ".ics";

        MvcTestResult calendar = mvc.perform(mvc.get().uri(path));

        assertThat(calendar).hasStatus(200).hasHeader("Content-Type", "text/calendar;charset=UTF-8");
        assertThat(calendar.getResponse().getCookies()).as("no session").isEmpty();
        assertThat(calendar.getRequest().getSession(false)).isNull();
        assertThat(body(calendar))
                .startsWith("BEGIN:VCALENDAR\r\n")
                .contains("X-WR-CALNAME:Kỹ thuật\\; ca\\, 1\r\n", "SUMMARY:Kỹ thuật\\; ca\\, 1: Anh <b>an</b>\r\n")
                .doesNotContain(secret);
        assertThat(body(mvc.perform(mvc.get().uri(path)))).as("the same again").isEqualTo(body(calendar));
        for (String other : List.of("/lich-truc", page, "/api/v1/oncall", path + "/x")) {
            MvcTestResult refused = mvc.perform(mvc.get().uri(other + "?secret=" + secret));
            assertThat(refused.getResponse().getStatus()).as(other).isIn(302, 401);
        }
        assertThat(mvc.perform(mvc.post().uri(path).with(csrf()))).hasStatus(302);
        for (String wrong : List.of("x", secret.toUpperCase(java.util.Locale.ROOT), secret.substring(1) + "0")) {
            assertThat(mvc.perform(mvc.get().uri("/lich-truc/_ical/" + wrong + ".ics")))
                    .hasStatus(404);
        }
        assertThat(body(get(page, TECHNICIAN)))
                .contains("Đã có một đường dẫn đang dùng")
                .doesNotContain(secret);

        send(TECHNICIAN, page + "/lich");
        assertThat(mvc.perform(mvc.get().uri(path))).as("replaced").hasStatus(404);
    }

    @Test
    void everybodyHasACalendarOfTheirOwn() {
        addRota("Kỹ thuật", "an", "ba");
        addRota("Dự phòng", "chi", "an");

        String path = "/lich-truc/_ical/" + shown(send(TECHNICIAN, "/lich-truc/_cua-toi")) + ".ics";
        String calendar = body(mvc.perform(mvc.get().uri(path + "?lang=en")));

        assertThat(calendar)
                .contains(
                        "X-WR-CALNAME:Turns of Anh <b>an</b>", "SUMMARY:On duty: Kỹ thuật", "SUMMARY:On duty: Dự phòng")
                .doesNotContain("Anh <b>ba", "Anh <b>chi");
        List<String> uids = Pattern.compile("UID:(.*)\r\n")
                .matcher(calendar)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(uids).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        people.change("an", new PersonChange("Anh an", "technician", null, List.of(), false));
        assertThat(mvc.perform(mvc.get().uri(path))).as("who left").hasStatus(404);
    }

    @Test
    void aGapIsAnEventTooAndAChangeMovesTheStamp() {
        addRota("Kỹ thuật", "an");
        String path = "/lich-truc/_ical/" + shown(send(TECHNICIAN, "/lich-truc/ky-thuat/lich")) + ".ics";
        String before = body(mvc.perform(mvc.get().uri(path)));
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        jdbc.sql("UPDATE oncall_rota SET changed_at = '2026-01-02 03:04:05Z'").update();
        assertThat(body(mvc.perform(mvc.get().uri(path)))).contains("DTSTAMP:20260102T030405Z");

        send(
                TECHNICIAN,
                "/lich-truc/ky-thuat/thay",
                "from",
                local(tomorrow),
                "until",
                local(tomorrow.plus(Duration.ofHours(3))));

        String after = body(mvc.perform(mvc.get().uri(path)));
        assertThat(before).doesNotContain("⚠");
        assertThat(after).contains("SUMMARY:⚠ Kỹ thuật: Không có người trực\r\n");
        assertThat(after).doesNotContain("DTSTAMP:20260102T030405Z");
    }

    @Test
    void policiesFromTheForm() {
        addRota("Kỹ thuật", "an");
        assertThat(send(
                        ADMIN,
                        "/chuyen-cap",
                        "name",
                        "Ban <đêm>",
                        "severities",
                        "urgent",
                        "villages",
                        "man",
                        "from",
                        "17:00",
                        "until",
                        "07:30",
                        "targets0",
                        "rota:ky-thuat",
                        "minutes0",
                        "10",
                        "targets1",
                        "person:ba",
                        "minutes1",
                        "20"))
                .hasRedirectedUrl("/chuyen-cap");

        assertThat(body(get("/chuyen-cap", VIEWER)))
                .contains("Ban &lt;đêm&gt;", "Khẩn cấp", "Thôn Mận", "17:00–07:30", "Người trực “Kỹ thuật”")
                .contains("Cấp 2, sau 10 phút")
                .doesNotContain("Thêm quy tắc");
        assertThat(body(get("/chuyen-cap/ban-dem", ADMIN)))
                .containsPattern("value=\"rota:ky-thuat\" selected")
                .contains("value=\"20\"");
        MvcTestResult refused = send(ADMIN, "/chuyen-cap/ban-dem", "name", "Ban đêm", "villages", "khong-co");
        assertThat(refused.getMvcResult().getFlashMap().get("errors"))
                .isEqualTo(Map.of("villages", "Nơi này không có trong danh mục."));
        assertThat(get("/chuyen-cap/khong-co", ADMIN)).hasStatus(404);
        assertThat(send(ADMIN, "/lich-truc/ky-thuat/xoa")).hasRedirectedUrl("/lich-truc/ky-thuat/sua");
        assertThat(send(ADMIN, "/chuyen-cap/ban-dem/xoa")).hasRedirectedUrl("/chuyen-cap");
        assertThat(send(ADMIN, "/lich-truc/ky-thuat/xoa")).hasRedirectedUrl("/lich-truc");
        assertThat(onCall.rosters()).isEmpty();
    }

    @Test
    void whoIsLimitedSeesPoliciesOfTheirPlacesAlone() {
        String policy = """
                {"name": "%s", "villages": [%s], "powerAreas": [%s], "levels": [{"targets": ["person:an"], "minutes": 5}]}
                """;
        assertThat(call(
                        ADMIN,
                        "POST",
                        "/api/v1/escalation-policies",
                        policy.formatted("Hai nơi", "\"man\", \"khuat\"", "\"dien\"")))
                .hasStatus(201);
        assertThat(call(ADMIN, "POST", "/api/v1/escalation-policies", policy.formatted("Xa", "\"khuat\"", "")))
                .hasStatus(201);
        assertThat(call(ADMIN, "POST", "/api/v1/escalation-policies", policy.formatted("Chung", "", "")))
                .hasStatus(201);

        assertThat(body(get("/chuyen-cap", LIMITED)))
                .contains("Hai nơi", "Thôn Mận", "Chung")
                .doesNotContain("Khuất", "Xa<");
        String listed = body(call(LIMITED, "GET", "/api/v1/escalation-policies", null));
        assertThat(listed).contains("\"man\"").doesNotContain("khuat", "dien");
        assertThat(call(LIMITED, "GET", "/api/v1/escalation-policies/xa", null)).hasStatus(404);
        assertThat(call(LIMITED, "DELETE", "/api/v1/escalation-policies/chung", null))
                .hasStatus(403);
        assertThat(json(call(ADMIN, "PUT", "/api/v1/escalation-policies/xa", policy.formatted("Gần", "\"man\"", "")))
                        .path("villages")
                        .path(0)
                        .asString(""))
                .isEqualTo("man");
        assertThat(call(ADMIN, "DELETE", "/api/v1/escalation-policies/xa", null))
                .hasStatus(204);
        assertThat(call(ADMIN, "DELETE", "/api/v1/escalation-policies/xa", null))
                .hasStatus(404);
    }

    private MvcTestResult addRota(String name, String... inOrder) {
        List<String> fields = new ArrayList<>(
                List.of("name", name, "first", monday.toString(), "every", "week", "handOver", "00:00", "people", ""));
        for (String person : inOrder) {
            fields.addAll(List.of("people", person));
        }
        return send(ADMIN, "/lich-truc", fields.toArray(String[]::new));
    }

    private MvcTestResult get(String path, RequestPostProcessor who) {
        return mvc.perform(mvc.get()
                .uri(java.net.URI.create(path))
                .accept(MediaType.TEXT_HTML)
                .with(who));
    }

    /** @param fields name, value, name, value, … */
    private MvcTestResult send(RequestPostProcessor who, String path, String... fields) {
        MockMvcTester.MockMvcRequestBuilder request =
                mvc.post().uri(path).with(who).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request);
    }

    private MvcTestResult call(
            RequestPostProcessor who, String method, String path, @org.jspecify.annotations.Nullable String json) {
        MockMvcTester.MockMvcRequestBuilder request = mvc.method(org.springframework.http.HttpMethod.valueOf(method))
                .uri(java.net.URI.create(path))
                .with(who)
                .with(csrf());
        return mvc.perform(
                json == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).content(json));
    }

    private static String body(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static JsonNode json(MvcTestResult result) {
        return JsonMapper.shared().readTree(body(result));
    }

    private static String location(MvcTestResult result) {
        return Objects.requireNonNull(result.getResponse().getHeader("Location"));
    }

    private static Instant time(JsonNode json, String field) {
        return java.time.OffsetDateTime.parse(json.path(field).asString("")).toInstant();
    }

    private static String side(JsonNode turn) {
        return "{\"person\": %s, \"from\": %s, \"until\": %s}"
                .formatted(turn.path("person"), turn.path("from"), turn.path("until"));
    }

    /** The secret in the address that is shown this once. */
    private static String shown(MvcTestResult issued) {
        Object shown = issued.getMvcResult().getFlashMap().get("shown");
        Matcher secret = Pattern.compile("http://localhost/lich-truc/_ical/([0-9a-f]{64})\\.ics")
                .matcher(((CalendarPages.Shown) Objects.requireNonNull(shown)).address());
        assertThat(secret.matches()).isTrue();
        return secret.group(1);
    }

    /** What may be chosen in a field. */
    private static List<String> values(String page, String field) {
        Matcher select =
                Pattern.compile("(?s)<select id=\"" + field + "\".*?</select>").matcher(page);
        assertThat(select.find()).isTrue();
        return Pattern.compile("<option value=\"([^\"]+)\"")
                .matcher(select.group())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String local(Instant at) {
        return at.atZone(OnCall.ZONE)
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    private static String at(LocalDate day) {
        return day.atTime(7, 30).atZone(OnCall.ZONE).toInstant().toString();
    }
}
