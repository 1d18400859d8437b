package io.langsong.access;

import static io.langsong.access.Browser.leadsTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.langsong.event.TestMessages;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.Photos;
import io.langsong.inventory.SiteId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.testkit.WholeServer;
import io.langsong.web.EventStream;
import io.langsong.web.Routes;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Somebody limited to one village asks every route for what lies in another, whose every name and id holds one word. That
 * word must not come back, by pages, files, events or the API.
 */
@WholeServer
class SightTest {
    private static final String OWN = "mat khau cua rieng toi";
    /** As ids and, without marks, names of what is not seen hold it. */
    private static final String HIDDEN = "khuat";

    private static final List<String> HIDDEN_IDS = List.of(
            "thon-khuat",
            "khuat-nvh",
            "khuat-rt",
            "khuat-ap",
            "khuat-duong",
            "khuat-wifi",
            "khuat-nguoi",
            "khuat-dien",
            "khuat-mang",
            "khuat-hop",
            "2020-0001");
    private static final String NOBODY = "khong-co";
    /** Where the pages of a kind lie, and what of that kind is hidden. */
    private static final Map<String, List<String>> SLUGS = Map.of(
            "thon", List.of("thon-khuat"),
            "dau-moi", List.of("khuat-nguoi"),
            "khu-vuc-dien", List.of("khuat-dien"),
            "diem-lap-dat", List.of("khuat-nvh"),
            "thiet-bi", List.of("khuat-rt", "khuat-ap"),
            "nha-mang", List.of("khuat-mang"),
            "hop-dong", List.of("khuat-hop"),
            "duong-truyen", List.of("khuat-duong"),
            "dich-vu", List.of("khuat-wifi"));

    @TempDir
    static Path data;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private People people;

    @Autowired
    private ApiTokens tokens;

    @Autowired
    private Inventory inventory;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Photos photos;

    @Autowired
    private Outbox outbox;

    @Autowired
    private MetricStore metrics;

    @Autowired
    private EventStream events;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JdbcTemplate template;

    @Value("${local.server.port}")
    private int port;

    /** What was answered about what is not there. */
    private final Map<String, HttpResponse<String>> answers = new HashMap<>();

    private Browser technician;
    private String csrf;
    private String token;

    @BeforeEach
    void commune() throws Exception {
        if (inventory.snapshot().isEmpty()) {
            fill();
            people.add("ha", "Hà", Role.TECHNICIAN, OWN);
            people.change("ha", new PersonChange("Hà", "technician", null, List.of("thon-thay"), true));
        }
        technician = new Browser(port);
        assertThat(leadsTo(technician.signIn("ha", OWN))).isEqualTo("/");
        csrf = technician.csrf("/tai-khoan");
        token = tokens.issue(
                        new TokenWish("ban-" + System.nanoTime(), "technician", "all", 1, List.of("thon-thay")), null)
                .secret();
    }

    /** The own village hangs behind the hidden one. */
    private void fill() throws IOException {
        var unused = TestMessages.invented(jdbc, template, Instant.now(), "khuat-ap", "thay-ap");
        var unusedToo = TestMessages.faults(jdbc, template, Instant.now(), "khuat-ap", "thay-ap");
        InventoryImport.Outcome outcome = imports.run(
                Map.of(
                        "villages.csv",
                        "id,name,position,people,location.latitude,location.longitude\n"
                                + "thon-khuat,Thôn Khuất,1,777,20.9,106.2\nthon-thay,Thôn Thấy,2,100,20.91,106.21\n",
                        "contacts.csv",
                        "id,name,village,phone\nkhuat-nguoi,Hà Khuất,thon-khuat,0900000001\n"
                                + "thay-nguoi,Hà Thấy,thon-thay,0900000002\n",
                        "power-areas.csv",
                        "id,name\nkhuat-dien,Trạm Khuất\n",
                        "providers.csv",
                        "id,name\nkhuat-mang,Nhà mạng Khuất\n",
                        "contracts.csv",
                        "id,name,provider\nkhuat-hop,Hợp đồng Khuất,khuat-mang\n",
                        "sites.csv",
                        "id,name,village,kind,powerArea\nkhuat-nvh,Nhà Khuất,thon-khuat,culture-house,khuat-dien\n"
                                + "thay-nvh,Nhà Thấy,thon-thay,culture-house,khuat-dien\n",
                        "devices.csv",
                        "id,name,site,kind,address,uplinks\n"
                                + "khuat-rt,Bộ định tuyến Khuất,khuat-nvh,router,10.9.9.1,\n"
                                + "khuat-ap,AP Khuất,khuat-nvh,access-point,10.9.9.2,khuat-rt\n"
                                + "thay-rt,Bộ định tuyến Thấy,thay-nvh,router,10.1.1.1,khuat-rt\n"
                                + "thay-ap,AP Thấy,thay-nvh,access-point,10.1.1.2,khuat-rt\n",
                        "links.csv",
                        "id,name,near.device,near.port,far.device,far.port,provider,contract\n"
                                + "khuat-duong,Đường Khuất,khuat-rt,wan,,,khuat-mang,khuat-hop\n"
                                + "thay-duong,Trung kế Thấy,khuat-rt,eth2,thay-rt,wan,khuat-mang,khuat-hop\n",
                        "services.csv",
                        "id,name,site,kind,members\nkhuat-wifi,Wi-Fi Khuất,khuat-nvh,public-wifi,khuat-ap\n"
                                + "thay-wifi,Wi-Fi Thấy,thay-nvh,public-wifi,thay-ap\n"),
                false);
        assertThat(outcome.problems()).isEmpty();
        InventoryImport.Outcome moved = imports.run(
                Map.of(
                        "devices.csv",
                        "id,name,site,kind,address,uplinks\n"
                                + "thay-ap,AP Thấy,thay-nvh,access-point,10.1.1.2,thay-rt\n"),
                false);
        assertThat(moved.problems()).isEmpty();
        for (String object : List.of(
                "device:khuat-rt",
                "device:khuat-ap",
                "link:khuat-duong",
                "service:khuat-wifi",
                "device:thay-rt",
                "device:thay-ap",
                "link:thay-duong",
                "service:thay-wifi")) {
            outage(object, "now() - interval '30 hours'", "now() - interval '29 hours'");
            outage(object, "now() - interval '3 hours'", "now() - interval '2 hours'");
            outage(object, "now() - interval '1 hour'", "NULL::timestamptz");
        }
        for (String device : List.of("khuat-ap", "thay-ap")) {
            jdbc.sql("""
                    INSERT INTO alert_record (rule, terms, severity, device, metric, series_index, unit, criterion, fire, value,
                        began, fired)
                    VALUES ('rtt-high', '', 'warning', :device, 'reach.rtt', '', 'ms', 'above', 250, 4321,
                        now() - interval '1 hour', now() - interval '1 hour')
                    """).param("device", device).update();
        }
        jdbc.sql("""
                INSERT INTO alert_rule (id, name, metric, series_index, criterion, fire, clear, holds_seconds, severity, scope, enabled)
                VALUES ('khuat-nong', 'Nóng Khuất', 'reach.rtt', '*', 'above', 5, 5, 0, 'warning', 'site:khuat-nvh', true)
                """).update();
        incident(1, "device:khuat-ap", "'{thon-khuat}'", "device:khuat-ap");
        incident(2, "device:khuat-rt", "'{thon-khuat,thon-thay}'", "device:khuat-rt", "device:thay-rt");
        told("khuat", "Mất kết nối: Thôn Khuất", "device:khuat-rt", List.of("device:khuat-ap"));
        told("chung", "Mất kết nối: Thôn Khuất và thôn khác", "device:khuat-rt", List.of("device:thay-rt"));
        told("thay", "Mất kết nối: Thôn Thấy", "device:thay-rt", List.of("device:thay-ap"));
        Metric rtt = new Metric("reach.rtt", Metric.Kind.GAUGE, "ms");
        for (String device : List.of("khuat-rt", "thay-rt")) {
            metrics.append(List.of(
                    Sample.gauge(new SeriesKey(new DeviceId(device), "reach.rtt", ""), rtt, Instant.now(), 4321)));
        }
        metrics.flush();
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", picture);
        photos.add(new SiteId("khuat-nvh"), picture.toByteArray(), "Ảnh Khuất", "admin");
        photos.add(new SiteId("thay-nvh"), picture.toByteArray(), "Ảnh Thấy", "admin");
    }

    private void outage(String object, String from, String to) {
        jdbc.sql("""
                INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                    ended_earliest, ended, ended_latest, cause, evidence)
                VALUES (:object, :condition, 'device:khuat-rt', %1$s, %1$s, %1$s, %2$s, %2$s, %2$s, 'UPSTREAM',
                    CAST(:evidence AS jsonb))
                """.formatted(from, to))
                .param("object", object)
                .param("condition", object.equals("device:khuat-rt") ? "DOWN" : "UNREACHABLE")
                .param(
                        "evidence",
                        "[{\"kind\": \"uplink-down\", \"at\": \"2026-10-01T00:00:00Z\", \"detail\": \"khuat-rt\"},"
                                + " {\"kind\": \"port-down\", \"at\": \"2026-10-01T00:00:00Z\", \"detail\": \"khuat-rt eth2\"}]")
                .update();
    }

    /** One that opened with all its parts, and told of them. */
    private void incident(int serial, String root, String villages, String... parts) {
        long id = jdbc.sql("""
                INSERT INTO incident_record (year, serial, object, severity, villages, began_at, opened_at, state, alarmed_at, guess, version)
                VALUES (2020, :serial, :root, 'critical', %s, now(), now(), 'open', now(), 'power', 1) RETURNING id
                """.formatted(villages))
                .param("serial", serial)
                .param("root", root)
                .query(Long.class)
                .single();
        for (String part : parts) {
            jdbc.sql("""
                    INSERT INTO incident_part (source, incident, object, subject, kind, root, began_at)
                    SELECT 'outage:' || max(id), :id, :object, :object, 'down', :object = :root, now()
                      FROM outage_record WHERE object = :object
                    """)
                    .param("id", id)
                    .param("object", part)
                    .param("root", root)
                    .update();
        }
        jdbc.sql("""
                INSERT INTO incident_entry (incident, at, kind, facts, version)
                VALUES (:id, now(), 'opened', jsonb_build_object('objects', :objects::text, 'count', :count::text), 1)
                """)
                .param("id", id)
                .param("objects", String.join(" ", parts))
                .param("count", Integer.toString(parts.length))
                .update();
        jdbc.sql("INSERT INTO incident_told (incident, key) VALUES (:id, 'khuat'), (:id, 'chung'), (:id, 'thay')")
                .param("id", id)
                .update();
    }

    private void told(String key, String subject, String object, List<String> behind) {
        outbox.post(new Message(
                key, subject, subject + "\n", Map.of("event", "outage-started", "object", object, "behind", behind)));
    }

    @Test
    void noRouteTellsOfAVillageThatIsNotSeen() throws Exception {
        List<String> asked = new ArrayList<>();
        for (String route : Routes.of(context)) {
            String[] words = route.split(" ");
            if (endsNever(words[1]) || isOwnAffair(words) || isForEverybody(words[1])) {
                continue;
            }
            if (!words[1].contains("{")) {
                compare(words[0], words[1], words[1], "");
                asked.add(route);
                continue;
            }
            Map<String, List<String>> kinds = words[1].contains("{slug}") ? SLUGS : Map.of("", HIDDEN_IDS);
            for (String slug : kinds.keySet()) {
                for (String id : kinds.get(slug)) {
                    String path = words[1].replace("{slug}", slug);
                    compare(words[0], Routes.filled(path, id), Routes.filled(path, NOBODY), id);
                }
            }
            asked.add(route);
        }

        assertThat(asked)
                .hasSizeGreaterThan(100)
                .contains(
                        "GET /", "GET /thon/{id}", "GET /thiet-bi/{id}/lich-su", "GET /gian-doan.csv", "GET /man-hinh")
                .contains("GET /danh-muc/{slug}/{id}", "POST /danh-muc/{slug}/{id}/anh", "GET /danh-muc/xuat.zip")
                .contains("GET /api/v1/contacts/{id}", "PUT /api/v1/devices/{id}", "GET /api/v1/outages/{id}")
                .contains("GET /api/v1/series", "GET /api/v1/notifications", "GET /api/v1/inventory/export");
    }

    private static boolean endsNever(String path) {
        return path.endsWith("/events");
    }

    /** Of these the villages of others are no part, and they would end the session. */
    /** How the Wi-Fi of each village is, also without signing in; it names no more than villages. */
    private static boolean isForEverybody(String path) {
        return path.equals("/trang-thai") || path.equals("/api/v1/status") || path.startsWith("/tt/");
    }

    private static boolean isOwnAffair(String[] words) {
        return !words[0].equals("GET") && (words[1].startsWith("/tai-khoan") || words[1].startsWith("/dang-nhap"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/thiet-bi?tim=khu",
                "/thiet-bi?trang-thai=unknown",
                "/gian-doan?ngay=92",
                "/gian-doan?thon=%s",
                "/gian-doan?thiet-bi=%s",
                "/gian-doan?trang-thai=da-xong&ngay=92",
                "/gian-doan.csv?ngay=92",
                "/gian-doan.csv?thiet-bi=%s",
                "/canh-bao?ngay=92",
                "/canh-bao?thiet-bi=%s",
                "/api/v1/alerts?device=%s",
                "/api/v1/alerts?rule=rtt-high",
                "/su-co?tim=khu",
                "/su-co?thiet-bi=%s",
                "/su-co?thon=%s",
                "/su-co/2020-0002",
                "/api/v1/incidents?text=khu",
                "/api/v1/incidents?object=device:%s",
                "/api/v1/incidents?village=%s",
                "/api/v1/incidents/2020-0002",
                "/su-kien?tim=ifDescr",
                "/su-kien?thiet-bi=%s",
                "/su-kien.csv?thiet-bi=%s",
                "/api/v1/messages?text=ifDescr",
                "/api/v1/messages?device=%s",
                "/thon?xem=ban-do",
                "/thon/o-luoi?xem=ban-do",
                "/danh-muc/thon?tim=khu",
                "/danh-muc/thiet-bi?tim=khu",
                "/danh-muc/dau-moi?tim=090",
                "/danh-muc/duong-truyen?tim=du",
                "/danh-muc/thiet-bi/_moi",
                "/danh-muc/duong-truyen/_moi",
                "/danh-muc/diem-lap-dat/_moi?village=x",
                "/danh-muc/thiet-bi/_sua-nhieu?truong=site&chon=thay-ap",
                "/danh-muc/thiet-bi/_sua-nhieu?truong=site&chon=%s",
                "/man-hinh?trang=2",
                "/api/v1/outages?from=2020-01-01T00:00:00Z",
                "/api/v1/outages?object=%s",
                "/api/v1/outages?object=device:%s",
                "/api/v1/series?device=%s&metric=reach.rtt",
                "/api/v1/series?device=%s&metric=reach.rtt&fn=rate",
                "/api/v1/notifications?limit=1000",
                "/api/v1/devices?page=0&size=1000",
                "/api/v1/inventory/export?format=xlsx"
            })
    void noQuestionTellsOfAVillageThatIsNotSeen(String question) throws Exception {
        for (String id : question.contains("%s") ? HIDDEN_IDS : List.of("")) {
            compare("GET", question.replace("%s", id), question.replace("%s", NOBODY), id);
        }
    }

    /** Neither a person nor a program hears the hidden word, and both hear what they would if it were not there. */
    private void compare(String method, String path, String missing, String id) throws Exception {
        boolean api = path.startsWith("/api/") || path.startsWith("/actuator");
        for (boolean program : api ? new boolean[] {true, false} : new boolean[] {false}) {
            HttpResponse<String> answer = ask(program, method, path);
            String what = (program ? "program: " : "person: ") + method + " " + path;

            assertThat(answer.statusCode()).as(what).isLessThan(500);
            assertThat(hears(answer, program, path, id)).as(what).doesNotContain(HIDDEN);
            if (!missing.equals(path)) {
                HttpResponse<String> other = askOnce(program, method, missing);
                for (int tries = 0;
                        tries < 5 && !shape(answer.body(), id).equals(shape(other.body(), NOBODY));
                        tries++) {
                    // Of what is seen something may have happened since the other was asked.
                    answers.clear();
                    other = askOnce(program, method, missing);
                    answer = ask(program, method, path);
                }
                assertThat(answer.statusCode()).as(what).isEqualTo(other.statusCode());
                assertThat(shape(answer.body(), id)).as(what).isEqualTo(shape(other.body(), NOBODY));
            }
        }
    }

    private HttpResponse<String> askOnce(boolean program, String method, String path) throws Exception {
        String question = program + " " + method + " " + path;
        HttpResponse<String> known = answers.get(question);
        if (known == null) {
            known = ask(program, method, path);
            answers.put(question, known);
        }
        return known;
    }

    private HttpResponse<String> ask(boolean program, String method, String path) throws Exception {
        if (program) {
            return technician.call(token, method, path, "{}");
        }
        HttpRequest.Builder request = technician.request(path).header("Accept", "text/html");
        if (!method.equals("GET")) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .header("X-CSRF-TOKEN", csrf)
                    .method(method, HttpRequest.BodyPublishers.ofString("a=b"));
        }
        return technician.send(request);
    }

    /** All text of an answer, of files what is packed in them; without the id that was asked for, which may be repeated. */
    private String hears(HttpResponse<String> answer, boolean program, String path, String id) throws Exception {
        StringBuilder text =
                new StringBuilder(answer.body()).append(answer.headers().map());
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (type.contains("zip") || type.contains("sheet")) {
            byte[] file = program
                    ? HttpClient.newHttpClient()
                            .send(
                                    technician
                                            .request(path)
                                            .header("Authorization", "Bearer " + token)
                                            .build(),
                                    HttpResponse.BodyHandlers.ofByteArray())
                            .body()
                    : technician.file(path);
            String unpacked = unpacked(file);
            assertThat(unpacked).as(path).isNotEmpty();
            text.append(unpacked);
        }
        String all = plain(text.toString());
        return id.isEmpty() ? all : all.replace(id, "");
    }

    private static String unpacked(byte[] file) throws IOException {
        StringBuilder text = new StringBuilder();
        Path kept = Files.write(data.resolve("file.zip"), file);
        try (ZipFile zip = new ZipFile(kept.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                text.append(entry.getName())
                        .append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace("ấ", "a");
    }

    /** What does not change from one request to the next. */
    private static String shape(String body, String id) {
        return body.replace(id, "ID").replaceAll("[A-Za-z0-9_-]{90,}", "").replaceAll("[0-9]+", "0");
    }

    @Test
    void theOwnVillageIsThereWithItsCountsAndWithoutANameAbove() throws Exception {
        assertThat(technician.get("/thon/thay").statusCode()).isEqualTo(404);
        assertThat(technician.get("/thon").body()).contains("Thôn Thấy");
        assertThat(technician.get("/thon/thon-thay").body()).contains("Nhà Thấy", "Hà Thấy", "AP Thấy");
        assertThat(technician.get("/").body())
                .contains("khoảng 100 người ở 1 thôn", "2 điểm bị che", "1 dịch vụ bị ảnh hưởng")
                .containsOnlyOnce("class=\"outage-card__name\"");
        assertThat(technician.get("/thiet-bi").body()).contains("2 thiết bị", "AP Thấy");
        assertThat(technician.get("/thiet-bi/thay-rt").body())
                .contains("ngoài các thôn được xem", "Mất kết nối: Thôn Thấy");
        assertThat(technician.get("/thiet-bi/thay-ap").body())
                .as("what was changed, without the hidden uplink it had")
                .contains("Sửa thiết bị", "Nhánh trên</span></span>");
        assertThat(technician.get("/gian-doan?ngay=92").body()).contains("Bộ định tuyến Thấy");
        assertThat(technician.get("/su-kien").body()).contains("AP Thấy", "3 sự kiện");
        assertThat(technician.get("/su-co").body()).contains("2020-0002").doesNotContain("2020-0001");
        assertThat(technician.get("/su-co/2020-0002").body())
                .contains("Bộ định tuyến Thấy", "một thiết bị ngoài các thôn được xem", "Mất kết nối: Thôn Thấy");
        assertThat(technician.get("/danh-muc/diem-lap-dat/thay-nvh").body()).contains("Ảnh Thấy");

        assertThat(unpacked(technician.file("/danh-muc/xuat.zip"))).contains("thay-ap");
        assertThat(unpacked(technician.file("/danh-muc/xuat.xlsx"))).contains("thay-ap");

        HttpResponse<String> devices = technician.call(token, "GET", "/api/v1/devices", "");
        assertThat(devices.headers().firstValue("X-Total-Count")).contains("2");
        assertThat(devices.body()).contains("thay-rt", "thay-ap");
        assertThat(technician
                        .call(token, "GET", "/api/v1/devices/thay-rt/status", "")
                        .body())
                .contains("4321");
        assertThat(technician
                        .call(token, "GET", "/api/v1/outages?object=device:thay-rt", "")
                        .body())
                .contains("\"root\":\"unseen\"");
        assertThat(technician
                        .call(token, "GET", "/api/v1/series?device=thay-rt&metric=reach.rtt", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(technician.call(token, "GET", "/api/v1/notifications", "").body())
                .contains("\"key\":\"thay\"")
                .doesNotContain("\"key\":\"chung\"");
    }

    @Test
    void anOutageElsewhereAnswersLikeNone() throws Exception {
        long id = jdbc.sql("SELECT max(id) FROM outage_record WHERE object = 'device:khuat-ap'")
                .query(Long.class)
                .single();
        HttpResponse<String> hidden = technician.call(token, "GET", "/api/v1/outages/" + id, "");
        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(shape(hidden.body(), "-"))
                .isEqualTo(shape(
                        technician
                                .call(token, "GET", "/api/v1/outages/999999", "")
                                .body(),
                        "-"));
        assertThat(technician
                        .call(WholeServer.TOKEN, "GET", "/api/v1/outages/" + id, "")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPhotoElsewhereAnswersLikeNone() throws Exception {
        String hidden = photos.of(new SiteId("khuat-nvh")).get(0).id().toString();
        String seen = photos.of(new SiteId("thay-nvh")).get(0).id().toString();
        assertThat(technician.get("/danh-muc/anh/" + hidden).statusCode()).isEqualTo(404);
        assertThat(technician.get("/danh-muc/anh/" + seen).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/man-hinh/events", "/api/v1/events"})
    void eventsElsewhereAreNotHeard(String path) throws Exception {
        HttpResponse<InputStream> stream = technician.stream(path);
        assertThat(stream.statusCode()).isEqualTo(200);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("retry");
            int told = 0;
            StringBuilder heard = new StringBuilder();
            while (told < 3) {
                events.broadcast("condition", "device:khuat-rt");
                events.broadcast("condition", "service:khuat-wifi");
                events.broadcast("condition", "device:thay-ap");
                String line = lines.readLine();
                heard.append(line).append('\n');
                told += line.equals("data: device:thay-ap") ? 1 : 0;
            }
            assertThat(heard.toString()).doesNotContain(HIDDEN);
        }
    }

    @Test
    void aStreamEndsWithTheRightsOfWhoHearsIt() throws Exception {
        HttpResponse<InputStream> stream = technician.stream("/events");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("retry");
            TestAccess.changeRole(people, "ha", Role.VIEWER);
            TestAccess.changeRole(people, "ha", Role.TECHNICIAN);

            assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> lines.lines().forEach(line -> {}));
        }
    }

    @Test
    void theScreenOfALimitedTokenShowsItsVillagesAlone() throws Exception {
        String secret = tokens.issue(
                        new TokenWish("man-" + System.nanoTime(), "viewer", "wallboard", 1, List.of("thon-thay")), null)
                .secret();
        Browser screen = new Browser(port);

        assertThat(leadsTo(screen.get("/man-hinh?khoa=" + secret))).isEqualTo("/man-hinh");
        for (String path : List.of("/man-hinh", "/man-hinh/noi-dung", "/man-hinh/noi-dung?trang=2")) {
            String page = screen.get(path).body();
            assertThat(page).as(path).contains("Thấy");
            assertThat(plain(page)).as(path).doesNotContain(HIDDEN);
        }
    }

    @Test
    void thoseWhoSeeAllStillDo() throws Exception {
        Browser admin = new Browser(port);
        admin.signIn("admin", WholeServer.PASSWORD);
        assertThat(admin.get("/thon").body()).contains("Thôn Khuất", "Thôn Thấy");
        assertThat(admin.get("/thiet-bi/thay-rt").body())
                .contains("Bộ định tuyến Khuất")
                .doesNotContain("ngoài các thôn được xem");
        assertThat(technician
                        .call(WholeServer.TOKEN, "GET", "/api/v1/notifications", "")
                        .body())
                .contains("\"key\":\"chung\"");
        assertThat(technician
                        .call(WholeServer.TOKEN, "GET", "/api/v1/power-areas", "")
                        .body())
                .contains("khuat-dien");
    }
}
